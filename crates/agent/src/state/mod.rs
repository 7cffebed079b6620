//! What the agent remembers on this computer, for this user.
//!
//! ```text
//! HOME/                    mode 0700
//!   lock                   one agent or command at a time that changes something
//!   store/                 the user's own key medium
//!   authorities/HOST…/
//!     trust.json           the trust entry
//!     agent.p8             the agent key for this authority
//!     renewal.json         the certificate whose renewal is under way
//!     outbox.json          a result that was made and whose acceptance is not yet known
//!     outbox.lock          held while that is read, sent and cleared
//!   signatures.jsonl       every signature made, one line each
//!   backups.jsonl          every verified copy of a key, one line each
//!   companion.json         of what the person was reminded, and what he wants to hear of later
//!   companion.lock         held while that is changed
//! ```
//!
//! These files are guarded by the permissions of the file system alone: without a key store of the operating system and
//! without a password there is nothing better, and `docs/formats/agent-state.md` says so. No private key of a holder
//! and no password is among them.

mod backups;
mod companion;
mod home;
mod outbox;
mod signatures;
mod trust;
mod under_way;

pub use backups::BackupRecord;
pub use companion::{CompanionState, Reminded, WorkplaceSeen};
pub use home::{AuthorityFolder, Home, HomeLock, StateError};
pub use outbox::{Answered, HeldOutbox, Outbox};
pub use signatures::{Requested, SignatureRecord, Signed};
pub use trust::TrustEntry;
pub use under_way::UnderWay;

//! Key containers of CryptoPro CSP: the bytes of the six files, wherever they lie.
//!
//! A container is a folder on a disk, a set of files on a token or of values in the registry, and
//! always the same six: `name.key` and `header.key` say what it is, `masks.key` with `primary.key`
//! hold its one or two private keys, `masks2.key` with `primary2.key` the same keys once more under
//! another mask. The format has no published description; ours, with what is tolerated on reading,
//! is `docs/formats/cryptopro-container.md`.
//!
//! [`Header`] is read first and says what can be known without the password. It opens a key out of
//! a [`PairFiles`], and seals keys into [`Files`]. Where the files come from, and when the reserve
//! copy is turned to, is the medium's business. The imitovstavkas of the format are four octets
//! under known keys: they find accidents, not enemies. What binds a key here is that it leads to the
//! recorded fingerprint and to the public key of its certificate.

mod arithmetic;
mod charset;
mod error;
mod files;
mod header;
mod open;
mod record;
mod seal;

pub use self::error::{ContainerError, FileRole};
pub use self::files::{Files, PairFiles, read_name, write_name};
pub use self::header::{Header, key_end_for, made_before_key_end};
pub use self::open::PasswordOctets;
pub use self::record::{Flags, KeyRecord, KeyRole, KeySlot, fingerprint};

//! What smena remembers: one SQL text for SQLite and PostgreSQL.
//!
//! A use case of the server opens a transaction by [`Store::read`] or [`Store::write`], calls the
//! functions of the tables (one file each), and commits. State, journal entry and queued jobs are
//! written in one transaction, or none of them is. No key, no device, no network call belongs
//! inside a transaction.
//!
//! The store knows no rule of a renewal, no certificate format and no clock: states arrive as
//! values with their indexed facts beside them, moments as arguments. What every column holds
//! stands in `migrations/` and in `docs/formats/database.md`.
//!
//! - [`renewals`], [`holders`], [`certificates`], [`documents`], [`uploads`]: what is renewed, for whom.
//! - [`operators`], [`first_words`], [`issue_codes`]: who decides, and what takes two.
//! - [`errands`], [`sessions`], [`bindings_seen`], [`keys_seen`]: what came from outside, once.
//! - [`phone_codes`], [`rate_buckets`]: what may be tried so many times and no more.
//! - [`intents`], [`crl`], [`authority`]: what the authority signs.
//! - [`jobs`], [`journal`]: what is to be done, what was done.

#[macro_use]
mod sql;
mod column;
mod dialect;
mod error;
mod id;
pub mod limits;
mod open;

pub mod authority;
pub mod bindings_seen;
pub mod certificates;
pub mod crl;
pub mod documents;
pub mod errands;
pub mod first_words;
pub mod holders;
pub mod intents;
pub mod issue_codes;
pub mod jobs;
pub mod journal;
pub mod keys_seen;
pub mod operators;
pub mod phone_codes;
pub mod rate_buckets;
pub mod renewals;
pub mod sessions;
pub mod uploads;

pub use error::StoreError;
pub use id::{
    AgentKeyHash, ErrandId, IntentId, IssuerKeyId, JobId, LeaseId, SecretHash, Serial, SessionId,
    Sha256, UploadId,
};
pub use intents::StoredIntent;
pub use open::Store;
pub use smena_domain::certificate::{KeyHash, Thumbprint};
pub use smena_domain::permission::OperatorId;
pub use smena_domain::person::HolderId;
pub use smena_domain::renewal::RenewalId;
pub use sql::{Engine, Tx};

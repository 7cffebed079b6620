//! Results that were made and whose acceptance is not known yet.
//!
//! A result is written here before it is sent. When the program ends in between, or the answer is lost, the same octets
//! are sent again: the authority answers a repeat as it answered the first.

use serde::{Deserialize, Serialize};
use smena_protocol::v1::{Envelope, ErrandId, ErrandKind, ReturnPath, Sha256};

use super::home::{AuthorityFolder, StateError};

const OUTBOX: &str = "outbox.json";

/// A result on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outbox {
    /// The errand.
    pub errand_id: ErrandId,
    /// The renewal it belongs to, as text; nothing for sign-in.
    pub renewal: Option<String>,
    /// The signed result, exactly as it is sent.
    pub result: Envelope,
    /// What it answers; results of older versions do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<Answered>,
}

/// The errand that a result answers, so that a browser that comes back with the same code is led on although the agent was
/// started anew.
// Stored: a change needs to be read in both forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// SHA-256 of the code by which it was claimed.
    pub code: Sha256,
    /// What was done.
    pub kind: ErrandKind,
    /// Where the browser goes on at the authority.
    pub return_path: ReturnPath,
}

impl Outbox {
    /// What waits to be accepted, if anything.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn waiting(folder: &AuthorityFolder) -> Result<Option<Self>, StateError> {
        folder.read(OUTBOX)
    }

    /// Keeps the result before it is sent.
    ///
    /// # Errors
    ///
    /// The file cannot be written; then the result must not be sent either.
    pub fn keep(&self, folder: &AuthorityFolder) -> Result<(), StateError> {
        folder.write(OUTBOX, self)
    }

    /// Forgets it: accepted, or refused for good.
    ///
    /// # Errors
    ///
    /// The file cannot be removed.
    pub fn clear(folder: &AuthorityFolder) -> Result<(), StateError> {
        folder.remove(OUTBOX)
    }
}

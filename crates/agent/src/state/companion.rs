//! What the companion remembers: of which certificates it has reminded, what it was told to be silent about, and what the
//! last check of the workplace found.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use smena_protocol::v1::{Moment, Sha256};

use super::home::{Home, HomeLock, StateError};

const FILE: &str = "companion.json";
const LOCK: &str = "companion.lock";

/// What the companion remembers.
// Stored: a change needs to be read in both forms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompanionState {
    /// By the thumbprint of the certificate.
    pub certificates: BTreeMap<Sha256, Reminded>,
    /// The last check of the workplace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workplace: Option<WorkplaceSeen>,
}

/// What was said about a certificate.
// Stored: a change needs to be read in both forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reminded {
    /// The end of the certificate; the entry is dropped when it has passed.
    pub until: Moment,
    /// The rung of the ladder of which the person was reminded last, in days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rung: Option<u16>,
    /// Until when he wants to hear nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub later: Option<Moment>,
}

/// A check of the workplace.
// Stored: a change needs to be read in both forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkplaceSeen {
    /// When it was made.
    pub at: Moment,
    /// The codes of what was not in order.
    pub problems: BTreeSet<String>,
}

impl CompanionState {
    /// What is remembered; nothing at the first time.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn current(home: &Home) -> Result<Self, StateError> {
        if !home.dir().holds(FILE)? {
            return Ok(Self::default());
        }
        let json = home.dir().read(FILE)?;
        serde_json::from_slice(&json)
            .map_err(|source| StateError::Unreadable { file: FILE, source })
    }

    /// Changes what is remembered; what belongs to certificates that have ended is forgotten. The companion and a command
    /// do not do this at once.
    ///
    /// # Errors
    ///
    /// [`StateError::Busy`] while another does it; the file cannot be read or written.
    pub fn change(
        home: &Home,
        now: Moment,
        act: impl FnOnce(&mut Self),
    ) -> Result<Self, StateError> {
        let _lock: HomeLock = home.lock_named(LOCK)?;
        let before = Self::current(home)?;
        let mut after = before.clone();
        act(&mut after);
        after.certificates.retain(|_, seen| seen.until >= now);
        if after != before {
            let json = serde_json::to_vec_pretty(&after)
                .map_err(|source| StateError::Unreadable { file: FILE, source })?;
            home.dir().write(FILE, &json)?;
        }
        Ok(after)
    }
}

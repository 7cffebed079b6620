//! The agent's record of verified backups: of which key, where, until when. One JSON object a line.
//!
//! The record says that a copy has signed its trial once; whether it still lies there only its medium can tell.

use serde::{Deserialize, Serialize};
use smena_media::{Entry, MediumKind, backup::Backup};
use smena_protocol::v1::{Moment, Sha256};

use super::home::{Home, StateError};

const RECORD: &str = "backups.jsonl";

/// A copy that has signed its trial.
// Stored: a change needs to be read in both forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupRecord {
    /// SHA-256 of the normalised public key.
    pub key: Sha256,
    /// The place as it was shown.
    pub place: String,
    /// What sort of medium that is; records of before there was this have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<MediumKind>,
    /// The device, where the system told it.
    pub device: Option<String>,
    /// When the copy was made and tried.
    pub made: Moment,
    /// Until when it has to be kept at least.
    pub keep_until: Option<Moment>,
}

impl BackupRecord {
    /// The record of a copy.
    #[must_use]
    pub fn of(backup: &Backup) -> Self {
        Self {
            key: key_of(&backup.entry),
            place: backup.place.name.clone(),
            kind: Some(backup.place.kind),
            device: backup.place.device.clone(),
            made: Moment::new(backup.made),
            keep_until: backup.keep_until.map(Moment::new),
        }
    }

    /// Adds it to the record.
    ///
    /// # Errors
    ///
    /// The record cannot be written.
    pub fn append(&self, home: &Home) -> Result<(), StateError> {
        let mut line = serde_json::to_vec(self).map_err(|source| StateError::Unreadable {
            file: RECORD,
            source,
        })?;
        line.push(b'\n');
        Ok(home.dir().append(RECORD, &line)?)
    }

    /// All copies, oldest first. A last line that a crash has cut short is left out.
    ///
    /// # Errors
    ///
    /// The record cannot be read.
    pub fn all(home: &Home) -> Result<Vec<Self>, StateError> {
        if !home.dir().holds(RECORD)? {
            return Ok(Vec::new());
        }
        let text = home.dir().read_long(RECORD)?;
        let whole = text.split_inclusive(|octet| *octet == b'\n');
        whole
            .filter_map(|line| line.strip_suffix(b"\n"))
            .map(|line| {
                serde_json::from_slice(line).map_err(|source| StateError::Unreadable {
                    file: RECORD,
                    source,
                })
            })
            .collect()
    }

    /// Whether a copy of this key is on record.
    ///
    /// # Errors
    ///
    /// The record cannot be read.
    pub fn exists(home: &Home, entry: &Entry) -> Result<bool, StateError> {
        Ok(Self::newest(home, entry)?.is_some())
    }

    /// The copy of this key that was made last.
    ///
    /// # Errors
    ///
    /// The record cannot be read.
    pub fn newest(home: &Home, entry: &Entry) -> Result<Option<Self>, StateError> {
        let key = key_of(entry);
        let mut all = Self::all(home)?.into_iter();
        Ok(all.rfind(|record| record.key == key))
    }
}

fn key_of(entry: &Entry) -> Sha256 {
    Sha256::new(entry.public_key.normalised_hash())
}

//! The description of an entry: `entry.json`.

use serde::{Deserialize, Serialize};
use smena_pki::key::PublicKey;
use time::OffsetDateTime;

use crate::{
    error::MediumError,
    medium::{EntryId, MadeFor},
};

/// The format that is written. Format 1 had no label.
const FORMAT: u32 = 2;

/// What is known of a key pair without opening it.
pub(super) struct Description {
    pub(super) created: OffsetDateTime,
    pub(super) spki: Vec<u8>,
    pub(super) has_password: bool,
    pub(super) label: Option<String>,
    pub(super) made_for: Option<MadeFor>,
}

/// The file as it is written.
// Stored: a change needs a new format number.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    #[serde(with = "time::serde::rfc3339")]
    created: OffsetDateTime,
    public_key: String,
    has_password: bool,
    #[serde(default)]
    label: Option<String>,
    made_for: Option<MadeFor>,
}

/// Read first and alone, so that a newer format is named as such and not as an unknown field.
#[derive(Deserialize)]
struct FormatOnly {
    format: u32,
}

impl Description {
    pub(super) fn from_json(id: &EntryId, json: &[u8]) -> Result<Self, MediumError> {
        let unreadable = |source| MediumError::Description {
            id: id.clone(),
            source,
        };
        let FormatOnly { format } = serde_json::from_slice(json).map_err(unreadable)?;
        if !(1..=FORMAT).contains(&format) {
            return Err(MediumError::DescriptionFormat {
                id: id.clone(),
                format,
            });
        }
        let file: File = serde_json::from_slice(json).map_err(unreadable)?;
        let spki = hex::decode(&file.public_key)
            .map_err(|error| unreadable(<serde_json::Error as serde::de::Error>::custom(error)))?;
        Ok(Self {
            created: file.created,
            spki,
            has_password: file.has_password,
            label: file.label,
            made_for: file.made_for,
        })
    }

    pub(super) fn to_json(&self) -> Vec<u8> {
        let file = File {
            format: FORMAT,
            // Whole seconds: the certificate's times have no more, and the file stays readable.
            created: self.created.replace_nanosecond(0).unwrap_or(self.created),
            public_key: hex::encode(&self.spki),
            has_password: self.has_password,
            label: self.label.clone(),
            made_for: self.made_for.clone(),
        };
        serde_json::to_vec_pretty(&file).expect("strings, numbers and flags always serialise")
    }

    pub(super) fn public_key(&self, id: &EntryId) -> Result<PublicKey, MediumError> {
        PublicKey::from_spki_der(&self.spki).map_err(|source| MediumError::PublicKey {
            id: id.clone(),
            source,
        })
    }
}

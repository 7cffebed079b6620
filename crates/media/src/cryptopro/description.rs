//! `smena.json`: what a container has no field for. Other programs do not look at it, and their
//! containers have none.

use serde::{Deserialize, Serialize};
use smena_pki::key::PublicKey;
use time::OffsetDateTime;

use crate::{
    error::MediumError,
    medium::{EntryId, MadeFor},
};

/// The format that is written.
const FORMAT: u32 = 1;

/// When and for what the key was made, and its public key, which no field of a container has before
/// there is a certificate.
pub(super) struct Description {
    pub(super) created: OffsetDateTime,
    pub(super) spki: Vec<u8>,
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
        if format != FORMAT {
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
            made_for: file.made_for,
        })
    }

    pub(super) fn to_json(&self) -> Vec<u8> {
        let file = File {
            format: FORMAT,
            // Whole seconds, as everywhere.
            created: self.created.replace_nanosecond(0).unwrap_or(self.created),
            public_key: hex::encode(&self.spki),
            made_for: self.made_for.clone(),
        };
        serde_json::to_vec_pretty(&file).expect("strings and numbers always serialise")
    }

    pub(super) fn public_key(&self, id: &EntryId) -> Result<PublicKey, MediumError> {
        PublicKey::from_spki_der(&self.spki).map_err(|source| MediumError::PublicKey {
            id: id.clone(),
            source,
        })
    }
}

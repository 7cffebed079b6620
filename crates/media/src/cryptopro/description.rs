//! `smena.json`: what a container has no field for. Other programs do not look at it, and their
//! containers have none.

use serde::{Deserialize, Serialize};
use smena_pki::key::PublicKey;
use time::OffsetDateTime;

use crate::{
    description,
    error::MediumError,
    medium::{EntryId, MadeFor},
};

/// The format that is written.
const FORMAT: u32 = 1;

/// When and for what the key was made, and its public key, which no field of a container has before
/// there is a certificate.
pub(super) struct Description {
    pub(super) created: OffsetDateTime,
    pub(super) public_key: PublicKey,
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

impl Description {
    pub(super) fn from_json(id: &EntryId, json: &[u8]) -> Result<Self, MediumError> {
        let file: File = description::read(id, json, FORMAT)?;
        Ok(Self {
            created: file.created,
            public_key: description::public_key(id, &file.public_key)?,
            made_for: file.made_for,
        })
    }

    pub(super) fn to_json(&self) -> Vec<u8> {
        let file = File {
            format: FORMAT,
            created: description::whole_seconds(self.created),
            public_key: hex::encode(self.public_key.spki_der()),
            made_for: self.made_for.clone(),
        };
        serde_json::to_vec_pretty(&file).expect("strings and numbers always serialise")
    }
}

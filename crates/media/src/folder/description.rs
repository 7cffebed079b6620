//! The description of an entry: `entry.json`.

use serde::{Deserialize, Serialize};
use smena_pki::key::PublicKey;
use time::OffsetDateTime;

use crate::{
    description,
    error::MediumError,
    medium::{EntryId, MadeFor},
};

/// The format that is written. Format 1 had no label.
const FORMAT: u32 = 2;

/// What is known of a key pair without opening it.
pub(super) struct Description {
    pub(super) created: OffsetDateTime,
    pub(super) public_key: PublicKey,
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

impl Description {
    pub(super) fn from_json(id: &EntryId, json: &[u8]) -> Result<Self, MediumError> {
        let file: File = description::read(id, json, FORMAT)?;
        Ok(Self {
            created: file.created,
            public_key: description::public_key(id, &file.public_key)?,
            has_password: file.has_password,
            label: file.label,
            made_for: file.made_for,
        })
    }

    pub(super) fn to_json(&self) -> Vec<u8> {
        let file = File {
            format: FORMAT,
            created: description::whole_seconds(self.created),
            public_key: hex::encode(self.public_key.spki_der()),
            has_password: self.has_password,
            label: self.label.clone(),
            made_for: self.made_for.clone(),
        };
        serde_json::to_vec_pretty(&file).expect("strings, numbers and flags always serialise")
    }
}

//! What the medium itself notes of a key: a small public object beside it.
//!
//! PKCS#11 has no place for what a key was made for, when, and that it was archived. The note is a CKO_DATA object of the
//! application `smena`, whose label is the CKA_ID of the key in hexadecimal; `docs/formats/pkcs11-medium.md` has its
//! value. A key without one (another program made it) is read all the same.

use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::token::Link;
use crate::{error::MediumError, medium::MadeFor};

const APPLICATION: &[u8] = b"smena";
/// The format that is written and read.
const FORMAT: u32 = 1;

/// What is noted of a key.
#[derive(Clone)]
pub(super) struct Note {
    pub(super) created: OffsetDateTime,
    pub(super) made_for: Option<MadeFor>,
    pub(super) archived: bool,
}

/// A note on the token, with the key it is about.
pub(super) struct Noted {
    pub(super) object: ObjectHandle,
    /// CKA_ID of the key.
    pub(super) id: Vec<u8>,
    /// Nothing where it cannot be read: then the key goes without.
    pub(super) note: Option<Note>,
}

/// The value of the object.
// Stored: a change needs a new format number.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Value {
    format: u32,
    #[serde(with = "time::serde::rfc3339")]
    created: OffsetDateTime,
    made_for: Option<MadeFor>,
    archived: bool,
}

impl Note {
    fn to_json(&self) -> Vec<u8> {
        let value = Value {
            format: FORMAT,
            created: self.created.replace_nanosecond(0).unwrap_or(self.created),
            made_for: self.made_for.clone(),
            archived: self.archived,
        };
        serde_json::to_vec(&value).expect("strings, numbers and flags always serialise")
    }

    fn from_json(json: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(json).ok()?;
        (value.format == FORMAT).then_some(Self {
            created: value.created,
            made_for: value.made_for,
            archived: value.archived,
        })
    }

    /// Writes the note for the key with this CKA_ID.
    pub(super) fn write(&self, link: &Link<'_>, id: &[u8]) -> Result<(), MediumError> {
        link.create(&[
            Attribute::Class(ObjectClass::DATA),
            Attribute::Token(true),
            Attribute::Private(false),
            Attribute::Application(APPLICATION.to_vec()),
            Attribute::Label(hex::encode(id).into_bytes()),
            Attribute::Value(self.to_json()),
        ])
        .map(|_| ())
    }
}

/// Reads all notes. Where a crash left two of one key, both are there.
pub(super) fn read_all(link: &Link<'_>) -> Result<Vec<Noted>, MediumError> {
    let template = [
        Attribute::Class(ObjectClass::DATA),
        Attribute::Application(APPLICATION.to_vec()),
    ];
    let mut notes = Vec::new();
    for object in link.find(&template)? {
        let kinds = [AttributeType::Label, AttributeType::Value];
        let (mut id, mut note) = (None, None);
        for attribute in link.attributes(object, &kinds)? {
            match attribute {
                Attribute::Label(label) => id = hex::decode(label).ok(),
                Attribute::Value(value) => note = Note::from_json(&value),
                _ => {}
            }
        }
        if let Some(id) = id {
            notes.push(Noted { object, id, note });
        }
    }
    Ok(notes)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_note_reads_back_and_another_format_is_left_alone() {
        let note = Note {
            created: datetime!(2026-11-23 10:00 UTC),
            made_for: Some(MadeFor {
                authority: "https://ca.example".to_owned(),
                renewal: "01".to_owned(),
                errand: "02".to_owned(),
            }),
            archived: true,
        };
        let json = note.to_json();
        let read = Note::from_json(&json).expect("read");
        assert_eq!(read.created, note.created);
        assert_eq!(read.made_for, note.made_for);
        assert!(read.archived);
        let newer = String::from_utf8(json).expect("text");
        let newer = newer.replace("\"format\":1", "\"format\":2");
        assert!(Note::from_json(newer.as_bytes()).is_none());
    }
}

//! What the descriptions of entries have in common: JSON files beside a key, with a format number that is read first.
//!
//! Which fields a medium needs it says itself; a container has room for more of its own than a folder.

use serde::{Deserialize, de::DeserializeOwned};
use smena_pki::key::PublicKey;
use time::OffsetDateTime;

use crate::{error::MediumError, medium::EntryId};

/// Read first and alone, so that a newer format is named as such and not as an unknown field.
#[derive(Deserialize)]
struct FormatOnly {
    format: u32,
}

/// Reads a description of the format `newest` or an older one.
pub(crate) fn read<F: DeserializeOwned>(
    id: &EntryId,
    json: &[u8],
    newest: u32,
) -> Result<F, MediumError> {
    let unreadable = |source| MediumError::Description {
        id: id.clone(),
        source,
    };
    let FormatOnly { format } = serde_json::from_slice(json).map_err(unreadable)?;
    if !(1..=newest).contains(&format) {
        return Err(MediumError::DescriptionFormat {
            id: id.clone(),
            format,
        });
    }
    serde_json::from_slice(json).map_err(unreadable)
}

/// Reads the public key that a description records, in hexadecimal.
pub(crate) fn public_key(id: &EntryId, spki: &str) -> Result<PublicKey, MediumError> {
    let spki = hex::decode(spki).map_err(|error| MediumError::Description {
        id: id.clone(),
        source: <serde_json::Error as serde::de::Error>::custom(error),
    })?;
    PublicKey::from_spki_der(&spki).map_err(|source| MediumError::PublicKey {
        id: id.clone(),
        source,
    })
}

/// A time as descriptions have it: whole seconds, as the times of certificates.
pub(crate) fn whole_seconds(at: OffsetDateTime) -> OffsetDateTime {
    at.replace_nanosecond(0).unwrap_or(at)
}

//! Opening a key of a container, wherever its files are read from.
//!
//! The CSP writes the files of a key anew at every use, one after the other, so a pair may be caught
//! half changed: it is read once more, and only then the reserve copy is turned to.

use std::io::ErrorKind;

use smena_pki::{
    container::{ContainerError, Header, KeySlot, PairFiles, PasswordOctets},
    key::PrivateKey,
};

use crate::{error::MediumError, medium::EntryId};

/// Which of the two copies of the keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum KeyCopy {
    /// `masks.key` and `primary.key`.
    Main,
    /// `masks2.key` and `primary2.key`.
    Reserve,
}

/// The order in which the copies are tried.
const TRIES: [KeyCopy; 3] = [KeyCopy::Main, KeyCopy::Main, KeyCopy::Reserve];

/// Opens a key; `read` gives the files of a copy as they are at that moment.
///
/// # Errors
///
/// What was wrong with the main copy when the reserve copy is no better. Files that others could read
/// or change are refused at once.
pub(crate) fn open_key(
    id: &EntryId,
    container: &str,
    header: &Header,
    slot: KeySlot,
    password: &PasswordOctets,
    read: impl Fn(KeyCopy) -> Result<PairFiles, MediumError>,
) -> Result<PrivateKey, MediumError> {
    let mut first_failure = None;
    for copy in TRIES {
        let opened = read(copy).and_then(|pair| {
            let opened = header.open(slot, &pair, password);
            opened.map_err(|error| refusal(id, container, error))
        });
        match opened {
            Ok(key) => return Ok(key),
            Err(error) if is_damage(&error) => {
                first_failure.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    Err(first_failure.unwrap_or_else(|| MediumError::NoSuchEntry(id.clone())))
}

/// Whether the other copy may be better.
fn is_damage(error: &MediumError) -> bool {
    match error {
        MediumError::ContainerDamaged { .. } | MediumError::TooLarge { .. } => true,
        MediumError::File { source, .. } => source.kind() == ErrorKind::NotFound,
        _ => false,
    }
}

/// What the octets of a container were refused for, in the terms of a medium.
pub(crate) fn refusal(id: &EntryId, container: &str, error: ContainerError) -> MediumError {
    let container = container.to_owned();
    match error {
        ContainerError::PasswordNeeded => MediumError::PasswordNeeded(id.clone()),
        ContainerError::NoPassword => MediumError::NoPassword(id.clone()),
        ContainerError::WrongPassword => MediumError::WrongPassword(id.clone()),
        ContainerError::ForeignCertificate => MediumError::ForeignCertificate(id.clone()),
        ContainerError::PasswordCharacters => MediumError::PasswordCharacters,
        source @ (ContainerError::UnsupportedType(_)
        | ContainerError::BoundToDevice
        | ContainerError::Algorithm(_)) => MediumError::ContainerUnsupported { container, source },
        ContainerError::Name => MediumError::Label { label: container },
        source => MediumError::ContainerDamaged { container, source },
    }
}

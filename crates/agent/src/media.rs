//! The media that the agent works with, and the words for what goes wrong with them.

use std::path::PathBuf;

use smena_media::{FolderMedium, KeyMedium, MediumError, MediumKind, Place, Tries};

use crate::{
    failure::{Failure, Kind},
    flow::FlowError,
    state::Home,
};

/// Opens the user's own store, and the folders that were named besides.
///
/// # Errors
///
/// One of them cannot be opened.
pub fn open(home: &Home, named: &[PathBuf]) -> Result<Vec<Box<dyn KeyMedium>>, MediumError> {
    let own = FolderMedium::open(&home.store_path(), MediumKind::Computer)?;
    let mut media: Vec<Box<dyn KeyMedium>> = vec![Box::new(own)];
    for path in named {
        media.push(Box::new(FolderMedium::open(path, MediumKind::FlashDrive)?));
    }
    Ok(media)
}

/// The word by which the user's own store is named on the command line.
const COMPUTER: &str = "computer";

/// Whether a person means this medium: by its path or name, a beginning of it of four characters or more, or `computer`.
#[must_use]
pub fn is_named(place: &Place, name: &str) -> bool {
    const BEGINNING_MIN: usize = 4;
    let begins = name.chars().count() >= BEGINNING_MIN && place.name.starts_with(name);
    let own = place.kind == MediumKind::Computer && name == COMPUTER;
    place.name == name || begins || own
}

/// The failure of a medium on its way to the person.
pub(crate) fn failure(error: MediumError) -> Failure {
    FlowError::from(error).into_failure()
}

/// Whose matter the failure of a medium is.
pub(crate) fn kind(error: &MediumError) -> Kind {
    match error {
        MediumError::Generate(_) | MediumError::Wrap(_) => Kind::Ours,
        _ => Kind::OtherSide,
    }
}

/// Values for the messages about a medium.
pub(crate) fn arguments(error: &MediumError) -> Vec<(&'static str, String)> {
    match error {
        MediumError::Absent { place, .. }
        | MediumError::Busy { place }
        | MediumError::PinNeeded { place }
        | MediumError::LastTry { place }
        | MediumError::PinLocked { place }
        | MediumError::PinNotSet { place }
        | MediumError::NotSupported { place, .. }
        | MediumError::NoSpace { place } => vec![("place", place.clone())],
        MediumError::WrongPin { place, tries } => {
            vec![("place", place.clone()), ("tries", tries_word(*tries))]
        }
        MediumError::File { path, .. }
        | MediumError::ReadBack { path }
        | MediumError::OpenToOthers { path, .. }
        | MediumError::ForeignOwner { path, .. }
        | MediumError::NotPlainFile { path }
        | MediumError::TooLarge { path } => vec![("path", path.clone())],
        MediumError::NoSuchEntry(id)
        | MediumError::Description { id, .. }
        | MediumError::DescriptionFormat { id, .. }
        | MediumError::PublicKey { id, .. }
        | MediumError::Certificate { id, .. }
        | MediumError::ForeignCertificate(id)
        | MediumError::OtherCertificate(id)
        | MediumError::Unlock { id, .. }
        | MediumError::ForeignPrivateKey(id)
        | MediumError::PasswordNeeded(id)
        | MediumError::NoPassword(id)
        | MediumError::WrongPassword(id)
        | MediumError::NotExportable(id)
        | MediumError::TestSignature { id, .. }
        | MediumError::TestSignatureWrong(id) => vec![("key", id.to_string())],
        _ => Vec::new(),
    }
}

/// The number of tries that are left, or the word by which the messages choose.
pub(crate) fn tries_word(tries: Tries) -> String {
    match tries {
        Tries::Left(number) => number.to_string(),
        Tries::Enough => "enough".to_owned(),
        Tries::Low => "low".to_owned(),
        Tries::Last => "last".to_owned(),
        Tries::Locked => "locked".to_owned(),
    }
}

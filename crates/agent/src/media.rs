//! The media that the agent works with, and the words for what goes wrong with them.

use std::{borrow::Cow, path::PathBuf};

use smena_media::{FolderMedium, KeyMedium, MediumError, MediumKind};

use crate::{
    failure::{Explained, Kind},
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

impl Explained for MediumError {
    fn kind(&self) -> Kind {
        match self {
            Self::Generate(_) | Self::Wrap(_) => Kind::Ours,
            _ => Kind::OtherSide,
        }
    }

    fn code(&self) -> Cow<'static, str> {
        Cow::Borrowed(MediumError::code(self))
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        arguments(self)
    }
}

/// Values for the messages about a medium.
pub(crate) fn arguments(error: &MediumError) -> Vec<(&'static str, String)> {
    match error {
        MediumError::Absent { place, .. } | MediumError::Busy { place } => {
            vec![("place", place.clone())]
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
        | MediumError::TestSignature { id, .. }
        | MediumError::TestSignatureWrong(id) => vec![("key", id.to_string())],
        _ => Vec::new(),
    }
}

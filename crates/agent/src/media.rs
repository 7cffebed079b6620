//! The media that the agent works with, and the words for what goes wrong with them.

use std::path::PathBuf;

use smena_media::{
    CryptoProMedium, FolderMedium, KeyMedium, MediumError, MediumKind, Place, Tries,
    pkcs11::Modules,
};

use crate::{
    failure::{Failure, Kind},
    flow::FlowError,
    state::Home,
};

/// The media that are wanted besides the user's own store.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Folders with keys.
    pub folders: &'a [PathBuf],
    /// Folders with containers of CryptoPro CSP.
    pub containers: &'a [PathBuf],
    /// PKCS#11 modules of tokens.
    pub modules: &'a [PathBuf],
    /// Whether to look for drives, containers and modules where they usually are.
    pub look_around: bool,
}

/// The media that are attached now.
pub struct Attached {
    /// Those that can be used, the user's own store first.
    pub media: Vec<Box<dyn KeyMedium>>,
    /// Those that were found and cannot be used; they keep nobody from using the others.
    pub problems: Vec<Problem>,
}

/// A medium that was found and cannot be used.
#[derive(Debug)]
pub struct Problem {
    /// Where it is.
    pub place: String,
    /// What is wrong with it.
    pub error: MediumError,
}

impl Problem {
    /// Whether it is one of the modules of tokens, not of a single medium.
    #[must_use]
    pub fn is_of_modules(&self) -> bool {
        self.place == MODULES
    }
}

/// The place of what is wrong with the modules of tokens.
const MODULES: &str = "PKCS#11";

/// The folder of keys on a drive that was found.
const FOLDER_ON_DRIVE: &str = "smena";

/// Opens the user's own store, what was named, and what is found where that is wanted.
///
/// # Errors
///
/// The user's own store or something that was named cannot be opened.
pub fn open(home: &Home, wanted: &Wanted<'_>) -> Result<Attached, MediumError> {
    let own = FolderMedium::open(&home.store_path(), MediumKind::Computer)?;
    let mut media: Vec<Box<dyn KeyMedium>> = vec![Box::new(own)];
    let mut problems = Vec::new();
    for path in wanted.folders {
        media.push(Box::new(FolderMedium::open(path, MediumKind::FlashDrive)?));
    }
    for path in wanted.containers {
        media.push(Box::new(CryptoProMedium::open(path)?));
    }
    look_for_tokens(wanted, &mut media, &mut problems);
    if wanted.look_around {
        look_around(&mut media, &mut problems);
    }
    Ok(Attached { media, problems })
}

/// Adds the tokens that the modules see. A module that fails hides no other medium.
fn look_for_tokens(
    wanted: &Wanted<'_>,
    media: &mut Vec<Box<dyn KeyMedium>>,
    problems: &mut Vec<Problem>,
) {
    let modules = Modules::open(wanted.modules, wanted.look_around);
    let found = modules.look();
    media.extend(found.tokens.into_iter().map(boxed));
    let failed = modules.into_problems().into_iter().chain(found.problems);
    problems.extend(failed.map(|error| Problem {
        place: MODULES.to_owned(),
        error,
    }));
}

/// Adds what lies where keys usually lie and was not named: a folder on each drive, and containers on drives and in the
/// store of CryptoPro CSP.
fn look_around(media: &mut Vec<Box<dyn KeyMedium>>, problems: &mut Vec<Problem>) {
    let drives = smena_media::drives::removable();
    let folders = drives.iter().map(|drive| {
        let path = drive.path.join(FOLDER_ON_DRIVE);
        let opened = FolderMedium::lazy(&path, MediumKind::FlashDrive);
        (path, opened.map(boxed))
    });
    let stores = smena_media::cryptopro::usual_stores().into_iter();
    let containers = drives.iter().map(|drive| drive.path.clone()).chain(stores);
    let containers = containers
        .filter(|path| smena_media::cryptopro::has_containers(path))
        .map(|path| {
            let opened = CryptoProMedium::open(&path);
            (path, opened.map(boxed))
        });
    for (path, opened) in folders.chain(containers) {
        match opened {
            Ok(found) => {
                let known = media.iter().any(|known| known.place() == found.place());
                if !known {
                    media.push(found);
                }
            }
            Err(error) => problems.push(Problem {
                place: path.display().to_string(),
                error,
            }),
        }
    }
}

fn boxed(medium: impl KeyMedium + 'static) -> Box<dyn KeyMedium> {
    Box::new(medium)
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
        | MediumError::PinExpired { place }
        | MediumError::DeviceGone { place }
        | MediumError::Pkcs11 { place, .. }
        | MediumError::SameDevice { place }
        | MediumError::NotSupported { place, .. }
        | MediumError::NoSpace { place } => vec![("place", place.clone())],
        MediumError::OnlyInContainer { id, place } => {
            vec![("key", id.to_string()), ("place", place.clone())]
        }
        MediumError::PinLength { place, min, max } => vec![
            ("place", place.clone()),
            ("min", min.to_string()),
            ("max", max.to_string()),
        ],
        MediumError::WrongPin { place, tries } => {
            vec![("place", place.clone()), ("tries", tries_word(*tries))]
        }
        MediumError::Module { path, .. }
        | MediumError::File { path, .. }
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
        | MediumError::PrivateKeyMissing(id)
        | MediumError::PublicKeyHidden(id)
        | MediumError::SharedContainer(id)
        | MediumError::TestSignature { id, .. }
        | MediumError::TestSignatureWrong(id) => vec![("key", id.to_string())],
        MediumError::ContainerDamaged { container, .. }
        | MediumError::ContainerUnsupported { container, .. } => {
            vec![("container", container.clone())]
        }
        MediumError::Label { label } => vec![("label", label.clone())],
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

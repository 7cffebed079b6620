//! The media that the demonstration knows, by the words of `--medium`: where the holder's keys lie.

use std::{
    fs,
    path::{Path, PathBuf},
};

use smena_agent::media::Wanted;
use smena_media::{KeyMedium, MediumKind};

use crate::{Algorithm, WorldError, token};

/// The folder of the containers below a world's.
const CONTAINERS: &str = "containers";

/// Where the holder's keys lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Medium {
    /// The agent's own store: a folder.
    #[default]
    Folder,
    /// Containers of CryptoPro CSP.
    CryptoPro,
    /// The software token of smena.
    Softtoken,
    /// A token of SoftHSM, which knows no GOST.
    Softhsm,
}

impl Medium {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Folder,
        Self::CryptoPro,
        Self::Softtoken,
        Self::Softhsm,
    ];

    /// Takes the word of the command line.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|medium| medium.word() == word)
    }

    /// The word of the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Folder => "folder",
            Self::CryptoPro => "cryptopro",
            Self::Softtoken => "softtoken",
            Self::Softhsm => "softhsm",
        }
    }

    /// The algorithm where none was asked for.
    #[must_use]
    pub fn usual_algorithm(self) -> Algorithm {
        match self {
            Self::Folder | Self::CryptoPro | Self::Softtoken => Algorithm::Gost256,
            Self::Softhsm => Algorithm::P256,
        }
    }

    fn kind(self) -> MediumKind {
        match self {
            Self::Folder => MediumKind::Computer,
            Self::CryptoPro => MediumKind::CryptoPro,
            Self::Softtoken | Self::Softhsm => MediumKind::Token,
        }
    }
}

/// The medium of a holder, in the folder of a world.
#[derive(Clone, Debug)]
pub struct HolderMedium {
    medium: Medium,
    world: PathBuf,
    containers: Vec<PathBuf>,
    modules: Vec<PathBuf>,
}

impl HolderMedium {
    /// Names the medium of a holder.
    #[must_use]
    pub fn of(medium: Medium, folder: &Path) -> Self {
        let containers = match medium {
            Medium::CryptoPro => vec![folder.join(CONTAINERS)],
            Medium::Folder | Medium::Softtoken | Medium::Softhsm => Vec::new(),
        };
        Self {
            medium,
            world: folder.to_owned(),
            containers,
            modules: token::module(medium).into_iter().collect(),
        }
    }

    /// Makes what has to be there before the agent can use it. What is there already is left as it is.
    ///
    /// # Errors
    ///
    /// [`WorldError`].
    pub fn prepare(&self) -> Result<(), WorldError> {
        for folder in &self.containers {
            fs::create_dir_all(folder).map_err(WorldError::file(folder))?;
        }
        token::prepare(self.medium, &self.world)
    }

    /// The PIN that guards it, where one does.
    #[must_use]
    pub fn pin(&self) -> Option<&'static str> {
        match self.medium.kind() {
            MediumKind::Token => Some(token::PIN),
            _ => None,
        }
    }

    /// What the agent has to open besides its own store.
    #[must_use]
    pub fn wanted(&self) -> Wanted<'_> {
        Wanted {
            containers: &self.containers,
            modules: &self.modules,
            ..Wanted::default()
        }
    }

    /// The medium on which the holder's keys lie, among those that the agent has opened.
    pub fn among<'a>(&self, media: &'a [Box<dyn KeyMedium>]) -> Option<&'a dyn KeyMedium> {
        media
            .iter()
            .find(|medium| medium.place().kind == self.medium.kind())
            .map(AsRef::as_ref)
    }
}

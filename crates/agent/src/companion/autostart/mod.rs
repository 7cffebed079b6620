//! Makes the system start the agent with the user's session, and bring it the portal's links (`smena:`).
//!
//! What that is differs between systems; each has a module, and all have the same three functions: `install`, `uninstall`,
//! `status`. Only the user's own settings are written, nothing needs an administrator, and installing twice is the same as
//! once.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
mod unknown;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
use linux as platform;
#[cfg(target_os = "macos")]
use macos as platform;
#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
use unknown as platform;
#[cfg(windows)]
use windows as platform;

use std::{
    borrow::Cow,
    io,
    path::{Path, PathBuf},
};

use serde::Serialize;
use smena_ui::{Catalogue, Language};

use crate::failure::{Explained, Kind};

/// The arguments with which the agent is started.
pub const RUN: [&str; 2] = ["agent", "run"];

/// The arguments, before the link, with which a link of the portal is opened.
pub const OPEN: [&str; 1] = ["errand"];

/// The scheme of the portal's links.
pub const SCHEME: &str = "smena";

/// What is installed, and where.
pub struct Installation {
    /// The program, by its whole path.
    pub program: PathBuf,
    /// The user's folders.
    pub folders: Folders,
    /// Words for what people see of it.
    pub catalogue: Catalogue,
}

/// The user's folders, as the system names them.
#[derive(Clone, Debug)]
pub struct Folders {
    /// His own.
    pub own: PathBuf,
    /// His settings.
    pub config: PathBuf,
    /// His data.
    pub data: PathBuf,
}

/// A part of the installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The file, or the key of the registry.
    pub place: String,
    /// Whether it is there, as it would be written now.
    pub state: PartState,
}

/// Whether a part is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartState {
    /// As it would be written now.
    Installed,
    /// There, but written otherwise: by another version, for another path, or by somebody.
    Other,
    /// Not there.
    Absent,
}

/// Why the system could not be told.
#[derive(Debug, thiserror::Error)]
pub enum AutostartError {
    /// A file cannot be read or written.
    #[error("{path} cannot be written")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The system's own program for it failed.
    #[error("{program} failed: {said}")]
    Program {
        /// The program.
        program: &'static str,
        /// What it said.
        said: String,
    },
    /// Nothing is known of this system.
    #[error("nothing is known of how this system starts programs")]
    Unknown,
}

impl Explained for AutostartError {
    fn kind(&self) -> Kind {
        Kind::OtherSide
    }

    fn code(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::File { .. } => "autostart-file",
            Self::Program { .. } => "autostart-program",
            Self::Unknown => "autostart-unknown",
        })
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::File { path, .. } => vec![("path", path.clone())],
            Self::Program { program, .. } => vec![("program", (*program).to_owned())],
            Self::Unknown => Vec::new(),
        }
    }
}

impl Installation {
    /// Tells the system to start the agent. Gives the parts.
    ///
    /// # Errors
    ///
    /// See [`AutostartError`]; what was written stays and does no harm.
    pub fn install(&self) -> Result<Vec<Part>, AutostartError> {
        platform::install(self)?;
        self.status()
    }

    /// Takes all of it back. What is not there is left out.
    ///
    /// # Errors
    ///
    /// See [`AutostartError`].
    pub fn uninstall(&self) -> Result<Vec<Part>, AutostartError> {
        platform::uninstall(self)?;
        self.status()
    }

    /// Which parts are there.
    ///
    /// # Errors
    ///
    /// See [`AutostartError`].
    pub fn status(&self) -> Result<Vec<Part>, AutostartError> {
        platform::status(self)
    }

    /// A word in a language.
    #[cfg_attr(
        not(target_os = "linux"),
        expect(dead_code, reason = "only Linux shows names of these parts")
    )]
    fn word(&self, language: Language, key: &str) -> String {
        self.catalogue.word(language, key)
    }
}

/// Makes the error of a file.
fn failed(path: &Path) -> impl FnOnce(io::Error) -> AutostartError {
    let path = path.display().to_string();
    move |source| AutostartError::File { path, source }
}

/// Writes a file whole, with the folders above it; other programs of the user read it.
#[cfg_attr(
    windows,
    expect(dead_code, reason = "Windows keeps it in the registry")
)]
fn write(path: &Path, content: &str) -> Result<(), AutostartError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed(folder))?;
    }
    let unfinished = path.with_added_extension("new");
    std::fs::write(&unfinished, content).map_err(failed(&unfinished))?;
    std::fs::rename(&unfinished, path).map_err(failed(path))
}

/// Reads a file; nothing where there is none.
#[cfg_attr(
    windows,
    expect(dead_code, reason = "Windows keeps it in the registry")
)]
fn read(path: &Path) -> Result<Option<String>, AutostartError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(path)(error)),
    }
}

/// Removes a file; removing what is not there is the same.
#[cfg_attr(
    windows,
    expect(dead_code, reason = "Windows keeps it in the registry")
)]
fn remove(path: &Path) -> Result<(), AutostartError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(path)(error)),
        _ => Ok(()),
    }
}

/// Compares a file with what would be written.
#[cfg_attr(
    windows,
    expect(dead_code, reason = "Windows keeps it in the registry")
)]
fn compare(path: &Path, expected: &str) -> Result<Part, AutostartError> {
    let state = match read(path)? {
        None => PartState::Absent,
        Some(text) if text == expected => PartState::Installed,
        Some(_) => PartState::Other,
    };
    Ok(Part {
        place: path.display().to_string(),
        state,
    })
}

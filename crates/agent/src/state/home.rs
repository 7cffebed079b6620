//! The agent's folder.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
};

use rand_core::CryptoRng;
use serde::{Serialize, de::DeserializeOwned};
use smena_media::{
    MediumError,
    files::{Dir, Lock},
};
use smena_pki::{
    algorithm::KeyAlgorithm,
    key::{KeyError, PrivateKey, Signer as _},
};
use smena_protocol::v1::Origin;

use super::trust::TrustEntry;
use crate::failure::{Explained, Kind};

const AUTHORITIES: &str = "authorities";
const TRUST: &str = "trust.json";
const RECOGNITION: &str = "recognition.txt";
const AGENT_KEY: &str = "agent.p8";

/// The folder in which everything of one user lies.
pub struct Home {
    dir: Dir,
    path: PathBuf,
}

/// Held while a command changes something; two at once would cross their errands.
pub struct HomeLock {
    _lock: Lock,
}

/// The part of the folder that belongs to one authority.
pub struct AuthorityFolder {
    dir: Dir,
}

/// Why the agent's own files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// A file operation failed or was refused.
    #[error("the agent's files cannot be used")]
    Files(#[from] MediumError),
    /// A file of the agent cannot be read.
    #[error("{file} cannot be read")]
    Unreadable {
        /// The file.
        file: &'static str,
        /// Where the reading stopped.
        #[source]
        source: serde_json::Error,
    },
    /// The agent key cannot be read or made.
    #[error("the agent key cannot be used")]
    AgentKey(#[source] KeyError),
    /// Another command or agent of this user is at work.
    #[error("another smena of this user is at work")]
    Busy,
    /// The authority is not trusted yet.
    #[error("{0} is not trusted")]
    NotTrusted(String),
    /// No authority is trusted at all, or several are and none was named.
    #[error("{count} authorities are trusted, none was named")]
    WhichAuthority {
        /// How many are trusted.
        count: usize,
    },
}

impl Explained for StateError {
    fn kind(&self) -> Kind {
        match self {
            Self::Files(_) | Self::Unreadable { .. } | Self::AgentKey(_) | Self::Busy => {
                Kind::OtherSide
            }
            Self::NotTrusted(_) => Kind::Refused,
            Self::WhichAuthority { .. } => Kind::Usage,
        }
    }

    fn code(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Files(error) => error.code(),
            Self::Unreadable { .. } => "state-unreadable",
            Self::AgentKey(_) => "state-agent-key",
            Self::Busy => "state-busy",
            Self::NotTrusted(_) => "authority-not-trusted",
            Self::WhichAuthority { count: 0 } => "authority-none",
            Self::WhichAuthority { .. } => "authority-which",
        })
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Files(error) => crate::media::arguments(error),
            Self::Unreadable { file, .. } => vec![("file", (*file).to_owned())],
            Self::NotTrusted(origin) => vec![("origin", origin.clone())],
            _ => Vec::new(),
        }
    }
}

impl Home {
    /// Opens the folder and makes it where it is missing.
    ///
    /// # Errors
    ///
    /// It cannot be made, or belongs or is open to other users.
    pub fn open(path: &Path) -> Result<Self, StateError> {
        if let Some(parent) = path.parent() {
            smena_media::files::make_parents(parent)?;
        }
        let dir = Dir::open_root(path)?;
        dir.ensure_dir(AUTHORITIES)?;
        Ok(Self {
            dir,
            path: path.to_owned(),
        })
    }

    /// Where the user's own key medium lies.
    #[must_use]
    pub fn store_path(&self) -> PathBuf {
        self.path.join("store")
    }

    /// Takes the lock of everything that changes something.
    ///
    /// # Errors
    ///
    /// [`StateError::Busy`] while another holds it.
    pub fn lock(&self) -> Result<HomeLock, StateError> {
        self.lock_named("lock")
    }

    /// Takes the lock of one thing that changes apart from everything else.
    pub(super) fn lock_named(&self, name: &str) -> Result<HomeLock, StateError> {
        lock(&self.dir, name)
    }

    /// The words by which the user recognises his agent, once they were chosen.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn recognition(&self) -> Result<Option<String>, StateError> {
        if !self.dir.holds(RECOGNITION)? {
            return Ok(None);
        }
        let words = self.dir.read(RECOGNITION)?;
        Ok(Some(String::from_utf8_lossy(&words).trim().to_owned()))
    }

    /// Keeps them, for this user alone.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn keep_recognition(&self, words: &str) -> Result<(), StateError> {
        Ok(self.dir.write(RECOGNITION, words.as_bytes())?)
    }

    /// The folder of what runs: the socket and the lock of the agent, where the system has no place for it.
    #[must_use]
    pub fn run_path(&self) -> PathBuf {
        self.path.join("run")
    }

    pub(super) fn dir(&self) -> &Dir {
        &self.dir
    }

    /// Every authority that is trusted.
    ///
    /// # Errors
    ///
    /// A trust entry cannot be read.
    pub fn trusted(&self) -> Result<Vec<TrustEntry>, StateError> {
        let authorities = self.dir.dir(AUTHORITIES)?;
        let mut entries = Vec::new();
        for name in authorities.names()? {
            let folder = AuthorityFolder {
                dir: authorities.dir(&name)?,
            };
            entries.extend(folder.read::<TrustEntry>(TRUST)?);
        }
        Ok(entries)
    }

    /// The trusted authority that was named, or the only one.
    ///
    /// # Errors
    ///
    /// It is not trusted, or none was named where there is not exactly one.
    pub fn authority(&self, named: Option<&Origin>) -> Result<TrustEntry, StateError> {
        let mut entries = self.trusted()?;
        match named {
            Some(origin) => entries
                .into_iter()
                .find(|entry| &entry.origin == origin)
                .ok_or_else(|| StateError::NotTrusted(origin.as_str().to_owned())),
            None if entries.len() == 1 => Ok(entries.remove(0)),
            None => Err(StateError::WhichAuthority {
                count: entries.len(),
            }),
        }
    }

    /// The folder of an authority, made where it is missing.
    ///
    /// # Errors
    ///
    /// A file operation failed.
    pub fn authority_folder(&self, origin: &Origin) -> Result<AuthorityFolder, StateError> {
        let authorities = self.dir.dir(AUTHORITIES)?;
        let name = folder_name(origin);
        authorities.ensure_dir(&name)?;
        Ok(AuthorityFolder {
            dir: authorities.dir(&name)?,
        })
    }
}

impl AuthorityFolder {
    /// Keeps the trust entry; replaces an older one.
    ///
    /// # Errors
    ///
    /// A file operation failed.
    pub fn keep_trust(&self, entry: &TrustEntry) -> Result<(), StateError> {
        self.write(TRUST, entry)
    }

    /// The agent key for this authority; made at the first call.
    ///
    /// # Errors
    ///
    /// It cannot be read, made or stored.
    pub fn agent_key(&self, rng: &mut dyn CryptoRng) -> Result<PrivateKey, StateError> {
        if self.dir.holds(AGENT_KEY)? {
            let stored = self.dir.read_secret(AGENT_KEY)?;
            return PrivateKey::from_pkcs8_der(&stored).map_err(StateError::AgentKey);
        }
        let key =
            PrivateKey::generate(KeyAlgorithm::EcdsaP256, rng).map_err(StateError::AgentKey)?;
        let stored = key.to_pkcs8_der().map_err(StateError::AgentKey)?;
        self.dir.write(AGENT_KEY, &stored)?;
        debug_assert!(key.public_key().algorithm() == KeyAlgorithm::EcdsaP256);
        Ok(key)
    }

    /// Takes the lock of one thing of this authority.
    pub(super) fn lock_named(&self, name: &str) -> Result<HomeLock, StateError> {
        lock(&self.dir, name)
    }

    /// Reads a file of JSON; nothing where there is none.
    pub(super) fn read<T: DeserializeOwned>(
        &self,
        file: &'static str,
    ) -> Result<Option<T>, StateError> {
        if !self.dir.holds(file)? {
            return Ok(None);
        }
        let json = self.dir.read(file)?;
        serde_json::from_slice(&json)
            .map(Some)
            .map_err(|source| StateError::Unreadable { file, source })
    }

    /// Writes a file of JSON whole.
    pub(super) fn write<T: Serialize>(
        &self,
        file: &'static str,
        value: &T,
    ) -> Result<(), StateError> {
        let json = serde_json::to_vec_pretty(value)
            .map_err(|source| StateError::Unreadable { file, source })?;
        Ok(self.dir.write(file, &json)?)
    }

    /// Removes a file; removing what is not there is the same.
    pub(super) fn remove(&self, file: &'static str) -> Result<(), StateError> {
        Ok(self.dir.remove(file)?)
    }
}

fn lock(dir: &Dir, name: &str) -> Result<HomeLock, StateError> {
    match dir.lock(name, name) {
        Ok(lock) => Ok(HomeLock { _lock: lock }),
        Err(MediumError::Busy { .. }) => Err(StateError::Busy),
        Err(error) => Err(error.into()),
    }
}

/// A folder name that no two origins share: scheme, host and port, with what a file system may not like replaced.
fn folder_name(origin: &Origin) -> String {
    origin
        .as_str()
        .bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' => char::from(b).to_string(),
            b':' => "_".to_owned(),
            _ => String::new(),
        })
        .collect()
}

//! What the server reads at its start: its own file and the procedures.
//!
//! [`server_file`] reads `server.toml`, [`procedure`] the procedures. Both report all mistakes of a file at once, each
//! with its line, and [`load`] those of all files together.

mod agent_version;
mod http_file;
mod mistake;
mod portal_file;
pub mod secret_file;
mod section;
mod sms_file;
mod tests;

pub mod octets;
pub mod procedure;
pub mod server_file;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use smena_domain::procedure::{Procedure, ProcedureName};
use smena_media::{MediumError, Secret};
use smena_pki::certificate::{Certificate, CertificateError};
use zeroize::Zeroizing;

pub use agent_version::AgentVersion;
pub use http_file::HttpFile;
pub use mistake::{Mistake, MistakeKind, Mistakes, ProcedureError};
pub use portal_file::{Download, PortalFile};
pub use server_file::ServerFile;
pub use sms_file::SmsFile;

use crate::limits::FILE_BYTES_MAX;

/// The whole configuration.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// The server's own file.
    pub server: ServerFile,
    /// The procedures of its folder.
    pub procedures: BTreeMap<ProcedureName, Procedure>,
}

/// Why the configuration, or a file that it names, could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file could not be read.
    #[error("the file {} cannot be read", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file is longer than any such file is.
    #[error("the file {} is longer than {FILE_BYTES_MAX} octets", .0.display())]
    TooLong(PathBuf),
    /// A file is no text.
    #[error("the file {} is no UTF-8 text", .0.display())]
    NotText(PathBuf),
    /// Files have mistakes; all of them.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Mistakes(Vec<Mistakes>),
    /// The procedures' folder cannot be read.
    #[error("the procedures cannot be read")]
    Procedures(#[source] ProcedureError),
    /// A certificate does not read.
    #[error("the file {} holds no certificate", .path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: CertificateError,
    },
    /// A password cannot be one.
    #[error("the file {} holds no password", .path.display())]
    Password {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: MediumError,
    },
}

/// Reads `server.toml` and the procedures of the folder that it names.
///
/// # Errors
///
/// [`ConfigError`]; with mistakes, those of all files at once.
pub fn load(path: &Path) -> Result<Configuration, ConfigError> {
    let text = read_text(path)?;
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = std::path::absolute(folder.unwrap_or(Path::new("."))).map_err(|source| {
        ConfigError::Read {
            path: path.to_owned(),
            source,
        }
    })?;
    let server = ServerFile::read(&text, &folder);
    let procedures_folder = match &server {
        Ok(server) => Some(server.procedures.clone()),
        // The procedures are looked at too, if only their folder can be read.
        Err(_) => ServerFile::procedures_folder(&text, &folder),
    };
    let mut mistakes = Vec::new();
    let procedures = match procedures_folder.map(|folder| procedure::load_folder(&folder)) {
        Some(Ok(procedures)) => Some(procedures),
        Some(Err(ProcedureError::Mistakes(found))) => {
            mistakes.extend(found);
            None
        }
        Some(Err(error)) => match server {
            Ok(_) => return Err(ConfigError::Procedures(error)),
            Err(found) => return Err(ConfigError::Mistakes(vec![found])),
        },
        None => None,
    };
    let server = match server {
        Ok(server) => Some(server),
        Err(found) => {
            mistakes.insert(0, found);
            None
        }
    };
    match (server, procedures) {
        (Some(server), Some(procedures)) => match server.mistakes_beside(&text, &procedures) {
            None => Ok(Configuration { server, procedures }),
            Some(found) => Err(ConfigError::Mistakes(vec![found])),
        },
        _ => Err(ConfigError::Mistakes(mistakes)),
    }
}

/// Reads a certificate, DER or PEM.
///
/// # Errors
///
/// [`ConfigError`].
pub fn read_certificate(path: &Path) -> Result<Certificate, ConfigError> {
    let octets = read_bounded(path)?;
    Certificate::from_der_or_pem(&octets).map_err(|source| ConfigError::Certificate {
        path: path.to_owned(),
        source,
    })
}

/// Reads a password: the first line of a file.
///
/// # Errors
///
/// [`ConfigError`].
pub fn read_password(path: &Path) -> Result<Secret, ConfigError> {
    let octets = Zeroizing::new(read_bounded(path)?);
    let text = std::str::from_utf8(&octets).map_err(|_| ConfigError::NotText(path.to_owned()))?;
    let line = text.lines().next().unwrap_or_default();
    Secret::from_typed(line).map_err(|source| ConfigError::Password {
        path: path.to_owned(),
        source,
    })
}

/// Reads a text of bounded length.
///
/// # Errors
///
/// [`ConfigError`].
pub fn read_text(path: &Path) -> Result<String, ConfigError> {
    String::from_utf8(read_bounded(path)?).map_err(|_| ConfigError::NotText(path.to_owned()))
}

/// Reads a scan: no more of it than can be taken, and one octet that shows that there was more.
///
/// # Errors
///
/// [`ConfigError`].
pub fn read_scan(path: &Path) -> Result<Vec<u8>, ConfigError> {
    use std::io::Read as _;
    let failed = |source| ConfigError::Read {
        path: path.to_owned(),
        source,
    };
    let limit = smena_protocol::limits::SCAN_BYTES_MAX as u64 + 1;
    let mut octets = Vec::new();
    std::fs::File::open(path)
        .map_err(failed)?
        .take(limit)
        .read_to_end(&mut octets)
        .map_err(failed)?;
    Ok(octets)
}

fn read_bounded(path: &Path) -> Result<Vec<u8>, ConfigError> {
    let failed = |source| ConfigError::Read {
        path: path.to_owned(),
        source,
    };
    if std::fs::metadata(path).map_err(failed)?.len() > FILE_BYTES_MAX {
        return Err(ConfigError::TooLong(path.to_owned()));
    }
    std::fs::read(path).map_err(failed)
}

/// The file with the key of documents that are sent, within the authority's folder.
#[must_use]
pub fn documents_key_path(authority: &Path) -> PathBuf {
    authority.join("documents.key")
}

/// The file with the key of codes that are sent to telephones, within the authority's folder.
#[must_use]
pub fn codes_key_path(authority: &Path) -> PathBuf {
    authority.join("codes.key")
}

/// The root's certificate within the authority's folder: the root's key may be kept elsewhere.
#[must_use]
pub fn root_certificate_path(authority: &Path) -> PathBuf {
    authority.join("root.cer")
}

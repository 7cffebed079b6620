//! A secret of 32 octets in a file of its own, which its owner alone can read; made at the first start.

use std::{
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

/// Why a file with a secret cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SecretFileError {
    /// It cannot be read or written.
    #[error("the file {} with a secret cannot be read or written", .path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It holds something else.
    #[error("the file {} does not hold a secret of 32 octets", .0.display())]
    Length(PathBuf),
    /// Others may read it.
    #[error("the file {} can be read by others than its owner", .0.display())]
    Public(PathBuf),
    /// Something depends on it, and it is not there.
    #[error("the file {} with a secret is lost, and something was encrypted with it", .0.display())]
    Lost(PathBuf),
}

/// Reads a secret; makes it of `fresh` octets when there is no file, unless it is in use already: what was encrypted
/// with a lost secret is not helped by another one.
///
/// # Errors
/// [`SecretFileError`].
pub fn read_or_make(
    path: &Path,
    fresh: Zeroizing<[u8; 32]>,
    in_use: bool,
) -> Result<Zeroizing<[u8; 32]>, SecretFileError> {
    let failed = |source| SecretFileError::File {
        path: path.to_owned(),
        source,
    };
    match std::fs::read(path).map(Zeroizing::new) {
        Ok(octets) => {
            require_private(path)?;
            let octets: [u8; 32] = octets
                .as_slice()
                .try_into()
                .map_err(|_| SecretFileError::Length(path.to_owned()))?;
            Ok(Zeroizing::new(octets))
        }
        Err(error) if error.kind() == ErrorKind::NotFound && in_use => {
            Err(SecretFileError::Lost(path.to_owned()))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            match write_new(path, fresh.as_slice()) {
                Ok(()) => Ok(fresh),
                // Another process made it meanwhile; both use that one.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    read_or_make(path, fresh, true)
                }
                Err(error) => Err(failed(error)),
            }
        }
        Err(error) => Err(failed(error)),
    }
}

/// Writes the whole file before it has its name, so that nobody reads a part of it.
fn write_new(path: &Path, octets: &[u8]) -> std::io::Result<()> {
    let unfinished = path.with_extension(format!("new-{}", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&unfinished)?;
    file.write_all(octets)?;
    file.sync_all()?;
    // A hard link refuses a name that is taken; a rename would replace it.
    let linked = std::fs::hard_link(&unfinished, path);
    std::fs::remove_file(&unfinished)?;
    linked
}

#[cfg(unix)]
fn require_private(path: &Path) -> Result<(), SecretFileError> {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = std::fs::metadata(path).map_err(|source| SecretFileError::File {
        path: path.to_owned(),
        source,
    })?;
    let of_others = metadata.permissions().mode() & 0o077;
    if of_others == 0 {
        Ok(())
    } else {
        Err(SecretFileError::Public(path.to_owned()))
    }
}

#[cfg(not(unix))]
fn require_private(_path: &Path) -> Result<(), SecretFileError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::{SecretFileError, read_or_make};

    fn fresh(octet: u8) -> Zeroizing<[u8; 32]> {
        Zeroizing::new([octet; 32])
    }

    #[test]
    fn a_secret_is_made_once_and_a_lost_one_is_not_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("documents.key");
        let lost = read_or_make(&path, fresh(1), true);
        assert!(matches!(lost, Err(SecretFileError::Lost(_))));
        for octet in [1, 2] {
            let secret = read_or_make(&path, fresh(octet), false).expect("made or read");
            assert_eq!(secret.as_slice(), [1; 32]);
        }
        std::fs::write(&path, [0; 31]).expect("a file");
        let short = read_or_make(&path, fresh(1), true);
        assert!(matches!(short, Err(SecretFileError::Length(_))));
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_that_others_can_read_is_none() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("documents.key");
        read_or_make(&path, fresh(1), false).expect("made");
        let mode = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(&path, mode).expect("changed");
        let public = read_or_make(&path, fresh(1), false);
        assert!(matches!(public, Err(SecretFileError::Public(_))));
    }
}

//! Files that were named on the command line.

use std::{
    fs::File,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use crate::{
    failure::{Failure, Kind},
    limits::{INSPECTED_FILE_SIZE_BYTES_MAX, POOL_FILES_MAX},
};

/// A file that cannot be read.
#[derive(Debug)]
pub(super) struct Unreadable {
    path: PathBuf,
    source: io::Error,
}

impl From<Unreadable> for Failure {
    fn from(error: Unreadable) -> Self {
        Self::new(Kind::OtherSide, code(error.source.kind()))
            .with("file", error.path.display().to_string())
            .caused_by(&error.source)
    }
}

fn code(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::NotFound => "file-missing",
        io::ErrorKind::FileTooLarge => "file-too-large",
        io::ErrorKind::AlreadyExists => "file-exists",
        _ => "file-unreadable",
    }
}

/// Reads a file of bounded size.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Unreadable> {
    let unreadable = |source| Unreadable {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(unreadable)?;
    let mut octets = Vec::new();
    let count = file
        .take(INSPECTED_FILE_SIZE_BYTES_MAX + 1)
        .read_to_end(&mut octets)
        .map_err(unreadable)?;
    if u64::try_from(count).is_ok_and(|count| count <= INSPECTED_FILE_SIZE_BYTES_MAX) {
        Ok(octets)
    } else {
        Err(unreadable(io::ErrorKind::FileTooLarge.into()))
    }
}

/// Refuses to write where something is already.
pub(super) fn expect_new(path: &Path) -> Result<(), Unreadable> {
    match path.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(Unreadable {
            path: path.to_owned(),
            source,
        }),
        Ok(_) => Err(Unreadable {
            path: path.to_owned(),
            source: io::ErrorKind::AlreadyExists.into(),
        }),
    }
}

/// Writes a file that is not there yet, for this user alone: what is written here was encrypted, or is a key.
pub(super) fn write_new(path: &Path, content: &[u8]) -> Result<(), Unreadable> {
    let failed = |source| Unreadable {
        path: path.to_owned(),
        source,
    };
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(content).map_err(failed)?;
    file.sync_all().map_err(failed)
}

/// The files of a folder, in the order of their names; not those of its folders.
pub(super) fn of_folder(folder: &Path) -> Result<Vec<PathBuf>, Unreadable> {
    let unreadable = |source| Unreadable {
        path: folder.to_owned(),
        source,
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_file() {
            paths.push(path);
        }
        if paths.len() > POOL_FILES_MAX {
            return Err(unreadable(io::ErrorKind::FileTooLarge.into()));
        }
    }
    paths.sort();
    Ok(paths)
}

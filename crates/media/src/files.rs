//! Files that hold keys: for this user alone, written so that a crash leaves the old or the new state.
//!
//! What differs between systems stands in one module each: `unix` works on directory handles and follows no symbolic
//! link; `portable` works on paths.

#[cfg(unix)]
#[path = "files/unix.rs"]
mod platform;

#[cfg(not(unix))]
#[path = "files/portable.rs"]
mod platform;

pub use platform::{Dir, Lock, device_of, free_bytes};

use std::{
    io::{self, Read as _},
    path::Path,
};

use zeroize::Zeroizing;

use crate::{
    error::MediumError,
    limits::{FILE_SIZE_BYTES_MAX, LONG_FILE_SIZE_BYTES_MAX},
};

/// Makes a folder and those above it where they are missing.
///
/// # Errors
///
/// The system refuses one of them.
pub fn make_parents(path: &Path) -> Result<(), MediumError> {
    std::fs::create_dir_all(path).map_err(failed("make", path))
}

/// Makes the error of a file operation.
fn failed(operation: &'static str, path: &Path) -> impl FnOnce(io::Error) -> MediumError {
    let path = path.display().to_string();
    move |source| MediumError::File {
        operation,
        path,
        source,
    }
}

/// Reads a whole file of bounded size; the buffer is wiped when dropped and never grows, so that it leaves no copy.
fn read_bounded(mut file: std::fs::File, path: &Path) -> Result<Zeroizing<Vec<u8>>, MediumError> {
    let mut content = Zeroizing::new(vec![0_u8; FILE_SIZE_BYTES_MAX + 1]);
    let mut filled = 0;
    loop {
        match file.read(&mut content[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed("read", path)(error)),
        }
        if filled > FILE_SIZE_BYTES_MAX {
            return Err(MediumError::TooLarge {
                path: path.display().to_string(),
            });
        }
    }
    content.truncate(filled);
    Ok(content)
}

/// Reads a file that holds no secret and may be longer.
fn read_long(file: std::fs::File, path: &Path) -> Result<Vec<u8>, MediumError> {
    let mut content = Vec::new();
    let read = file
        .take(LONG_FILE_SIZE_BYTES_MAX + 1)
        .read_to_end(&mut content);
    let count = read.map_err(failed("read", path))?;
    if u64::try_from(count).is_ok_and(|count| count <= LONG_FILE_SIZE_BYTES_MAX) {
        Ok(content)
    } else {
        Err(MediumError::TooLarge {
            path: path.display().to_string(),
        })
    }
}

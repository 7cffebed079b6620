//! What the system tells of itself: the file that runs, and who is signed in.

use std::{
    fs::File,
    io::{self, Read as _},
    path::PathBuf,
};

use smena_protocol::v1::Sha256;

use crate::limits::PROGRAM_SIZE_BYTES_MAX;

/// The file that runs.
#[derive(Debug)]
pub(crate) struct Running {
    /// Its path, as far as the system knows it.
    pub(crate) path: Option<PathBuf>,
    /// Its hash.
    pub(crate) sha256: Option<Sha256>,
    /// Whether it was removed or another one stands in its place.
    pub(crate) is_replaced: bool,
}

/// Looks at the file that runs.
pub(crate) fn running() -> Running {
    /// How Linux marks the path of a file that is gone.
    const GONE: &str = " (deleted)";
    let path = std::env::current_exe().ok();
    let shown = path.as_ref().map(|path| path.display().to_string());
    let is_replaced = shown.as_deref().is_some_and(|path| path.ends_with(GONE));
    let sha256 = program(path.as_ref()).and_then(hash).ok();
    Running {
        path: match shown {
            Some(shown) if is_replaced => Some(PathBuf::from(shown.trim_end_matches(GONE))),
            _ => path,
        },
        sha256,
        is_replaced,
    }
}

/// On Linux the file that runs can be read even when its path leads to another by now.
fn program(path: Option<&PathBuf>) -> io::Result<File> {
    if cfg!(target_os = "linux") {
        return File::open("/proc/self/exe");
    }
    match path {
        Some(path) => File::open(path),
        None => Err(io::ErrorKind::NotFound.into()),
    }
}

fn hash(file: File) -> io::Result<Sha256> {
    let mut octets = Vec::new();
    file.take(PROGRAM_SIZE_BYTES_MAX).read_to_end(&mut octets)?;
    Ok(Sha256::of(&octets))
}

/// How many people are signed in; nothing where the system does not tell.
#[cfg(target_os = "linux")]
pub(crate) fn users() -> Option<usize> {
    users_in(std::path::Path::new("/run/systemd/users"))
}

/// How many people are signed in; nothing where the system does not tell.
#[cfg(not(target_os = "linux"))]
pub(crate) fn users() -> Option<usize> {
    None
}

/// Counts the files of systemd-logind, one for each user who has a session. Users of services have small numbers.
#[cfg(target_os = "linux")]
fn users_in(folder: &std::path::Path) -> Option<usize> {
    const FIRST_PERSON: u32 = 1_000;
    let entries = std::fs::read_dir(folder).ok()?;
    let numbers = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    Some(
        numbers
            .filter(|uid: &u32| *uid == 0 || *uid >= FIRST_PERSON)
            .count(),
    )
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::{running, users_in};

    #[test]
    fn people_are_counted_and_services_are_not() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(users_in(&folder.path().join("none")), None);
        for name in ["1000", "1001", "118", ".#1002"] {
            std::fs::write(folder.path().join(name), "").expect("a file");
        }
        assert_eq!(users_in(folder.path()), Some(2));
    }

    #[test]
    fn the_file_that_runs_is_known_by_path_and_hash() {
        let running = running();
        let path = running.path.expect("a path");
        let octets = std::fs::read(path).expect("this test");
        assert_eq!(
            running.sha256,
            Some(smena_protocol::v1::Sha256::of(&octets))
        );
        assert!(!running.is_replaced);
    }
}

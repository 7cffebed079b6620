//! What the system tells of itself: the file that runs, who is signed in, and the desktop of this user.

#[cfg(unix)]
use std::{collections::BTreeMap, ffi::OsString};
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

/// What names the desktop of a session.
#[cfg(unix)]
const OF_DESKTOP: [&str; 3] = ["DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY"];

/// The variables of this user's session.
///
/// What was started before the desktop, as a unit of systemd is, does not have those of the desktop itself; the desktop tells
/// them to the user's systemd when it is there (systemctl(1), `import-environment`).
#[cfg(unix)]
pub(crate) struct Session {
    told: BTreeMap<String, OsString>,
}

#[cfg(unix)]
impl Session {
    /// The session as it is now.
    pub(crate) fn now() -> Self {
        let has_own = OF_DESKTOP
            .iter()
            .any(|name| std::env::var_os(name).is_some());
        let told = if has_own { None } else { told_to_systemd() };
        Self {
            told: of_desktop(&told.unwrap_or_default()),
        }
    }

    /// A variable: our own, or the desktop's.
    pub(crate) fn variable(&self, name: &str) -> Option<OsString> {
        std::env::var_os(name).or_else(|| self.told.get(name).cloned())
    }
}

/// What `systemctl` prints; nothing where it is not there or does not answer in time.
#[cfg(target_os = "linux")]
fn told_to_systemd() -> Option<String> {
    use std::process::{Command, Stdio};

    use crate::limits::{SESSION_BYTES_MAX, SESSION_WAIT_MAX};

    let mut child = Command::new("systemctl")
        .args(["--user", "show-environment"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let from = child.stdout.take();
    let (sender, answer) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut text = String::new();
        let read = from.map(|from| from.take(SESSION_BYTES_MAX).read_to_string(&mut text));
        // Where nobody waits any more, nobody needs it.
        let _ = sender.send(matches!(read, Some(Ok(_))).then_some(text));
    });
    let text = answer.recv_timeout(SESSION_WAIT_MAX).ok().flatten();
    // One that has ended by itself cannot be killed, and is waited for all the same.
    let _ = child.kill();
    let _ = child.wait();
    text
}

#[cfg(all(unix, not(target_os = "linux")))]
fn told_to_systemd() -> Option<String> {
    None
}

/// The variables of the desktop. Values that are quoted have characters that no name of a display has.
#[cfg(unix)]
fn of_desktop(printed: &str) -> BTreeMap<String, OsString> {
    printed
        .lines()
        .filter_map(|line| line.split_once('='))
        .filter(|(name, value)| OF_DESKTOP.contains(name) && !value.starts_with(['$', '"', '\'']))
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::{of_desktop, running, users_in};

    #[test]
    fn of_what_systemd_was_told_the_desktop_is_read_and_nothing_else() {
        let printed = "LANG=C.UTF-8\nDISPLAY=:0\nXAUTHORITY=/run/user/1000/a=b\n\
            LD_PRELOAD=/tmp/x\nWAYLAND_DISPLAY=$'a\\nb'\nbroken";
        let read: Vec<_> = of_desktop(printed).into_iter().collect();
        let expected = [
            ("DISPLAY".to_owned(), ":0".into()),
            ("XAUTHORITY".to_owned(), "/run/user/1000/a=b".into()),
        ];
        assert_eq!(read, expected);
    }

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

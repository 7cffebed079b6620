//! Results that were made and whose acceptance is not known yet.
//!
//! A result is written here before it is sent. When the program ends in between, or the answer is lost, the same octets
//! are sent again: the authority answers a repeat as it answered the first.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use smena_protocol::v1::{Envelope, ErrandId, ErrandKind, ReturnPath, Sha256};

use super::home::{AuthorityFolder, HomeLock, StateError};
use crate::{clock::pause, limits::OUTBOX_LOOK};

const OUTBOX: &str = "outbox.json";
const LOCK: &str = "outbox.lock";

/// A result on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outbox {
    /// The errand.
    pub errand_id: ErrandId,
    /// The renewal it belongs to, as text; nothing for sign-in.
    pub renewal: Option<String>,
    /// The signed result, exactly as it is sent.
    pub result: Envelope,
    /// What it answers; results of older versions do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<Answered>,
}

/// The errand that a result answers, so that a browser that comes back with the same code is led on although the agent was
/// started anew.
// Stored: a change needs to be read in both forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// SHA-256 of the code by which it was claimed.
    pub code: Sha256,
    /// What was done.
    pub kind: ErrandKind,
    /// Where the browser goes on at the authority.
    pub return_path: ReturnPath,
    /// Of a pairing: the digits that the person types at the authority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digits: Option<String>,
}

/// The outbox of one authority, which nobody else of this user changes meanwhile: neither another errand of the agent that runs
/// nor another program.
///
/// What is read, sent and cleared belongs together: a result that another errand keeps in between would be removed unsent.
pub struct HeldOutbox<'a> {
    folder: &'a AuthorityFolder,
    _lock: HomeLock,
}

impl<'a> HeldOutbox<'a> {
    /// Takes it; waits while another holds it, no longer than `wait`.
    ///
    /// # Errors
    ///
    /// [`StateError::Busy`] when it is not given back in time; the lock cannot be taken.
    pub fn take(folder: &'a AuthorityFolder, wait: Duration) -> Result<Self, StateError> {
        let until = Instant::now() + wait;
        loop {
            match folder.lock_named(LOCK) {
                Ok(lock) => {
                    return Ok(Self {
                        folder,
                        _lock: lock,
                    });
                }
                Err(StateError::Busy) if Instant::now() < until => pause(OUTBOX_LOOK),
                Err(error) => return Err(error),
            }
        }
    }

    /// What waits to be accepted, if anything.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn waiting(&self) -> Result<Option<Outbox>, StateError> {
        self.folder.read(OUTBOX)
    }

    /// Keeps the result before it is sent.
    ///
    /// # Errors
    ///
    /// The file cannot be written; then the result must not be sent either.
    pub fn keep(&self, result: &Outbox) -> Result<(), StateError> {
        self.folder.write(OUTBOX, result)
    }

    /// Forgets what waits: accepted, or refused for good.
    ///
    /// # Errors
    ///
    /// The file cannot be removed.
    pub fn clear(&self) -> Result<(), StateError> {
        self.folder.remove(OUTBOX)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{BufRead as _, BufReader, Write as _},
        process::{Command, Stdio},
        thread,
        time::{Duration, Instant},
    };

    use smena_protocol::v1::Origin;
    use tempfile::TempDir;

    use super::{HeldOutbox, LOCK, Outbox};
    use crate::state::{AuthorityFolder, Home, StateError};

    const LONG: Duration = Duration::from_mins(1);

    fn folder(of: &TempDir) -> AuthorityFolder {
        let origin = Origin::parse("https://ca.example").expect("an origin");
        let home = Home::open(&of.path().join("agent")).expect("a home");
        home.authority_folder(&origin).expect("a folder")
    }

    fn result(of: usize) -> Outbox {
        let envelope =
            serde_json::json!({ "payload": "e30", "key": "0".repeat(64), "signature": "AA" });
        let id = format!("{of:032x}");
        serde_json::from_value(
            serde_json::json!({ "errand_id": id, "renewal": null, "result": envelope }),
        )
        .expect("a result")
    }

    #[test]
    fn no_errand_sees_or_removes_what_another_has_kept_at_the_same_time() {
        let home = TempDir::new().expect("a folder");
        folder(&home);
        thread::scope(|scope| {
            for number in 0..4 {
                let home = &home;
                scope.spawn(move || {
                    // Each with handles of its own, as another program has.
                    let folder = folder(home);
                    for _ in 0..10 {
                        let held = HeldOutbox::take(&folder, LONG).expect("in time");
                        assert!(held.waiting().expect("readable").is_none());
                        let kept = result(number);
                        held.keep(&kept).expect("kept");
                        let waiting = held.waiting().expect("readable").expect("kept");
                        assert_eq!(waiting.errand_id, kept.errand_id);
                        held.clear().expect("cleared");
                    }
                });
            }
        });
    }

    #[test]
    fn another_program_is_waited_for_and_told_of_when_it_does_not_end() {
        let home = TempDir::new().expect("a folder");
        let folder = folder(&home);
        drop(HeldOutbox::take(&folder, LONG).expect("free"));
        let lock = home
            .path()
            .join("agent/authorities/https_ca.example")
            .join(LOCK);
        let mut other = Command::new("flock")
            .arg(lock)
            .args(["-c", "echo held; read -r end"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("flock of util-linux");
        let mut said = String::new();
        let mut from = BufReader::new(other.stdout.take().expect("a pipe"));
        from.read_line(&mut said).expect("a line");
        assert_eq!(said, "held\n");
        let begun = Instant::now();
        let busy = HeldOutbox::take(&folder, Duration::from_millis(120)).err();
        assert!(matches!(busy, Some(StateError::Busy)), "{busy:?}");
        assert!(begun.elapsed() >= Duration::from_millis(120));
        thread::scope(|scope| {
            let waits = scope.spawn(|| HeldOutbox::take(&folder, LONG).map(drop));
            let mut to = other.stdin.take().expect("a pipe");
            to.write_all(b"end\n").expect("it listens");
            waits.join().expect("no panic").expect("it was given back");
        });
        other.wait().expect("it has ended");
    }
}

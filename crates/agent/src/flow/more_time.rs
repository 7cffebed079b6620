//! More time for an errand while the person works (`docs/protocol.md`, "more-time").
//!
//! A question blocks the flow until it is answered, so a thread of its own watches the time. What it sends was signed when
//! the errand was taken: it touches no key.

use std::{
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};

/// Watches the time of an errand until it is dropped.
pub(super) struct Watch {
    _told_when_dropped: Sender<()>,
}

impl Watch {
    /// Asks for more time once, after this long, unless it is dropped before.
    pub(super) fn start(after: Duration, ask: impl FnOnce() + Send + 'static) -> Self {
        let (sender, dropped) = mpsc::channel();
        // A system that has no thread to give leaves the errand its first term.
        let _ = thread::Builder::new()
            .name("more-time".to_owned())
            .spawn(move || {
                if dropped.recv_timeout(after) == Err(RecvTimeoutError::Timeout) {
                    ask();
                }
            });
        Self {
            _told_when_dropped: sender,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_asks_when_the_time_has_come() {
        let (asked, heard) = mpsc::channel();
        let watch = Watch::start(Duration::from_millis(1), move || {
            asked.send(()).expect("the test listens");
        });
        heard
            .recv_timeout(Duration::from_secs(10))
            .expect("it asks");
        drop(watch);
    }

    #[test]
    fn it_asks_nothing_once_the_errand_is_done() {
        let (asked, heard) = mpsc::channel();
        drop(Watch::start(Duration::from_secs(3_600), move || {
            asked.send(()).expect("the test listens");
        }));
        // The thread ends and drops its end without having asked.
        let outcome = heard.recv_timeout(Duration::from_secs(10));
        assert_eq!(outcome, Err(RecvTimeoutError::Disconnected));
    }
}

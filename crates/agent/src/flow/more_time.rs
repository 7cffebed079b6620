//! More time for an errand while the person is at work on it: asked for once, before the time is over.
//!
//! The person is looked at a question, and nobody knows for how long; so a thread of its own waits beside him. That the
//! authority gives no more time, or cannot be reached, stops nothing here: then the errand ends when it said it would, and
//! the next run takes another.

use std::{
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};

/// Of the time of an errand, the part after which more is asked for.
const NUMERATOR: u32 = 2;
const DENOMINATOR: u32 = 3;

/// Waits beside an errand; gone with it.
pub(super) struct MoreTime {
    _ends_with_this: Sender<()>,
}

impl MoreTime {
    /// Calls `ask` when two thirds of `time` have passed and the errand is still there.
    pub(super) fn watch(time: Duration, ask: impl FnOnce() + Send + 'static) -> Self {
        let (sender, ended) = mpsc::channel();
        thread::spawn(move || {
            let waited = ended.recv_timeout(time / DENOMINATOR * NUMERATOR);
            if waited == Err(RecvTimeoutError::Timeout) {
                ask();
            }
        });
        Self {
            _ends_with_this: sender,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use super::MoreTime;

    #[test]
    fn more_time_is_asked_for_while_the_errand_is_there() {
        let (asked, heard) = mpsc::channel();
        let _watch = MoreTime::watch(Duration::from_millis(3), move || {
            asked.send(()).expect("the test listens");
        });
        heard
            .recv_timeout(Duration::from_secs(20))
            .expect("it was asked for");
    }

    #[test]
    fn an_errand_that_is_over_asks_for_nothing() {
        let (asked, heard) = mpsc::channel::<()>();
        let watch = MoreTime::watch(Duration::from_secs(3_600), move || {
            asked.send(()).expect("the test listens");
        });
        drop(watch);
        // The thread ends, and the sender with it, without a word.
        assert_eq!(
            heard.recv_timeout(Duration::from_secs(20)),
            Err(mpsc::RecvTimeoutError::Disconnected)
        );
    }
}

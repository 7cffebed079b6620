//! Randomness from the keyboard of a terminal: `--random keyboard`.
//!
//! The terminal is put into raw mode so that each key arrives when it is pressed, and back whatever happens. What is typed
//! is not shown; when it was typed goes into the sensor at once and nowhere else.

use std::{
    io::{self, IsTerminal as _, Write as _},
    time::Instant,
};

use clap::ValueEnum;
use smena_ui::Message;
use zeroize::Zeroizing;

use crate::{
    clock::system_rng,
    flow::FlowError,
    output::Printer,
    random::{ESCAPE, Event, EventKind, MixedRng, Sensor},
};

/// Where the randomness of a new key comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Random {
    /// From the timing of keys, together with the operating system.
    Keyboard,
    /// From the operating system.
    #[default]
    Os,
}

impl Random {
    /// Refuses what nobody can give here, before anything is begun.
    pub(super) fn expect_possible(self) -> Result<(), FlowError> {
        match self {
            Self::Keyboard if !can_be_timed() => Err(FlowError::NoKeyboard),
            _ => Ok(()),
        }
    }
}

fn can_be_timed() -> bool {
    cfg!(unix) && io::stdin().is_terminal()
}

/// What came from the terminal at once.
#[derive(Debug, PartialEq, Eq)]
enum Pressed {
    /// A key, by a number that tells keys apart.
    Key(i32),
    /// Ctrl-C, Ctrl-D, or nobody there any more: the person has had enough.
    Stop,
}

impl Pressed {
    /// One key sends one octet or, for letters beyond ASCII and arrows, several at once.
    fn of(octets: &[u8]) -> Self {
        const STOP: [&[u8]; 3] = [b"", b"\x03", b"\x04"];
        if STOP.contains(&octets) {
            return Self::Stop;
        }
        if octets == b"\x1b" {
            return Self::Key(ESCAPE);
        }
        // Above all keys of one octet, so that no sequence is taken for Esc.
        let fold = |number: i32, octet: &u8| number.wrapping_mul(31).wrapping_add((*octet).into());
        Self::Key(0x1_0000 + octets.iter().fold(0, fold) % 0x1_0000)
    }
}

/// Asks the person to type until it is enough.
pub(super) fn gather(printer: &Printer) -> Result<MixedRng, FlowError> {
    if !can_be_timed() {
        return Err(FlowError::NoKeyboard);
    }
    let failed = FlowError::Keyboard;
    printer.progress(&Message::new("random-invitation"));
    let raw = raw::Raw::enter().map_err(failed)?;
    let began = Instant::now();
    let mut octets = Zeroizing::new([0_u8; 64]);
    let typed = feed(
        || {
            let count = raw.read(octets.as_mut_slice())?;
            let at_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
            Ok((Pressed::of(&octets[..count]), at_ms))
        },
        |percent| draw(printer, percent),
    );
    drop(raw);
    writeln!(io::stderr()).map_err(failed)?;
    typed
}

/// Feeds the sensor until it is full.
fn feed(
    mut next: impl FnMut() -> io::Result<(Pressed, u64)>,
    mut show: impl FnMut(u8) -> io::Result<()>,
) -> Result<MixedRng, FlowError> {
    let mut sensor = Sensor::new(Box::new(system_rng()));
    let mut shown = 0;
    show(shown).map_err(FlowError::Keyboard)?;
    while !sensor.is_done() {
        let (pressed, at_ms) = next().map_err(FlowError::Keyboard)?;
        let Pressed::Key(x) = pressed else {
            return Err(FlowError::Declined);
        };
        sensor.feed(Event {
            kind: EventKind::Key,
            at_ms,
            x,
            y: 0,
        });
        if sensor.progress() != shown {
            shown = sensor.progress();
            show(shown).map_err(FlowError::Keyboard)?;
        }
    }
    sensor.finish().ok_or(FlowError::Declined)
}

/// Draws the bar over the one before.
fn draw(printer: &Printer, percent: u8) -> io::Result<()> {
    let message = Message::new("random-progress")
        .with("bar", bar(percent))
        .with("percent", percent.to_string());
    let mut stderr = io::stderr();
    write!(stderr, "\r{}", printer.text(&message))?;
    stderr.flush()
}

fn bar(percent: u8) -> String {
    const WIDTH: usize = 25;
    let full = usize::from(percent.min(100)) * WIDTH / 100;
    format!("{}{}", "#".repeat(full), ".".repeat(WIDTH - full))
}

#[cfg(unix)]
mod raw {
    //! The terminal in raw mode, for as long as the value lives.

    use std::io;

    use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

    pub(super) struct Raw {
        before: Termios,
    }

    impl Raw {
        pub(super) fn enter() -> io::Result<Self> {
            let before = tcgetattr(io::stdin())?;
            let mut raw = before.clone();
            raw.make_raw();
            // What was typed before the question is none of the person's randomness.
            tcsetattr(io::stdin(), OptionalActions::Flush, &raw)?;
            Ok(Self { before })
        }

        /// Waits for a key. Read past the standard library's buffer, in which the rest of a paste would wait to become the
        /// answer to the next question.
        #[expect(
            clippy::unused_self,
            reason = "only in raw mode does a key arrive alone"
        )]
        pub(super) fn read(&self, octets: &mut [u8]) -> io::Result<usize> {
            Ok(rustix::io::read(io::stdin(), octets)?)
        }
    }

    impl Drop for Raw {
        fn drop(&mut self) {
            // There is nobody left to be told that the terminal is gone.
            let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.before);
        }
    }
}

#[cfg(not(unix))]
mod raw {
    //! Here the keys of a terminal cannot be timed: a line arrives as a whole.

    use std::io;

    pub(super) struct Raw;

    impl Raw {
        pub(super) fn enter() -> io::Result<Self> {
            Err(io::ErrorKind::Unsupported.into())
        }

        #[expect(clippy::unused_self, reason = "as in the other module")]
        pub(super) fn read(&self, _octets: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::Unsupported.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_apart_and_esc_is_not_the_beginning_of_an_arrow() {
        assert_eq!(Pressed::of(b"\x1b"), Pressed::Key(ESCAPE));
        let keys: Vec<Pressed> = [
            &b"a"[..],
            b"b",
            "ж".as_bytes(),
            b"\x1b[A",
            b"\x1b[B",
            b"\x1b\x1b",
        ]
        .into_iter()
        .map(Pressed::of)
        .collect();
        for (number, key) in keys.iter().enumerate() {
            assert!(!keys[..number].contains(key) && *key != Pressed::Key(ESCAPE));
        }
        for stop in [&b""[..], b"\x03", b"\x04"] {
            assert_eq!(Pressed::of(stop), Pressed::Stop);
        }
    }

    #[test]
    fn typing_fills_the_bar_and_gives_a_generator() {
        let mut pauses = [170, 95, 240, 130, 310, 150, 205].into_iter().cycle();
        let (mut at_ms, mut count, mut shown) = (0, 0_u64, Vec::new());
        let typed = feed(
            || {
                count += 1;
                // A pause that nobody has had before: the square of the count, folded.
                at_ms += pauses.next().unwrap_or(0) + count * count * 7 % 181;
                let key = u8::try_from(count % 20).expect("small") + b'a';
                Ok((Pressed::of(&[key]), at_ms))
            },
            |percent| {
                shown.push(percent);
                Ok(())
            },
        );
        assert!(typed.is_ok());
        assert!(shown.is_sorted());
        assert_eq!((shown.first(), shown.last()), (Some(&0), Some(&100)));
    }

    #[test]
    fn who_stops_has_declined() {
        let stopped = feed(|| Ok((Pressed::Stop, 0)), |_| Ok(()));
        assert!(matches!(stopped.err(), Some(FlowError::Declined)));
        let gone = feed(|| Err(io::ErrorKind::BrokenPipe.into()), |_| Ok(()));
        assert!(matches!(gone.err(), Some(FlowError::Keyboard(_))));
    }

    #[test]
    fn the_bar_is_as_long_at_every_percent() {
        assert_eq!(bar(0), ".".repeat(25));
        assert_eq!(bar(50), format!("{}{}", "#".repeat(12), ".".repeat(13)));
        assert_eq!(bar(100), "#".repeat(25));
    }
}

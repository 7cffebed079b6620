//! The PIN of a medium: how many tries are left, and what is worth saying about it.
//!
//! A wrong PIN costs one of a few tries, and the last one locks the device. So a PIN is only ever tried by an act of the
//! person, one act one try, and the last try asks again. [`PinState`] is read without using up a try.

use serde::Serialize;

/// How many tries are left before the PIN locks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "state", content = "left")]
pub enum Tries {
    /// As many as this.
    Left(u32),
    /// The device says no number, and has no warning either.
    Enough,
    /// The device says no number, but that a wrong PIN was given since the last right one.
    Low,
    /// One.
    Last,
    /// None.
    Locked,
}

impl Tries {
    /// Takes a number where the device says one.
    #[must_use]
    pub fn of_number(left: u32) -> Self {
        match left {
            0 => Self::Locked,
            1 => Self::Last,
            left => Self::Left(left),
        }
    }
}

/// The state of a medium's PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PinState {
    /// How many tries are left.
    pub tries: Tries,
    /// Whether the holder has a PIN at all; some tokens are sold without.
    pub is_set: bool,
    /// Whether the device itself wants it changed.
    pub must_change: bool,
}

/// What is worth saying after a right PIN.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LoggedIn {
    /// Whether it is the one that such devices are sold with, known to everybody.
    pub is_default: bool,
}

#[cfg(test)]
mod tests {
    use super::Tries;

    #[test]
    fn one_try_left_is_the_last_and_none_is_locked() {
        assert_eq!(Tries::of_number(0), Tries::Locked);
        assert_eq!(Tries::of_number(1), Tries::Last);
        assert_eq!(Tries::of_number(2), Tries::Left(2));
    }
}

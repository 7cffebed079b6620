//! The version of the protocol that stands inside every signed message.

use serde::{Deserialize, Serialize};

/// A version of the protocol.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Protocol(u32);

/// A version that the receiver does not speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("protocol version {found} where {floor} to {newest} are spoken")]
pub struct UnknownProtocol {
    /// The version of the message.
    pub found: u32,
    /// The lowest version that the receiver takes.
    pub floor: u32,
    /// The newest version that this build knows.
    pub newest: u32,
}

impl Protocol {
    /// The version that this crate describes.
    pub const CURRENT: Self = Self(1);

    /// Takes a number, known or not.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    /// Accepts versions from the floor to the one of this crate.
    ///
    /// # Errors
    /// [`UnknownProtocol`] when the version is older or newer.
    pub const fn check(self, floor: Self) -> Result<(), UnknownProtocol> {
        if self.0 < floor.0 || self.0 > Self::CURRENT.0 {
            let (found, floor, newest) = (self.0, floor.0, Self::CURRENT.0);
            return Err(UnknownProtocol {
                found,
                floor,
                newest,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_outside_of_floor_and_build_are_refused() {
        let one = Protocol::CURRENT;
        assert_eq!(one.check(one), Ok(()));
        assert!(Protocol::new(0).check(one).is_err());
        assert!(Protocol::new(2).check(one).is_err());
    }
}

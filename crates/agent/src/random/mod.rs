//! Randomness that a person makes: the timing of keys, the path of a pointer or finger.
//!
//! The operating system's generator is good; this is the second, independent source for a new key that holders and
//! authorities are used to. Three parts, none of which trusts another:
//!
//! - the pool takes every event in at once, `HMAC-Streebog-512` keyed with 64 octets of the operating system, so that a
//!   predictable person cannot lower the system's strength;
//! - `estimate` says how much the events are worth, and errs on the low side;
//! - [`MixedRng`] is made of both when the person has given enough ([`GOAL_BITS`]): each draw is the system's octets
//!   combined with those of the pool.
//!
//! Events are as secret as the key: they are not stored, not logged and never leave this process. What the estimate needs
//! of the recent ones is wiped with it. This module knows no terminal and no page; both feed it.

mod estimate;
mod generator;

use rand_core::CryptoRng;
use serde::Deserialize;
use smena_gost::hmac_streebog512;
use zeroize::{Zeroize as _, Zeroizing};

use self::estimate::Estimate;
pub use self::generator::MixedRng;

/// How much the person gives, in bits: were the system's generator to fail altogether, the person's share alone would be
/// as hard to guess as a key on a curve of 256 bits is to find.
pub const GOAL_BITS: u32 = 128;

/// The number of the Esc key, which is ignored: people press it to leave something, and browsers act on it.
pub const ESCAPE: i32 = 27;

/// Octets of the pool.
const POOL_BYTES: usize = 64;

/// What moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// A key went down.
    Key,
    /// A mouse or pen moved.
    Pointer,
    /// A finger moved or came down.
    Touch,
}

/// One thing that the person did. There is no `Debug`: it is as secret as the key that is made of it.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// What moved.
    pub kind: EventKind,
    /// When, in milliseconds since any fixed moment.
    pub at_ms: u64,
    /// Where across, in pixels; of a key its number, any by which keys are told apart ([`ESCAPE`] is Esc).
    pub x: i32,
    /// Where down, in pixels; 0 for a key.
    pub y: i32,
}

/// Gathers what a person does, until it is enough.
pub struct Sensor {
    pool: Zeroizing<[u8; POOL_BYTES]>,
    estimate: Estimate,
    system: Box<dyn CryptoRng + Send>,
}

impl Sensor {
    /// Begins with 64 octets of the operating system's generator, which also takes part in each later draw.
    #[must_use]
    pub fn new(mut system: Box<dyn CryptoRng + Send>) -> Self {
        let mut pool = Zeroizing::new([0; POOL_BYTES]);
        system.fill_bytes(pool.as_mut_slice());
        Self {
            pool,
            estimate: Estimate::new(),
            system,
        }
    }

    /// Takes an event in. Esc is ignored: it is neither counted nor taken for the end.
    pub fn feed(&mut self, event: Event) {
        if event.kind == EventKind::Key && event.x == ESCAPE {
            return;
        }
        let mut octets = Zeroizing::new([0; 17]);
        octets[0] = event.kind as u8;
        octets[1..9].copy_from_slice(&event.at_ms.to_le_bytes());
        octets[9..13].copy_from_slice(&event.x.to_le_bytes());
        octets[13..].copy_from_slice(&event.y.to_le_bytes());
        let mut next = hmac_streebog512(self.pool.as_slice(), octets.as_slice());
        self.pool.copy_from_slice(&next);
        next.zeroize();
        self.estimate.count(event);
    }

    /// How far it is to the goal, in percent; 100 is enough. It never falls.
    #[must_use]
    pub fn progress(&self) -> u8 {
        let percent = self.estimate.millibits() * 100 / goal_millibits();
        u8::try_from(percent.min(100)).unwrap_or(100)
    }

    /// Whether the person has given enough.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.estimate.millibits() >= goal_millibits()
    }

    /// The generator for the new key; nothing while the person has not given enough.
    #[must_use]
    pub fn finish(self) -> Option<MixedRng> {
        self.is_done()
            .then(|| MixedRng::new(self.pool.as_slice(), self.system))
    }
}

fn goal_millibits() -> u64 {
    u64::from(GOAL_BITS) * 1_000
}

#[cfg(test)]
mod tests;

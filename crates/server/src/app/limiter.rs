//! How often somebody may ask: a bucket of tokens for each kind of act and each subject, filled steadily.
//!
//! Whoever asks too often is told for how long to wait; nobody is locked out because of what others do from elsewhere. The
//! buckets live in this process: a second server has its own, and a restart fills them. What must never be tried more
//! than so many times (a code, a claim) has its own counter in the database, beside what it guards.

use std::{
    collections::BTreeMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use time::OffsetDateTime;

use super::failure::Denial;
use crate::limits::LIMITER_SUBJECTS_MAX;

/// What is done, with its own bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// A page or its state is looked at.
    Look,
    /// A form is sent.
    Form,
    /// A session is begun.
    Begin,
    /// A code is shown that no errand has: one that is typed has few enough bits to be guessed.
    Guess,
}

impl Act {
    /// How many at once, and how many seconds until there is another one.
    const fn rate(self) -> (u32, u32) {
        match self {
            Self::Look => (300, 1),
            Self::Form => (300, 2),
            Self::Begin => (30, 20),
            Self::Guess => (10, 60),
        }
    }
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asker {
    /// A network: the first 24 bits of an IPv4 address, the first 56 of an IPv6 address.
    Network([u8; 7]),
    /// A session, by the beginning of the hash of its token.
    Session([u8; 16]),
}

impl Asker {
    /// The network that an address belongs to: whoever has one address mostly has its neighbours too.
    #[must_use]
    pub fn of_address(address: IpAddr) -> Self {
        Self::Network(network_of(address))
    }
}

/// The network of an address: a mark of its family and 24 bits, or the first 56 bits.
#[must_use]
pub fn network_of(address: IpAddr) -> [u8; 7] {
    let mut network = [0; 7];
    match address.to_canonical() {
        IpAddr::V4(address) => {
            network[0] = 4;
            network[1..4].copy_from_slice(&address.octets()[..3]);
        }
        IpAddr::V6(address) => network.copy_from_slice(&address.octets()[..7]),
    }
    network
}

/// A bucket: how many tokens it held, and when that was.
#[derive(Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: OffsetDateTime,
}

/// The buckets of one server.
#[derive(Default)]
pub struct Limiter {
    buckets: Mutex<BTreeMap<(Act, Asker), Bucket>>,
}

impl Limiter {
    /// Tells whether there is a token, and takes none.
    ///
    /// # Errors
    /// As [`Self::take`].
    pub fn look(&self, act: Act, asker: Asker, now: OffsetDateTime) -> Result<(), Denial> {
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.get(&(act, asker));
        match bucket.map(|bucket| filled(act, *bucket, now).tokens) {
            Some(tokens) if tokens < 1.0 => Err(too_often(act)),
            _ => Ok(()),
        }
    }

    /// Takes a token.
    ///
    /// # Errors
    /// [`Denial::TooOften`] with the seconds until there is one.
    pub fn take(&self, act: Act, asker: Asker, now: OffsetDateTime) -> Result<(), Denial> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= LIMITER_SUBJECTS_MAX {
            // A full bucket and none are the same: only those that still count are kept.
            buckets.retain(|(act, _), bucket| filled(*act, *bucket, now).tokens < full(*act));
        }
        let bucket = buckets
            .get(&(act, asker))
            .map_or(full(act), |bucket| filled(act, *bucket, now).tokens);
        if bucket < 1.0 {
            return Err(too_often(act));
        }
        let left = Bucket {
            tokens: bucket - 1.0,
            at: now,
        };
        buckets.insert((act, asker), left);
        Ok(())
    }
}

fn too_often(act: Act) -> Denial {
    let (_, seconds_each) = act.rate();
    Denial::TooOften {
        seconds: seconds_each.to_string(),
    }
}

fn full(act: Act) -> f64 {
    f64::from(act.rate().0)
}

/// The bucket as it is now. A clock that was set back fills nothing.
fn filled(act: Act, bucket: Bucket, now: OffsetDateTime) -> Bucket {
    let (_, seconds_each) = act.rate();
    let passed = (now - bucket.at).as_seconds_f64().max(0.0);
    let tokens = bucket.tokens + passed / f64::from(seconds_each);
    Bucket {
        tokens: tokens.min(full(act)),
        at: now,
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use time::{Duration, macros::datetime};

    use super::{Act, Asker, Limiter};

    const NOW: time::OffsetDateTime = datetime!(2026-03-02 09:00 UTC);

    fn of(address: &str) -> Asker {
        Asker::of_address(address.parse::<IpAddr>().expect("an address"))
    }

    #[test]
    fn a_bucket_is_emptied_and_fills_again_and_others_have_their_own() {
        let limiter = Limiter::default();
        let asker = of("192.0.2.1");
        for _ in 0..30 {
            assert!(limiter.take(Act::Begin, asker, NOW).is_ok());
        }
        assert!(limiter.take(Act::Begin, asker, NOW).is_err());
        assert!(limiter.take(Act::Look, asker, NOW).is_ok(), "another act");
        assert!(limiter.take(Act::Begin, of("198.51.100.1"), NOW).is_ok());
        let later = NOW + Duration::seconds(20);
        assert!(limiter.take(Act::Begin, asker, later).is_ok());
        assert!(limiter.take(Act::Begin, asker, later).is_err());
    }

    #[test]
    fn neighbours_share_a_bucket_and_a_mapped_address_is_the_same() {
        assert_eq!(of("192.0.2.1"), of("192.0.2.254"));
        assert_ne!(of("192.0.2.1"), of("192.0.3.1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.9"));
        assert_eq!(of("2001:db8:1:200::1"), of("2001:db8:1:2ff::1"));
        assert_ne!(of("2001:db8:1:200::1"), of("2001:db8:1:300::1"));
    }
}

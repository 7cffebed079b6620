//! How often somebody may ask: a bucket of tokens for each kind of act and each asker, filled steadily, and one for all
//! together (security design, §4, rate limits).
//!
//! The buckets are in the database, so that several servers share them and no restart fills them. Whoever asks too often
//! is told for how long to wait, and what is refused takes nothing: nobody is locked out because of what others do from
//! elsewhere. What must never be tried more than so many times (a code, a claim) has its own counter beside what it
//! guards.

use std::net::IpAddr;

use smena_domain::person::HolderId;
use smena_store::{
    StoreError,
    rate_buckets::{self, Bucket, BucketKind, Rate},
};
use time::{Duration, OffsetDateTime};

use super::{
    App,
    failure::{Denial, Failure},
};
use crate::limits::BUDGET_SECONDS;

/// What is done, with its own buckets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// How many at once, and how long until there is another one.
    const fn rate(self) -> Rate {
        let (tokens, each_ms) = match self {
            Self::Look => (300, 1_000),
            Self::Form => (300, 2_000),
            Self::Begin => (30, 20_000),
            Self::Guess => (10, 60_000),
        };
        Rate { tokens, each_ms }
    }

    const fn kind(self) -> BucketKind {
        match self {
            Self::Look => BucketKind::Look,
            Self::Form => BucketKind::Form,
            Self::Begin => BucketKind::Begin,
            Self::Guess => BucketKind::Guess,
        }
    }
}

/// Who asks. The order is the one in which buckets are taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asker {
    /// A network: the first 24 bits of an IPv4 address, the first 56 of an IPv6 address.
    Network([u8; 7]),
    /// A session, by the hash of its token.
    Session([u8; 32]),
    /// A holder who has signed in, whichever sessions he has.
    Holder(HolderId),
}

impl Asker {
    /// The network that an address belongs to: whoever has one address mostly has its neighbours too.
    #[must_use]
    pub fn of_address(address: IpAddr) -> Self {
        Self::Network(network_of(address))
    }

    /// Its bucket. Who asks is stored as a keyed hash: whoever reads the table learns nobody's address.
    fn bucket(&self, app: &App, act: Act) -> Bucket {
        let (what, value): (&[u8], &[u8]) = match self {
            Self::Network(network) => (b"network", network),
            Self::Session(hash) => (b"session", hash),
            Self::Holder(holder) => (b"holder", holder.as_bytes()),
        };
        Bucket {
            kind: act.kind(),
            asker: app.codes_key.hash(&[b"rate", what, value]),
        }
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

/// Takes a token of each asker and one of all together, or none at all.
///
/// # Errors
/// [`Denial::TooOften`] with the seconds until there is one; or faults of ours.
pub async fn take(
    app: &App,
    act: Act,
    mut askers: Vec<Asker>,
    now: OffsetDateTime,
) -> Result<(), Failure> {
    // Two requests never wait for each other: all take in one order, and last what everybody needs.
    askers.sort_unstable();
    let mut buckets: Vec<(Bucket, Rate)> = askers
        .iter()
        .map(|asker| (asker.bucket(app, act), act.rate()))
        .collect();
    buckets.push(everybody(app));
    let mut tx = app.store.write().await?;
    for (bucket, rate) in buckets {
        if let Some(wait) = rate_buckets::take(&mut tx, bucket, rate, now).await? {
            tx.rollback().await?;
            return Err(too_often(wait).into());
        }
    }
    Ok(tx.commit().await?)
}

/// Gives a token back: what was asked for turned out not to count.
///
/// # Errors
/// [`StoreError`].
pub async fn give_back(app: &App, act: Act, asker: Asker) -> Result<(), StoreError> {
    let mut tx = app.store.write().await?;
    // Where the bucket is full and forgotten there is nothing to give it.
    rate_buckets::give_back(&mut tx, asker.bucket(app, act), act.rate()).await?;
    tx.commit().await
}

/// Forgets the buckets that are full; gives their number.
///
/// # Errors
/// [`StoreError`].
pub async fn forget_full(app: &App, now: OffsetDateTime) -> Result<u64, StoreError> {
    let mut tx = app.store.write().await?;
    let forgotten = rate_buckets::forget_full(&mut tx, now).await?;
    tx.commit().await?;
    Ok(forgotten)
}

/// The bucket of all together, as large as the configuration says.
fn everybody(app: &App) -> (Bucket, Rate) {
    let bucket = Bucket {
        kind: BucketKind::All,
        asker: app.codes_key.hash(&[b"rate", b"all"]),
    };
    (bucket, budget(app.config.http.requests_a_second))
}

fn budget(requests_a_second: u32) -> Rate {
    let requests_a_second = requests_a_second.max(1);
    Rate {
        tokens: requests_a_second.saturating_mul(BUDGET_SECONDS),
        each_ms: 1_000_u32.div_ceil(requests_a_second),
    }
}

/// Waits are told in whole seconds, as `Retry-After` has them: none is shorter than it says.
fn too_often(wait: Duration) -> Denial {
    let begun = i64::from(wait.subsec_nanoseconds() > 0);
    Denial::TooOften {
        seconds: (wait.whole_seconds() + begun).max(1).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use time::Duration;

    use super::{Act, Asker, Denial, budget, forget_full, give_back, take, too_often};
    use crate::world::{NOW, World};

    fn of(address: &str) -> Asker {
        Asker::of_address(address.parse::<IpAddr>().expect("an address"))
    }

    #[test]
    fn neighbours_share_a_bucket_and_a_mapped_address_is_the_same() {
        assert_eq!(of("192.0.2.1"), of("192.0.2.254"));
        assert_ne!(of("192.0.2.1"), of("192.0.3.1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.9"));
        assert_eq!(of("2001:db8:1:200::1"), of("2001:db8:1:2ff::1"));
        assert_ne!(of("2001:db8:1:200::1"), of("2001:db8:1:300::1"));
    }

    #[test]
    fn a_wait_is_told_in_seconds_that_are_begun() {
        for (wait_ms, told) in [(1, "1"), (1_000, "1"), (1_001, "2"), (20_000, "20")] {
            let denial = too_often(Duration::milliseconds(wait_ms));
            assert!(
                matches!(&denial, Denial::TooOften { seconds } if seconds == told),
                "{wait_ms} ms: {denial:?}"
            );
        }
    }

    #[test]
    fn the_budget_is_never_more_than_was_configured() {
        for a_second in [1, 3, 200, 300, 1_000] {
            let rate = budget(a_second);
            assert!(1_000 / rate.each_ms <= a_second, "{a_second}");
            assert_eq!(rate.tokens, a_second * 10);
        }
    }

    #[tokio::test]
    async fn what_is_refused_takes_nothing_of_others() {
        let world = World::new().await;
        let app = &world.app;
        let (network, session) = (of("192.0.2.1"), Asker::Session([1; 32]));
        for _ in 0..30 {
            let taken = take(app, Act::Begin, vec![session], NOW).await;
            taken.expect("the session has tokens");
        }
        for _ in 0..100 {
            let refused = take(app, Act::Begin, vec![session, network], NOW).await;
            assert_eq!(refused.expect_err("none is left").code(), Some("too-often"));
        }
        for _ in 0..30 {
            let taken = take(app, Act::Begin, vec![network], NOW).await;
            taken.expect("the network still has all of its tokens");
        }
        give_back(app, Act::Begin, network).await.expect("given");
        let taken = take(app, Act::Begin, vec![network], NOW).await;
        taken.expect("what was given back can be taken");
        assert!(take(app, Act::Begin, vec![network], NOW).await.is_err());

        let full = NOW + Duration::seconds(30 * 20);
        let forgotten = forget_full(app, full).await.expect("swept");
        assert_eq!(forgotten, 3, "session, network, all together");
    }
}

//! Buckets of tokens: how often somebody may do something, counted for all servers together.
//!
//! What is stored is the instant at which the bucket is full again (the theoretical arrival time of the generic cell
//! rate algorithm, ITU-T I.371): whoever takes a token puts it off by the time in which one comes. So one statement
//! fills, looks and takes, and two servers never take the same token.

use time::{Duration, OffsetDateTime};

use crate::dialect::{FORGET_FULL_POSTGRES, FORGET_FULL_SQLITE};
use crate::{SecretHash, StoreError, Tx};

statements! {
    TAKE = "INSERT INTO rate_buckets (kind, asker_mac, full_at_ms) VALUES ($1, $2, $3) \
        ON CONFLICT (kind, asker_mac) DO UPDATE SET full_at_ms = \
        CASE WHEN rate_buckets.full_at_ms > $4 THEN rate_buckets.full_at_ms + $5 ELSE $3 END \
        WHERE rate_buckets.full_at_ms <= $6";
    GIVE_BACK = "UPDATE rate_buckets SET full_at_ms = full_at_ms - $3 \
        WHERE kind = $1 AND asker_mac = $2";
    FIND = "SELECT full_at_ms FROM rate_buckets WHERE kind = $1 AND asker_mac = $2";
}

stored_words! {
    /// What is counted, each with its own buckets.
    BucketKind {
        /// A page or its state is looked at.
        Look = "look",
        /// A form is sent.
        Form = "form",
        /// A session is begun.
        Begin = "begin",
        /// A code is shown that no errand has.
        Guess = "guess",
        /// Whatever anybody does.
        All = "all",
    }
}

/// Whose asking for what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// What for.
    pub kind: BucketKind,
    /// Who, as a keyed hash.
    pub asker: SecretHash,
}

/// How large a bucket is and how fast it fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Tokens of a full bucket, at least one.
    pub tokens: u32,
    /// Milliseconds until there is another token.
    pub each_ms: u32,
}

impl Rate {
    fn each_ms(self) -> i64 {
        i64::from(self.each_ms)
    }

    /// Up to when a bucket that has a token may be full again.
    fn full_at_ms_max(self, at_ms: i64) -> i64 {
        at_ms + i64::from(self.tokens.saturating_sub(1)) * self.each_ms()
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    full_at_ms: i64,
}

/// Takes a token; where there is none, gives the time until there is one. A clock that was set back fills nothing.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn take(
    tx: &mut Tx,
    bucket: Bucket,
    rate: Rate,
    at: OffsetDateTime,
) -> Result<Option<Duration>, StoreError> {
    let at_ms = milliseconds(at);
    let latest = rate.full_at_ms_max(at_ms);
    let taken = execute!(
        tx,
        TAKE,
        bucket.kind.as_str(),
        bucket.asker.as_bytes().as_slice(),
        at_ms + rate.each_ms(),
        at_ms,
        rate.each_ms(),
        latest,
    )?;
    if taken == 1 {
        return Ok(None);
    }
    let found = optional!(
        tx,
        Row,
        FIND,
        bucket.kind.as_str(),
        bucket.asker.as_bytes().as_slice(),
    )?;
    // Another may have given a token back in between: whoever was refused is not told to come at once all the same.
    let wait_ms = found.map_or(0, |row| row.full_at_ms - latest).max(1);
    Ok(Some(Duration::milliseconds(wait_ms)))
}

/// Gives a token back; false when the bucket was full and forgotten meanwhile, which needs none.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn give_back(tx: &mut Tx, bucket: Bucket, rate: Rate) -> Result<bool, StoreError> {
    let given = execute!(
        tx,
        GIVE_BACK,
        bucket.kind.as_str(),
        bucket.asker.as_bytes().as_slice(),
        rate.each_ms(),
    )?;
    Ok(given == 1)
}

/// Forgets the buckets that are full: they bound nobody. Gives their number.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn forget_full(tx: &mut Tx, at: OffsetDateTime) -> Result<u64, StoreError> {
    let at_ms = milliseconds(at);
    match tx {
        Tx::Sqlite(_) => execute!(tx, FORGET_FULL_SQLITE, at_ms),
        Tx::Postgres(_) => execute!(tx, FORGET_FULL_POSTGRES, at_ms),
    }
}

/// A moment as the column holds it; what is beyond the reach of the column lies as far away as it can.
fn milliseconds(at: OffsetDateTime) -> i64 {
    i64::try_from(at.unix_timestamp_nanos().div_euclid(1_000_000)).unwrap_or(i64::MAX)
}

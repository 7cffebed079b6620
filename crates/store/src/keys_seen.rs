//! Every public key that was ever met, by the hash of its curve and point: one key serves one
//! renewal, once (`docs/formats/database.md`).

use time::OffsetDateTime;

use crate::column::{Place, seconds};
use crate::{KeyHash, RenewalId, StoreError, Tx};

statements! {
    INSERT = "INSERT INTO keys_seen (spki_hash, source, renewal, seen_at) \
        VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    FIND = "SELECT spki_hash, source, renewal, seen_at FROM keys_seen WHERE spki_hash = $1";
}

stored_words! {
    /// Where a key was first met.
    KeySource {
        /// In a certificate.
        Certificate = "certificate",
        /// In a request of a renewal.
        Request = "request",
        /// It is a key of an authority or service.
        Service = "service",
        /// It is published as a test key.
        Test = "test",
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    spki_hash: Vec<u8>,
    source: String,
    renewal: Option<String>,
    seen_at: i64,
}

/// A key that was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeySeen {
    /// Hash of curve and point.
    pub key: KeyHash,
    /// Where it was first met.
    pub source: KeySource,
    /// The renewal whose request brought it.
    pub renewal: Option<RenewalId>,
    /// When it was first met.
    pub seen_at: OffsetDateTime,
}

/// What became of an attempt to take a key for a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyTaken {
    /// It was never met before and now belongs to the renewal.
    Fresh,
    /// The same renewal took it before.
    SameRenewal,
    /// It was met elsewhere and is refused.
    Refused(KeySeen),
}

impl TryFrom<Row> for KeySeen {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let place = Place {
            table: "keys_seen",
            row: "(hash)",
        };
        Ok(Self {
            key: KeyHash::new(place.exact("spki_hash", &row.spki_hash)?),
            source: place.id("source", &row.source, KeySource::parse)?,
            renewal: place.id_if("renewal", row.renewal.as_deref(), RenewalId::parse)?,
            seen_at: place.moment("seen_at", row.seen_at)?,
        })
    }
}

/// Takes a key for a renewal.
///
/// # Errors
/// [`StoreError`] of the statements or of the row.
pub async fn take(
    tx: &mut Tx,
    key: KeyHash,
    renewal: RenewalId,
    at: OffsetDateTime,
) -> Result<KeyTaken, StoreError> {
    let name = renewal.to_string();
    let source = KeySource::Request.as_str();
    if execute!(
        tx,
        INSERT,
        key.as_bytes().as_slice(),
        source,
        Some(name.as_str()),
        seconds(at)
    )? == 1
    {
        return Ok(KeyTaken::Fresh);
    }
    let seen = KeySeen::try_from(one!(tx, Row, FIND, key.as_bytes().as_slice())?)?;
    if seen.source == KeySource::Request && seen.renewal == Some(renewal) {
        return Ok(KeyTaken::SameRenewal);
    }
    Ok(KeyTaken::Refused(seen))
}

/// Remembers a key that no renewal may bring: of a certificate, a service, a published test key.
/// Gives whether it was new.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn remember(
    tx: &mut Tx,
    key: KeyHash,
    source: KeySource,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let none: Option<&str> = None;
    Ok(execute!(
        tx,
        INSERT,
        key.as_bytes().as_slice(),
        source.as_str(),
        none,
        seconds(at)
    )? == 1)
}

/// Reads where a key was met.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn find(tx: &mut Tx, key: KeyHash) -> Result<Option<KeySeen>, StoreError> {
    optional!(tx, Row, FIND, key.as_bytes().as_slice())?
        .map(KeySeen::try_from)
        .transpose()
}

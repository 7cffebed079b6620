//! What is about to be signed: recorded before any signing call.
//!
//! Steps 2, 4 and 7 of issuance (`docs/issuance-cycle.md`). An intent freezes the bytes, the serial
//! and the beginning of validity; one renewal has one intent that is not abandoned. The signing
//! interface takes a [`StoredIntent`], which only this file makes, and only from a committed row:
//! signing what is not recorded does not compile.

use time::OffsetDateTime;

use crate::column::{Place, seconds};
use crate::limits::{CERTIFICATE_BYTES_MAX, bounded, cut, page};
use crate::{IntentId, IssuerKeyId, RenewalId, Serial, Sha256, Store, StoreError, Tx};

statements! {
    TAKE_SERIAL = "INSERT INTO serials (issuer_key_id, serial, taken_at) VALUES ($1, $2, $3) \
        ON CONFLICT DO NOTHING";
    INSERT = "INSERT INTO intents (id, renewal, issuer_key_id, serial, not_before, tbs, tbs_hash, \
        state, created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'intended', $8, $8) \
        ON CONFLICT DO NOTHING";
    STATE_OF_RENEWAL = "SELECT state FROM intents WHERE renewal = $1 AND state <> 'abandoned'";
    FIND = "SELECT id, renewal, issuer_key_id, serial, not_before, tbs, tbs_hash, state \
        FROM intents WHERE id = $1";
    OF_RENEWAL = "SELECT id, renewal, issuer_key_id, serial, not_before, tbs, tbs_hash, state \
        FROM intents WHERE renewal = $1 AND state <> 'abandoned'";
    INTENDED = "SELECT id, renewal, issuer_key_id, serial, not_before, tbs, tbs_hash, state \
        FROM intents WHERE state = 'intended' AND id > $1 ORDER BY id LIMIT $2";
    MARK_SIGNED = "UPDATE intents SET state = 'signed', changed_at = $2 \
        WHERE id = $1 AND state = 'intended'";
    ABANDON = "UPDATE intents SET state = 'abandoned', reason = $2, changed_at = $3 \
        WHERE id = $1 AND state = 'intended'";
}

stored_words! {
    /// How far an intent has come.
    IntentState {
        /// Recorded; maybe signed, certainly not released.
        Intended = "intended",
        /// Its certificate is stored.
        Signed = "signed",
        /// Given up; its serial is listed as revoked and never used.
        Abandoned = "abandoned",
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    renewal: String,
    issuer_key_id: Vec<u8>,
    serial: Vec<u8>,
    not_before: i64,
    tbs: Vec<u8>,
    tbs_hash: Vec<u8>,
    state: String,
}

#[derive(sqlx::FromRow)]
struct StateRow {
    state: String,
}

/// What is to be recorded.
#[derive(Clone, Debug)]
pub struct NewIntent<'a> {
    /// Names the intent.
    pub id: IntentId,
    /// The renewal that it is for.
    pub renewal: RenewalId,
    /// Key identifier of the issuer that will sign.
    pub issuer_key_id: IssuerKeyId,
    /// The serial that is used up by this.
    pub serial: Serial,
    /// Beginning of validity, frozen.
    pub not_before: OffsetDateTime,
    /// The bytes that will be signed.
    pub tbs: &'a [u8],
}

/// What became of recording an intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intended {
    /// It is recorded; once the transaction is committed it can be signed.
    Stored,
    /// The renewal has an intent in this state already; nothing was recorded.
    AlreadyThere(IntentState),
    /// The serial was used before, issued, intended or abandoned; draw another one.
    SerialTaken,
}

/// What is about to be signed, as a committed row says it. Made only by [`committed`],
/// [`committed_of_renewal`] and [`unfinished`].
#[derive(Clone, PartialEq, Eq)]
pub struct StoredIntent {
    id: IntentId,
    renewal: RenewalId,
    issuer_key_id: IssuerKeyId,
    serial: Serial,
    not_before: OffsetDateTime,
    tbs: Vec<u8>,
    tbs_hash: Sha256,
    state: IntentState,
}

impl StoredIntent {
    /// Names the intent.
    #[must_use]
    pub fn id(&self) -> IntentId {
        self.id
    }

    /// The renewal that it is for.
    #[must_use]
    pub fn renewal(&self) -> RenewalId {
        self.renewal
    }

    /// Key identifier of the issuer that has to sign.
    #[must_use]
    pub fn issuer_key_id(&self) -> &IssuerKeyId {
        &self.issuer_key_id
    }

    /// The serial.
    #[must_use]
    pub fn serial(&self) -> &Serial {
        &self.serial
    }

    /// Beginning of validity, frozen.
    #[must_use]
    pub fn not_before(&self) -> OffsetDateTime {
        self.not_before
    }

    /// The bytes to be signed.
    #[must_use]
    pub fn tbs(&self) -> &[u8] {
        &self.tbs
    }

    /// SHA-256 of [`Self::tbs`].
    #[must_use]
    pub fn tbs_hash(&self) -> Sha256 {
        self.tbs_hash
    }

    /// How far it has come.
    #[must_use]
    pub fn state(&self) -> IntentState {
        self.state
    }
}

impl std::fmt::Debug for StoredIntent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredIntent")
            .field("id", &self.id)
            .field("serial", &self.serial)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl TryFrom<Row> for StoredIntent {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let place = Place {
            table: "intents",
            row: &row.id,
        };
        let tbs_hash = Sha256::new(place.exact("tbs_hash", &row.tbs_hash)?);
        if Sha256::of(&row.tbs) != tbs_hash {
            return Err(place.unknown("tbs"));
        }
        Ok(Self {
            id: place.id("id", &row.id, IntentId::parse)?,
            renewal: place.id("renewal", &row.renewal, RenewalId::parse)?,
            issuer_key_id: IssuerKeyId::from_bytes(&row.issuer_key_id),
            serial: Serial::from_bytes(&row.serial),
            not_before: place.moment("not_before", row.not_before)?,
            state: place.id("state", &row.state, IntentState::parse)?,
            tbs: row.tbs,
            tbs_hash,
        })
    }
}

/// Uses up a serial of an issuer for ever; gives whether it was free.
pub(crate) async fn take_serial(
    tx: &mut Tx,
    issuer: &IssuerKeyId,
    serial: &Serial,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let taken = execute!(
        tx,
        TAKE_SERIAL,
        issuer.as_bytes(),
        serial.as_bytes(),
        seconds(at)
    )?;
    Ok(taken == 1)
}

/// Marks the intent as signed; gives false when it is not `intended` any more.
pub(crate) async fn mark_signed(
    tx: &mut Tx,
    id: IntentId,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, MARK_SIGNED, id.to_string(), seconds(at))? == 1)
}

/// Records what is about to be signed. Unless the outcome is [`Intended::Stored`] the caller rolls
/// the transaction back.
///
/// # Errors
/// [`StoreError`] of the statements; [`StoreError::TooLarge`].
pub async fn record(
    tx: &mut Tx,
    new: &NewIntent<'_>,
    at: OffsetDateTime,
) -> Result<Intended, StoreError> {
    bounded("intent", new.tbs.len(), CERTIFICATE_BYTES_MAX)?;
    if let Some(state) = state_of_renewal(tx, new.renewal).await? {
        return Ok(Intended::AlreadyThere(state));
    }
    let stored = execute!(
        tx,
        INSERT,
        new.id.to_string(),
        new.renewal.to_string(),
        new.issuer_key_id.as_bytes(),
        new.serial.as_bytes(),
        seconds(new.not_before),
        new.tbs,
        Sha256::of(new.tbs).as_bytes().as_slice(),
        seconds(at),
    )?;
    if stored == 0 {
        // Another worker recorded his own between the look and the INSERT, or the serial is used.
        let other = state_of_renewal(tx, new.renewal).await?;
        return Ok(other.map_or(Intended::SerialTaken, Intended::AlreadyThere));
    }
    if !take_serial(tx, &new.issuer_key_id, &new.serial, at).await? {
        return Ok(Intended::SerialTaken);
    }
    Ok(Intended::Stored)
}

async fn state_of_renewal(
    tx: &mut Tx,
    renewal: RenewalId,
) -> Result<Option<IntentState>, StoreError> {
    let Some(row) = optional!(tx, StateRow, STATE_OF_RENEWAL, renewal.to_string())? else {
        return Ok(None);
    };
    let name = renewal.to_string();
    let place = Place {
        table: "intents",
        row: &name,
    };
    IntentState::parse(&row.state)
        .map(Some)
        .ok_or_else(|| place.unknown("state"))
}

/// Reads a committed intent.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn committed(store: &Store, id: IntentId) -> Result<Option<StoredIntent>, StoreError> {
    let mut tx = store.read().await?;
    let row = optional!(&mut tx, Row, FIND, id.to_string())?;
    tx.rollback().await?;
    row.map(StoredIntent::try_from).transpose()
}

/// Reads the committed intent of a renewal, if it has one that is not abandoned.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn committed_of_renewal(
    store: &Store,
    renewal: RenewalId,
) -> Result<Option<StoredIntent>, StoreError> {
    let mut tx = store.read().await?;
    let row = optional!(&mut tx, Row, OF_RENEWAL, renewal.to_string())?;
    tx.rollback().await?;
    row.map(StoredIntent::try_from).transpose()
}

/// Reads the committed intents that are neither signed nor abandoned after `after`: what a start
/// after a crash has to finish or give up.
///
/// # Errors
/// [`StoreError`] of the statement or of a row.
pub async fn unfinished(
    store: &Store,
    after: Option<IntentId>,
    rows_max: i64,
) -> Result<Vec<StoredIntent>, StoreError> {
    let mut tx = store.read().await?;
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let found = rows!(&mut tx, Row, INTENDED, after.as_str(), page(rows_max))?;
    tx.rollback().await?;
    found.into_iter().map(StoredIntent::try_from).collect()
}

/// Gives an intent up: its serial stays used and is listed as revoked. Gives false when it was
/// signed or abandoned meanwhile.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn abandon(
    tx: &mut Tx,
    id: IntentId,
    reason: &str,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, ABANDON, id.to_string(), cut(reason), seconds(at))? == 1)
}

//! Revocation lists that were issued, and what the next one has to name.
//!
//! Numbers and moments only grow, over restarts too (RFC 5280, 5.2.3).

use smena_domain::certificate::RevocationReason;
use time::OffsetDateTime;

use crate::column::{Place, seconds};
use crate::limits::{DOCUMENT_BYTES_MAX, bounded, page};
use crate::{IssuerKeyId, Serial, StoreError, Tx};

statements! {
    INSERT = "INSERT INTO crl (issuer_key_id, number, this_update, next_update, der) \
        SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (SELECT 1 FROM crl \
        WHERE issuer_key_id = $1 AND (number >= $2 OR this_update > $3)) \
        ON CONFLICT DO NOTHING";
    LATEST = "SELECT number, this_update, next_update, der FROM crl \
        WHERE issuer_key_id = $1 ORDER BY number DESC LIMIT 1";
    ENTRIES = "SELECT serial, revoked_at, reason FROM certificates WHERE issuer_key_id = $1 \
        AND status IN ('revoked', 'on-hold') AND serial > $2 \
        UNION ALL SELECT serial, changed_at AS revoked_at, 'unspecified' AS reason FROM intents \
        WHERE issuer_key_id = $1 AND state = 'abandoned' AND serial > $2 \
        ORDER BY serial LIMIT $3";
}

#[derive(sqlx::FromRow)]
struct Row {
    number: i64,
    this_update: i64,
    next_update: i64,
    der: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    serial: Vec<u8>,
    revoked_at: Option<i64>,
    reason: Option<String>,
}

/// A revocation list as issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crl {
    /// cRLNumber.
    pub number: i64,
    /// thisUpdate.
    pub this_update: OffsetDateTime,
    /// nextUpdate.
    pub next_update: OffsetDateTime,
    /// Exactly what was signed.
    pub der: Vec<u8>,
}

/// What one serial number is listed for. A serial that was intended and abandoned is listed like
/// a revoked certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevokedSerial {
    /// The serial number.
    pub serial: Serial,
    /// Since when.
    pub revoked_at: OffsetDateTime,
    /// Why; none while on hold.
    pub reason: Option<RevocationReason>,
}

impl TryFrom<Row> for Crl {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let name = row.number.to_string();
        let place = Place {
            table: "crl",
            row: &name,
        };
        Ok(Self {
            number: row.number,
            this_update: place.moment("this_update", row.this_update)?,
            next_update: place.moment("next_update", row.next_update)?,
            der: row.der,
        })
    }
}

impl TryFrom<EntryRow> for RevokedSerial {
    type Error = StoreError;

    fn try_from(row: EntryRow) -> Result<Self, StoreError> {
        let serial = Serial::from_bytes(&row.serial);
        let name = serial.to_string();
        let place = Place {
            table: "certificates",
            row: &name,
        };
        let revoked_at = row.revoked_at.ok_or_else(|| place.unknown("revoked_at"))?;
        Ok(Self {
            revoked_at: place.moment("revoked_at", revoked_at)?,
            reason: place.id_if("reason", row.reason.as_deref(), RevocationReason::parse)?,
            serial,
        })
    }
}

/// Stores a list that was signed and verified; gives false when its number is not greater than
/// the last one's, or its moment earlier: it must not be published then.
///
/// # Errors
/// [`StoreError`] of the statement; [`StoreError::TooLarge`].
pub async fn insert(tx: &mut Tx, issuer: &IssuerKeyId, crl: &Crl) -> Result<bool, StoreError> {
    bounded("crl", crl.der.len(), DOCUMENT_BYTES_MAX)?;
    let stored = execute!(
        tx,
        INSERT,
        issuer.as_bytes(),
        crl.number,
        seconds(crl.this_update),
        seconds(crl.next_update),
        crl.der.as_slice(),
    )?;
    Ok(stored == 1)
}

/// Reads the last list of an issuer; the next one's number is its number plus one.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn latest(tx: &mut Tx, issuer: &IssuerKeyId) -> Result<Option<Crl>, StoreError> {
    optional!(tx, Row, LATEST, issuer.as_bytes())?
        .map(Crl::try_from)
        .transpose()
}

/// Reads what the next list has to name, in the order of the serials, after `after`.
///
/// # Errors
/// [`StoreError`] of the statement or of a row.
pub async fn entries(
    tx: &mut Tx,
    issuer: &IssuerKeyId,
    after: Option<&Serial>,
    rows_max: i64,
) -> Result<Vec<RevokedSerial>, StoreError> {
    let after = after.map(Serial::as_bytes).unwrap_or_default();
    rows!(
        tx,
        EntryRow,
        ENTRIES,
        issuer.as_bytes(),
        after,
        page(rows_max)
    )?
    .into_iter()
    .map(RevokedSerial::try_from)
    .collect()
}

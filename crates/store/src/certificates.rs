//! Certificates: all that were ever issued or imported, and what became of them.
//!
//! A certificate is issued by storing it here, in the transaction that marks its intent as signed:
//! one intent gets one certificate, whoever comes second reads the first one's bytes
//! (`docs/issuance-cycle.md`, step 7).

use smena_domain::certificate::RevocationReason;
use time::OffsetDateTime;

use crate::column::{Place, seconds};
use crate::keys_seen::{self, KeySource};
use crate::limits::{CERTIFICATE_BYTES_MAX, PAGE_ROWS_MAX, bounded, page};
use crate::{
    HolderId, IntentId, IssuerKeyId, KeyHash, RenewalId, Serial, StoreError, Thumbprint, Tx,
    intents,
};

statements! {
    INSERT = "INSERT INTO certificates (thumbprint, issuer_key_id, serial, der, spki_hash, \
        subject, holder, not_before, not_after, private_key_not_after, status, intent, renewal, \
        stored_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'good', $11, $12, $13) \
        ON CONFLICT DO NOTHING";
    FIND = "SELECT thumbprint, issuer_key_id, serial, der, spki_hash, subject, holder, not_before, \
        not_after, private_key_not_after, status, revoked_at, reason, intent, renewal, stored_at \
        FROM certificates WHERE thumbprint = $1";
    BY_SERIAL = "SELECT thumbprint, issuer_key_id, serial, der, spki_hash, subject, holder, \
        not_before, not_after, private_key_not_after, status, revoked_at, reason, intent, renewal, \
        stored_at FROM certificates WHERE serial = $1 ORDER BY thumbprint LIMIT $2";
    BY_INTENT = "SELECT thumbprint, issuer_key_id, serial, der, spki_hash, subject, holder, \
        not_before, not_after, private_key_not_after, status, revoked_at, reason, intent, renewal, \
        stored_at FROM certificates WHERE intent = $1";
    BY_RENEWAL = "SELECT thumbprint, issuer_key_id, serial, der, spki_hash, subject, holder, \
        not_before, not_after, private_key_not_after, status, revoked_at, reason, intent, renewal, \
        stored_at FROM certificates WHERE renewal = $1";
    OF_HOLDER = "SELECT thumbprint, issuer_key_id, serial, der, spki_hash, subject, holder, \
        not_before, not_after, private_key_not_after, status, revoked_at, reason, intent, renewal, \
        stored_at FROM certificates WHERE holder = $1 AND thumbprint > $2 \
        ORDER BY thumbprint LIMIT $3";
    REVOKE = "UPDATE certificates SET status = 'revoked', revoked_at = COALESCE(revoked_at, $2), \
        reason = $3 WHERE thumbprint = $1 AND status IN ('good', 'on-hold')";
    COMPROMISE = "UPDATE certificates SET reason = 'key-compromise' \
        WHERE thumbprint = $1 AND status = 'revoked' AND reason <> 'key-compromise'";
    HOLD = "UPDATE certificates SET status = 'on-hold', revoked_at = $2 \
        WHERE thumbprint = $1 AND status = 'good'";
    RELEASE = "UPDATE certificates SET status = 'good', revoked_at = NULL, reason = NULL \
        WHERE thumbprint = $1 AND status = 'on-hold'";
}

stored_words! {
    /// What a certificate is worth.
    CertificateStatus {
        /// Neither revoked nor on hold.
        Good = "good",
        /// Revoked for ever.
        Revoked = "revoked",
        /// On hold until it is released or revoked.
        OnHold = "on-hold",
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    thumbprint: Vec<u8>,
    issuer_key_id: Vec<u8>,
    serial: Vec<u8>,
    der: Vec<u8>,
    spki_hash: Vec<u8>,
    subject: String,
    holder: Option<String>,
    not_before: i64,
    not_after: i64,
    private_key_not_after: Option<i64>,
    status: String,
    revoked_at: Option<i64>,
    reason: Option<String>,
    intent: Option<String>,
    renewal: Option<String>,
    stored_at: i64,
}

/// A certificate to be stored, with the facts that the caller read from its DER.
#[derive(Clone, Debug)]
pub struct NewCertificate<'a> {
    /// SHA-256 of the DER.
    pub thumbprint: Thumbprint,
    /// Key identifier of the issuer.
    pub issuer_key_id: IssuerKeyId,
    /// Serial number.
    pub serial: Serial,
    /// The certificate.
    pub der: &'a [u8],
    /// Hash of its key's curve and point.
    pub key: KeyHash,
    /// Its subject, RFC 4514.
    pub subject: &'a str,
    /// Whose it is; none for the authority's own.
    pub holder: Option<HolderId>,
    /// Beginning of its validity.
    pub not_before: OffsetDateTime,
    /// End of its validity.
    pub not_after: OffsetDateTime,
    /// End of the private key's use, where the certificate has one.
    pub private_key_not_after: Option<OffsetDateTime>,
}

/// A certificate as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateRow {
    /// SHA-256 of the DER.
    pub thumbprint: Thumbprint,
    /// Key identifier of the issuer.
    pub issuer_key_id: IssuerKeyId,
    /// Serial number.
    pub serial: Serial,
    /// Exactly what was issued or imported.
    pub der: Vec<u8>,
    /// Hash of its key's curve and point.
    pub key: KeyHash,
    /// Its subject, RFC 4514.
    pub subject: String,
    /// Whose it is; none for the authority's own.
    pub holder: Option<HolderId>,
    /// Beginning of its validity.
    pub not_before: OffsetDateTime,
    /// End of its validity.
    pub not_after: OffsetDateTime,
    /// End of the private key's use.
    pub private_key_not_after: Option<OffsetDateTime>,
    /// What it is worth.
    pub status: CertificateStatus,
    /// Since when it is revoked or on hold.
    pub revoked_at: Option<OffsetDateTime>,
    /// Why; empty while on hold.
    pub reason: Option<RevocationReason>,
    /// The intent that it fulfilled; none for an imported one.
    pub intent: Option<IntentId>,
    /// The renewal that it came from; none for an imported one.
    pub renewal: Option<RenewalId>,
    /// When it was stored.
    pub stored_at: OffsetDateTime,
}

/// What became of importing a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// It is stored.
    Stored,
    /// The very same certificate was there.
    AlreadyThere,
    /// Another certificate, or an intent, has this issuer and serial; nothing was stored.
    SerialTaken,
}

/// What became of issuing a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issued {
    /// It is stored; its bytes may be released once the transaction is committed.
    Stored,
    /// The intent had its certificate already: these bytes are the answer, the new ones are void.
    AlreadyIssued(Box<CertificateRow>),
    /// The intent was abandoned, or names another serial or issuer; nothing was stored.
    NotIntended,
}

impl TryFrom<Row> for CertificateRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let serial = Serial::from_bytes(&row.serial);
        let name = serial.to_string();
        let place = Place {
            table: "certificates",
            row: &name,
        };
        let reason = place.id_if("reason", row.reason.as_deref(), RevocationReason::parse)?;
        Ok(Self {
            thumbprint: Thumbprint::new(place.exact("thumbprint", &row.thumbprint)?),
            issuer_key_id: IssuerKeyId::from_bytes(&row.issuer_key_id),
            key: KeyHash::new(place.exact("spki_hash", &row.spki_hash)?),
            subject: row.subject,
            holder: place.id_if("holder", row.holder.as_deref(), HolderId::parse)?,
            not_before: place.moment("not_before", row.not_before)?,
            not_after: place.moment("not_after", row.not_after)?,
            private_key_not_after: place
                .moment_if("private_key_not_after", row.private_key_not_after)?,
            status: place.id("status", &row.status, CertificateStatus::parse)?,
            revoked_at: place.moment_if("revoked_at", row.revoked_at)?,
            reason,
            intent: place.id_if("intent", row.intent.as_deref(), IntentId::parse)?,
            renewal: place.id_if("renewal", row.renewal.as_deref(), RenewalId::parse)?,
            stored_at: place.moment("stored_at", row.stored_at)?,
            der: row.der,
            serial,
        })
    }
}

async fn insert(
    tx: &mut Tx,
    new: &NewCertificate<'_>,
    intent: Option<IntentId>,
    renewal: Option<RenewalId>,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    bounded("certificate", new.der.len(), CERTIFICATE_BYTES_MAX)?;
    let stored = execute!(
        tx,
        INSERT,
        new.thumbprint.as_bytes().as_slice(),
        new.issuer_key_id.as_bytes(),
        new.serial.as_bytes(),
        new.der,
        new.key.as_bytes().as_slice(),
        new.subject,
        new.holder.map(|id| id.to_string()),
        seconds(new.not_before),
        seconds(new.not_after),
        new.private_key_not_after.map(seconds),
        intent.map(|id| id.to_string()),
        renewal.map(|id| id.to_string()),
        seconds(at),
    )?;
    Ok(stored == 1)
}

/// Stores a certificate that was issued elsewhere or before, and remembers its key and serial.
///
/// # Errors
/// [`StoreError`] of the statements; [`StoreError::TooLarge`].
pub async fn import(
    tx: &mut Tx,
    new: &NewCertificate<'_>,
    at: OffsetDateTime,
) -> Result<Imported, StoreError> {
    if find(tx, new.thumbprint).await?.is_some() {
        return Ok(Imported::AlreadyThere);
    }
    if !intents::take_serial(tx, &new.issuer_key_id, &new.serial, at).await? {
        return Ok(Imported::SerialTaken);
    }
    if !insert(tx, new, None, None, at).await? {
        return Ok(Imported::SerialTaken);
    }
    keys_seen::remember(tx, new.key, KeySource::Certificate, at).await?;
    Ok(Imported::Stored)
}

/// Stores the certificate of an intent, if it is the first: only after this transaction is
/// committed may its bytes leave the process.
///
/// # Errors
/// [`StoreError`] of the statements; [`StoreError::TooLarge`].
pub async fn issue(
    tx: &mut Tx,
    intent: &intents::StoredIntent,
    new: &NewCertificate<'_>,
    at: OffsetDateTime,
) -> Result<Issued, StoreError> {
    if intent.serial() != &new.serial || intent.issuer_key_id() != &new.issuer_key_id {
        return Ok(Issued::NotIntended);
    }
    if !intents::mark_signed(tx, intent.id(), at).await? {
        let issued = by_intent(tx, intent.id()).await?;
        return Ok(issued.map_or(Issued::NotIntended, |row| {
            Issued::AlreadyIssued(Box::new(row))
        }));
    }
    if insert(tx, new, Some(intent.id()), Some(intent.renewal()), at).await? {
        return Ok(Issued::Stored);
    }
    Err(StoreError::Affected {
        statement: "certificates::INSERT",
        expected: 1,
        found: 0,
    })
}

/// Reads a certificate by the SHA-256 of its DER.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn find(
    tx: &mut Tx,
    thumbprint: Thumbprint,
) -> Result<Option<CertificateRow>, StoreError> {
    optional!(tx, Row, FIND, thumbprint.as_bytes().as_slice())?
        .map(CertificateRow::try_from)
        .transpose()
}

/// Reads the certificates that have a serial, one for each issuer.
///
/// # Errors
/// [`StoreError`] of the statement or of a row.
pub async fn by_serial(tx: &mut Tx, serial: &Serial) -> Result<Vec<CertificateRow>, StoreError> {
    rows!(tx, Row, BY_SERIAL, serial.as_bytes(), PAGE_ROWS_MAX)?
        .into_iter()
        .map(CertificateRow::try_from)
        .collect()
}

/// Reads the certificate of an intent.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn by_intent(
    tx: &mut Tx,
    intent: IntentId,
) -> Result<Option<CertificateRow>, StoreError> {
    optional!(tx, Row, BY_INTENT, intent.to_string())?
        .map(CertificateRow::try_from)
        .transpose()
}

/// Reads the certificate that a renewal was given.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn by_renewal(
    tx: &mut Tx,
    renewal: RenewalId,
) -> Result<Option<CertificateRow>, StoreError> {
    optional!(tx, Row, BY_RENEWAL, renewal.to_string())?
        .map(CertificateRow::try_from)
        .transpose()
}

/// Reads the certificates of a holder after `after`, in the order of their thumbprints.
///
/// # Errors
/// [`StoreError`] of the statement or of a row.
pub async fn of_holder(
    tx: &mut Tx,
    holder: HolderId,
    after: Option<Thumbprint>,
    rows_max: i64,
) -> Result<Vec<CertificateRow>, StoreError> {
    let after = after
        .as_ref()
        .map(|hash| hash.as_bytes().as_slice())
        .unwrap_or_default();
    rows!(
        tx,
        Row,
        OF_HOLDER,
        holder.to_string(),
        after,
        page(rows_max)
    )?
    .into_iter()
    .map(CertificateRow::try_from)
    .collect()
}

/// Revokes a certificate that is good or on hold (then as of the hold), or turns the reason of a
/// revoked one into `KeyCompromise`; gives whether anything changed.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn revoke(
    tx: &mut Tx,
    thumbprint: Thumbprint,
    reason: RevocationReason,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let revoked = execute!(
        tx,
        REVOKE,
        thumbprint.as_bytes().as_slice(),
        seconds(at),
        reason.as_str()
    )?;
    if revoked == 1 || reason != RevocationReason::KeyCompromise {
        return Ok(revoked == 1);
    }
    Ok(execute!(tx, COMPROMISE, thumbprint.as_bytes().as_slice())? == 1)
}

/// Puts a good certificate on hold; gives whether it was good.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn hold(
    tx: &mut Tx,
    thumbprint: Thumbprint,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, HOLD, thumbprint.as_bytes().as_slice(), seconds(at))? == 1)
}

/// Releases a certificate from its hold; gives whether it was on hold.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn release(tx: &mut Tx, thumbprint: Thumbprint) -> Result<bool, StoreError> {
    Ok(execute!(tx, RELEASE, thumbprint.as_bytes().as_slice())? == 1)
}

//! What holders and operators sent of documents: encrypted by the server before it comes here.
//!
//! The store sees ciphertext, the hash of what is in it, and the wrapped key of each renewal; the key that wraps them
//! is in no table.

use time::OffsetDateTime;

use crate::column::{Place, seconds};
use crate::limits::{DOCUMENT_BYTES_MAX, PAGE_ROWS_MAX, bounded};
use crate::{RenewalId, Sha256, StoreError, Tx, UploadId};

statements! {
    INSERT = "INSERT INTO uploads (id, renewal, purpose, sha256, media_type, name, size_bytes, sender, nonce, \
        bytes, stored_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    FIND = "SELECT id, purpose, sha256, media_type, name, size_bytes, sender, nonce, bytes, stored_at \
        FROM uploads WHERE renewal = $1 AND id = $2";
    LIST = "SELECT id, purpose, sha256, media_type, name, size_bytes, sender, stored_at FROM uploads \
        WHERE renewal = $1 ORDER BY stored_at, id LIMIT $2";
    COUNT = "SELECT COUNT(*) AS number FROM uploads WHERE renewal = $1";
    REMOVE = "DELETE FROM uploads WHERE renewal = $1 AND id = $2";
    INSERT_KEY = "INSERT INTO upload_keys (renewal, wrapped_by, nonce, wrapped, stored_at) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    FIND_KEY = "SELECT wrapped_by, nonce, wrapped FROM upload_keys WHERE renewal = $1";
    COUNT_KEYS = "SELECT COUNT(*) AS number FROM upload_keys";
}

stored_words! {
    /// What a document is sent for.
    UploadPurpose {
        /// One of the documents that the procedure asks for.
        Document = "document",
        /// A power of attorney that was lacking.
        Power = "power",
        /// The application, signed by hand.
        PaperApplication = "paper-application",
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    purpose: String,
    sha256: Vec<u8>,
    media_type: String,
    name: String,
    size_bytes: i64,
    sender: String,
    nonce: Vec<u8>,
    bytes: Vec<u8>,
    stored_at: i64,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    id: String,
    purpose: String,
    sha256: Vec<u8>,
    media_type: String,
    name: String,
    size_bytes: i64,
    sender: String,
    stored_at: i64,
}

#[derive(sqlx::FromRow)]
struct KeyRow {
    wrapped_by: Vec<u8>,
    nonce: Vec<u8>,
    wrapped: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct Count {
    number: i64,
}

/// What was sent, without its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct UploadEntry {
    /// Names it.
    pub id: UploadId,
    /// What it was sent for.
    pub purpose: UploadPurpose,
    /// SHA-256 of what is encrypted.
    pub sha256: Sha256,
    /// `application/pdf`, `image/jpeg` or `image/png`.
    pub media_type: String,
    /// What it is called; personal data.
    pub name: String,
    /// How many bytes are encrypted.
    pub size_bytes: i64,
    /// Reference of who sent it.
    pub sender: String,
    /// When it was stored.
    pub stored_at: OffsetDateTime,
}

impl std::fmt::Debug for UploadEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UploadEntry")
            .field("id", &self.id)
            .field("purpose", &self.purpose)
            .field("size_bytes", &self.size_bytes)
            .finish_non_exhaustive()
    }
}

/// Encrypted bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The nonce.
    pub nonce: [u8; 12],
    /// The ciphertext with its tag.
    pub bytes: Vec<u8>,
}

/// The key of a renewal's documents, wrapped.
#[derive(Clone, PartialEq, Eq)]
pub struct WrappedKey {
    /// Names the key that wraps it.
    pub wrapped_by: Sha256,
    /// The wrapped key.
    pub sealed: Sealed,
}

impl TryFrom<EntryRow> for UploadEntry {
    type Error = StoreError;

    fn try_from(row: EntryRow) -> Result<Self, StoreError> {
        let place = Place {
            table: "uploads",
            row: &row.id,
        };
        Ok(Self {
            id: place.id("id", &row.id, UploadId::parse)?,
            purpose: place.id("purpose", &row.purpose, UploadPurpose::parse)?,
            sha256: Sha256::new(place.exact("sha256", &row.sha256)?),
            media_type: row.media_type,
            name: row.name,
            size_bytes: row.size_bytes,
            sender: row.sender,
            stored_at: place.moment("stored_at", row.stored_at)?,
        })
    }
}

/// Stores what was sent.
///
/// # Errors
/// [`StoreError::TooLarge`]; else of the statement.
pub async fn insert(
    tx: &mut Tx,
    renewal: RenewalId,
    entry: &UploadEntry,
    sealed: &Sealed,
) -> Result<(), StoreError> {
    bounded("upload", sealed.bytes.len(), DOCUMENT_BYTES_MAX + 16)?;
    execute_one!(
        tx,
        INSERT,
        entry.id.to_string(),
        renewal.to_string(),
        entry.purpose.as_str(),
        entry.sha256.as_bytes().as_slice(),
        entry.media_type.as_str(),
        entry.name.as_str(),
        entry.size_bytes,
        entry.sender.as_str(),
        sealed.nonce.as_slice(),
        sealed.bytes.as_slice(),
        seconds(entry.stored_at),
    )
}

/// Reads what was sent.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn find(
    tx: &mut Tx,
    renewal: RenewalId,
    id: UploadId,
) -> Result<Option<(UploadEntry, Sealed)>, StoreError> {
    let Some(row) = optional!(tx, Row, FIND, renewal.to_string(), id.to_string())? else {
        return Ok(None);
    };
    let place = Place {
        table: "uploads",
        row: &row.id,
    };
    let nonce = place.exact("nonce", &row.nonce)?;
    let entry = EntryRow {
        id: row.id,
        purpose: row.purpose,
        sha256: row.sha256,
        media_type: row.media_type,
        name: row.name,
        size_bytes: row.size_bytes,
        sender: row.sender,
        stored_at: row.stored_at,
    };
    let sealed = Sealed {
        nonce,
        bytes: row.bytes,
    };
    Ok(Some((entry.try_into()?, sealed)))
}

/// Lists what was sent for a renewal, the oldest first.
///
/// # Errors
/// [`StoreError`] of the statement or of a row.
pub async fn list(tx: &mut Tx, renewal: RenewalId) -> Result<Vec<UploadEntry>, StoreError> {
    rows!(tx, EntryRow, LIST, renewal.to_string(), PAGE_ROWS_MAX)?
        .into_iter()
        .map(UploadEntry::try_from)
        .collect()
}

/// Counts what was sent for a renewal.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn count(tx: &mut Tx, renewal: RenewalId) -> Result<i64, StoreError> {
    Ok(one!(tx, Count, COUNT, renewal.to_string())?.number)
}

/// Removes what was sent; gives whether it was there.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn remove(tx: &mut Tx, renewal: RenewalId, id: UploadId) -> Result<bool, StoreError> {
    let changed = execute!(tx, REMOVE, renewal.to_string(), id.to_string())?;
    Ok(changed == 1)
}

/// Stores the wrapped key of a renewal, unless it has one.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn insert_key(
    tx: &mut Tx,
    renewal: RenewalId,
    key: &WrappedKey,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let changed = execute!(
        tx,
        INSERT_KEY,
        renewal.to_string(),
        key.wrapped_by.as_bytes().as_slice(),
        key.sealed.nonce.as_slice(),
        key.sealed.bytes.as_slice(),
        seconds(at),
    )?;
    Ok(changed == 1)
}

/// Reads the wrapped key of a renewal.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn find_key(tx: &mut Tx, renewal: RenewalId) -> Result<Option<WrappedKey>, StoreError> {
    let name = renewal.to_string();
    let Some(row) = optional!(tx, KeyRow, FIND_KEY, name.as_str())? else {
        return Ok(None);
    };
    let place = Place {
        table: "upload_keys",
        row: &name,
    };
    Ok(Some(WrappedKey {
        wrapped_by: Sha256::new(place.exact("wrapped_by", &row.wrapped_by)?),
        sealed: Sealed {
            nonce: place.exact("nonce", &row.nonce)?,
            bytes: row.wrapped,
        },
    }))
}

/// Counts the renewals that have a key: none of them can be read without the key that wraps it.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn count_keys(tx: &mut Tx) -> Result<i64, StoreError> {
    Ok(one!(tx, Count, COUNT_KEYS)?.number)
}

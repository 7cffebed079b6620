//! Documents of a renewal, byte for byte as they were signed, received or sent.
//!
//! A document is named by its renewal, kind and SHA-256 and never changed; a remade one stands
//! beside the former.

use time::OffsetDateTime;

use crate::column::{Place, seconds};
use crate::limits::{DOCUMENT_BYTES_MAX, PAGE_ROWS_MAX, bounded};
use crate::{RenewalId, Sha256, StoreError, Tx};

statements! {
    INSERT = "INSERT INTO documents (renewal, kind, sha256, number, bytes, stored_at) \
        SELECT $1, $2, $3, COALESCE(MAX(number), 0) + 1, $4, $5 FROM documents \
        WHERE renewal = $1 ON CONFLICT DO NOTHING";
    FIND = "SELECT kind, sha256, number, bytes, stored_at FROM documents \
        WHERE renewal = $1 AND sha256 = $2 ORDER BY number LIMIT 1";
    LATEST = "SELECT kind, sha256, number, bytes, stored_at FROM documents \
        WHERE renewal = $1 AND kind = $2 ORDER BY number DESC LIMIT 1";
    LIST = "SELECT kind, sha256, number, stored_at FROM documents \
        WHERE renewal = $1 ORDER BY number LIMIT $2";
}

stored_words! {
    /// What a document is.
    DocumentKind {
        /// The application as PDF.
        ApplicationPdf = "application-pdf",
        /// The application's data, DER.
        ApplicationFields = "application-data",
        /// The certificate plan, DER.
        Plan = "plan",
        /// The PKCS#10 request, DER.
        Request = "request",
        /// The signature of the application, detached CMS.
        ApplicationSignature = "application-cms",
        /// The endorsement of a key made later, CMS.
        Endorsement = "endorsement",
        /// The application that is printed and signed by hand, PDF.
        PaperApplication = "paper-application",
        /// An operator's signed decision, attached CMS.
        Decision = "decision",
        /// The receipt, attached CMS.
        Receipt = "receipt-cms",
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    kind: String,
    sha256: Vec<u8>,
    number: i64,
    bytes: Vec<u8>,
    stored_at: i64,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    kind: String,
    sha256: Vec<u8>,
    number: i64,
    stored_at: i64,
}

/// What a document is, without its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentEntry {
    /// What it is.
    pub kind: DocumentKind,
    /// SHA-256 of its bytes.
    pub sha256: Sha256,
    /// Its number within the renewal.
    pub number: i64,
    /// When it was stored.
    pub stored_at: OffsetDateTime,
}

/// A document with its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    /// What it is.
    pub entry: DocumentEntry,
    /// Exactly what was stored.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The bytes hold personal data.
        f.debug_struct("Document")
            .field("entry", &self.entry)
            .finish_non_exhaustive()
    }
}

impl TryFrom<EntryRow> for DocumentEntry {
    type Error = StoreError;

    fn try_from(row: EntryRow) -> Result<Self, StoreError> {
        let name = row.number.to_string();
        let place = Place {
            table: "documents",
            row: &name,
        };
        Ok(Self {
            kind: place.id("kind", &row.kind, DocumentKind::parse)?,
            sha256: Sha256::new(place.exact("sha256", &row.sha256)?),
            number: row.number,
            stored_at: place.moment("stored_at", row.stored_at)?,
        })
    }
}

impl TryFrom<Row> for Document {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row {
            kind,
            sha256,
            number,
            bytes,
            stored_at,
        } = row;
        Ok(Self {
            entry: EntryRow {
                kind,
                sha256,
                number,
                stored_at,
            }
            .try_into()?,
            bytes,
        })
    }
}

/// Stores a document and gives its hash; the same bytes of the same kind are stored once.
///
/// # Errors
/// [`StoreError::TooLarge`]; else of the statement.
pub async fn insert(
    tx: &mut Tx,
    renewal: RenewalId,
    kind: DocumentKind,
    bytes: &[u8],
    at: OffsetDateTime,
) -> Result<Sha256, StoreError> {
    bounded("document", bytes.len(), DOCUMENT_BYTES_MAX)?;
    let sha256 = Sha256::of(bytes);
    // No row changed = these bytes are there.
    let _ = execute!(
        tx,
        INSERT,
        renewal.to_string(),
        kind.as_str(),
        sha256.as_bytes().as_slice(),
        bytes,
        seconds(at),
    )?;
    Ok(sha256)
}

/// Reads a document of a renewal by its hash.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn find(
    tx: &mut Tx,
    renewal: RenewalId,
    sha256: Sha256,
) -> Result<Option<Document>, StoreError> {
    optional!(
        tx,
        Row,
        FIND,
        renewal.to_string(),
        sha256.as_bytes().as_slice()
    )?
    .map(Document::try_from)
    .transpose()
}

/// Reads the last stored document of a kind.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn latest(
    tx: &mut Tx,
    renewal: RenewalId,
    kind: DocumentKind,
) -> Result<Option<Document>, StoreError> {
    optional!(tx, Row, LATEST, renewal.to_string(), kind.as_str())?
        .map(Document::try_from)
        .transpose()
}

/// Lists what a renewal has, without the bytes.
///
/// # Errors
/// [`StoreError`] of the statement or of a row.
pub async fn list(tx: &mut Tx, renewal: RenewalId) -> Result<Vec<DocumentEntry>, StoreError> {
    rows!(tx, EntryRow, LIST, renewal.to_string(), PAGE_ROWS_MAX)?
        .into_iter()
        .map(DocumentEntry::try_from)
        .collect()
}

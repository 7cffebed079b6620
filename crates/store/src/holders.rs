//! Holders: the persons and organisations whose certificates are renewed.
//!
//! What is known about a holder is a value of the domain, kept as JSON; the label is what lists
//! and greetings show. Both are personal data.

use serde::Serialize;
use serde::de::DeserializeOwned;
use time::OffsetDateTime;

use crate::column::{Place, json, seconds};
use crate::limits::{JSON_BYTES_MAX, page};
use crate::{HolderId, StoreError, Tx};

statements! {
    INSERT = "INSERT INTO holders (id, number, label, facts, revision, created_at, changed_at) \
        VALUES ($1, $2, $3, $4, 1, $5, $5)";
    FIND = "SELECT id, label, facts, revision FROM holders WHERE id = $1";
    BY_NUMBER = "SELECT id, label, facts, revision FROM holders WHERE number = $1";
    UPDATE = "UPDATE holders SET label = $3, facts = $4, revision = revision + 1, \
        changed_at = $5 WHERE id = $1 AND revision = $2";
    BY_PHONE = "SELECT id, label, facts, revision FROM holders WHERE phone = $1 ORDER BY id LIMIT 2";
    SET_PHONE = "UPDATE holders SET phone = $2 WHERE id = $1";
    PAGE = "SELECT id, label, facts, revision FROM holders WHERE id > $1 ORDER BY id LIMIT $2";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    label: String,
    facts: String,
    revision: i64,
}

/// A holder as stored; `F` is the domain's value.
#[derive(Clone, Debug)]
pub struct Holder<F> {
    /// Names the holder.
    pub id: HolderId,
    /// What lists and greetings show.
    pub label: String,
    /// What is known: the domain's value.
    pub facts: F,
    /// Grows with each change, from 1.
    pub revision: i64,
}

impl<F: DeserializeOwned> TryFrom<Row> for Holder<F> {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let place = Place {
            table: "holders",
            row: &row.id,
        };
        Ok(Self {
            id: place.id("id", &row.id, HolderId::parse)?,
            facts: place.json("facts", &row.facts)?,
            label: row.label,
            revision: row.revision,
        })
    }
}

/// Stores a new holder with revision 1, under the number by which he is known.
///
/// # Errors
/// [`StoreError`] of the statement, also when the id or the number is taken.
pub async fn insert<F: Serialize>(
    tx: &mut Tx,
    id: HolderId,
    number: &str,
    label: &str,
    facts: &F,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let facts = json("holders", "facts", facts, JSON_BYTES_MAX)?;
    execute_one!(
        tx,
        INSERT,
        id.to_string(),
        number,
        label,
        facts.as_str(),
        seconds(at)
    )
}

/// Reads the holder who is known by this number.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn by_number<F: DeserializeOwned>(
    tx: &mut Tx,
    number: &str,
) -> Result<Option<Holder<F>>, StoreError> {
    optional!(tx, Row, BY_NUMBER, number)?
        .map(Holder::try_from)
        .transpose()
}

/// Reads the one holder who has this telephone; none where several share it.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn by_phone<F: DeserializeOwned>(
    tx: &mut Tx,
    phone: &str,
) -> Result<Option<Holder<F>>, StoreError> {
    let mut found = rows!(tx, Row, BY_PHONE, phone)?.into_iter();
    match (found.next(), found.next()) {
        (Some(row), None) => Holder::try_from(row).map(Some),
        _ => Ok(None),
    }
}

/// Stores the telephone by which a holder is found: digits with their country.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn set_phone(tx: &mut Tx, id: HolderId, phone: Option<&str>) -> Result<(), StoreError> {
    execute_one!(tx, SET_PHONE, id.to_string(), phone)
}

/// Reads a holder.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn find<F: DeserializeOwned>(
    tx: &mut Tx,
    id: HolderId,
) -> Result<Option<Holder<F>>, StoreError> {
    optional!(tx, Row, FIND, id.to_string())?
        .map(Holder::try_from)
        .transpose()
}

/// Changes a holder that was read with revision `seen`.
///
/// # Errors
/// [`StoreError::Stale`] when somebody else changed him since; else of the statement.
pub async fn update<F: Serialize>(
    tx: &mut Tx,
    holder: &Holder<F>,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let facts = json("holders", "facts", &holder.facts, JSON_BYTES_MAX)?;
    let changed = execute!(
        tx,
        UPDATE,
        holder.id.to_string(),
        holder.revision,
        holder.label.as_str(),
        facts.as_str(),
        seconds(at),
    )?;
    StoreError::unless_stale(changed, "holders", || holder.id.to_string())
}

/// Reads the holders after `after`, in the order of their ids.
///
/// # Errors
/// [`StoreError`] of the statement or of a row.
pub async fn list<F: DeserializeOwned>(
    tx: &mut Tx,
    after: Option<HolderId>,
    rows_max: i64,
) -> Result<Vec<Holder<F>>, StoreError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    rows!(tx, Row, PAGE, after.as_str(), page(rows_max))?
        .into_iter()
        .map(Holder::try_from)
        .collect()
}

//! The inbox of the journal: what was commanded, by whom, with what outcome, written in the
//! transaction that changes the state.
//!
//! Entries are unchained here; numbering and chaining them is the work of one appender, so that no
//! issuing transaction waits for a global row. An entry holds references, never personal data.

use serde_json::Value;
use time::OffsetDateTime;

use crate::column::{Place, json, seconds};
use crate::limits::{JSON_BYTES_MAX, page};
use crate::{StoreError, Tx};

statements! {
    INSERT = "INSERT INTO journal_inbox (at, actor, command, subject, outcome, details) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    PAGE = "SELECT id, at, actor, command, subject, outcome, details FROM journal_inbox \
        WHERE id > $1 ORDER BY id LIMIT $2";
    OF_SUBJECT = "SELECT id, at, actor, command, subject, outcome, details FROM journal_inbox \
        WHERE subject = $1 AND id > $2 ORDER BY id LIMIT $3";
    NEWEST = "SELECT COALESCE(MAX(at), 0) AS at FROM journal_inbox";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    at: i64,
    actor: String,
    command: String,
    subject: String,
    outcome: String,
    details: String,
}

#[derive(sqlx::FromRow)]
struct NewestRow {
    at: i64,
}

/// An entry to be written.
#[derive(Clone, Copy, Debug)]
pub struct JournalEntry<'a> {
    /// When.
    pub at: OffsetDateTime,
    /// Reference of who acted: `holder:…`, `agent:…`, `rule`, `job`, `admin`.
    pub actor: &'a str,
    /// What was commanded.
    pub command: &'a str,
    /// Reference of what it was about: `renewal:…`, `certificate:…`, `errand:…`.
    pub subject: &'a str,
    /// What came of it: `done`, or the code of a refusal.
    pub outcome: &'a str,
    /// Hashes, numbers, references. No personal data.
    pub details: &'a Value,
}

/// An entry as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalRow {
    /// Its place in the inbox; gaps are possible.
    pub id: i64,
    /// When.
    pub at: OffsetDateTime,
    /// Reference of who acted.
    pub actor: String,
    /// What was commanded.
    pub command: String,
    /// Reference of what it was about.
    pub subject: String,
    /// What came of it.
    pub outcome: String,
    /// Hashes, numbers, references.
    pub details: Value,
}

impl TryFrom<Row> for JournalRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let name = row.id.to_string();
        let place = Place {
            table: "journal_inbox",
            row: &name,
        };
        Ok(Self {
            id: row.id,
            at: place.moment("at", row.at)?,
            details: place.json("details", &row.details)?,
            actor: row.actor,
            command: row.command,
            subject: row.subject,
            outcome: row.outcome,
        })
    }
}

/// Writes an entry.
///
/// # Errors
/// [`StoreError`] of the statement; [`StoreError::TooLarge`] for the details.
pub async fn append(tx: &mut Tx, entry: &JournalEntry<'_>) -> Result<(), StoreError> {
    let details = json("journal_inbox", "details", entry.details, JSON_BYTES_MAX)?;
    execute_one!(
        tx,
        INSERT,
        seconds(entry.at),
        entry.actor,
        entry.command,
        entry.subject,
        entry.outcome,
        details.as_str(),
    )
}

/// Reads the entries after `after`.
///
/// # Errors
/// [`StoreError`] of the statement or of a row.
pub async fn list(tx: &mut Tx, after: i64, rows_max: i64) -> Result<Vec<JournalRow>, StoreError> {
    rows!(tx, Row, PAGE, after, page(rows_max))?
        .into_iter()
        .map(JournalRow::try_from)
        .collect()
}

/// Reads the entries about one subject after `after`.
///
/// # Errors
/// [`StoreError`] of the statement or of a row.
pub async fn of_subject(
    tx: &mut Tx,
    subject: &str,
    after: i64,
    rows_max: i64,
) -> Result<Vec<JournalRow>, StoreError> {
    rows!(tx, Row, OF_SUBJECT, subject, after, page(rows_max))?
        .into_iter()
        .map(JournalRow::try_from)
        .collect()
}

/// The newest moment in the journal: a clock that runs behind it is not to be believed.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn newest(tx: &mut Tx) -> Result<OffsetDateTime, StoreError> {
    let row = one!(tx, NewestRow, NEWEST)?;
    Place {
        table: "journal_inbox",
        row: "(newest)",
    }
    .moment("at", row.at)
}

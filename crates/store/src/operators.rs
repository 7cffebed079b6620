//! Accounts of those who decide: what is known of each is a value of the server, kept as JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;
use smena_domain::permission::OperatorId;
use time::OffsetDateTime;

use crate::column::{Place, json, seconds};
use crate::limits::{JSON_BYTES_MAX, page};
use crate::{StoreError, Tx};

statements! {
    INSERT = "INSERT INTO operators (id, name, facts, revision, created_at, changed_at) \
        VALUES ($1, $2, $3, 1, $4, $4) ON CONFLICT DO NOTHING";
    FIND = "SELECT id, name, facts, revision FROM operators WHERE id = $1";
    BY_NAME = "SELECT id, name, facts, revision FROM operators WHERE name = $1";
    UPDATE = "UPDATE operators SET facts = $3, revision = revision + 1, changed_at = $4 \
        WHERE id = $1 AND revision = $2";
    PAGE = "SELECT id, name, facts, revision FROM operators WHERE name > $1 ORDER BY name LIMIT $2";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    name: String,
    facts: String,
    revision: i64,
}

/// An account as stored; `F` is the server's value.
#[derive(Clone, Debug)]
pub struct OperatorRow<F> {
    /// Names the account.
    pub id: OperatorId,
    /// The name that it is called by.
    pub name: String,
    /// What is known.
    pub facts: F,
    /// Grows with each change, from 1.
    pub revision: i64,
}

impl<F: DeserializeOwned> TryFrom<Row> for OperatorRow<F> {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let place = Place {
            table: "operators",
            row: &row.id,
        };
        Ok(Self {
            id: place.id("id", &row.id, OperatorId::parse)?,
            facts: place.json("facts", &row.facts)?,
            name: row.name,
            revision: row.revision,
        })
    }
}

/// Stores a new account; gives whether the name was free.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn insert<F: Serialize>(
    tx: &mut Tx,
    id: OperatorId,
    name: &str,
    facts: &F,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let facts = json("operators", "facts", facts, JSON_BYTES_MAX)?;
    let changed = execute!(
        tx,
        INSERT,
        id.to_string(),
        name,
        facts.as_str(),
        seconds(at)
    )?;
    Ok(changed == 1)
}

/// Reads an account.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn find<F: DeserializeOwned>(
    tx: &mut Tx,
    id: OperatorId,
) -> Result<Option<OperatorRow<F>>, StoreError> {
    optional!(tx, Row, FIND, id.to_string())?
        .map(OperatorRow::try_from)
        .transpose()
}

/// Reads the account of this name.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn by_name<F: DeserializeOwned>(
    tx: &mut Tx,
    name: &str,
) -> Result<Option<OperatorRow<F>>, StoreError> {
    optional!(tx, Row, BY_NAME, name)?
        .map(OperatorRow::try_from)
        .transpose()
}

/// Changes an account that was read.
///
/// # Errors
/// [`StoreError::Stale`] when somebody else changed it since; else of the statement.
pub async fn update<F: Serialize>(
    tx: &mut Tx,
    account: &OperatorRow<F>,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let facts = json("operators", "facts", &account.facts, JSON_BYTES_MAX)?;
    let changed = execute!(
        tx,
        UPDATE,
        account.id.to_string(),
        account.revision,
        facts.as_str(),
        seconds(at),
    )?;
    StoreError::unless_stale(changed, "operators", || account.id.to_string())
}

/// Lists the accounts after a name, in the order of their names.
///
/// # Errors
/// [`StoreError`] of the statement or of a row.
pub async fn list<F: DeserializeOwned>(
    tx: &mut Tx,
    after: &str,
    rows_max: i64,
) -> Result<Vec<OperatorRow<F>>, StoreError> {
    rows!(tx, Row, PAGE, after, page(rows_max))?
        .into_iter()
        .map(OperatorRow::try_from)
        .collect()
}

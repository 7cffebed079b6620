//! Facts of the authority itself, by name: its certificates, the moment of its founding.
//! Never a private key.

use time::OffsetDateTime;

use crate::column::seconds;
use crate::limits::{CERTIFICATE_BYTES_MAX, bounded};
use crate::{StoreError, Tx};

statements! {
    INSERT = "INSERT INTO authority (name, value, changed_at) VALUES ($1, $2, $3) \
        ON CONFLICT DO NOTHING";
    REPLACE = "UPDATE authority SET value = $3, changed_at = $4 \
        WHERE name = $1 AND value = $2";
    FIND = "SELECT value FROM authority WHERE name = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    value: Vec<u8>,
}

/// Stores a fact that is not there yet; gives whether it was stored.
///
/// # Errors
/// [`StoreError`] of the statement; [`StoreError::TooLarge`].
pub async fn insert(
    tx: &mut Tx,
    name: &str,
    value: &[u8],
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    bounded("authority.value", value.len(), CERTIFICATE_BYTES_MAX)?;
    Ok(execute!(tx, INSERT, name, value, seconds(at))? == 1)
}

/// Replaces a fact whose value is `seen`.
///
/// # Errors
/// [`StoreError::Stale`] when its value is another one; else of the statement.
pub async fn replace(
    tx: &mut Tx,
    name: &str,
    seen: &[u8],
    value: &[u8],
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    bounded("authority.value", value.len(), CERTIFICATE_BYTES_MAX)?;
    StoreError::unless_stale(
        execute!(tx, REPLACE, name, seen, value, seconds(at))?,
        "authority",
        || name.to_owned(),
    )
}

/// Reads a fact.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn find(tx: &mut Tx, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(optional!(tx, Row, FIND, name)?.map(|row| row.value))
}

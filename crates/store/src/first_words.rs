//! The first of two operators' words, waiting for the second: an override of a register, an issue code.
//!
//! A word is about one renewal, one act and one thing; a newer one takes the place of the former.

use serde::Serialize;
use serde::de::DeserializeOwned;
use time::OffsetDateTime;

use crate::column::{Place, json, seconds};
use crate::limits::JSON_BYTES_MAX;
use crate::{RenewalId, StoreError, Tx};

statements! {
    SAY = "INSERT INTO first_words (renewal, act, about, word, said_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (renewal, act, about) DO UPDATE SET word = $4, said_at = $5";
    FIND = "SELECT word FROM first_words WHERE renewal = $1 AND act = $2 AND about = $3";
    REMOVE = "DELETE FROM first_words WHERE renewal = $1 AND act = $2 AND about = $3";
}

#[derive(sqlx::FromRow)]
struct Row {
    word: String,
}

/// Stores a first word; `W` is the server's value.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn say<W: Serialize>(
    tx: &mut Tx,
    renewal: RenewalId,
    act: &str,
    about: &str,
    word: &W,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let word = json("first_words", "word", word, JSON_BYTES_MAX)?;
    execute_one!(
        tx,
        SAY,
        renewal.to_string(),
        act,
        about,
        word.as_str(),
        seconds(at),
    )
}

/// Reads a first word.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn find<W: DeserializeOwned>(
    tx: &mut Tx,
    renewal: RenewalId,
    act: &str,
    about: &str,
) -> Result<Option<W>, StoreError> {
    let name = renewal.to_string();
    let row = optional!(tx, Row, FIND, name.as_str(), act, about)?;
    let place = Place {
        table: "first_words",
        row: &name,
    };
    row.map(|row| place.json("word", &row.word)).transpose()
}

/// Removes a first word after the second was said; gives whether it was there.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn remove(
    tx: &mut Tx,
    renewal: RenewalId,
    act: &str,
    about: &str,
) -> Result<bool, StoreError> {
    let changed = execute!(tx, REMOVE, renewal.to_string(), act, about)?;
    Ok(changed == 1)
}

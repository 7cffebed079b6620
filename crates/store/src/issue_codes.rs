//! Issue codes that the office gave out: one for each renewal, a newer voids the former; stored as a hash.

use serde::Serialize;
use serde::de::DeserializeOwned;
use time::OffsetDateTime;

use crate::column::{Place, json, seconds};
use crate::limits::JSON_BYTES_MAX;
use crate::{RenewalId, SecretHash, StoreError, Tx};

statements! {
    GIVE = "INSERT INTO issue_codes (renewal, code_hash, facts, tries, given_at) \
        VALUES ($1, $2, $3, 0, $4) \
        ON CONFLICT (renewal) DO UPDATE SET code_hash = $2, facts = $3, tries = 0, given_at = $4";
    TRY = "UPDATE issue_codes SET tries = tries + 1 WHERE renewal = $1 AND tries < $2";
    FIND = "SELECT code_hash, facts, given_at FROM issue_codes WHERE renewal = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    code_hash: Vec<u8>,
    facts: String,
    given_at: i64,
}

/// An issue code as stored; `F` is the server's value.
#[derive(Clone, Debug)]
pub struct IssueCode<F> {
    /// The hash of the code.
    pub hash: SecretHash,
    /// Who gave it out, for what.
    pub facts: F,
    /// When.
    pub given_at: OffsetDateTime,
}

/// Stores a code in the place of the former one.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn give<F: Serialize>(
    tx: &mut Tx,
    renewal: RenewalId,
    code: &IssueCode<F>,
) -> Result<(), StoreError> {
    let facts = json("issue_codes", "facts", &code.facts, JSON_BYTES_MAX)?;
    execute_one!(
        tx,
        GIVE,
        renewal.to_string(),
        code.hash.as_bytes().as_slice(),
        facts.as_str(),
        seconds(code.given_at),
    )
}

/// Counts a try, before anything is compared; gives the code, unless none was given out or the tries are used up.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn try_one<F: DeserializeOwned>(
    tx: &mut Tx,
    renewal: RenewalId,
    tries_max: i64,
) -> Result<Option<IssueCode<F>>, StoreError> {
    let name = renewal.to_string();
    if execute!(tx, TRY, name.as_str(), tries_max)? == 0 {
        return Ok(None);
    }
    let Some(row) = optional!(tx, Row, FIND, name.as_str())? else {
        return Ok(None);
    };
    let place = Place {
        table: "issue_codes",
        row: &name,
    };
    Ok(Some(IssueCode {
        hash: SecretHash::new(place.exact("code_hash", &row.code_hash)?),
        facts: place.json("facts", &row.facts)?,
        given_at: place.moment("given_at", row.given_at)?,
    }))
}

//! Renewals: the domain's value as JSON, with the facts that lists and indexes need beside it.
//!
//! A renewal is changed only by somebody who read its current revision; at most one is open for
//! each old certificate.

use serde::Serialize;
use serde::de::DeserializeOwned;
use time::OffsetDateTime;

use crate::column::{Place, json, seconds};
use crate::limits::{STATE_BYTES_MAX, page};
use crate::{HolderId, RenewalId, StoreError, Thumbprint, Tx};

statements! {
    INSERT = "INSERT INTO renewals (id, holder, procedure, old_certificate, stage, revision, \
        closed, state, created_at, changed_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) ON CONFLICT DO NOTHING";
    SAVE = "UPDATE renewals SET stage = $3, revision = $4, closed = $5, state = $6, \
        changed_at = $7 WHERE id = $1 AND revision = $2 AND NOT closed";
    FIND = "SELECT id, holder, procedure, old_certificate, stage, revision, closed, state, \
        created_at, changed_at FROM renewals WHERE id = $1";
    FIND_OPEN = "SELECT id, holder, procedure, old_certificate, stage, revision, closed, state, \
        created_at, changed_at FROM renewals WHERE old_certificate = $1 AND NOT closed";
    OF_HOLDER = "SELECT id, holder, procedure, old_certificate, stage, revision, closed, state, \
        created_at, changed_at FROM renewals WHERE holder = $1 AND id > $2 ORDER BY id LIMIT $3";
    AT_STAGE = "SELECT id, holder, procedure, old_certificate, stage, revision, closed, state, \
        created_at, changed_at FROM renewals WHERE stage = $1 AND id > $2 ORDER BY id LIMIT $3";
    COUNT_AT_STAGE = "SELECT COUNT(*) AS number FROM renewals \
        WHERE old_certificate = $1 AND stage = $2";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    holder: String,
    procedure: String,
    old_certificate: Vec<u8>,
    stage: String,
    revision: i64,
    closed: bool,
    state: String,
    created_at: i64,
    changed_at: i64,
}

#[derive(sqlx::FromRow)]
struct Count {
    number: i64,
}

/// A renewal as stored; `S` is the domain's value.
#[derive(Clone, Debug)]
pub struct RenewalRow<S> {
    /// Names the renewal.
    pub id: RenewalId,
    /// Whose it is.
    pub holder: HolderId,
    /// Name of the procedure that it follows.
    pub procedure: String,
    /// The certificate that is renewed.
    pub old_certificate: Thumbprint,
    /// Name of its stage.
    pub stage: String,
    /// Revision of the value; each saved change has a greater one.
    pub revision: i64,
    /// Whether it has ended, so that another one may be opened.
    pub closed: bool,
    /// The domain's value.
    pub state: S,
    /// When it was opened.
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    pub changed_at: OffsetDateTime,
}

/// A renewal to be opened or saved; borrows the domain's value.
#[derive(Clone, Copy, Debug)]
pub struct RenewalChange<'a, S> {
    /// Names the renewal.
    pub id: RenewalId,
    /// Whose it is. Fixed when opened.
    pub holder: HolderId,
    /// Name of its procedure. Fixed when opened.
    pub procedure: &'a str,
    /// The certificate that is renewed. Fixed when opened.
    pub old_certificate: Thumbprint,
    /// Name of its stage.
    pub stage: &'a str,
    /// Revision of the new value.
    pub revision: i64,
    /// Whether it has ended.
    pub closed: bool,
    /// The domain's value.
    pub state: &'a S,
}

/// What became of opening a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// It is stored.
    Stored,
    /// This renewal of the same certificate is open already; nothing was stored.
    AlreadyOpen(RenewalId),
}

impl<S: DeserializeOwned> TryFrom<Row> for RenewalRow<S> {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let place = Place {
            table: "renewals",
            row: &row.id,
        };
        Ok(Self {
            id: place.id("id", &row.id, RenewalId::parse)?,
            holder: place.id("holder", &row.holder, HolderId::parse)?,
            old_certificate: Thumbprint::new(place.exact("old_certificate", &row.old_certificate)?),
            state: place.json("state", &row.state)?,
            created_at: place.moment("created_at", row.created_at)?,
            changed_at: place.moment("changed_at", row.changed_at)?,
            procedure: row.procedure,
            stage: row.stage,
            revision: row.revision,
            closed: row.closed,
        })
    }
}

/// Stores a new renewal, unless one of the same certificate is open.
///
/// # Errors
/// [`StoreError`] of the statements; [`StoreError::Affected`] when the id is taken.
pub async fn open<S: Serialize>(
    tx: &mut Tx,
    new: &RenewalChange<'_, S>,
    at: OffsetDateTime,
) -> Result<Opened, StoreError> {
    let state = json("renewals", "state", new.state, STATE_BYTES_MAX)?;
    let stored = execute!(
        tx,
        INSERT,
        new.id.to_string(),
        new.holder.to_string(),
        new.procedure,
        new.old_certificate.as_bytes().as_slice(),
        new.stage,
        new.revision,
        new.closed,
        state.as_str(),
        seconds(at),
    )?;
    if stored == 1 {
        return Ok(Opened::Stored);
    }
    let row = optional!(
        tx,
        Row,
        FIND_OPEN,
        new.old_certificate.as_bytes().as_slice()
    )?
    .ok_or(StoreError::Affected {
        statement: "renewals::INSERT",
        expected: 1,
        found: 0,
    })?;
    let place = Place {
        table: "renewals",
        row: &row.id,
    };
    Ok(Opened::AlreadyOpen(place.id(
        "id",
        &row.id,
        RenewalId::parse,
    )?))
}

/// Saves a renewal that was read with revision `seen`.
///
/// # Errors
/// [`StoreError::Stale`] when its revision is another one by now, or it is closed: load it again
/// and decide anew. Else of the statement.
pub async fn save<S: Serialize>(
    tx: &mut Tx,
    change: &RenewalChange<'_, S>,
    seen: i64,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let state = json("renewals", "state", change.state, STATE_BYTES_MAX)?;
    let changed = execute!(
        tx,
        SAVE,
        change.id.to_string(),
        seen,
        change.stage,
        change.revision,
        change.closed,
        state.as_str(),
        seconds(at),
    )?;
    StoreError::unless_stale(changed, "renewals", || change.id.to_string())
}

/// Reads a renewal.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn find<S: DeserializeOwned>(
    tx: &mut Tx,
    id: RenewalId,
) -> Result<Option<RenewalRow<S>>, StoreError> {
    optional!(tx, Row, FIND, id.to_string())?
        .map(RenewalRow::try_from)
        .transpose()
}

/// Reads the open renewal of a certificate.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn find_open<S: DeserializeOwned>(
    tx: &mut Tx,
    old_certificate: Thumbprint,
) -> Result<Option<RenewalRow<S>>, StoreError> {
    optional!(tx, Row, FIND_OPEN, old_certificate.as_bytes().as_slice())?
        .map(RenewalRow::try_from)
        .transpose()
}

/// Reads the renewals of a holder after `after`, in the order of their ids.
///
/// # Errors
/// [`StoreError`] of the statement or of a row.
pub async fn of_holder<S: DeserializeOwned>(
    tx: &mut Tx,
    holder: HolderId,
    after: Option<RenewalId>,
    rows_max: i64,
) -> Result<Vec<RenewalRow<S>>, StoreError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    rows!(
        tx,
        Row,
        OF_HOLDER,
        holder.to_string(),
        after.as_str(),
        page(rows_max)
    )?
    .into_iter()
    .map(RenewalRow::try_from)
    .collect()
}

/// Reads the renewals at a stage after `after`, in the order of their ids.
///
/// # Errors
/// [`StoreError`] of the statement or of a row.
pub async fn at_stage<S: DeserializeOwned>(
    tx: &mut Tx,
    stage: &str,
    after: Option<RenewalId>,
    rows_max: i64,
) -> Result<Vec<RenewalRow<S>>, StoreError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    rows!(tx, Row, AT_STAGE, stage, after.as_str(), page(rows_max))?
        .into_iter()
        .map(RenewalRow::try_from)
        .collect()
}

/// Counts the renewals of a certificate that are at a stage: how often it was abandoned, say.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn count_at_stage(
    tx: &mut Tx,
    old_certificate: Thumbprint,
    stage: &str,
) -> Result<i64, StoreError> {
    Ok(one!(
        tx,
        Count,
        COUNT_AT_STAGE,
        old_certificate.as_bytes().as_slice(),
        stage
    )?
    .number)
}

//! Jobs: what is to be done after a commit, kept in the transaction that asks for it.
//!
//! A worker claims a job for a time (its lease), does the work outside any transaction, and writes
//! the end of it in the transaction that writes what came of it. A worker whose lease was taken by
//! another one cannot end the job.

use serde_json::Value;
use time::OffsetDateTime;

use crate::column::{Place, json, seconds};
use crate::dialect::{CLAIM_JOB_POSTGRES, CLAIM_JOB_SQLITE};
use crate::limits::{JSON_BYTES_MAX, cut, page};
use crate::{JobId, LeaseId, RenewalId, StoreError, Tx};

statements! {
    INSERT = "INSERT INTO jobs (id, kind, renewal, once, payload, due_at, attempts, state, \
        created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, 0, 'queued', $7, $7) \
        ON CONFLICT DO NOTHING";
    FIND = "SELECT id, kind, renewal, payload, due_at, attempts, state, lease_until, failure \
        FROM jobs WHERE id = $1";
    OF_RENEWAL = "SELECT id, kind, renewal, payload, due_at, attempts, state, lease_until, failure \
        FROM jobs WHERE renewal = $1 AND id > $2 ORDER BY id LIMIT $3";
    IN_STATE = "SELECT id, kind, renewal, payload, due_at, attempts, state, lease_until, failure \
        FROM jobs WHERE state = $1 AND id > $2 ORDER BY id LIMIT $3";
    COMPLETE = "UPDATE jobs SET state = 'done', lease = NULL, lease_until = NULL, changed_at = $3 \
        WHERE id = $1 AND lease = $2 AND state = 'leased'";
    RETRY = "UPDATE jobs SET state = 'queued', lease = NULL, lease_until = NULL, due_at = $3, \
        failure = $4, changed_at = $5 WHERE id = $1 AND lease = $2 AND state = 'leased'";
    FAIL = "UPDATE jobs SET state = 'failed', lease = NULL, lease_until = NULL, failure = $3, \
        changed_at = $4 WHERE id = $1 AND lease = $2 AND state = 'leased'";
    EXTEND = "UPDATE jobs SET lease_until = $3, changed_at = $4 \
        WHERE id = $1 AND lease = $2 AND state = 'leased'";
    WAITING_OF = "SELECT id, kind, renewal, payload, due_at, attempts, state, lease_until, failure \
        FROM jobs WHERE renewal = $1 AND kind = $2 AND state IN ('queued', 'leased') \
        ORDER BY due_at, id LIMIT 1";
    COUNT_BEFORE = "SELECT COUNT(*) AS number FROM jobs WHERE kind = $1 \
        AND state IN ('queued', 'leased') AND (due_at < $2 OR (due_at = $2 AND id < $3))";
    NEXT_DUE = "SELECT MIN(CASE WHEN state = 'queued' THEN due_at ELSE lease_until END) AS due_at \
        FROM jobs WHERE state IN ('queued', 'leased')";
}

stored_words! {
    /// How far a job has come.
    JobState {
        /// Waits for its moment.
        Queued = "queued",
        /// A worker has it.
        Leased = "leased",
        /// Done.
        Done = "done",
        /// Given up; a person has to look.
        Failed = "failed",
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    kind: String,
    renewal: Option<String>,
    payload: String,
    due_at: i64,
    attempts: i64,
    state: String,
    lease_until: Option<i64>,
    failure: Option<String>,
}

#[derive(sqlx::FromRow)]
struct DueRow {
    due_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Count {
    number: i64,
}

/// A job to be queued.
#[derive(Clone, Copy, Debug)]
pub struct NewJob<'a> {
    /// Names the job.
    pub id: JobId,
    /// Name of the effect.
    pub kind: &'a str,
    /// The renewal that it is about.
    pub renewal: Option<RenewalId>,
    /// A text that only one job may have, ever: the same effect asked for twice runs once.
    pub once: Option<&'a str>,
    /// What the effect needs. References, no personal data.
    pub payload: &'a Value,
    /// Not before.
    pub due_at: OffsetDateTime,
}

/// One worker's hold on a job.
#[derive(Clone, Copy, Debug)]
pub struct Lease {
    /// Names the hold; drawn anew for each claim.
    pub id: LeaseId,
    /// Now.
    pub at: OffsetDateTime,
    /// After this another worker may take the job.
    pub until: OffsetDateTime,
}

/// A job as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Names the job.
    pub id: JobId,
    /// Name of the effect.
    pub kind: String,
    /// The renewal that it is about.
    pub renewal: Option<RenewalId>,
    /// What the effect needs.
    pub payload: Value,
    /// Not before.
    pub due_at: OffsetDateTime,
    /// How often it was claimed.
    pub attempts: i64,
    /// How far it has come.
    pub state: JobState,
    /// End of the present lease.
    pub lease_until: Option<OffsetDateTime>,
    /// What went wrong last.
    pub failure: Option<String>,
}

impl TryFrom<Row> for Job {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let place = Place {
            table: "jobs",
            row: &row.id,
        };
        Ok(Self {
            id: place.id("id", &row.id, JobId::parse)?,
            renewal: place.id_if("renewal", row.renewal.as_deref(), RenewalId::parse)?,
            payload: place.json("payload", &row.payload)?,
            due_at: place.moment("due_at", row.due_at)?,
            state: place.id("state", &row.state, JobState::parse)?,
            lease_until: place.moment_if("lease_until", row.lease_until)?,
            kind: row.kind,
            attempts: row.attempts,
            failure: row.failure,
        })
    }
}

/// Queues a job; gives false when its `once` was used before.
///
/// # Errors
/// [`StoreError`] of the statement; [`StoreError::TooLarge`] for the payload.
pub async fn enqueue(
    tx: &mut Tx,
    new: &NewJob<'_>,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let payload = json("jobs", "payload", new.payload, JSON_BYTES_MAX)?;
    let queued = execute!(
        tx,
        INSERT,
        new.id.to_string(),
        new.kind,
        new.renewal.map(|id| id.to_string()),
        new.once,
        payload.as_str(),
        seconds(new.due_at),
        seconds(at),
    )?;
    Ok(queued == 1)
}

/// Claims the job that is due first, queued or left by a worker whose lease is over.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn claim(tx: &mut Tx, lease: &Lease) -> Result<Option<Job>, StoreError> {
    let (id, until, at) = (
        lease.id.to_string(),
        seconds(lease.until),
        seconds(lease.at),
    );
    let row = match tx {
        Tx::Sqlite(_) => optional!(tx, Row, CLAIM_JOB_SQLITE, id.as_str(), until, at)?,
        Tx::Postgres(_) => optional!(tx, Row, CLAIM_JOB_POSTGRES, id.as_str(), until, at)?,
    };
    row.map(Job::try_from).transpose()
}

fn held(changed: u64, job: JobId) -> Result<(), StoreError> {
    if changed == 1 {
        return Ok(());
    }
    Err(StoreError::LeaseLost {
        job: job.to_string(),
    })
}

/// Marks a job as done, in the transaction that stores what came of it.
///
/// # Errors
/// [`StoreError::LeaseLost`]: roll back; else of the statement.
pub async fn complete(
    tx: &mut Tx,
    job: JobId,
    lease: LeaseId,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    held(
        execute!(
            tx,
            COMPLETE,
            job.to_string(),
            lease.to_string(),
            seconds(at)
        )?,
        job,
    )
}

/// Puts a job back for a later moment, with what went wrong.
///
/// # Errors
/// [`StoreError::LeaseLost`]; else of the statement.
pub async fn retry(
    tx: &mut Tx,
    job: JobId,
    lease: LeaseId,
    due_at: OffsetDateTime,
    failure: &str,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let changed = execute!(
        tx,
        RETRY,
        job.to_string(),
        lease.to_string(),
        seconds(due_at),
        cut(failure),
        seconds(at),
    )?;
    held(changed, job)
}

/// Gives a job up, with what went wrong.
///
/// # Errors
/// [`StoreError::LeaseLost`]; else of the statement.
pub async fn fail(
    tx: &mut Tx,
    job: JobId,
    lease: LeaseId,
    failure: &str,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let changed = execute!(
        tx,
        FAIL,
        job.to_string(),
        lease.to_string(),
        cut(failure),
        seconds(at)
    )?;
    held(changed, job)
}

/// Holds a job longer.
///
/// # Errors
/// [`StoreError::LeaseLost`]; else of the statement.
pub async fn extend(tx: &mut Tx, job: JobId, lease: &Lease) -> Result<(), StoreError> {
    let changed = execute!(
        tx,
        EXTEND,
        job.to_string(),
        lease.id.to_string(),
        seconds(lease.until),
        seconds(lease.at),
    )?;
    held(changed, job)
}

/// Reads a job.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn find(tx: &mut Tx, id: JobId) -> Result<Option<Job>, StoreError> {
    optional!(tx, Row, FIND, id.to_string())?
        .map(Job::try_from)
        .transpose()
}

/// Reads the jobs of a renewal after `after`, in the order of their ids.
///
/// # Errors
/// [`StoreError`] of the statement or of a row.
pub async fn of_renewal(
    tx: &mut Tx,
    renewal: RenewalId,
    after: Option<JobId>,
    rows_max: i64,
) -> Result<Vec<Job>, StoreError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    rows!(
        tx,
        Row,
        OF_RENEWAL,
        renewal.to_string(),
        after.as_str(),
        page(rows_max)
    )?
    .into_iter()
    .map(Job::try_from)
    .collect()
}

/// Reads the job of a kind that a renewal waits for, the one due first if there are several.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn waiting_of(
    tx: &mut Tx,
    renewal: RenewalId,
    kind: &str,
) -> Result<Option<Job>, StoreError> {
    optional!(tx, Row, WAITING_OF, renewal.to_string(), kind)?
        .map(Job::try_from)
        .transpose()
}

/// Counts the jobs of the same kind that are taken before this one.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn count_before(tx: &mut Tx, job: &Job) -> Result<i64, StoreError> {
    let counted = one!(
        tx,
        Count,
        COUNT_BEFORE,
        job.kind.as_str(),
        seconds(job.due_at),
        job.id.to_string()
    )?;
    Ok(counted.number)
}

/// Reads the jobs in a state after `after`, in the order of their ids.
///
/// # Errors
/// [`StoreError`] of the statement or of a row.
pub async fn in_state(
    tx: &mut Tx,
    state: JobState,
    after: Option<JobId>,
    rows_max: i64,
) -> Result<Vec<Job>, StoreError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    rows!(
        tx,
        Row,
        IN_STATE,
        state.as_str(),
        after.as_str(),
        page(rows_max)
    )?
    .into_iter()
    .map(Job::try_from)
    .collect()
}

/// The moment at which the next job can be claimed, if there is one.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn next_due(tx: &mut Tx) -> Result<Option<OffsetDateTime>, StoreError> {
    let row = one!(tx, DueRow, NEXT_DUE)?;
    Place {
        table: "jobs",
        row: "(next)",
    }
    .moment_if("due_at", row.due_at)
}

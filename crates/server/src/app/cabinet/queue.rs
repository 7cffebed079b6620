//! How many certificates are made before this one: what somebody who waits is told, instead of an estimate.

use smena_domain::renewal::RenewalId;
use smena_store::jobs;
use time::OffsetDateTime;

use crate::app::{App, failure::Failure};

/// The kind of the job that issues.
const ISSUE: &str = "issue-certificate";

/// The place of a renewal in the queue of the issuing worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Certificates that are made before this one.
    pub ahead: i64,
    /// When it will be tried next; the first try is due at once.
    pub due_at: OffsetDateTime,
    /// How often it was tried.
    pub attempts: i64,
}

/// The place of a renewal in the queue; none while it does not stand in it.
///
/// # Errors
/// Faults of ours alone.
pub async fn place(app: &App, renewal: RenewalId) -> Result<Option<Place>, Failure> {
    let mut tx = app.store.read().await?;
    let waiting = jobs::waiting_of(&mut tx, renewal, ISSUE).await?;
    let place = match waiting {
        None => None,
        Some(job) => Some(Place {
            ahead: jobs::count_before(&mut tx, &job).await?,
            due_at: job.due_at,
            attempts: job.attempts,
        }),
    };
    tx.rollback().await?;
    Ok(place)
}

//! Entries of the journal that no decision writes: sessions, errands, and refusals of the verifier.

use serde_json::Value;
use smena_store::{StoreError, Tx, journal};

use super::{App, Ctx, failure::Failure};

/// An entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What was commanded.
    pub command: &'static str,
    /// Reference of what it was about.
    pub subject: String,
    /// What came of it: `done`, or the code of a refusal.
    pub outcome: &'static str,
    /// Hashes, numbers, references; no personal data.
    pub details: Value,
}

/// Writes an entry in the transaction that changes the state.
///
/// # Errors
/// [`StoreError`].
pub async fn record(tx: &mut Tx, ctx: &Ctx, entry: &Entry) -> Result<(), StoreError> {
    let entry = journal::JournalEntry {
        at: ctx.now,
        actor: &ctx.actor.to_string(),
        command: entry.command,
        subject: &entry.subject,
        outcome: entry.outcome,
        details: &entry.details,
    };
    journal::append(tx, &entry).await
}

/// Writes a refusal in a transaction of its own, so that it stays while nothing else changes, and gives it back. A
/// fault of ours is not journalled: it goes to the log.
pub async fn refused(
    app: &App,
    ctx: &Ctx,
    command: &'static str,
    subject: String,
    failure: Failure,
) -> Failure {
    let Some(outcome) = failure.code() else {
        return failure;
    };
    let entry = Entry {
        command,
        subject,
        outcome,
        details: Value::Object(serde_json::Map::new()),
    };
    match write(app, ctx, &entry).await {
        Ok(()) => failure,
        Err(error) => error.into(),
    }
}

async fn write(app: &App, ctx: &Ctx, entry: &Entry) -> Result<(), StoreError> {
    let mut tx = app.store.write().await?;
    record(&mut tx, ctx, entry).await?;
    tx.commit().await
}

//! The only caller of `decide`: load, decide, and store state, journal and effects in one transaction.
//!
//! Nothing slow happens here. What was verified or built beforehand comes in with the command; rows of other tables
//! that have to become durable together with the decision come in as [`Within`]. When somebody else was faster, the
//! command is decided anew on what is stored now.

use smena_domain::{
    calendar::Moment,
    certificate::KeyHash,
    journal::{Actor, JournalEntry, Outcome},
    renewal::{Command, Decision, Effect, Refusal, Renewal, RenewalId, StageName, decide},
};
use smena_store::{
    ErrandId, IntentId, JobId, Sha256, StoreError, StoredIntent, Tx, bindings_seen,
    certificates::{self, Issued, NewCertificate},
    documents::{self, DocumentKind},
    errands::{self, Answered, ErrandRefusal},
    intents::{self, Intended, NewIntent},
    jobs::{self, NewJob},
    journal,
    keys_seen::{self, KeyTaken},
    renewals::{self, RenewalChange, RenewalRow},
};

use crate::{
    app::{App, Ctx},
    crash,
    limits::DECIDE_ATTEMPTS_MAX,
};

/// What came of a command.
#[derive(Clone, Debug)]
pub struct Executed {
    /// The renewal as it stands now.
    pub renewal: Renewal,
    /// Whether the command had been done before; nothing was stored then.
    pub repeated: bool,
}

/// Why a command was not done. Nothing of it was stored, but the journal's entry of a refusal.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteError {
    /// The rules say no.
    #[error("the rules refuse the command: {0}")]
    Refused(Refusal),
    /// There is no such renewal.
    #[error("there is no renewal {0}")]
    NotFound(RenewalId),
    /// The renewal follows a procedure that the server does not have.
    #[error("renewal {renewal} follows the procedure {procedure}, which this server does not have")]
    NoProcedure {
        /// The renewal.
        renewal: RenewalId,
        /// The procedure.
        procedure: String,
    },
    /// Somebody else was faster each time.
    #[error("renewal {0} was changed by others at each attempt")]
    Contended(RenewalId),
    /// A row that had to be stored with the decision contradicts what is stored.
    #[error("{0}")]
    Conflict(#[from] Conflict),
    /// The database failed.
    #[error("renewal could not be loaded or stored")]
    Store(#[from] StoreError),
}

/// A row that contradicts what is stored; nothing of the command was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// The renewal has an intent already.
    #[error("the renewal has an intent already")]
    IntentExists,
    /// The serial number was used before.
    #[error("the serial number was used before")]
    SerialTaken,
    /// The intent has its certificate already.
    #[error("the intent has its certificate already")]
    AlreadyIssued,
    /// The intent was abandoned, or names another certificate.
    #[error("the intent was abandoned or names another certificate")]
    NotIntended,
    /// The key was met elsewhere since the command was prepared.
    #[error("the key was met elsewhere")]
    KeyTaken,
    /// The signed binding was accepted before.
    #[error("the signed binding was accepted before")]
    BindingSeen,
    /// The errand does not take its product any more.
    #[error("the errand does not take its product")]
    Errand(ErrandRefusal),
    /// The renewal is not at the revision that the command was given on.
    #[error("the renewal is at another revision")]
    RevisionSeen,
}

/// A row that becomes durable together with a decision, or not at all.
#[derive(Clone, Copy)]
pub enum Within<'a> {
    /// The intent that [`Command::PrepareIssue`] decided (issuance step 4). Stored only if the renewal takes it.
    Intent(&'a NewIntent<'a>),
    /// The certificate that [`Command::RecordIssue`] decided (issuance step 7).
    Certificate(&'a StoredIntent, &'a NewCertificate<'a>),
    /// An intent that is given up with this decision, and why. Stored only if the renewal leaves the intent behind.
    Abandon(IntentId, &'a str),
    /// The key of a request, taken for this renewal.
    Key(KeyHash),
    /// A document of the renewal.
    Document(DocumentKind, &'a [u8]),
    /// A signed binding, which counts once, with the errand that brought it.
    Binding(Sha256, ErrandId),
    /// The product of the errand that led to the command.
    Fulfil(&'a errands::Product<'a>),
    /// The revision that the command was given on: nothing may have come between.
    Revision(i64),
}

/// Executes a command on a renewal.
///
/// # Errors
///
/// [`ExecuteError`].
pub async fn execute(
    app: &App,
    ctx: &Ctx,
    id: RenewalId,
    command: Command,
) -> Result<Executed, ExecuteError> {
    execute_with(app, ctx, id, command, &[]).await
}

/// Executes a command on a renewal and stores further rows in the same transaction.
///
/// # Errors
///
/// [`ExecuteError`].
pub async fn execute_with(
    app: &App,
    ctx: &Ctx,
    id: RenewalId,
    command: Command,
    within: &[Within<'_>],
) -> Result<Executed, ExecuteError> {
    for _ in 0..DECIDE_ATTEMPTS_MAX {
        let row = load(app, id).await?;
        let decision = match decided(app, ctx, &row.state, command.clone())? {
            Ok(decision) => decision,
            Err(refused) => {
                write_refusal(app, &refused.entry).await?;
                return Err(ExecuteError::Refused(refused.refusal));
            }
        };
        if decision.next.revision() == row.revision {
            return Ok(Executed {
                renewal: decision.next,
                repeated: true,
            });
        }
        match store(app, ctx, &decision, row.revision, within).await {
            Ok(()) => {
                app.wake_worker();
                return Ok(Executed {
                    renewal: decision.next,
                    repeated: false,
                });
            }
            Err(ExecuteError::Store(error)) if error.is_stale() => {}
            Err(error) => return Err(error),
        }
    }
    Err(ExecuteError::Contended(id))
}

/// Loads a renewal.
///
/// # Errors
///
/// [`ExecuteError::NotFound`] or [`ExecuteError::Store`].
pub async fn load(app: &App, id: RenewalId) -> Result<RenewalRow<Renewal>, ExecuteError> {
    let mut tx = app.store.read().await?;
    let row = renewals::find::<Renewal>(&mut tx, id).await?;
    tx.rollback().await?;
    row.ok_or(ExecuteError::NotFound(id))
}

/// Writes the journal's entry of a command that was refused before or by `decide`, in a transaction of its own.
///
/// # Errors
///
/// [`StoreError`].
pub async fn write_refusal(app: &App, entry: &JournalEntry) -> Result<(), StoreError> {
    let mut tx = app.store.write().await?;
    write_journal(&mut tx, entry).await?;
    tx.commit().await
}

/// Writes what every decision brings besides the renewal itself: the journal's entry and the effects as jobs.
///
/// # Errors
///
/// [`StoreError`].
pub async fn write_decision(tx: &mut Tx, ctx: &Ctx, decision: &Decision) -> Result<(), StoreError> {
    write_journal(tx, &decision.entry).await?;
    for (index, effect) in decision.effects.iter().enumerate() {
        let renewal = decision.next.id();
        let once = format!("{renewal}/{}/{index}", decision.next.revision());
        enqueue(tx, ctx, renewal, effect, &once).await?;
    }
    Ok(())
}

struct Refused {
    refusal: Refusal,
    entry: JournalEntry,
}

fn decided(
    app: &App,
    ctx: &Ctx,
    renewal: &Renewal,
    command: Command,
) -> Result<Result<Decision, Refused>, ExecuteError> {
    let name = &renewal.procedure().name;
    let procedure = app
        .procedure(name)
        .ok_or_else(|| ExecuteError::NoProcedure {
            renewal: renewal.id(),
            procedure: name.to_string(),
        })?;
    let (command_name, actor) = (command.name(), command.actor(renewal.holder()));
    Ok(
        decide(Some(renewal), procedure, command, ctx.now).map_err(|refusal| Refused {
            entry: JournalEntry::refused(
                renewal.id(),
                command_name,
                actor,
                Some(renewal.stage_name()),
                &refusal,
                Moment::new(ctx.now),
            ),
            refusal,
        }),
    )
}

async fn store(
    app: &App,
    ctx: &Ctx,
    decision: &Decision,
    seen: i64,
    within: &[Within<'_>],
) -> Result<(), ExecuteError> {
    let next = &decision.next;
    let mut tx = app.store.write().await?;
    renewals::save(&mut tx, &change_of(next), seen, ctx.now).await?;
    for row in within.iter().filter(|row| belongs(row, next.stage_name())) {
        store_within(&mut tx, ctx, next, *row).await?;
    }
    write_decision(&mut tx, ctx, decision).await?;
    if decision.effects.contains(&Effect::IssueCertificate) {
        crash::before(1);
    }
    Ok(tx.commit().await?)
}

/// A rule may send the renewal elsewhere than the command meant: to the office instead of to the intent.
fn belongs(row: &Within<'_>, stage: StageName) -> bool {
    match row {
        Within::Intent(_) => stage == StageName::Intended,
        Within::Abandon(..) => stage != StageName::Intended,
        Within::Certificate(..)
        | Within::Key(_)
        | Within::Document(..)
        | Within::Binding(..)
        | Within::Fulfil(_)
        | Within::Revision(_) => true,
    }
}

/// The row of a renewal.
#[must_use]
pub fn change_of(renewal: &Renewal) -> RenewalChange<'_, Renewal> {
    RenewalChange {
        id: renewal.id(),
        holder: renewal.holder(),
        procedure: renewal.procedure().name.as_str(),
        old_certificate: renewal.old_thumbprint(),
        stage: renewal.stage_name().as_str(),
        revision: renewal.revision(),
        closed: !renewal.is_open(),
        state: renewal,
    }
}

async fn store_within(
    tx: &mut Tx,
    ctx: &Ctx,
    next: &Renewal,
    row: Within<'_>,
) -> Result<(), ExecuteError> {
    let renewal = next.id();
    match row {
        Within::Intent(intent) => match intents::record(tx, intent, ctx.now).await? {
            Intended::Stored => Ok(()),
            Intended::AlreadyThere(_) => Err(Conflict::IntentExists.into()),
            Intended::SerialTaken => Err(Conflict::SerialTaken.into()),
        },
        Within::Certificate(intent, certificate) => {
            match certificates::issue(tx, intent, certificate, ctx.now).await? {
                Issued::Stored => Ok(write_signature(tx, ctx, intent, certificate).await?),
                Issued::AlreadyIssued(_) => Err(Conflict::AlreadyIssued.into()),
                Issued::NotIntended => Err(Conflict::NotIntended.into()),
            }
        }
        Within::Abandon(intent, reason) => {
            intents::abandon(tx, intent, reason, ctx.now).await?;
            Ok(())
        }
        Within::Key(key) => match keys_seen::take(tx, key, renewal, ctx.now).await? {
            KeyTaken::Fresh | KeyTaken::SameRenewal => Ok(()),
            KeyTaken::Refused(_) => Err(Conflict::KeyTaken.into()),
        },
        Within::Document(kind, bytes) => {
            documents::insert(tx, renewal, kind, bytes, ctx.now).await?;
            Ok(())
        }
        Within::Binding(hash, errand) => {
            if bindings_seen::remember(tx, hash, errand, ctx.now).await? {
                Ok(())
            } else {
                Err(Conflict::BindingSeen.into())
            }
        }
        Within::Fulfil(product) => match errands::fulfil(tx, product, ctx.now).await? {
            Answered::Stored | Answered::Repeated | Answered::Over => Ok(()),
            Answered::Refused(refusal) => Err(Conflict::Errand(refusal).into()),
        },
        Within::Revision(seen) if next.revision() == seen + 1 => Ok(()),
        Within::Revision(_) => Err(Conflict::RevisionSeen.into()),
    }
}

/// Each signature of the issuing key has an entry of its own.
async fn write_signature(
    tx: &mut Tx,
    ctx: &Ctx,
    intent: &StoredIntent,
    certificate: &NewCertificate<'_>,
) -> Result<(), StoreError> {
    let details = serde_json::json!({
        "serial": certificate.serial.to_string(),
        "intent": intent.id().to_string(),
        "tbs": intent.tbs_hash().to_string(),
    });
    let entry = journal::JournalEntry {
        at: ctx.now,
        actor: &ctx.actor.to_string(),
        command: "sign-certificate",
        subject: &format!("certificate:{}", certificate.thumbprint),
        outcome: "done",
        details: &details,
    };
    journal::append(tx, &entry).await
}

async fn write_journal(tx: &mut Tx, entry: &JournalEntry) -> Result<(), StoreError> {
    let outcome = match &entry.outcome {
        Outcome::Done => "done",
        Outcome::Repeated => "repeated",
        Outcome::Refused { code } => code,
    };
    let details = serde_json::json!({
        "from": entry.from.map(StageName::as_str),
        "to": entry.to.map(StageName::as_str),
        "notes": entry.notes,
    });
    let entry = journal::JournalEntry {
        at: entry.at.at(),
        actor: &actor_text(&entry.actor),
        command: entry.command.as_str(),
        subject: &format!("renewal:{}", entry.renewal),
        outcome,
        details: &details,
    };
    journal::append(tx, &entry).await
}

fn actor_text(actor: &Actor) -> String {
    match actor {
        Actor::Holder(id) => format!("holder:{id}"),
        Actor::Operator(id) => format!("operator:{id}"),
        Actor::Job => "job".to_owned(),
        Actor::Outside => "outside".to_owned(),
    }
}

async fn enqueue(
    tx: &mut Tx,
    ctx: &Ctx,
    renewal: RenewalId,
    effect: &Effect,
    once: &str,
) -> Result<(), StoreError> {
    let payload = serde_json::to_value(effect).map_err(|source| StoreError::Encode {
        table: "jobs",
        column: "payload",
        source,
    })?;
    let kind = payload
        .get("do")
        .and_then(|kind| kind.as_str())
        .unwrap_or("effect")
        .to_owned();
    let job = NewJob {
        id: JobId::new(ctx.draw()),
        kind: &kind,
        renewal: Some(renewal),
        once: Some(once),
        payload: &payload,
        due_at: ctx.now,
    };
    jobs::enqueue(tx, &job, ctx.now).await?;
    Ok(())
}

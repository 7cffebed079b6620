//! What each effect does.

use smena_domain::{
    certificate::{KeyHash, RevocationReason, SerialNumber, Thumbprint},
    renewal::{Command, Effect, Notice, Refusal, RenewalId},
};
use smena_pki::certificate::Certificate;
use smena_store::{
    SessionId, StoreError, certificates, intents,
    journal::{self, JournalEntry},
    keys_seen::{self, KeySource},
};

use crate::{
    app::{
        App, Ctx,
        documents::paper_application,
        failure::Failure,
        issue::{self, IssueError, Outcome},
        phone_codes::{self, SendError},
        plan::certificate_plan,
        renewals::{ExecuteError, execute, load},
        revocation,
        standing::standing_of,
    },
    crash,
    text::chain,
};

/// How a job ended that is not done.
#[derive(Debug)]
pub(super) enum Ending {
    /// It is tried again later.
    Retry(String),
    /// It is tried again later, however often: what keeps it is known and shown elsewhere.
    Wait(String),
    /// It is given up; a person has to look.
    Fail(String),
}

/// Carries out an effect of a renewal.
pub(super) async fn carry_out(
    app: &App,
    ctx: &Ctx,
    renewal: RenewalId,
    effect: Effect,
) -> Result<(), Ending> {
    match effect {
        Effect::ApproveByRule => approve_by_rule(app, ctx, renewal).await,
        Effect::IssueCertificate => issue_certificate(app, ctx, renewal).await,
        Effect::PublishCertificate(thumbprint) => publish(app, ctx, thumbprint).await,
        Effect::NotifyHolder(notice) => {
            if notice == Notice::Issued {
                crash::before(9);
            }
            notify(app, ctx, renewal, "notify-holder", notice).await
        }
        Effect::NotifyOperators(notice) => {
            notify(app, ctx, renewal, "notify-operators", notice).await
        }
        Effect::BurnSerial(serial) => burn_serial(app, ctx, renewal, &serial).await,
        Effect::RevokeCertificate {
            certificate,
            reason,
        } => revoke(app, ctx, certificate, reason).await,
        Effect::RefuseKeyForever(key) => refuse_key(app, ctx, key).await,
        Effect::SendConfirmationCode => send_confirmation(app, ctx, renewal).await,
        Effect::RenderPaperApplication => print_application(app, ctx, renewal).await,
        // Nobody is asked by a program yet: what is awaited stays so, and whoever asks tells the answer.
        Effect::AskBilling | Effect::AskRegister(_) | Effect::RegisterWithBody(_) => {
            notify(
                app,
                ctx,
                renewal,
                "notify-operators",
                Notice::DecisionAwaited,
            )
            .await
        }
        // Without a time stamp the arrival at this server proves when the application existed.
        Effect::StampApplication => {
            tracing::info!(renewal.id = %renewal, "no time-stamping service is connected");
            Ok(())
        }
    }
}

async fn approve_by_rule(app: &App, ctx: &Ctx, id: RenewalId) -> Result<(), Ending> {
    let renewal = load(app, id).await.map_err(ending_of)?.state;
    let mut tx = app.store.read().await?;
    let old = certificates::find(&mut tx, renewal.old_thumbprint()).await?;
    tx.rollback().await?;
    let old = old.ok_or_else(|| Ending::Fail("the old certificate is not stored".to_owned()))?;
    let old = Certificate::from_der(&old.der).map_err(|error| Ending::Fail(chain(&error)))?;
    let plan =
        certificate_plan(app, &renewal, &old).map_err(|error| Ending::Fail(chain(&error)))?;
    let standing = standing_of(app, ctx.now, renewal.old_thumbprint()).await;
    let command = Command::ApproveByRule {
        standing,
        plan: plan.hash,
    };
    match execute(app, ctx, id, command).await {
        Ok(_) => Ok(()),
        Err(error) => Err(ending_of(error)).or_else(overtaken),
    }
}

async fn print_application(app: &App, ctx: &Ctx, id: RenewalId) -> Result<(), Ending> {
    let renewal = load(app, id).await.map_err(ending_of)?.state;
    match paper_application(app, ctx, &renewal).await {
        Ok(_) => Ok(()),
        Err(Failure::Ours(error)) => Err(Ending::Retry(chain(error.as_ref()))),
        Err(failure) => Err(Ending::Fail(format!("{failure:?}"))),
    }
}

async fn issue_certificate(app: &App, ctx: &Ctx, id: RenewalId) -> Result<(), Ending> {
    match issue::issue(app, ctx, id).await {
        Ok(outcome) => {
            tracing::info!(renewal.id = %id, ?outcome, "the issue came to an end");
            if outcome == Outcome::IntentDropped {
                app.wake_worker();
            }
            Ok(())
        }
        Err(IssueError::Execute(error)) => Err(ending_of(error)).or_else(overtaken),
        Err(error @ IssueError::Stopped(_)) => Err(Ending::Wait(chain(&error))),
        Err(
            error @ (IssueError::Store(_)
            | IssueError::Contended
            | IssueError::Serials
            | IssueError::Authority(_)),
        ) => Err(Ending::Retry(chain(&error))),
        Err(error) => Err(Ending::Fail(chain(&error))),
    }
}

/// Issuance step 8. A stored certificate can be fetched; that it was published is what the journal says.
async fn publish(app: &App, ctx: &Ctx, thumbprint: Thumbprint) -> Result<(), Ending> {
    crash::before(8);
    let subject = format!("certificate:{thumbprint}");
    write_once(
        app,
        ctx,
        &subject,
        "publish-certificate",
        serde_json::json!({}),
    )
    .await
}

/// Issuance step 9 for one of the notices. No mail leaves this server yet: the notice is written to the journal, where
/// operators see that it is due, and to the log.
async fn notify(
    app: &App,
    ctx: &Ctx,
    renewal: RenewalId,
    command: &str,
    notice: Notice,
) -> Result<(), Ending> {
    tracing::info!(
        renewal.id = %renewal,
        notice = notice.as_str(),
        command,
        "a notice is due; no mail is connected"
    );
    let subject = format!("renewal:{renewal}");
    let details = serde_json::json!({ "notice": notice.as_str(), "sent": false });
    Ok(write(app, ctx, &subject, command, details).await?)
}

async fn send_confirmation(app: &App, ctx: &Ctx, id: RenewalId) -> Result<(), Ending> {
    let renewal = load(app, id).await.map_err(ending_of)?.state;
    let sent = phone_codes::send_confirmation(app, ctx, &renewal).await;
    sent.map_err(Ending::from)
}

/// Sends the code by which a session signs in.
pub(super) async fn send_sign_in_code(
    app: &App,
    ctx: &Ctx,
    payload: &serde_json::Value,
) -> Result<(), Ending> {
    let session = payload.get("session").and_then(|session| session.as_str());
    let session = session
        .and_then(SessionId::parse)
        .ok_or_else(|| Ending::Fail("the job names no session".to_owned()))?;
    let sent = phone_codes::send_sign_in(app, ctx, session).await;
    sent.map_err(Ending::from)
}

/// What is pointless now stays so; a gateway that is away, or not configured yet, is asked again.
impl From<SendError> for Ending {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Pointless(_) => Self::Fail(chain(&error)),
            SendError::Store(_) | SendError::Gateway(_) | SendError::Thread(_) => {
                Self::Retry(chain(&error))
            }
        }
    }
}

/// The intent was abandoned with the decision; here it is made sure, and the list names the serial number.
async fn burn_serial(
    app: &App,
    ctx: &Ctx,
    renewal: RenewalId,
    serial: &SerialNumber,
) -> Result<(), Ending> {
    let stored = intents::committed_of_renewal(&app.store, renewal).await?;
    if let Some(intent) = stored.filter(|intent| intent.serial().as_bytes() == serial.as_bytes()) {
        let mut tx = app.store.write().await?;
        intents::abandon(&mut tx, intent.id(), "the renewal left it", ctx.now).await?;
        tx.commit().await?;
    }
    publish_list(app, ctx).await
}

async fn revoke(
    app: &App,
    ctx: &Ctx,
    certificate: Thumbprint,
    reason: RevocationReason,
) -> Result<(), Ending> {
    revocation::revoke(app, ctx, certificate, reason)
        .await
        .map_err(|error| Ending::Retry(chain(&error)))?;
    publish_list(app, ctx).await
}

async fn publish_list(app: &App, ctx: &Ctx) -> Result<(), Ending> {
    match revocation::publish_list(app, ctx).await {
        Ok(_) => Ok(()),
        Err(error) => Err(Ending::Retry(chain(&error))),
    }
}

async fn refuse_key(app: &App, ctx: &Ctx, key: KeyHash) -> Result<(), Ending> {
    let mut tx = app.store.write().await?;
    // A key that came with a request is in the index already and refused to every other renewal.
    keys_seen::remember(&mut tx, key, KeySource::Certificate, ctx.now).await?;
    Ok(tx.commit().await?)
}

async fn write_once(
    app: &App,
    ctx: &Ctx,
    subject: &str,
    command: &str,
    details: serde_json::Value,
) -> Result<(), Ending> {
    let mut tx = app.store.read().await?;
    let entries = journal::of_subject(&mut tx, subject, 0, crate::limits::WALK_ROWS).await?;
    tx.rollback().await?;
    if entries.iter().any(|entry| entry.command == command) {
        return Ok(());
    }
    Ok(write(app, ctx, subject, command, details).await?)
}

async fn write(
    app: &App,
    ctx: &Ctx,
    subject: &str,
    command: &str,
    details: serde_json::Value,
) -> Result<(), StoreError> {
    let mut tx = app.store.write().await?;
    let entry = JournalEntry {
        at: ctx.now,
        actor: &ctx.actor.to_string(),
        command,
        subject,
        outcome: "done",
        details: &details,
    };
    journal::append(&mut tx, &entry).await?;
    tx.commit().await
}

impl From<StoreError> for Ending {
    fn from(error: StoreError) -> Self {
        Self::Retry(chain(&error))
    }
}

/// "Could not check" is asked again until there is an answer, however long that takes: giving up would leave the renewal
/// to nobody, and each attempt has its entry in the journal. Every other refusal is final for the job.
fn ending_of(error: ExecuteError) -> Ending {
    let text = chain(&error);
    match error {
        ExecuteError::Refused(refusal) => match refusal {
            Refusal::CouldNotCheck { .. } | Refusal::RightsNotChecked { .. } => Ending::Wait(text),
            Refusal::NotNow { .. } | Refusal::Closed { .. } => Ending::Wait(OVERTAKEN.to_owned()),
            _ => Ending::Fail(text),
        },
        ExecuteError::Store(_) | ExecuteError::Contended(_) | ExecuteError::Conflict(_) => {
            Ending::Retry(text)
        }
        ExecuteError::NotFound(_) | ExecuteError::NoProcedure { .. } => Ending::Fail(text),
    }
}

/// The renewal went on by another way; what the job was for is done or no longer wanted.
const OVERTAKEN: &str = "overtaken";

fn overtaken(ending: Ending) -> Result<(), Ending> {
    match ending {
        Ending::Wait(text) if text == OVERTAKEN => Ok(()),
        other => Err(other),
    }
}

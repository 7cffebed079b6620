//! The issuance cycle, from the decision to the stored certificate.
//!
//! `docs/issuance-cycle.md` says what each step does, what is durable after it and what the next start does when the
//! server ended there. The numbers in `steps` are those of that document. Step 1, the decision and the job in one
//! transaction, is [`execute`](super::renewals::execute); steps 8 and 9, publishing and notifying, are jobs of their own
//! in [`crate::jobs`].
//!
//! The cycle may be run any number of times, by any number of workers, after any end of the server: it goes on where
//! the store says that it stands, and stores at most one certificate for each renewal.

mod material;
mod steps;
mod tests;

use smena_domain::{
    certificate::Thumbprint,
    renewal::{Command, Refusal, Renewal, RenewalId, Stage, StageName},
};
use smena_pki::{
    certificate::CertificateError, extension::ExtensionError, issue::IssueError as WriteError,
    profile::ProfileError, request::RequestError,
};
use smena_store::{StoreError, StoredIntent, certificates, intents, renewals::at_stage};

use super::{
    App, Ctx,
    authority::AuthorityError,
    issuing::{StopReason, stop_reason},
    plan::PlanError,
    renewals::{Conflict, ExecuteError, Within, execute_with, load},
};
use crate::limits::{RACE_ATTEMPTS_MAX, WALK_ROWS};

/// What became of the issue of a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The certificate is stored now.
    Issued(Thumbprint),
    /// It had been stored before.
    AlreadyIssued(Thumbprint),
    /// The last look sent the renewal to the office; nothing was issued.
    Referred,
    /// The stored intent was too old and was abandoned; a new job begins anew.
    IntentDropped,
    /// The renewal is not at a stage where anything is to be issued.
    NotNow(StageName),
}

/// Why nothing was issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// Issuing is stopped.
    #[error("issuing is stopped: {0}")]
    Stopped(StopReason),
    /// The rules, the store or another worker said no.
    #[error("the renewal could not be moved on")]
    Execute(#[from] ExecuteError),
    /// The certificate could not be planned.
    #[error("the certificate could not be planned")]
    Plan(#[from] PlanError),
    /// The stored request is missing.
    #[error("the request of the renewal is not stored")]
    NoRequest,
    /// The stored request is not the one that was proved.
    #[error("the stored request is not the one that was proved")]
    OtherRequest,
    /// The stored request does not read or verify.
    #[error("the stored request does not verify")]
    Request(#[source] RequestError),
    /// The old certificate is missing or does not read.
    #[error("the old certificate is not stored or cannot be read")]
    OldCertificate(#[source] Option<CertificateError>),
    /// The extensions could not be made.
    #[error("the extensions could not be made")]
    Profile(#[source] ProfileError),
    /// The signed part could not be written.
    #[error("the signed part of the certificate could not be written")]
    Write(#[source] WriteError),
    /// Each serial number that was drawn had been used.
    #[error("each serial number that was drawn had been used")]
    Serials,
    /// The certificate breaks rules.
    #[error("the certificate breaks rules: {}", .rules.join(", "))]
    Lint {
        /// The rules.
        rules: Vec<&'static str>,
    },
    /// The authority's keys failed.
    #[error("the authority's key failed")]
    Authority(#[from] AuthorityError),
    /// The stored intent is not the one that the renewal names.
    #[error("the stored intent is not the one that the renewal names")]
    OtherIntent,
    /// The signature does not verify, or the certificate does not hold the signed part of the intent.
    #[error("what the issuing key signed is not valid")]
    Made,
    /// An extension of the certificate that was made does not read.
    #[error("an extension of the certificate that was made cannot be read")]
    Extension(#[source] ExtensionError),
    /// Others were faster each time.
    #[error("others moved the renewal on at each attempt")]
    Contended,
    /// The database failed.
    #[error("the database failed")]
    Store(#[from] StoreError),
}

/// Issues the certificate of a renewal, or goes on with its issue.
///
/// # Errors
///
/// [`IssueError`]; whatever it is, the next call goes on from what is stored.
pub async fn issue(app: &App, ctx: &Ctx, id: RenewalId) -> Result<Outcome, IssueError> {
    if let Some(reason) = stop_reason(app, ctx).await? {
        return Err(IssueError::Stopped(reason));
    }
    for _ in 0..RACE_ATTEMPTS_MAX {
        let renewal = load(app, id).await?.state;
        if let Some(certificate) = renewal.stage().certificate() {
            return Ok(Outcome::AlreadyIssued(certificate.thumbprint));
        }
        let next = match renewal.stage() {
            Stage::Cleared { .. } => begin(app, ctx, &renewal).await?,
            Stage::Intended { .. } => resume(app, ctx, &renewal).await?,
            stage => return Ok(Outcome::NotNow(stage.name())),
        };
        match next {
            Next::Sign(intent) => {
                if let Some(outcome) = finish(app, ctx, &renewal, &intent).await? {
                    return Ok(outcome);
                }
            }
            Next::End(outcome) => return Ok(outcome),
            Next::LookAgain => {}
        }
    }
    Err(IssueError::Contended)
}

/// Goes on with every issue that was under way when the server ended, whoever holds its job.
///
/// # Errors
///
/// [`StoreError`] when the renewals could not be listed. What goes wrong with a single one is logged; its job tries again.
pub async fn recover(app: &App, ctx: &Ctx) -> Result<usize, StoreError> {
    let mut recovered = 0;
    for stage in [StageName::Cleared, StageName::Intended] {
        let mut after = None;
        loop {
            let mut tx = app.store.read().await?;
            let page = at_stage::<Renewal>(&mut tx, stage.as_str(), after, WALK_ROWS).await?;
            tx.rollback().await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            for row in page {
                match issue(app, ctx, row.id).await {
                    Ok(outcome) => {
                        recovered += 1;
                        tracing::info!(renewal.id = %row.id, ?outcome, "issue went on after a start");
                    }
                    Err(error) => tracing::warn!(
                        renewal.id = %row.id,
                        error = %crate::text::chain(&error),
                        "issue could not go on after a start; its job tries again"
                    ),
                }
            }
        }
    }
    Ok(recovered)
}

enum Next {
    /// This intent is to be signed.
    Sign(Box<StoredIntent>),
    /// Nothing more is to be done.
    End(Outcome),
    /// Somebody else was faster.
    LookAgain,
}

/// Steps 2 to 4.
async fn begin(app: &App, ctx: &Ctx, renewal: &Renewal) -> Result<Next, IssueError> {
    for _ in 0..crate::limits::SERIAL_ATTEMPTS_MAX {
        let draft = steps::build(app, ctx, renewal).await?;
        steps::lint_trial(app, ctx, renewal, &draft).await?;
        match steps::store_intent(app, ctx, renewal, &draft).await {
            Ok(executed) if executed.renewal.stage_name() == StageName::Intended => {
                let intent = intents::committed(&app.store, draft.id).await?;
                // Repeated means that somebody stored the same intent, which only a repeat of ours can do.
                return Ok(intent.map_or(Next::LookAgain, |intent| Next::Sign(Box::new(intent))));
            }
            Ok(_) => return Ok(Next::End(Outcome::Referred)),
            Err(ExecuteError::Conflict(Conflict::SerialTaken)) => {}
            Err(
                ExecuteError::Conflict(Conflict::IntentExists)
                | ExecuteError::Refused(Refusal::IntentDiffers {} | Refusal::NotNow { .. }),
            ) => return Ok(Next::LookAgain),
            Err(error) => return Err(error.into()),
        }
    }
    Err(IssueError::Serials)
}

/// Step 4 again, for an intent that is stored: with the same octets while the rules hold, else not at all.
async fn resume(app: &App, ctx: &Ctx, renewal: &Renewal) -> Result<Next, IssueError> {
    let Some(stored) = intents::committed_of_renewal(&app.store, renewal.id()).await? else {
        return Err(IssueError::OtherIntent);
    };
    let abandon = [Within::Abandon(stored.id(), "the rules no longer hold")];
    match steps::look_again(app, ctx, renewal, &stored, &abandon).await {
        Ok(executed) if executed.repeated => Ok(Next::Sign(Box::new(stored))),
        Ok(_) => Ok(Next::End(Outcome::Referred)),
        Err(IssueError::Execute(ExecuteError::Refused(Refusal::IntentTooOld { .. }))) => {
            let abandon = [Within::Abandon(stored.id(), "too old")];
            match execute_with(app, ctx, renewal.id(), Command::DropIntent, &abandon).await {
                Ok(_) => Ok(Next::End(Outcome::IntentDropped)),
                Err(ExecuteError::Refused(_)) => Ok(Next::LookAgain),
                Err(error) => Err(error.into()),
            }
        }
        Err(IssueError::Execute(ExecuteError::Refused(
            Refusal::IntentDiffers {} | Refusal::NotNow { .. },
        ))) => Ok(Next::LookAgain),
        Err(error) => Err(error),
    }
}

/// Steps 5 to 7. Nothing means that the intent was given up by somebody else meanwhile.
async fn finish(
    app: &App,
    ctx: &Ctx,
    renewal: &Renewal,
    intent: &StoredIntent,
) -> Result<Option<Outcome>, IssueError> {
    let signature = steps::sign(app, ctx, intent).await?;
    let certificate = steps::verify(app, renewal, intent, &signature)?;
    match steps::store_certificate(app, ctx, renewal, intent, &certificate).await {
        Ok(executed) => Ok(executed.renewal.new_thumbprint().map(Outcome::Issued)),
        Err(IssueError::Execute(ExecuteError::Conflict(_) | ExecuteError::Refused(_))) => {
            // Another worker was faster. What it stored is the certificate; ours was never released.
            let mut tx = app.store.read().await?;
            let row = certificates::by_intent(&mut tx, intent.id()).await?;
            tx.rollback().await?;
            Ok(row.map(|row| Outcome::AlreadyIssued(row.thumbprint)))
        }
        Err(error) => Err(error),
    }
}

//! Steps 8 and 10: an agent hands in a result. What it made is verified and, unless it is a sign-in, applied at once:
//! the session was bound to this agent before, so a closed window loses nothing.

use smena_protocol::v1::{
    Accepted, Envelope, ErrandId, ErrandResult, FailureReason, Moment, Opened, Outcome, ReturnCode,
};
use smena_store::{
    SecretHash,
    errands::{self, Answered, Errand, ErrandAgent, ErrandRefusal, ErrandState, Product},
};

use super::{accept, claim::check_protocol, details_of, of_agent, open_signed, subject_of};
use crate::{
    app::{
        Actor, App, Ctx,
        failure::{Denial, Failure},
        record::{self, Entry, record},
        wire,
    },
    limits::RETURN_CODE_SECONDS,
};

const COMMAND: &str = "hand-in-result";

/// The fresh code that takes a result, and until when.
struct Return {
    code: ReturnCode,
    expires: time::OffsetDateTime,
}

impl Return {
    fn draw(ctx: &Ctx) -> Self {
        Self {
            code: ReturnCode::draw(ctx.rng().as_mut()),
            expires: ctx.now + time::Duration::seconds(RETURN_CODE_SECONDS),
        }
    }

    fn hash(&self) -> SecretHash {
        wire::stored(self.code.stored_hash())
    }

    fn accepted(self) -> Accepted {
        Accepted::done(self.code, Moment::new(self.expires))
    }
}

/// Takes the result of an errand. The same octets again are answered alike, with a fresh return code.
///
/// # Errors
/// A refusal, journalled, with the errand failed unless the same result can be taken later; or faults of ours.
pub async fn result(
    app: &App,
    ctx: &Ctx,
    id: ErrandId,
    envelope: &Envelope,
) -> Result<Accepted, Failure> {
    let (errand, agent) = of_agent(app, id).await?;
    let ctx = &ctx.acting_as(Actor::Agent(agent.key));
    let taken = take(app, ctx, &errand, &agent, envelope).await;
    match taken {
        Ok(accepted) => Ok(accepted),
        Err(failure) => Err(refuse(app, ctx, &errand, &agent, failure).await),
    }
}

async fn take(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    agent: &ErrandAgent,
    envelope: &Envelope,
) -> Result<Accepted, Failure> {
    let opened = open(errand, agent, envelope)?;
    match &opened.message().outcome {
        Outcome::Declined(_) => note(app, ctx, errand, agent, "declined", None).await,
        Outcome::Failed(failed) => {
            let reason = reason_word(failed.reason);
            note(app, ctx, errand, agent, "failed", Some(&reason)).await
        }
        Outcome::Done(done) => {
            let back = Return::draw(ctx);
            let product = Product {
                errand: errand.id,
                agent_key: agent.key,
                bytes: opened.payload(),
                return_code: back.hash(),
                return_expires: back.expires,
            };
            match errand.state {
                ErrandState::Claimed if agent.expires > ctx.now => {
                    accept::accept(app, ctx, errand, done, &product).await?;
                    Ok(back.accepted())
                }
                ErrandState::Claimed => Err(Denial::ErrandExpired {}.into()),
                _ => repeat(app, ctx, &product, back).await,
            }
        }
    }
}

fn open(
    errand: &Errand,
    agent: &ErrandAgent,
    envelope: &Envelope,
) -> Result<Opened<ErrandResult>, Failure> {
    let opened = open_signed::<ErrandResult>(agent, envelope)?;
    check_protocol(opened.message().protocol)?;
    if opened.message().errand_id.as_bytes() != errand.id.as_bytes() {
        return Err(Denial::ErrandUnknown {}.into());
    }
    Ok(opened)
}

/// The same octets again: a fresh return code in place of the former one.
async fn repeat(
    app: &App,
    ctx: &Ctx,
    product: &Product<'_>,
    back: Return,
) -> Result<Accepted, Failure> {
    let mut tx = app.store.write().await?;
    let answered = errands::fulfil(&mut tx, product, ctx.now).await?;
    tx.commit().await?;
    match answered {
        Answered::Stored | Answered::Repeated => Ok(back.accepted()),
        Answered::Over => Ok(Accepted::noted()),
        Answered::Refused(refusal) => Err(Denial::from(refusal).into()),
    }
}

/// Notes that the person declined, or that the agent could not do it.
async fn note(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    agent: &ErrandAgent,
    outcome: &'static str,
    reason: Option<&str>,
) -> Result<Accepted, Failure> {
    let mut tx = app.store.write().await?;
    let refused = match reason {
        None => errands::decline(&mut tx, errand.id, agent.key, ctx.now).await?,
        Some(reason) => errands::fail(&mut tx, errand.id, agent.key, reason, ctx.now).await?,
    };
    if let Some(refusal) = refused {
        tx.rollback().await?;
        return Err(Denial::from(refusal).into());
    }
    let mut details = details_of(errand);
    details["reason"] = reason.into();
    let entry = Entry {
        command: COMMAND,
        subject: subject_of(errand.id),
        outcome,
        details,
    };
    record(&mut tx, ctx, &entry).await?;
    tx.commit().await?;
    Ok(Accepted::noted())
}

fn reason_word(reason: FailureReason) -> String {
    serde_json::to_value(reason)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A product that was refused ends its errand; the person gets a new one. What may pass later leaves it as it is.
async fn refuse(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    agent: &ErrandAgent,
    failure: Failure,
) -> Failure {
    let failed = match failure.code() {
        Some(code) if errand.state == ErrandState::Claimed && !failure.passes() => {
            // A result that somebody else signed says nothing about the agent that has the errand.
            let foreign = matches!(
                failure,
                Failure::Denied(Denial::EnvelopeInvalid {} | Denial::ErrandOtherAgent {})
            );
            if foreign {
                Ok(None)
            } else {
                fail(app, ctx, errand, agent, code).await
            }
        }
        _ => Ok(None),
    };
    match failed {
        Ok(_) => record::refused(app, ctx, COMMAND, subject_of(errand.id), failure).await,
        Err(error) => error.into(),
    }
}

async fn fail(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    agent: &ErrandAgent,
    code: &str,
) -> Result<Option<ErrandRefusal>, smena_store::StoreError> {
    let mut tx = app.store.write().await?;
    let refused = errands::fail(&mut tx, errand.id, agent.key, code, ctx.now).await?;
    tx.commit().await?;
    Ok(refused)
}

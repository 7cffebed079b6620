//! The end of a pairing: the person types the digits that the agent shows into the page of the session that asked.
//!
//! The session is bound to that agent and stays one of a telephone: what such a session may ask for stands in
//! [`super::make()`]. A wrong number changes nothing and can be typed again until the errand's time is over; the digits tell
//! computers apart and guard nothing (security design, 1.3).

use smena_protocol::v1::{Nonce, PairingDigits, SessionToken, Sha256, Work};
use smena_store::{
    errands::{self, Errand, ErrandRefusal, ErrandState},
    sessions::{self, Session},
};

use super::{details_of, draw_token, subject_of, work_of};
use crate::app::{
    Actor, App, Ctx,
    failure::{Denial, Failure},
    record::{self, Entry, record},
    wire,
};

const COMMAND: &str = "pair-agent";

/// Pairs a session with the agent that did its errand; gives the session's new token.
///
/// # Errors
/// [`Denial::PairingDigitsWrong`], [`Denial::ErrandOver`] or [`Denial::ErrandExpired`], journalled; or faults of ours.
pub async fn pair(
    app: &App,
    ctx: &Ctx,
    session: &Session,
    errand: &Errand,
    typed: &str,
) -> Result<SessionToken, Failure> {
    let ctx = &ctx.acting_as(session.holder.map_or(Actor::Anybody, Actor::Holder));
    match take(app, ctx, session, errand, typed).await {
        Ok(token) => Ok(token),
        Err(failure) => {
            Err(record::refused(app, ctx, COMMAND, subject_of(errand.id), failure).await)
        }
    }
}

async fn take(
    app: &App,
    ctx: &Ctx,
    session: &Session,
    errand: &Errand,
    typed: &str,
) -> Result<SessionToken, Failure> {
    let (Work::Pair(work), Some(agent), ErrandState::Fulfilled) =
        (work_of(errand)?, &errand.agent, errand.state)
    else {
        return Err(Denial::from(ErrandRefusal::NotNow(errand.state)).into());
    };
    let shown = digits(&work.session_nonce, agent.key);
    if PairingDigits::parse(typed) != Some(shown) {
        return Err(Denial::PairingDigitsWrong {}.into());
    }
    let token = draw_token(ctx);
    let mut tx = app.store.write().await?;
    if !errands::take_pairing(&mut tx, errand.id, session.id, ctx.now).await? {
        return Err(Denial::ErrandExpired {}.into());
    }
    let hash = wire::stored(token.stored_hash());
    sessions::pair(&mut tx, session.id, hash, agent.key, ctx.now).await?;
    let entry = Entry {
        command: COMMAND,
        subject: subject_of(errand.id),
        outcome: "done",
        details: details_of(errand),
    };
    record(&mut tx, ctx, &entry).await?;
    tx.commit().await?;
    Ok(token)
}

fn digits(session_nonce: &Nonce, agent_key: smena_store::AgentKeyHash) -> PairingDigits {
    PairingDigits::of(session_nonce, &Sha256::new(*agent_key.as_bytes()))
}

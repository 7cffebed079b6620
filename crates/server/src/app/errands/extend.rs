//! More time for an errand, once: the agent says that the person is still at work on it (step 5).

use smena_protocol::v1::{Envelope, ErrandId, Extended, Extension, Moment};
use smena_store::errands::{self, Errand, ErrandAgent, ErrandState};
use time::Duration;

use super::{details_of, of_agent, open_signed, seconds_for, subject_of};
use crate::app::{
    Actor, App, Ctx,
    failure::{Denial, Failure},
    record::{self, Entry, record},
};

const COMMAND: &str = "extend-errand";

/// Gives an errand as much time again as it had at first.
///
/// # Errors
/// A refusal, journalled: it was extended before, its time is over, it is not this agent's; or faults of ours.
pub async fn extend(
    app: &App,
    ctx: &Ctx,
    id: ErrandId,
    envelope: &Envelope,
) -> Result<Extended, Failure> {
    let (errand, agent) = of_agent(app, id).await?;
    let ctx = &ctx.acting_as(Actor::Agent(agent.key));
    match give(app, ctx, &errand, &agent, envelope).await {
        Ok(extended) => Ok(extended),
        Err(failure) => {
            Err(record::refused(app, ctx, COMMAND, subject_of(errand.id), failure).await)
        }
    }
}

async fn give(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    agent: &ErrandAgent,
    envelope: &Envelope,
) -> Result<Extended, Failure> {
    let opened = open_signed::<Extension>(agent, envelope)?;
    let message = opened.message();
    super::claim::check_protocol(message.protocol)?;
    if message.errand_id.as_bytes() != errand.id.as_bytes() {
        return Err(Denial::ErrandUnknown {}.into());
    }
    let expires = ctx.now + Duration::seconds(seconds_for(errand.kind));
    let mut tx = app.store.write().await?;
    if !errands::extend(&mut tx, errand.id, agent.key, expires, ctx.now).await? {
        tx.rollback().await?;
        return Err(why_not(errand, agent, ctx).into());
    }
    let entry = Entry {
        command: COMMAND,
        subject: subject_of(errand.id),
        outcome: "done",
        details: details_of(errand),
    };
    record(&mut tx, ctx, &entry).await?;
    tx.commit().await?;
    Ok(Extended {
        errand_expires: Moment::new(expires),
    })
}

fn why_not(errand: &Errand, agent: &ErrandAgent, ctx: &Ctx) -> Denial {
    match errand.state {
        ErrandState::Claimed if agent.expires <= ctx.now => Denial::ErrandExpired {},
        ErrandState::Claimed => Denial::ErrandExtended {},
        state => errands::ErrandRefusal::NotNow(state).into(),
    }
}

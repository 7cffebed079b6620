//! Step 5's one extension: an agent asks for more time while the person works.

use smena_protocol::v1::{Envelope, ErrandId, Moment, MoreTime, MoreTimeGiven};
use smena_store::errands::{self, Errand, ErrandAgent, Extended};

use super::{details_of, of_agent, opened_of_agent, subject_of, term};
use crate::app::{
    Actor, App, Ctx,
    failure::{Denial, Failure},
    record::{self, Entry, record},
};

const COMMAND: &str = "extend-errand";

/// Gives a claimed errand as much time again, once. Whoever asks again is told the same end.
///
/// # Errors
/// A refusal, journalled; or faults of ours.
pub async fn more_time(
    app: &App,
    ctx: &Ctx,
    id: ErrandId,
    envelope: &Envelope,
) -> Result<MoreTimeGiven, Failure> {
    let (errand, agent) = of_agent(app, id).await?;
    let ctx = &ctx.acting_as(Actor::Agent(agent.key));
    match extend(app, ctx, &errand, &agent, envelope).await {
        Ok(given) => Ok(given),
        Err(failure) => {
            Err(record::refused(app, ctx, COMMAND, subject_of(errand.id), failure).await)
        }
    }
}

async fn extend(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    agent: &ErrandAgent,
    envelope: &Envelope,
) -> Result<MoreTimeGiven, Failure> {
    let opened = opened_of_agent::<MoreTime>(agent, envelope)?;
    let asked = opened.message();
    super::claim::check_protocol(asked.protocol)?;
    if asked.errand_id.as_bytes() != errand.id.as_bytes() {
        return Err(Denial::ErrandUnknown {}.into());
    }
    let later = agent.expires + term(errand.kind);
    let mut tx = app.store.write().await?;
    let until = match errands::extend(&mut tx, errand.id, agent.key, later, ctx.now).await? {
        Extended::Now(until) => {
            let entry = Entry {
                command: COMMAND,
                subject: subject_of(errand.id),
                outcome: "done",
                details: details_of(errand),
            };
            record(&mut tx, ctx, &entry).await?;
            until
        }
        Extended::Before(until) => until,
        Extended::Refused(refusal) => return Err(Denial::from(refusal).into()),
    };
    tx.commit().await?;
    Ok(MoreTimeGiven {
        errand_expires: Moment::new(until),
    })
}

//! Claims jobs, holds them while they run, and ends them.

use smena_domain::renewal::Effect;
use smena_store::{
    LeaseId, StoreError,
    jobs::{self, Job, Lease},
};
use time::{Duration, OffsetDateTime};
use tokio::{sync::watch, time::sleep};

use super::effect::{Ending, carry_out, send_sign_in_code};
use crate::{
    app::{Actor, App, Ctx, issue, limiter, phone_codes, revocation},
    limits::{
        JOB_ATTEMPTS_MAX, JOB_PAUSE_SECONDS_MAX, LEASE_EXTENSION, LEASE_SECONDS,
        LIST_PAUSE_SECONDS, SWEEP_PAUSE_SECONDS, WORKER_PAUSE_MAX,
    },
    text::chain,
};

/// Works until told to stop: first what was under way when the server ended, then what is due, then whenever the bell
/// rings.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    let ctx = app.ctx(Actor::Job);
    if let Err(error) = issue::recover(&app, &ctx).await {
        tracing::error!(error = %chain(&error), "renewals under way could not be listed");
    }
    let mut list_looked_at = None;
    let mut buckets_swept_at = None;
    while !*stopped.borrow() {
        keep_list(&app, &mut list_looked_at).await;
        sweep_buckets(&app, &mut buckets_swept_at).await;
        match run_due(&app).await {
            Ok(_) => {}
            Err(error) => tracing::error!(error = %chain(&error), "no job could be claimed"),
        }
        tokio::select! {
            () = app.worker.notified() => {}
            () = sleep(WORKER_PAUSE_MAX) => {}
            _ = stopped.wait_for(|stop| *stop) => {}
        }
    }
}

/// Runs every job that is due, one after the other; gives their number.
///
/// # Errors
///
/// [`StoreError`] when no job could be claimed.
pub async fn run_due(app: &App) -> Result<usize, StoreError> {
    let mut done = 0;
    while let Some((job, lease)) = claim(app).await? {
        done += 1;
        let ended = hold(app, &job, lease).await;
        if let Err(error) = end(app, &job, lease, ended).await {
            // The work is done or will be repeated by whoever holds the job now.
            tracing::warn!(job.id = %job.id, error = %chain(&error), "a job could not be ended");
        }
    }
    Ok(done)
}

async fn claim(app: &App) -> Result<Option<(Job, LeaseId)>, StoreError> {
    let ctx = app.ctx(Actor::Job);
    let lease = lease(LeaseId::new(ctx.draw()), &ctx);
    let mut tx = app.store.write().await?;
    let job = jobs::claim(&mut tx, &lease).await?;
    tx.commit().await?;
    Ok(job.map(|job| (job, lease.id)))
}

fn lease(id: LeaseId, ctx: &Ctx) -> Lease {
    Lease {
        id,
        at: ctx.now,
        until: ctx.now + Duration::seconds(LEASE_SECONDS),
    }
}

/// Runs a job on a task of its own, so that a defect in it ends the job and not the worker, and extends the lease
/// meanwhile.
async fn hold(app: &App, job: &Job, id: LeaseId) -> Result<(), Ending> {
    let mut work = tokio::spawn(run_one(app.clone(), job.clone()));
    loop {
        tokio::select! {
            result = &mut work => {
                return result.unwrap_or_else(|error| {
                    Err(Ending::Retry(format!("the job ended by a defect: {error}")))
                });
            }
            () = sleep(LEASE_EXTENSION) => {
                if let Err(error) = extend(app, job, id).await {
                    tracing::warn!(job.id = %job.id, error = %chain(&error), "a lease was not extended");
                }
            }
        }
    }
}

async fn extend(app: &App, job: &Job, id: LeaseId) -> Result<(), StoreError> {
    let ctx = app.ctx(Actor::Job);
    let mut tx = app.store.write().await?;
    jobs::extend(&mut tx, job.id, &lease(id, &ctx)).await?;
    tx.commit().await
}

async fn run_one(app: App, job: Job) -> Result<(), Ending> {
    let ctx = app.ctx(Actor::Job);
    if job.kind == phone_codes::SEND_SIGN_IN {
        return send_sign_in_code(&app, &ctx, &job.payload).await;
    }
    let effect: Effect = serde_json::from_value(job.payload)
        .map_err(|error| Ending::Fail(format!("the effect cannot be read: {error}")))?;
    let renewal = job
        .renewal
        .ok_or_else(|| Ending::Fail("the job names no renewal".to_owned()))?;
    carry_out(&app, &ctx, renewal, effect).await
}

async fn end(
    app: &App,
    job: &Job,
    lease: LeaseId,
    ended: Result<(), Ending>,
) -> Result<(), StoreError> {
    let ctx = app.ctx(Actor::Job);
    let mut tx = app.store.write().await?;
    match ended {
        Ok(()) => jobs::complete(&mut tx, job.id, lease, ctx.now).await?,
        Err(Ending::Retry(failure)) if job.attempts < JOB_ATTEMPTS_MAX => {
            tracing::warn!(job.id = %job.id, kind = job.kind, failure, "a job is tried again");
            jobs::retry(
                &mut tx,
                job.id,
                lease,
                ctx.now + pause(job.attempts),
                &failure,
                ctx.now,
            )
            .await?;
        }
        Err(Ending::Wait(failure)) => {
            tracing::warn!(job.id = %job.id, kind = job.kind, failure, "a job waits");
            jobs::retry(
                &mut tx,
                job.id,
                lease,
                ctx.now + pause(job.attempts),
                &failure,
                ctx.now,
            )
            .await?;
        }
        Err(Ending::Retry(failure) | Ending::Fail(failure)) => {
            tracing::error!(job.id = %job.id, kind = job.kind, failure, "a job is given up");
            jobs::fail(&mut tx, job.id, lease, &failure, ctx.now).await?;
        }
    }
    tx.commit().await
}

/// 1, 2, 4 … seconds, an hour at most.
fn pause(attempts: i64) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 13) - 1).unwrap_or(0);
    Duration::seconds((1_i64 << doublings).min(JOB_PAUSE_SECONDS_MAX))
}

/// Looks after the revocation list once a minute.
async fn keep_list(app: &App, looked_at: &mut Option<OffsetDateTime>) {
    let ctx = app.ctx(Actor::Job);
    if !is_due(looked_at, ctx.now, LIST_PAUSE_SECONDS) {
        return;
    }
    if let Err(error) = revocation::keep_list_fresh(app, &ctx).await {
        tracing::error!(error = %chain(&error), "the revocation list could not be renewed");
    }
}

/// Forgets once a minute how often those asked who may ask as much as anybody again.
async fn sweep_buckets(app: &App, swept_at: &mut Option<OffsetDateTime>) {
    let now = app.ctx(Actor::Job).now;
    if !is_due(swept_at, now, SWEEP_PAUSE_SECONDS) {
        return;
    }
    if let Err(error) = limiter::forget_full(app, now).await {
        tracing::error!(error = %chain(&error), "full buckets could not be forgotten");
    }
}

/// Whether the pause is over since something was done last; then it counts as done now. A clock that was set back ends
/// the pause too.
fn is_due(last: &mut Option<OffsetDateTime>, now: OffsetDateTime, pause_seconds: i64) -> bool {
    let due = last.is_none_or(|at| (now - at).whole_seconds().abs() >= pause_seconds);
    if due {
        *last = Some(now);
    }
    due
}

#[cfg(test)]
mod tests {
    use super::pause;

    #[test]
    fn pauses_grow_to_an_hour() {
        let seconds: Vec<i64> = [0, 1, 2, 3, 11, 12, 13, i64::MAX]
            .into_iter()
            .map(|attempts| pause(attempts).whole_seconds())
            .collect();
        assert_eq!(seconds, [1, 1, 2, 4, 1024, 2048, 3600, 3600]);
    }
}

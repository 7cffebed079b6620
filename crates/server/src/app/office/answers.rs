//! What registers, bodies and the billing answered.
//!
//! Until connectors ask them, a person does, and tells the server here: a check stays awaited until then.

use smena_domain::{
    calendar::Moment,
    procedure::Slug,
    renewal::{Bill, Command, Registration, Renewal, RenewalId, Verdict},
};

use super::run;
use crate::app::{App, Ctx, failure::Failure};

/// A register answered.
///
/// # Errors
/// The rules' refusal, journalled; or faults of ours.
pub async fn check(
    app: &App,
    ctx: &Ctx,
    id: RenewalId,
    check: Slug,
    verdict: Verdict,
) -> Result<Renewal, Failure> {
    run(app, ctx, id, Command::RecordCheck { check, verdict }).await
}

/// The billing answered.
///
/// # Errors
/// As [`check`].
pub async fn bill(app: &App, ctx: &Ctx, id: RenewalId, bill: Bill) -> Result<Renewal, Failure> {
    run(app, ctx, id, Command::RecordBill { bill }).await
}

/// A body answered: registered, or refused for a reason.
///
/// # Errors
/// As [`check`].
pub async fn registration(
    app: &App,
    ctx: &Ctx,
    id: RenewalId,
    body: Slug,
    refused: Option<String>,
) -> Result<Renewal, Failure> {
    let registration = match refused {
        None => Registration::Registered {
            at: Moment::new(ctx.now),
        },
        Some(reason) => Registration::Refused { reason },
    };
    run(
        app,
        ctx,
        id,
        Command::RecordRegistration { body, registration },
    )
    .await
}

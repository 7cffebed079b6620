//! `/renewals/{id}/pay-bill`: a bill waits to be paid (K23); the billing says when it was.

use axum::{extract::State, response::Response};
use smena_domain::renewal::Duty;

use super::{
    super::{
        guard::{ByTelephoneToo, OwnRenewal, Posted},
        page::{corrected, shown},
    },
    Given, first, next, not_now, step,
};
use crate::{
    app::App,
    view::steps::{StepPage, pay_bill as view},
    web::error::ApiError,
};

/// `GET /renewals/{id}/pay-bill`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
) -> Result<Response, ApiError> {
    match not_now(&app, &own, Duty::PayBill)? {
        Some(away) => Ok(away),
        None => shown(&page(&app, &own, first(&own, &app))?),
    }
}

/// `POST /renewals/{id}/pay-bill`: looks whether the payment has come.
pub(in crate::web) async fn act(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    if not_now(&app, &own, Duty::PayBill)?.is_some() {
        return Ok(next(&app, &own, &own.renewal)?);
    }
    let frame = own.frame(&app);
    let unpaid = frame.errors([("", frame.say("step-bill-unpaid"))]);
    corrected(&page(&app, &own, (fields.typed(), unpaid))?)
}

fn page(app: &App, own: &OwnRenewal, given: Given) -> Result<StepPage, ApiError> {
    let (frame, procedure) = (own.frame(app), own.procedure(app)?);
    let step = step(&frame, own, procedure, Duty::PayBill, given);
    Ok(view::page(step, &own.renewal, procedure))
}

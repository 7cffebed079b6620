//! `/renewals/{id}/pay-bill`: a bill waits to be paid (K23); the billing says when it was.

use axum::{extract::State, response::Response};
use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};

use super::{
    super::{
        guard::{ByTelephoneToo, Posted},
        page::corrected,
    },
    next, not_now,
    plain::{Paged, page},
};
use crate::{
    app::App,
    view::steps::{Step, StepPage, pay_bill as view},
    web::error::ApiError,
};

/// The step.
pub(in crate::web) struct PayBill;

impl Paged for PayBill {
    const DUTY: Duty = Duty::PayBill;

    fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
        view::page(step, renewal, procedure)
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
    corrected(&page::<PayBill>(&app, &own, (fields.typed(), unpaid))?)
}

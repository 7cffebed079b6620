//! `/renewals/{id}/check-data`: the holder looks through the data of the new certificate (T7 to T13).
//!
//! The step to copy from: the page shows what the renewal holds; the form says what was decided and which revision was
//! seen; what the rules refuse, and what was left out, comes back on the same page with what was typed.

use axum::{extract::State, response::Response};
use smena_domain::renewal::Command;
use smena_ui::page::part::Errors;

use super::{
    guard::{ByTelephoneToo, OwnRenewal, Posted},
    page::{corrected, shown},
};
use crate::{
    app::{App, failure::Failure},
    view::{Told, check_data::CheckDataPage},
    web::error::ApiError,
};

/// `GET /renewals/{id}/check-data`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
) -> Result<Response, ApiError> {
    shown(&page(&app, &own, Errors::default())?)
}

/// `POST /renewals/{id}/check-data`: «Верны» or «Неверны».
pub(in crate::web) async fn act(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let command = match fields.text("answer") {
        "right" => Command::ConfirmData,
        "wrong" => Command::DisputeData,
        _ => {
            let frame = own.frame(&app);
            let asked = frame.say("portal-check-data-answer-missing");
            return corrected(&page(&app, &own, frame.errors([("answer", asked)]))?);
        }
    };
    match own.act(&app, &fields, command).await {
        Ok(response) => Ok(response),
        Err(failure @ Failure::Refused(_)) => {
            let frame = own.frame(&app);
            let told = Told::of(&failure, frame.language, frame.zone, None);
            corrected(&page(&app, &own, frame.errors([("", told.sentence())]))?)
        }
        Err(failure) => Err(failure.into()),
    }
}

fn page(app: &App, own: &OwnRenewal, errors: Errors) -> Result<CheckDataPage, ApiError> {
    let frame = own.frame(app);
    Ok(CheckDataPage::new(
        &frame,
        &own.renewal,
        own.procedure(app)?,
        own.visit.ctx.now,
        errors,
    ))
}

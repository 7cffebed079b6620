//! `/renewals/{id}/give-consent`: agreeing to the issue (K22).

use axum::{extract::State, response::Response};
use smena_domain::renewal::Duty;
use smena_protocol::v1::{GiveConsent, HolderCommand};

use super::{
    super::{
        guard::{ByTelephoneToo, OwnRenewal, Posted},
        page::{corrected, shown},
    },
    Answer, Given, ask, first, missing, not_now, step,
};
use crate::{
    app::App,
    view::steps::{StepPage, give_consent as view},
    web::error::ApiError,
};

/// `GET /renewals/{id}/give-consent`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
) -> Result<Response, ApiError> {
    match not_now(&app, &own, Duty::GiveConsent)? {
        Some(away) => Ok(away),
        None => shown(&page(&app, &own, first(&own, &app))?),
    }
}

/// `POST /renewals/{id}/give-consent`.
pub(in crate::web) async fn act(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let frame = own.frame(&app);
    if let Some(errors) = missing(&frame, &fields, &["consent"]) {
        return corrected(&page(&app, &own, (fields.typed(), errors))?);
    }
    let command = HolderCommand::GiveConsent(GiveConsent {});
    match ask(&app, &own, &fields, command).await? {
        Answer::Led(response) => Ok(response),
        Answer::Wrong(given) => corrected(&page(&app, &own, given)?),
    }
}

fn page(app: &App, own: &OwnRenewal, given: Given) -> Result<StepPage, ApiError> {
    let (frame, procedure) = (own.frame(app), own.procedure(app)?);
    let step = step(&frame, own, procedure, Duty::GiveConsent, given);
    Ok(view::page(step, &own.renewal))
}

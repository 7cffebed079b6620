//! `/renewals/{id}/treat-old-key`: what becomes of the old key (C23 to C26, K40).

use axum::{extract::State, response::Response};
use smena_domain::renewal::Duty;
use smena_protocol::v1::{HolderCommand, RecordOldKey};

use super::{
    super::{
        guard::{OwnRenewal, Posted},
        page::{corrected, shown},
    },
    Answer, Given, ask, first, missing, not_now, step,
};
use crate::{
    app::App,
    view::steps::{StepPage, treat_old_key as view},
    web::error::ApiError,
};

/// `GET /renewals/{id}/treat-old-key`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    own: OwnRenewal,
) -> Result<Response, ApiError> {
    match not_now(&app, &own, Duty::TreatOldKey)? {
        Some(away) => Ok(away),
        None => shown(&page(&app, &own, first(&own, &app))?),
    }
}

/// `POST /renewals/{id}/treat-old-key`.
pub(in crate::web) async fn act(
    State(app): State<App>,
    own: OwnRenewal,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let frame = own.frame(&app);
    if let Some(errors) = missing(&frame, &fields, &["treatment"]) {
        return corrected(&page(&app, &own, (fields.typed(), errors))?);
    }
    let command = HolderCommand::RecordOldKey(RecordOldKey {
        treatment: fields.text("treatment").to_owned(),
    });
    match ask(&app, &own, &fields, command).await? {
        Answer::Led(response) => Ok(response),
        Answer::Wrong(given) => corrected(&page(&app, &own, given)?),
    }
}

fn page(app: &App, own: &OwnRenewal, given: Given) -> Result<StepPage, ApiError> {
    let (frame, procedure) = (own.frame(app), own.procedure(app)?);
    let step = step(&frame, own, procedure, Duty::TreatOldKey, given);
    Ok(view::page(step, &own.renewal, procedure))
}

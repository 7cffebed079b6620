//! `/renewals/{id}/make-backup`: the copy of the key, or none (T27 to T31).

use axum::{extract::State, response::Response};
use smena_domain::renewal::Duty;
use smena_protocol::v1::{HolderCommand, RecordBackup};

use super::{
    super::{
        guard::{OwnRenewal, Posted},
        page::{corrected, shown},
    },
    Answer, Given, ask, first, not_now, step,
};
use crate::{
    app::App,
    view::steps::{StepPage, make_backup as view},
    web::error::ApiError,
};

/// `GET /renewals/{id}/make-backup`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    own: OwnRenewal,
) -> Result<Response, ApiError> {
    match not_now(&app, &own, Duty::MakeBackup)? {
        Some(away) => Ok(away),
        None => shown(&page(&app, &own, first(&own, &app))?),
    }
}

/// `POST /renewals/{id}/make-backup`.
pub(in crate::web) async fn act(
    State(app): State<App>,
    own: OwnRenewal,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let frame = own.frame(&app);
    let Some(medium) = fields.filled("medium") else {
        let asked = frame.errors([("medium", frame.say("step-missing-backup"))]);
        return corrected(&page(&app, &own, (fields.typed(), asked))?);
    };
    let command = HolderCommand::RecordBackup(RecordBackup {
        medium: Some(medium.to_owned()).filter(|medium| medium != view::NONE),
    });
    match ask(&app, &own, &fields, command).await? {
        Answer::Led(response) => Ok(response),
        Answer::Wrong(given) => corrected(&page(&app, &own, given)?),
    }
}

fn page(app: &App, own: &OwnRenewal, given: Given) -> Result<StepPage, ApiError> {
    let (frame, procedure) = (own.frame(app), own.procedure(app)?);
    let step = step(&frame, own, procedure, Duty::MakeBackup, given);
    Ok(view::page(step, &own.renewal, procedure))
}

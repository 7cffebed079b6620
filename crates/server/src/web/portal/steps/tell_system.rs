//! `/renewals/{id}/tell-system`: which systems' supports have the new certificate (C31, C32).

use axum::{extract::State, response::Response};
use smena_domain::renewal::{Duty, Stage};
use smena_protocol::v1::{HolderCommand, RecordSystemTold};

use super::{
    super::{
        guard::{OwnRenewal, Posted},
        page::{corrected, shown},
    },
    Given, at, done, first, next, not_now, seen, step, wrong,
};
use crate::{
    app::App,
    view::steps::{StepPage, tell_system as view},
    web::error::ApiError,
};

/// `GET /renewals/{id}/tell-system`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    own: OwnRenewal,
) -> Result<Response, ApiError> {
    match not_now(&app, &own, Duty::TellSystem)? {
        Some(away) => Ok(away),
        None => shown(&page(&app, &own, first(&own, &app))?),
    }
}

/// `POST /renewals/{id}/tell-system`: one command for each system that was ticked; those told before stay so.
pub(in crate::web) async fn act(
    State(app): State<App>,
    own: OwnRenewal,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let frame = own.frame(&app);
    let told = match own.renewal.stage() {
        Stage::Receipted(finished) | Stage::Completed(finished) => finished.systems_told.as_slice(),
        _ => &[],
    };
    let known = |system: &&str| told.iter().any(|told| told.as_str() == *system);
    let ticked: Vec<&str> = fields.values("systems").collect();
    if ticked.is_empty() {
        let asked = frame.errors([("systems", frame.say("step-missing-systems"))]);
        return corrected(&page(&app, &own, (fields.typed(), asked))?);
    }
    let (mut revision, mut renewal) = (seen(&fields), own.renewal.clone());
    for system in ticked.into_iter().filter(|system| !known(system)) {
        let command = HolderCommand::RecordSystemTold(RecordSystemTold {
            system: system.to_owned(),
        });
        match done(&app, &own, revision, command).await {
            Ok(moved) => (revision, renewal) = (moved.revision(), moved),
            Err(failure) => {
                let errors = at("systems", wrong(&frame, failure)?);
                return corrected(&page(&app, &own, (fields.typed(), errors))?);
            }
        }
    }
    Ok(next(&app, &own, &renewal)?)
}

fn page(app: &App, own: &OwnRenewal, given: Given) -> Result<StepPage, ApiError> {
    let (frame, procedure) = (own.frame(app), own.procedure(app)?);
    let step = step(&frame, own, procedure, Duty::TellSystem, given);
    Ok(view::page(step, &own.renewal, procedure))
}

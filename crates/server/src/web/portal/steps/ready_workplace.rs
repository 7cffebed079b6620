//! `/renewals/{id}/ready-workplace`: whether the computer is in order (C7 to C10, F2).

use axum::{extract::State, response::Response};
use smena_domain::renewal::Duty;
use smena_protocol::v1::{HolderCommand, ReportWorkplace};

use super::{
    super::{
        guard::{ByTelephoneToo, OwnRenewal, Posted},
        page::{corrected, shown},
    },
    Answer, Given, ask, at, first, not_now, step,
};
use crate::{
    app::App,
    view::steps::{StepPage, ready_workplace as view},
    web::error::ApiError,
};

/// `GET /renewals/{id}/ready-workplace`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
) -> Result<Response, ApiError> {
    match not_now(&app, &own, Duty::ReadyWorkplace)? {
        Some(away) => Ok(away),
        None => shown(&page(&app, &own, first(&own, &app))?),
    }
}

/// `POST /renewals/{id}/ready-workplace`.
pub(in crate::web) async fn act(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let asked = &own.procedure(&app)?.admission.workplace;
    let ready = |check: &str| fields.values("ready").any(|known| known == check);
    let failed = asked
        .iter()
        .map(|check| check.as_str())
        .filter(|check| !ready(check))
        .map(str::to_owned)
        .collect();
    let command = HolderCommand::ReportWorkplace(ReportWorkplace { failed });
    match ask(&app, &own, &fields, command).await? {
        Answer::Led(response) => Ok(response),
        Answer::Wrong((typed, errors)) => {
            corrected(&page(&app, &own, (typed, at("ready", errors)))?)
        }
    }
}

fn page(app: &App, own: &OwnRenewal, given: Given) -> Result<StepPage, ApiError> {
    let (frame, procedure) = (own.frame(app), own.procedure(app)?);
    let step = step(&frame, own, procedure, Duty::ReadyWorkplace, given);
    Ok(view::page(step, procedure))
}

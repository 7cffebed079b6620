//! `/renewals/{id}/choose-kind`: the kind of certificate (F10).

use axum::{extract::State, response::Response};
use smena_domain::renewal::Duty;
use smena_protocol::v1::{ChooseKind, HolderCommand};

use super::{
    super::{
        guard::{ByTelephoneToo, OwnRenewal, Posted},
        page::{corrected, shown},
    },
    Answer, Given, ask, first, not_now, step,
};
use crate::{
    app::App,
    view::steps::{StepPage, choose_kind as view},
    web::error::ApiError,
};

/// `GET /renewals/{id}/choose-kind`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
) -> Result<Response, ApiError> {
    match not_now(&app, &own, Duty::ChooseKind)? {
        Some(away) => Ok(away),
        None => shown(&page(&app, &own, first(&own, &app))?),
    }
}

/// `POST /renewals/{id}/choose-kind`.
pub(in crate::web) async fn act(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let command = HolderCommand::ChooseKind(ChooseKind {
        kind: fields.text("kind").to_owned(),
    });
    match ask(&app, &own, &fields, command).await? {
        Answer::Led(response) => Ok(response),
        Answer::Wrong(given) => corrected(&page(&app, &own, given)?),
    }
}

fn page(app: &App, own: &OwnRenewal, given: Given) -> Result<StepPage, ApiError> {
    let (frame, procedure) = (own.frame(app), own.procedure(app)?);
    let step = step(&frame, own, procedure, Duty::ChooseKind, given);
    Ok(view::page(step, &own.renewal, procedure))
}

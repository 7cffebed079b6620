//! `/renewals/{id}/choose-key-options`: where and how the key is to be made (F6, F15, T17).

use axum::{extract::State, response::Response};
use smena_domain::{procedure::Exportable, renewal::Duty};
use smena_protocol::v1::{ChooseKeyOptions, HolderCommand};

use super::{
    super::{
        guard::{ByTelephoneToo, OwnRenewal, Posted},
        page::{corrected, shown},
    },
    Answer, Given, ask, first, not_now, step,
};
use crate::{
    app::App,
    view::steps::{StepPage, choose_key_options as view},
    web::error::ApiError,
};

/// `GET /renewals/{id}/choose-key-options`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
) -> Result<Response, ApiError> {
    match not_now(&app, &own, Duty::ChooseKeyOptions)? {
        Some(away) => Ok(away),
        None => shown(&page(&app, &own, first(&own, &app))?),
    }
}

/// `POST /renewals/{id}/choose-key-options`.
pub(in crate::web) async fn act(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let always = own.procedure(&app)?.key.exportable == Exportable::Always;
    let command = HolderCommand::ChooseKeyOptions(ChooseKeyOptions {
        medium: fields.text("medium").to_owned(),
        exportable: always || fields.text("exportable") == view::YES,
        password: fields.text("password") == view::YES,
    });
    match ask(&app, &own, &fields, command).await? {
        Answer::Led(response) => Ok(response),
        Answer::Wrong(given) => corrected(&page(&app, &own, given)?),
    }
}

fn page(app: &App, own: &OwnRenewal, given: Given) -> Result<StepPage, ApiError> {
    let (frame, procedure) = (own.frame(app), own.procedure(app)?);
    let step = step(&frame, own, procedure, Duty::ChooseKeyOptions, given);
    Ok(view::page(step, &own.renewal, procedure))
}

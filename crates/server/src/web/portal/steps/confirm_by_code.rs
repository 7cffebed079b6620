//! `/renewals/{id}/confirm-by-code`: the code that was sent to the phone, and another one after a pause (K8, K30, K31).

use axum::{extract::State, response::Response};
use smena_domain::renewal::Duty;
use smena_protocol::v1::{ConfirmByCode, HolderCommand, ResendCode};

use super::{
    super::{
        guard::{ByTelephoneToo, Fields, OwnRenewal, Posted},
        page::{corrected, shown},
    },
    Answer, Given, ask, at, first, missing, not_now, step,
};
use crate::{
    app::{App, phone_codes},
    view::steps::{StepPage, confirm_by_code as view},
    web::error::ApiError,
};

/// `GET /renewals/{id}/confirm-by-code`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
) -> Result<Response, ApiError> {
    match not_now(&app, &own, Duty::ConfirmByCode)? {
        Some(away) => Ok(away),
        None => shown(&page(&app, &own, first(&own, &app)).await?),
    }
}

/// `POST /renewals/{id}/confirm-by-code`.
pub(in crate::web) async fn act(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let frame = own.frame(&app);
    if let Some(errors) = missing(&frame, &fields, &["code"]) {
        return corrected(&page(&app, &own, (fields.typed(), errors)).await?);
    }
    let code = fields.text("code").to_owned();
    let command = HolderCommand::ConfirmByCode(ConfirmByCode { code });
    asked(&app, &own, &fields, command).await
}

/// `POST /renewals/{id}/resend-code`.
pub(in crate::web) async fn resend(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let command = HolderCommand::ResendCode(ResendCode {});
    asked(&app, &own, &fields, command).await
}

async fn asked(
    app: &App,
    own: &OwnRenewal,
    fields: &Fields,
    command: HolderCommand,
) -> Result<Response, ApiError> {
    match ask(app, own, fields, command).await? {
        Answer::Led(response) => Ok(response),
        Answer::Wrong((typed, errors)) => {
            corrected(&page(app, own, (typed, at("code", errors))).await?)
        }
    }
}

async fn page(app: &App, own: &OwnRenewal, given: Given) -> Result<StepPage, ApiError> {
    let (frame, procedure) = (own.frame(app), own.procedure(app)?);
    let entering = phone_codes::confirmation(app, &own.visit.ctx, &own.renewal).await?;
    let step = step(&frame, own, procedure, Duty::ConfirmByCode, given);
    Ok(view::page(step, &own.renewal, procedure, entering))
}

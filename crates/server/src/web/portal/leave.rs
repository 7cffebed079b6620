//! `/renewals/{id}/withdraw` and `/renewals/{id}/abandon`: giving up, with a second look.

use axum::{extract::State, response::Response};
use smena_domain::renewal::{Command, StageName};
use smena_ui::page::part::Errors;

use super::{
    guard::{Fields, OwnRenewal, Posted},
    page::{corrected, see_other, shown},
};
use crate::{
    app::{App, failure::Failure, sessions},
    view::{
        Told,
        leave::{LeavePage, Leaving},
    },
    web::error::ApiError,
};

/// `GET /renewals/{id}/withdraw`.
pub(in crate::web) async fn withdraw(
    State(app): State<App>,
    own: OwnRenewal,
) -> Result<Response, ApiError> {
    look(&app, &own, Leaving::Withdraw)
}

/// `GET /renewals/{id}/abandon`.
pub(in crate::web) async fn abandon(
    State(app): State<App>,
    own: OwnRenewal,
) -> Result<Response, ApiError> {
    look(&app, &own, Leaving::Abandon)
}

/// `POST /renewals/{id}/withdraw`.
pub(in crate::web) async fn act_withdraw(
    State(app): State<App>,
    own: OwnRenewal,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    act(&app, &own, &fields, Leaving::Withdraw, Command::Withdraw).await
}

/// `POST /renewals/{id}/abandon`: how the holder signed in says whether he may.
pub(in crate::web) async fn act_abandon(
    State(app): State<App>,
    own: OwnRenewal,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let sign_in = sessions::sign_in_of(&app, &own.session).await?;
    let command = Command::Abandon { sign_in };
    act(&app, &own, &fields, Leaving::Abandon, command).await
}

/// Once a certificate exists it is the certificate that is given up, and before it the renewal.
fn look(app: &App, own: &OwnRenewal, leaving: Leaving) -> Result<Response, ApiError> {
    let stage = own.renewal.stage_name();
    let exists = matches!(stage, StageName::Issued | StageName::Installed);
    if stage.is_closed() || exists != (leaving == Leaving::Abandon) {
        return Ok(see_other(&own.address()));
    }
    shown(&page(app, own, leaving, Errors::default()))
}

async fn act(
    app: &App,
    own: &OwnRenewal,
    fields: &Fields,
    leaving: Leaving,
    command: Command,
) -> Result<Response, ApiError> {
    match own.act(app, fields, command).await {
        Ok(response) => Ok(response),
        Err(failure @ Failure::Refused(_)) => {
            let frame = own.frame(app);
            let told = Told::of(&failure, frame.language, frame.zone, None);
            let errors = frame.errors([("", told.sentence())]);
            corrected(&page(app, own, leaving, errors))
        }
        Err(failure) => Err(failure.into()),
    }
}

fn page(app: &App, own: &OwnRenewal, leaving: Leaving, errors: Errors) -> LeavePage {
    LeavePage::new(
        &own.frame(app),
        own.address(),
        own.renewal.revision(),
        leaving,
        errors,
    )
}

//! `/return`: where the agent leads back to. Looking shows who you are; the click takes the result (security design, 1.3,
//! step 9).

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    response::Response,
};
use serde::Deserialize;
use smena_protocol::v1::{ErrandId, ReturnCode, ReturnRequested, Returned};

use super::{
    cookie,
    guard::{Posted, Visit},
    page::{see_other, shown, with_cookie},
};
use crate::{
    app::{App, errands, failure::Denial},
    view::returned::{ReturnedPage, Ticket},
    web::error::ApiError,
};

/// What stands in the address.
#[derive(Deserialize)]
pub(in crate::web) struct Brought {
    e: String,
    rc: String,
}

fn read(errand: &str, code: &str) -> Result<(ErrandId, ReturnCode), Denial> {
    let errand = errand.parse().map_err(|_| Denial::ErrandUnknown {})?;
    let code = code.parse().map_err(|_| Denial::ReturnCodeWrong {})?;
    Ok((errand, code))
}

/// `GET /return?e=…&rc=…`: takes nothing.
pub(in crate::web) async fn show(
    State(app): State<App>,
    visit: Visit,
    brought: Result<Query<Brought>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Ok(Query(brought)) = brought else {
        return Ok(see_other("/"));
    };
    let (errand, code) = read(&brought.e, &brought.rc)?;
    // Typed on another computer, or begun in another browser: nothing is raised here.
    let session = visit.session.as_ref();
    let returning = errands::returning(&app, &visit.ctx, session, errand, &code).await?;
    let ticket = Ticket {
        errand: brought.e,
        code: brought.rc,
    };
    shown(&ReturnedPage::new(&visit.frame(&app), &returning, ticket))
}

/// `POST /return`: takes the result. A sign-in gives the browser a new session token.
pub(in crate::web) async fn act(
    State(app): State<App>,
    visit: Visit,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let (errand, code) = read(fields.text("e"), fields.text("rc"))?;
    let session = visit.session.ok_or(Denial::SessionNeeded {})?;
    let asked = ReturnRequested { return_code: code };
    let returned = errands::return_code(&app, &visit.ctx, &session, errand, &asked).await?;
    Ok(match returned {
        Returned::SignedIn(signed_in) => with_cookie(
            see_other("/certificates"),
            cookie::with_session(&signed_in.token, &app.config.origin),
        ),
        Returned::Applied(applied) => see_other(&applied.renewal.map_or_else(
            || "/certificates".to_owned(),
            |renewal| format!("/renewals/{renewal}"),
        )),
    })
}

//! `/sign-in/certificate`: a session is made where there is none, and an errand that proves who holds the key (F5, R8).

use axum::{extract::State, response::Response};
use smena_protocol::v1::{ErrandKind, ErrandRequested};

use super::{
    cookie,
    guard::{FirstPosted, Visit},
    page::{see_other, shown, with_cookie},
};
use crate::{
    app::{App, errands, sessions},
    view::sign_in::SignInPage,
    web::error::ApiError,
};

/// `GET /sign-in/certificate`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    visit: Visit,
) -> Result<Response, ApiError> {
    if visit.is_holder() {
        return Ok(see_other("/certificates"));
    }
    shown(&SignInPage::new(&visit.frame(&app)))
}

/// `POST /sign-in/certificate`: makes the errand and leads to its doors.
pub(in crate::web) async fn act(
    State(app): State<App>,
    visit: Visit,
    FirstPosted(_): FirstPosted,
) -> Result<Response, ApiError> {
    let asked = ErrandRequested {
        kind: ErrandKind::SignIn,
        renewal: None,
    };
    let ctx = &visit.ctx;
    if let (Some(session), Some(token)) = (&visit.session, visit.session_token()) {
        if visit.is_holder() {
            return Ok(see_other("/certificates"));
        }
        let made = errands::make_in_browser(&app, ctx, session, token, &asked).await?;
        return Ok(see_other(&format!("/errands/{made}")));
    }
    let opened = sessions::open(&app, ctx).await?;
    let session = sessions::find(&app, ctx, &opened.token).await?;
    let made = errands::make_in_browser(&app, ctx, &session, &opened.token, &asked).await?;
    Ok(with_cookie(
        see_other(&format!("/errands/{made}")),
        cookie::with_session(&opened.token, &app.config.origin),
    ))
}

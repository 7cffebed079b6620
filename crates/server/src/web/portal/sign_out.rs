//! `POST /sign-out`: the session ends, its errands are closed, the cookie goes.

use axum::{extract::State, response::Response};

use super::{
    cookie,
    guard::{Posted, Visit},
    page::{see_other, with_cookie},
};
use crate::{
    app::{App, sessions},
    web::error::ApiError,
};

/// `POST /sign-out`. A session that has ended already is signed out all the same.
pub(in crate::web) async fn act(
    State(app): State<App>,
    visit: Visit,
    _: Posted,
) -> Result<Response, ApiError> {
    if let Some(session) = visit.session {
        sessions::close(&app, &visit.ctx, &session).await?;
    }
    Ok(with_cookie(
        see_other("/"),
        cookie::without_session(&app.config.origin),
    ))
}

//! Answers to browsers: a page, the same page with what is wrong with its form, and the way to another page.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse as _, Response},
};

use crate::{app::failure::Failure, web::error::ApiError};

/// Shows a page.
pub(in crate::web) fn shown(page: &impl Template) -> Result<Response, ApiError> {
    let html = page.render().map_err(Failure::ours)?;
    Ok(Html(html).into_response())
}

/// Shows the page of a form again: what was typed stands in it, and what is wrong is said.
pub(in crate::web) fn corrected(page: &impl Template) -> Result<Response, ApiError> {
    let mut response = shown(page)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// Leads on after a POST, so that loading the page anew sends nothing twice.
pub(in crate::web) fn see_other(path: &str) -> Response {
    let place =
        HeaderValue::from_str(path).expect("our own paths are ASCII without control characters");
    (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response()
}

/// The same answer with a cookie.
pub(in crate::web) fn with_cookie(mut response: Response, cookie: HeaderValue) -> Response {
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

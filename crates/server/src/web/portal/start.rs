//! `GET /`: who this is, the ways in, what one needs.

use axum::{extract::State, response::Response};

use super::{guard::Visit, page::shown};
use crate::{app::App, view::start::StartPage, web::error::ApiError};

/// `GET /`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    visit: Visit,
) -> Result<Response, ApiError> {
    shown(&StartPage::new(&visit.frame(&app), &app.config))
}

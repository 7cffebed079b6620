//! `/api/v1/session`: beginning and ending.

use axum::{Json, extract::State, http::StatusCode};
use smena_protocol::v1::SessionOpened;

use crate::{
    app::{App, sessions},
    web::{
        error::ApiError,
        guard::{Asked, InSession},
    },
};

/// `POST /api/v1/session`: a session in which nobody is signed in yet.
pub(in crate::web) async fn open(
    State(app): State<App>,
    asked: Asked,
) -> Result<Json<SessionOpened>, ApiError> {
    Ok(Json(sessions::open(&app, &asked.ctx).await?))
}

/// `DELETE /api/v1/session`: signs out.
pub(in crate::web) async fn close(
    State(app): State<App>,
    asked: Asked,
    InSession(session): InSession,
) -> Result<StatusCode, ApiError> {
    sessions::close(&app, &asked.ctx, &session).await?;
    Ok(StatusCode::NO_CONTENT)
}

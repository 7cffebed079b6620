//! `GET /status`: whether the authority works.

use axum::{Json, extract::State};
use smena_protocol::v1::AuthorityStatus;

use super::{error::ApiError, guard::Asked};
use crate::app::{App, presence};

/// `GET /status`.
pub(super) async fn status(
    State(app): State<App>,
    asked: Asked,
) -> Result<Json<AuthorityStatus>, ApiError> {
    Ok(Json(
        presence::status(&app, &asked.ctx, asked.language).await?,
    ))
}

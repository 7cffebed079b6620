//! `GET /.well-known/smena`: who the authority is and which keys speak for it.

use axum::{Json, extract::State};
use smena_protocol::v1::Envelope;

use super::{error::ApiError, guard::Asked};
use crate::app::{App, presence};

/// `GET /.well-known/smena`.
pub(super) async fn statement(
    State(app): State<App>,
    asked: Asked,
) -> Result<Json<Envelope>, ApiError> {
    Ok(Json(presence::statement(&app, &asked.ctx).await?))
}

//! `GET /api/v1/parts/{sha256}`: a file that the claimed errand names.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use smena_protocol::v1::Sha256;

use crate::{
    app::{App, errands},
    web::{
        error::ApiError,
        guard::{Named, WithClaim},
    },
};

/// `GET /api/v1/parts/{sha256}`.
pub(in crate::web) async fn fetch(
    State(app): State<App>,
    WithClaim(errand): WithClaim,
    Named(sha256): Named<Sha256>,
) -> Result<Response, ApiError> {
    let octets = errands::part(&app, &errand, sha256).await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], octets).into_response())
}

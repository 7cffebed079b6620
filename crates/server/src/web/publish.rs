//! The files of the authority that others fetch: its certificates and the revocation list.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

use super::error::ApiError;
use crate::app::{App, failure::Denial, revocation};

const CERTIFICATE: &str = "application/pkix-cert";
const LIST: &str = "application/pkix-crl";

/// `GET /ca/root.cer`: the root's certificate in DER.
pub(super) async fn root(State(app): State<App>) -> Response {
    file(CERTIFICATE, app.authority.root().der().to_vec())
}

/// `GET /ca/issuing.cer`: the issuing authority's certificate in DER.
pub(super) async fn issuing(State(app): State<App>) -> Response {
    file(CERTIFICATE, app.authority.issuing().der().to_vec())
}

/// `GET /ca/issuing.crl`: the newest revocation list in DER. None is old enough to be dangerous and new enough to be
/// right, so caches are told to ask each time.
pub(super) async fn list(State(app): State<App>) -> Result<Response, ApiError> {
    let list = revocation::latest_list(&app)
        .await?
        .ok_or(Denial::NotFound {})?;
    Ok(file(LIST, list.der))
}

fn file(kind: &'static str, der: Vec<u8>) -> Response {
    (
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "no-cache"),
        ],
        der,
    )
        .into_response()
}

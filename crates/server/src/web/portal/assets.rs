//! `GET /assets/{name}`: the style sheet, the script and the sign that all pages load.

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use smena_ui::page::asset::{Asset, SHARED};

use crate::{app::failure::Denial, web::error::ApiError};

/// A browser asks each time and mostly hears that it has the right one: a new version of the program is seen at once.
const KEPT: &str = "no-cache";

/// `GET /assets/{name}`.
pub(in crate::web) async fn show(
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let asset = Asset::find(&name, &[SHARED]).ok_or(Denial::NotFound {})?;
    let tag = asset.entity_tag();
    let known = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        // A proxy that compresses weakens the tag; the octets behind it are the same.
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|given| given == tag);
    let common = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, KEPT.to_owned()),
    ];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    let kind = [(header::CONTENT_TYPE, asset.media_type)];
    Ok((common, kind, asset.octets).into_response())
}

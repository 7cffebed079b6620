//! `/renewals/{id}/documents/{doc}`: what was sent, given out as an attachment, or taken back; and the application as PDF.

use std::fmt::Write as _;

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use smena_domain::renewal::DocumentId;

use super::super::{
    guard::{OwnRenewal, Posted},
    page::see_other,
};
use crate::{
    app::{App, failure::Denial, preview, uploads},
    web::error::ApiError,
};

/// `GET /renewals/{id}/documents/{doc}`.
pub(in crate::web) async fn download(
    State(app): State<App>,
    own: OwnRenewal,
    Path((_, document)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let id = DocumentId::parse(&document).ok_or(Denial::NotFound {})?;
    let opened = uploads::open(&app, own.session.holder, own.renewal.id(), id).await?;
    let head = [
        (
            header::CONTENT_TYPE,
            opened.upload.media_type.as_str().to_owned(),
        ),
        (header::CONTENT_DISPOSITION, attachment(&opened.upload.name)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((head, opened.bytes.to_vec()).into_response())
}

/// `POST /renewals/{id}/documents/{doc}`: takes back what no step names.
pub(in crate::web) async fn remove(
    State(app): State<App>,
    own: OwnRenewal,
    Path((_, document)): Path<(String, String)>,
    Posted(_): Posted,
) -> Result<Response, ApiError> {
    let id = DocumentId::parse(&document).ok_or(Denial::NotFound {})?;
    let (ctx, renewal) = (&own.visit.ctx, own.renewal.id());
    uploads::remove(&app, ctx, own.session.holder, renewal, id).await?;
    Ok(see_other(&format!("{}/attach-documents", own.address())))
}

/// `GET /renewals/{id}/application.pdf`: to be looked through, saved and printed.
pub(in crate::web) async fn application(
    State(app): State<App>,
    own: OwnRenewal,
) -> Result<Response, ApiError> {
    let pdf = preview::application(&app, &own.visit.ctx, &own.renewal).await?;
    let head = [
        (header::CONTENT_TYPE, "application/pdf"),
        (
            header::CONTENT_DISPOSITION,
            "inline; filename=\"application.pdf\"",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((head, pdf).into_response())
}

/// The name of a file for every browser (RFC 6266, RFC 8187).
fn attachment(name: &str) -> String {
    let mut encoded = String::new();
    for octet in name.bytes() {
        if octet.is_ascii_alphanumeric() || b"-_.".contains(&octet) {
            encoded.push(char::from(octet));
        } else {
            write!(encoded, "%{octet:02X}").expect("writing to a String cannot fail");
        }
    }
    format!("attachment; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::attachment;

    #[test]
    fn a_name_of_any_letters_stays_within_its_header() {
        assert_eq!(
            attachment("Приказ 1.pdf"),
            "attachment; filename*=UTF-8''%D0%9F%D1%80%D0%B8%D0%BA%D0%B0%D0%B7%201.pdf"
        );
        assert!(!attachment("a\"\r\nX: y").contains(['"', '\r', '\n']));
    }
}

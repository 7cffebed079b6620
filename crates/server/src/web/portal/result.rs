//! What a renewal brought: the certificate in words and as a file, the end, the day of the switch as a calendar file.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};
use smena_domain::renewal::{Finished, Stage};

use super::{
    guard::OwnRenewal,
    page::{see_other, shown},
};
use crate::{
    app::{App, cabinet, failure::Denial, renewals},
    view::{calendar, certificate::CertificatePage, finish::FinishPage},
    web::error::ApiError,
};

/// `GET /renewals/{id}/certificate`.
pub(in crate::web) async fn certificate(
    State(app): State<App>,
    own: OwnRenewal,
) -> Result<Response, ApiError> {
    let thumbprint = own.renewal.new_thumbprint().ok_or(Denial::NotFound {})?;
    let frame = own.frame(&app);
    let contents = cabinet::contents(&app, thumbprint, frame.language).await?;
    shown(&CertificatePage::new(&frame, own.address(), &contents))
}

/// `GET /renewals/{id}/certificate.cer`: in DER, to be saved.
pub(in crate::web) async fn file(
    State(app): State<App>,
    own: OwnRenewal,
) -> Result<Response, ApiError> {
    let der = renewals::certificate(&app, own.session.holder, own.renewal.id()).await?;
    let name = format!("attachment; filename=\"{}.cer\"", own.renewal.id());
    let kind = [
        (header::CONTENT_TYPE, "application/pkix-cert".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((kind, der).into_response())
}

/// `GET /renewals/{id}/finish`.
pub(in crate::web) async fn finish(
    State(app): State<App>,
    own: OwnRenewal,
) -> Result<Response, ApiError> {
    let Some(finished) = finished(&own) else {
        return Ok(see_other(&own.address()));
    };
    let procedure = own.procedure(&app)?;
    let frame = own.frame(&app);
    shown(&FinishPage::new(&frame, &own.renewal, procedure, finished))
}

/// `GET /renewals/{id}/switch.ics`.
pub(in crate::web) async fn switch_day(
    State(app): State<App>,
    own: OwnRenewal,
) -> Result<Response, ApiError> {
    let finished = finished(&own).ok_or(Denial::NotFound {})?;
    let id = own.renewal.id().to_string();
    let frame = own.frame(&app);
    let text = calendar::switch_day(&frame, &id, finished.switch_on, own.visit.ctx.now);
    let kind = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"smena.ics\"",
        ),
    ];
    Ok((kind, text).into_response())
}

fn finished(own: &OwnRenewal) -> Option<&Finished> {
    match own.renewal.stage() {
        Stage::Receipted(finished) | Stage::Completed(finished) => Some(finished),
        _ => None,
    }
}

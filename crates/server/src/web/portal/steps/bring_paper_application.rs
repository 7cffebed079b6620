//! `/renewals/{id}/bring-paper-application`: print, sign by hand, send the scan (K16, K17). The office takes the sheet.

use axum::{extract::State, response::Response};
use smena_domain::renewal::Duty;

use super::{
    super::{
        guard::{ByTelephoneToo, OwnRenewal, PostedFiles},
        page::{corrected, see_other, shown},
    },
    Given, files, first, not_now, step, wrong,
};
use crate::{
    app::{
        App,
        uploads::{self, UploadPurpose},
    },
    view::steps::{StepPage, bring_paper_application as view},
    web::error::ApiError,
};

/// `GET /renewals/{id}/bring-paper-application`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
) -> Result<Response, ApiError> {
    match not_now(&app, &own, Duty::BringPaperApplication)? {
        Some(away) => Ok(away),
        None => shown(&page(&app, &own, first(&own, &app)).await?),
    }
}

/// `POST /renewals/{id}/bring-paper-application`: the scan of the signed sheet.
pub(in crate::web) async fn act(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
    PostedFiles(form): PostedFiles,
) -> Result<Response, ApiError> {
    let mut sent = files::read(form).await?;
    if let Some(away) = not_now(&app, &own, Duty::BringPaperApplication)? {
        return Ok(away);
    }
    let frame = own.frame(&app);
    let errors = match sent.keep(&app, &own, UploadPurpose::PaperApplication).await {
        Ok(Some(_)) => {
            let duty = Duty::BringPaperApplication;
            return Ok(see_other(&format!("{}/{duty}", own.address())));
        }
        Ok(None) => frame.errors([("scan", frame.say("step-missing-scan"))]),
        Err(failure) => wrong(&frame, failure)?,
    };
    corrected(&page(&app, &own, (sent.fields.typed(), errors)).await?)
}

async fn page(app: &App, own: &OwnRenewal, given: Given) -> Result<StepPage, ApiError> {
    let uploads = uploads::list(app, own.session.holder, own.renewal.id()).await?;
    let (frame, procedure) = (own.frame(app), own.procedure(app)?);
    let step = step(&frame, own, procedure, Duty::BringPaperApplication, given);
    Ok(view::page(step, &own.renewal, procedure, &uploads))
}

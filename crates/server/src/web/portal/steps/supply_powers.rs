//! `/renewals/{id}/supply-powers`: scans of powers of attorney that are lacking, the thread with the office, and another try
//! (C12 to C17).

use axum::{extract::State, response::Response};
use smena_domain::renewal::Duty;
use smena_protocol::v1::{CommentTicket, HolderCommand, RecheckPowers, SupplyPower};

use super::{
    super::{
        guard::{OwnRenewal, Posted, PostedFiles},
        page::{corrected, see_other, shown},
    },
    Answer, Given, ask, done, files, first, missing, not_now, seen, step, wrong,
};
use crate::{
    app::{
        App,
        uploads::{self, UploadPurpose},
    },
    view::steps::{StepPage, supply_powers as view},
    web::error::ApiError,
};

/// `GET /renewals/{id}/supply-powers`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    own: OwnRenewal,
) -> Result<Response, ApiError> {
    match not_now(&app, &own, Duty::SupplyPowers)? {
        Some(away) => Ok(away),
        None => shown(&page(&app, &own, first(&own, &app)).await?),
    }
}

/// `POST /renewals/{id}/supply-powers`: a scan.
pub(in crate::web) async fn act(
    State(app): State<App>,
    own: OwnRenewal,
    PostedFiles(form): PostedFiles,
) -> Result<Response, ApiError> {
    let mut sent = files::read(form).await?;
    let frame = own.frame(&app);
    let mut mistakes = missing(&frame, &sent.fields, &["power"]).unwrap_or_default();
    if !sent.has_file() {
        let asked = frame.errors([("scan", frame.say("step-missing-scan"))]);
        mistakes.errors.extend(asked.errors);
    }
    mistakes.language = frame.language;
    if !mistakes.errors.is_empty() {
        return corrected(&page(&app, &own, (sent.fields.typed(), mistakes)).await?);
    }
    let kept = sent.keep(&app, &own, UploadPurpose::Power).await;
    let scan = match kept {
        Ok(upload) => upload.map_or_else(String::new, |upload| upload.id.to_string()),
        Err(failure) => {
            let errors = wrong(&frame, failure)?;
            return corrected(&page(&app, &own, (sent.fields.typed(), errors)).await?);
        }
    };
    let command = HolderCommand::SupplyPower(SupplyPower {
        power: sent.fields.text("power").to_owned(),
        scan,
    });
    match done(&app, &own, seen(&sent.fields), command).await {
        Ok(_) => Ok(here(&own)),
        Err(failure) => {
            let errors = wrong(&frame, failure)?;
            corrected(&page(&app, &own, (sent.fields.typed(), errors)).await?)
        }
    }
}

/// `POST /renewals/{id}/comment-ticket`: a comment for the office.
pub(in crate::web) async fn comment(
    State(app): State<App>,
    own: OwnRenewal,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let command = HolderCommand::CommentTicket(CommentTicket {
        text: fields.text("text").to_owned(),
    });
    match done(&app, &own, seen(&fields), command).await {
        Ok(_) => Ok(here(&own)),
        Err(failure) => {
            let errors = wrong(&own.frame(&app), failure)?;
            corrected(&page(&app, &own, (fields.typed(), errors)).await?)
        }
    }
}

/// `POST /renewals/{id}/recheck-powers`: another try, which reopens the ticket when it is in vain (C17).
pub(in crate::web) async fn recheck(
    State(app): State<App>,
    own: OwnRenewal,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let command = HolderCommand::RecheckPowers(RecheckPowers {});
    match ask(&app, &own, &fields, command).await? {
        Answer::Led(response) => Ok(response),
        Answer::Wrong(given) => corrected(&page(&app, &own, given).await?),
    }
}

fn here(own: &OwnRenewal) -> Response {
    see_other(&format!("{}/{}", own.address(), Duty::SupplyPowers))
}

async fn page(app: &App, own: &OwnRenewal, given: Given) -> Result<StepPage, ApiError> {
    let uploads = uploads::list(app, own.session.holder, own.renewal.id()).await?;
    let (frame, procedure) = (own.frame(app), own.procedure(app)?);
    let step = step(&frame, own, procedure, Duty::SupplyPowers, given);
    Ok(view::page(step, &own.renewal, procedure, &uploads))
}

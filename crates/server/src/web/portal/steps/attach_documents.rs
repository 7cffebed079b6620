//! `/renewals/{id}/attach-documents`: name, date, number and scan (F21). A file that came whole is kept although something
//! else is wrong: it is not chosen again.

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    response::Response,
};
use serde::Deserialize;
use smena_domain::{procedure::Slug, renewal::Duty};
use smena_protocol::v1::{AttachDocument, HolderCommand};

use super::{
    super::{
        guard::{ByTelephoneToo, Fields, OwnRenewal, PostedFiles},
        page::{corrected, shown},
    },
    Answer, Given, ask, files, first, missing, not_now, step, wrong,
};
use crate::{
    app::{
        App,
        uploads::{self, UploadPurpose},
    },
    view::steps::{StepPage, attach_documents as view},
    web::error::ApiError,
};

/// What every document has besides its scan.
const NEEDED: &[&str] = &["title", "date", "number"];

/// What stands in the address.
#[derive(Default, Deserialize)]
pub(in crate::web) struct Chosen {
    #[serde(default)]
    document: String,
}

/// `GET /renewals/{id}/attach-documents?document=NAME`; without a name, the one that is lacking first.
pub(in crate::web) async fn show(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
    chosen: Result<Query<Chosen>, QueryRejection>,
) -> Result<Response, ApiError> {
    if let Some(away) = not_now(&app, &own, Duty::AttachDocuments)? {
        return Ok(away);
    }
    let chosen = chosen
        .ok()
        .and_then(|Query(chosen)| Slug::parse(&chosen.document));
    shown(&page(&app, &own, chosen, first(&own, &app)).await?)
}

/// `POST /renewals/{id}/attach-documents`.
pub(in crate::web) async fn act(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
    PostedFiles(form): PostedFiles,
) -> Result<Response, ApiError> {
    let mut sent = files::read(form).await?;
    let frame = own.frame(&app);
    let mut scan = sent.fields.text("sent").to_owned();
    let mut mistakes = missing(&frame, &sent.fields, NEEDED).unwrap_or_default();
    match sent.keep(&app, &own, UploadPurpose::Document).await {
        Ok(Some(upload)) => scan = upload.id.to_string(),
        Ok(None) if scan.is_empty() => {
            let asked = frame.errors([("scan", frame.say("step-missing-scan"))]);
            mistakes.errors.extend(asked.errors);
        }
        Ok(None) => (),
        Err(failure) => mistakes.errors.extend(wrong(&frame, failure)?.errors),
    }
    mistakes.language = frame.language;
    let fields = sent.fields.with("sent", &scan);
    let document = Slug::parse(fields.text("document"));
    if !mistakes.errors.is_empty() {
        return corrected(&page(&app, &own, document, (fields.typed(), mistakes)).await?);
    }
    match ask(&app, &own, &fields, command(&fields, scan)).await? {
        Answer::Led(response) => Ok(response),
        Answer::Wrong(given) => corrected(&page(&app, &own, document, given).await?),
    }
}

fn command(fields: &Fields, scan: String) -> HolderCommand {
    HolderCommand::AttachDocument(AttachDocument {
        document: fields.text("document").to_owned(),
        title: fields.text("title").to_owned(),
        date: fields.text("date").to_owned(),
        number: fields.text("number").to_owned(),
        scan,
    })
}

async fn page(
    app: &App,
    own: &OwnRenewal,
    chosen: Option<Slug>,
    given: Given,
) -> Result<StepPage, ApiError> {
    let uploads = uploads::list(app, own.session.holder, own.renewal.id()).await?;
    let (frame, procedure) = (own.frame(app), own.procedure(app)?);
    let step = step(&frame, own, procedure, Duty::AttachDocuments, given);
    Ok(view::page(
        step,
        &own.renewal,
        procedure,
        &uploads,
        chosen.as_ref(),
    ))
}

//! `/renewals/{id}/give-identity-document`: the document, filled in from the last time, or said to be the same (K12, F12).

use axum::{extract::State, response::Response};
use smena_domain::renewal::Duty;
use smena_protocol::v1::{GiveIdentityDocument, HolderCommand, IdentityDocument};

use super::{
    super::{
        guard::{ByTelephoneToo, Fields, OwnRenewal, Posted},
        page::{corrected, shown},
    },
    Answer, Given, ask, first, missing, not_now, step,
};
use crate::{
    app::{App, renewals},
    view::steps::{StepPage, give_identity_document as view},
    web::error::ApiError,
};

/// What every identity document has.
const NEEDED: &[&str] = &[
    "kind",
    "number",
    "issued_on",
    "birth_date",
    "birth_place",
    "sex",
];

/// `GET /renewals/{id}/give-identity-document`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
) -> Result<Response, ApiError> {
    match not_now(&app, &own, Duty::GiveIdentityDocument)? {
        Some(away) => Ok(away),
        None => shown(&page(&app, &own, first(&own, &app)).await?),
    }
}

/// `POST /renewals/{id}/give-identity-document`.
pub(in crate::web) async fn act(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let same = fields.text("changed") == view::SAME;
    if !same {
        let frame = own.frame(&app);
        if let Some(errors) = missing(&frame, &fields, NEEDED) {
            return corrected(&page(&app, &own, (fields.typed(), errors)).await?);
        }
    }
    let command = HolderCommand::GiveIdentityDocument(GiveIdentityDocument {
        document: (!same).then(|| document(&fields)),
    });
    match ask(&app, &own, &fields, command).await? {
        Answer::Led(response) => Ok(response),
        Answer::Wrong(given) => corrected(&page(&app, &own, given).await?),
    }
}

fn document(fields: &Fields) -> IdentityDocument {
    let text = |name: &str| fields.text(name).to_owned();
    IdentityDocument {
        kind: text("kind"),
        number: text("number"),
        issued_on: text("issued_on"),
        birth_date: text("birth_date"),
        birth_place: text("birth_place"),
        sex: text("sex"),
        citizenship: fields.filled("citizenship").map(str::to_owned),
    }
}

async fn page(app: &App, own: &OwnRenewal, given: Given) -> Result<StepPage, ApiError> {
    let held = own.renewal.gathered().identity_document.clone();
    let last = match held {
        // Whoever has the holder's telephone types it.
        _ if own.session.is_by_telephone() => None,
        Some(document) => Some(document),
        None => renewals::last_identity_document(app, own.session.holder).await?,
    };
    let (frame, procedure) = (own.frame(app), own.procedure(app)?);
    let step = step(&frame, own, procedure, Duty::GiveIdentityDocument, given);
    Ok(view::page(step, procedure, last.as_ref()))
}

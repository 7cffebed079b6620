//! The application as its holder may look at it: as it was offered for signing, or as it would be offered now.

use smena_domain::renewal::{Refusal, Renewal, Route, Stage};
use smena_pki::request::CertificationRequest;
use smena_store::documents::{self, DocumentKind};

use super::{
    App, Ctx,
    documents::{Sources, application as prepared, paper_application},
    failure::{Denial, Failure},
    shelf,
};

/// The application as PDF.
///
/// # Errors
/// [`Denial::NotFound`] before the data are confirmed, and where none was signed; or faults of ours.
pub async fn application(app: &App, ctx: &Ctx, renewal: &Renewal) -> Result<Vec<u8>, Failure> {
    if matches!(renewal.route(), Route::Paper(_)) {
        // What is printed is what the operator compares: the same octets each time.
        return paper_application(app, ctx, renewal).await;
    }
    let with_key = match renewal.stage() {
        Stage::Keyed { .. } => true,
        Stage::Confirmed { .. } => false,
        _ => return stored(app, renewal).await,
    };
    let procedure = app
        .procedure(&renewal.procedure().name)
        .ok_or(Refusal::ProcedureChanged {})?;
    let (_, old) = shelf::certificate(app, renewal.old_thumbprint()).await?;
    let key = if with_key {
        let request = shelf::latest(app, renewal.id(), DocumentKind::Request).await?;
        let request = CertificationRequest::from_der(&request).map_err(Failure::ours)?;
        Some(request.public_key().map_err(Failure::ours)?)
    } else {
        None
    };
    let sources = Sources {
        renewal,
        procedure,
        old: &old,
        key: key.as_ref(),
        now: ctx.now,
    };
    Ok(prepared(app, &sources).await?.document)
}

async fn stored(app: &App, renewal: &Renewal) -> Result<Vec<u8>, Failure> {
    let mut tx = app.store.read().await?;
    let found = documents::latest(&mut tx, renewal.id(), DocumentKind::ApplicationPdf).await?;
    tx.rollback().await?;
    Ok(found.ok_or(Denial::NotFound {})?.bytes)
}

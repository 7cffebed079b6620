//! `/api/v1/renewals`: begun, listed, shown, moved, fetched.

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use smena_protocol::v1::{CommandRequested, RenewalId, RenewalRequested, RenewalStatus};

use crate::{
    app::{App, renewals, wire},
    web::{
        error::ApiError,
        guard::{AsHolder, Named, Wire},
    },
};

/// `POST /api/v1/renewals`: begins one; an open one of the same certificate is answered as it is.
pub(in crate::web) async fn start(
    State(app): State<App>,
    AsHolder {
        session,
        ctx,
        language,
    }: AsHolder,
    Wire(body): Wire<RenewalRequested>,
) -> Result<Json<RenewalStatus>, ApiError> {
    let renewal = renewals::start(&app, &ctx, &session.into(), &body).await?;
    Ok(Json(renewals::status(&app, &ctx, &renewal, language)))
}

/// `GET /api/v1/renewals`: the holder's own, the newest first.
pub(in crate::web) async fn list(
    State(app): State<App>,
    AsHolder {
        session,
        ctx,
        language,
    }: AsHolder,
) -> Result<Json<Vec<RenewalStatus>>, ApiError> {
    let list = renewals::list(&app, session.holder).await?;
    let shown = list
        .iter()
        .map(|renewal| renewals::status(&app, &ctx, renewal, language));
    Ok(Json(shown.collect()))
}

/// `GET /api/v1/renewals/{id}`: how it stands and who owes what.
pub(in crate::web) async fn show(
    State(app): State<App>,
    AsHolder {
        session,
        ctx,
        language,
    }: AsHolder,
    Named(id): Named<RenewalId>,
) -> Result<Json<RenewalStatus>, ApiError> {
    let row = renewals::of_holder(&app, session.holder, wire::renewal_id(id)).await?;
    Ok(Json(renewals::status(&app, &ctx, &row.state, language)))
}

/// `POST /api/v1/renewals/{id}/commands`: what a holder does without an errand.
pub(in crate::web) async fn command(
    State(app): State<App>,
    AsHolder {
        session,
        ctx,
        language,
    }: AsHolder,
    Named(id): Named<RenewalId>,
    Wire(body): Wire<CommandRequested>,
) -> Result<Json<RenewalStatus>, ApiError> {
    let renewal = renewals::command(&app, &ctx, &session, wire::renewal_id(id), body).await?;
    Ok(Json(renewals::status(&app, &ctx, &renewal, language)))
}

/// `GET /api/v1/renewals/{id}/certificate`: the new certificate in DER, the same answer each time.
pub(in crate::web) async fn certificate(
    State(app): State<App>,
    AsHolder { session, .. }: AsHolder,
    Named(id): Named<RenewalId>,
) -> Result<Response, ApiError> {
    let der = renewals::certificate(&app, session.holder, wire::renewal_id(id)).await?;
    Ok(([(header::CONTENT_TYPE, "application/pkix-cert")], der).into_response())
}

//! `/renewals`: one begins, and its own page says where it stands and what comes next.

use axum::{Json, extract::State, response::Response};
use smena_protocol::v1::{IdempotencyKey, RenewalRequested, Sha256};

use super::{
    errands::Followed,
    guard::{ByTelephoneToo, Posted, SignedInAnyhow},
    page::{see_other, shown},
};
use crate::{
    app::{App, cabinet, failure::Denial, renewals},
    view::renewal::{Beside, RenewalPage, live_state},
    web::error::ApiError,
};

/// `POST /renewals`: begins the renewal of a certificate; one that is open already is gone on with.
pub(in crate::web) async fn start(
    State(app): State<App>,
    own: SignedInAnyhow,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let certificate: Sha256 = fields
        .text("certificate")
        .parse()
        .map_err(|_| Denial::NotFound {})?;
    let asked = RenewalRequested {
        certificate,
        idempotency_key: IdempotencyKey::draw(own.visit.ctx.rng().as_mut()),
        unplanned_reason: fields.filled("reason").map(str::to_owned),
    };
    let renewal = renewals::start(&app, &own.visit.ctx, &own.session, &asked).await?;
    Ok(see_other(&format!("/renewals/{}", renewal.id())))
}

/// `GET /renewals/{id}`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
) -> Result<Response, ApiError> {
    let procedure = own.procedure(&app)?;
    let history = cabinet::history(&app, own.renewal.id()).await?;
    let beside = Beside {
        history: &history,
        place: cabinet::place(&app, own.renewal.id()).await?,
    };
    let (frame, now) = (own.frame(&app), own.visit.ctx.now);
    shown(&RenewalPage::new(
        &frame,
        &own.renewal,
        procedure,
        now,
        beside,
    ))
}

/// `GET /renewals/{id}/state`: what the page follows.
pub(in crate::web) async fn state(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
) -> Result<Json<Followed>, ApiError> {
    let place = cabinet::place(&app, own.renewal.id()).await?;
    Ok(Json(Followed {
        state: live_state(&own.renewal, place),
        go: None,
    }))
}

//! `/renewals/{id}/sign-application`: the application as it will be signed, and the errand that signs it (F22 to F28).

use axum::{extract::State, response::Response};
use sha2::{Digest as _, Sha256};
use smena_domain::renewal::Duty;

use super::{
    super::{guard::OwnRenewal, page::shown},
    first, step,
};
use crate::{
    app::{App, preview},
    view::steps::sign_application as view,
    web::{error::ApiError, portal::page::see_other},
};

/// `GET /renewals/{id}/sign-application`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    own: OwnRenewal,
) -> Result<Response, ApiError> {
    let duty = Duty::SignApplication;
    if !own.is_due(&app, duty)? {
        return Ok(see_other(&own.address()));
    }
    let pdf = preview::application(&app, &own.visit.ctx, &own.renewal).await?;
    let hash = Sha256::digest(&pdf);
    let (frame, procedure) = (own.frame(&app), own.procedure(&app)?);
    let step = step(&frame, &own, procedure, duty, first(&own, &app));
    shown(&view::page(step, &own.renewal, procedure, &hash))
}

//! `/renewals/{id}/make-key` and the other steps that the agent does: what will happen, before the program is opened.

use axum::{extract::State, response::Response};
use smena_domain::renewal::Duty;

use super::{
    guard::ByTelephoneToo,
    page::{see_other, shown},
};
use crate::{
    app::App,
    view::errand_step::{ErrandStepPage, kind_of},
    web::error::ApiError,
};

/// `GET /renewals/{id}/STEP`. A step whose turn it is not leads to the renewal's page, which says whose turn it is.
pub(in crate::web) async fn show(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
) -> Result<Response, ApiError> {
    let frame = own.frame(&app);
    let step = own.visit.path.rsplit('/').next().and_then(Duty::parse);
    let kind = match step {
        Some(duty) => {
            own.expect_may(duty)?;
            own.is_due(&app, duty)?.then(|| kind_of(duty)).flatten()
        }
        None => None,
    };
    let Some(kind) = kind else {
        return Ok(see_other(&own.address()));
    };
    let kind = if frame.needs_pairing() { "pair" } else { kind };
    let page = ErrandStepPage::new(
        &frame,
        &own.renewal,
        own.procedure(&app)?,
        own.visit.ctx.now,
        kind,
    );
    shown(&page)
}

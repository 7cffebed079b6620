//! `/renewals/{id}/switch-programs`: from which day programs sign with the new certificate (T32 to T35).

use axum::{extract::State, response::Response};
use smena_domain::renewal::{Duty, StageName};

use super::{
    super::{
        guard::OwnRenewal,
        page::{see_other, shown},
    },
    first, step,
};
use crate::{app::App, view::steps::switch_programs as view, web::error::ApiError};

/// `GET /renewals/{id}/switch-programs`: from the receipt on, also before the day.
pub(in crate::web) async fn show(
    State(app): State<App>,
    own: OwnRenewal,
) -> Result<Response, ApiError> {
    let stage = own.renewal.stage_name();
    if !matches!(stage, StageName::Receipted | StageName::Completed) {
        return Ok(see_other(&own.address()));
    }
    let (frame, procedure) = (own.frame(&app), own.procedure(&app)?);
    let given = first(&own, &app);
    let step = step(&frame, &own, procedure, Duty::SwitchPrograms, given);
    shown(&view::page(step, &own.renewal))
}

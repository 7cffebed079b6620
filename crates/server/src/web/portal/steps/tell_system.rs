//! `/renewals/{id}/tell-system`: which systems' supports have the new certificate (C31, C32).

use axum::{extract::State, response::Response};
use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal, Stage},
};
use smena_protocol::v1::{HolderCommand, RecordSystemTold};

use super::{
    super::{
        guard::{OwnRenewal, Posted},
        page::corrected,
    },
    at, done, next,
    plain::{Paged, page},
    seen, wrong,
};
use crate::{
    app::App,
    view::steps::{Step, StepPage, tell_system as view},
    web::error::ApiError,
};

/// The step.
pub(in crate::web) struct TellSystem;

impl Paged for TellSystem {
    const DUTY: Duty = Duty::TellSystem;

    fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
        view::page(step, renewal, procedure)
    }
}

/// `POST /renewals/{id}/tell-system`: one command for each system that was ticked; those told before stay so.
pub(in crate::web) async fn act(
    State(app): State<App>,
    own: OwnRenewal,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let frame = own.frame(&app);
    let told = match own.renewal.stage() {
        Stage::Receipted(finished) | Stage::Completed(finished) => finished.systems_told.as_slice(),
        _ => &[],
    };
    let known = |system: &&str| told.iter().any(|told| told.as_str() == *system);
    let ticked: Vec<&str> = fields.values("systems").collect();
    if ticked.is_empty() {
        let asked = frame.errors([("systems", frame.say("step-missing-systems"))]);
        return corrected(&page::<TellSystem>(&app, &own, (fields.typed(), asked))?);
    }
    let (mut revision, mut renewal) = (seen(&fields), own.renewal.clone());
    for system in ticked.into_iter().filter(|system| !known(system)) {
        let command = HolderCommand::RecordSystemTold(RecordSystemTold {
            system: system.to_owned(),
        });
        match done(&app, &own, revision, command).await {
            Ok(moved) => (revision, renewal) = (moved.revision(), moved),
            Err(failure) => {
                let errors = at("systems", wrong(&frame, failure)?);
                return corrected(&page::<TellSystem>(&app, &own, (fields.typed(), errors))?);
            }
        }
    }
    Ok(next(&app, &own, &renewal)?)
}

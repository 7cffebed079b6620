//! The steps whose page is one form: shown while they may be done, and shown again with what is wrong.
//!
//! What sets one apart is its duty, its page and, for most, the command that its form asks for. Whoever has only the
//! holder's telephone reaches those that `permission::telephone_may` names.

use axum::{extract::State, response::Response};
use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_protocol::v1::HolderCommand;
use smena_ui::page::part::Errors;

use super::{
    super::{
        guard::{ByTelephoneToo, Fields, OwnRenewal, Posted},
        page::{corrected, shown},
    },
    Answer, Given, ask, at, first, missing, not_now, step,
};
use crate::{
    app::App,
    view::{
        Frame,
        steps::{Step, StepPage},
    },
    web::error::ApiError,
};

/// A step with a page.
pub(in crate::web) trait Paged {
    /// What is owed.
    const DUTY: Duty;

    /// Its page.
    fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage;
}

/// A step whose form asks for one command.
pub(in crate::web) trait Plain: Paged {
    /// The questions that must be answered before the renewal is asked.
    const NEEDED: &'static [&'static str] = &[];
    /// The only question of the page, where every refusal belongs to it.
    const ONLY: Option<&'static str> = None;

    /// What was left out.
    fn lacking(frame: &Frame, fields: &Fields) -> Option<Errors> {
        missing(frame, fields, Self::NEEDED)
    }

    /// What the renewal is asked for.
    fn command(fields: &Fields, procedure: &Procedure) -> HolderCommand;
}

/// GET of the step's address.
pub(in crate::web) async fn show<S: Paged>(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
) -> Result<Response, ApiError> {
    match not_now(&app, &own, S::DUTY)? {
        Some(away) => Ok(away),
        None => shown(&page::<S>(&app, &own, first(&own, &app))?),
    }
}

/// POST to the step's address.
pub(in crate::web) async fn act<S: Plain>(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    own.expect_may(S::DUTY)?;
    if let Some(errors) = S::lacking(&own.frame(&app), &fields) {
        return corrected(&page::<S>(&app, &own, (fields.typed(), errors))?);
    }
    let command = S::command(&fields, own.procedure(&app)?);
    match ask(&app, &own, &fields, command).await? {
        Answer::Led(response) => Ok(response),
        Answer::Wrong((typed, errors)) => {
            let errors = match S::ONLY {
                Some(question) => at(question, errors),
                None => errors,
            };
            corrected(&page::<S>(&app, &own, (typed, errors))?)
        }
    }
}

/// The page of a step, with what was typed and what is wrong with it.
pub(super) fn page<S: Paged>(
    app: &App,
    own: &OwnRenewal,
    given: Given,
) -> Result<StepPage, ApiError> {
    let (frame, procedure) = (own.frame(app), own.procedure(app)?);
    let step = step(&frame, own, procedure, S::DUTY, given);
    Ok(S::page(step, &own.renewal, procedure))
}

//! `/renewals/{id}/STEP`: the steps that a holder does on a page, one module for each, named as the duty.
//!
//! GET shows a step whose turn it is, or one that may still be answered otherwise; else it leads to the renewal's page,
//! which says whose turn it is. POST asks the renewal and leads to the step that is owed next; what the rules refuse, what
//! was left out and what was changed meanwhile comes back on the same page with everything that was typed.

pub(in crate::web) mod attach_documents;
pub(in crate::web) mod bind_key;
pub(in crate::web) mod bring_paper_application;
pub(in crate::web) mod change_data;
pub(in crate::web) mod choose_key_options;
pub(in crate::web) mod choose_kind;
pub(in crate::web) mod choose_office;
pub(in crate::web) mod choose_system_powers;
pub(in crate::web) mod confirm_by_code;
pub(in crate::web) mod documents;
pub(in crate::web) mod familiarise;
mod files;
pub(in crate::web) mod give_consent;
pub(in crate::web) mod give_contacts;
pub(in crate::web) mod give_identity_document;
pub(in crate::web) mod identify_by_snils;
pub(in crate::web) mod make_backup;
pub(in crate::web) mod pay_bill;
pub(in crate::web) mod plain;
pub(in crate::web) mod ready_workplace;
pub(in crate::web) mod sign_application;
pub(in crate::web) mod submit_application;
pub(in crate::web) mod supply_powers;
pub(in crate::web) mod switch_programs;
pub(in crate::web) mod tell_system;
pub(in crate::web) mod treat_old_key;

use axum::response::Response;
use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, DutyState, Party, Refusal, Renewal, StageName, obligations},
};
use smena_protocol::v1::HolderCommand;
use smena_ui::page::part::{Errors, FieldError};

use super::{
    guard::{Fields, OwnRenewal, REVISION_FIELD},
    page::see_other,
};
use crate::{
    app::{
        App,
        failure::{Denial, Failure},
        renewals,
    },
    view::{
        Frame, Told,
        steps::{Step, Typed},
        tasks,
    },
    web::error::ApiError,
};

/// What was typed, and what is wrong with it.
type Given = (Typed, Errors);

/// What became of a form.
enum Answer {
    /// It was taken; this leads on.
    Led(Response),
    /// It was not; the page is shown again with this.
    Wrong(Given),
}

/// A page that is shown for the first time.
fn first(own: &OwnRenewal, app: &App) -> Given {
    (Typed::default(), own.frame(app).errors([]))
}

/// What a page of a step is made from.
fn step<'a>(
    frame: &'a Frame,
    own: &OwnRenewal,
    procedure: &Procedure,
    duty: Duty,
    given: Given,
) -> Step<'a> {
    Step::new(
        frame,
        duty,
        &own.renewal,
        procedure,
        own.visit.ctx.now,
        given,
    )
}

/// The way to the renewal's page, when a step is not to be done now.
fn not_now(app: &App, own: &OwnRenewal, duty: Duty) -> Result<Option<Response>, Failure> {
    own.expect_may(duty)?;
    let procedure = own.procedure(app)?;
    let owed = obligations(&own.renewal, procedure, own.visit.ctx.now);
    let unsigned = is_unsigned(own.renewal.stage_name());
    let open = owed.iter().any(|owed| {
        let state = match owed.state {
            DutyState::Now { .. } => owed.who == Party::Holder || duty == Duty::SupplyPowers,
            DutyState::Done => unsigned,
            DutyState::Later | DutyState::NotNeeded(_) => false,
        };
        owed.what == duty && state
    });
    Ok((!open).then(|| see_other(&own.address())))
}

/// Whether what was given can still be changed.
fn is_unsigned(stage: StageName) -> bool {
    matches!(
        stage,
        StageName::Drafted | StageName::Confirmed | StageName::Keyed | StageName::Papered
    )
}

/// Where the holder goes on: the step that he owes next, or the renewal's page.
fn next(app: &App, own: &OwnRenewal, renewal: &Renewal) -> Result<Response, Failure> {
    let procedure = own.procedure(app)?;
    let owed = obligations(renewal, procedure, own.visit.ctx.now);
    let due = owed
        .iter()
        .find(|step| step.who == Party::Holder && matches!(step.state, DutyState::Now { .. }));
    let place = due.map_or_else(|| own.address(), |step| tasks::address(renewal, step.what));
    Ok(see_other(&place))
}

/// Asks the renewal for what was typed, on the revision that the page showed.
async fn ask(
    app: &App,
    own: &OwnRenewal,
    fields: &Fields,
    command: HolderCommand,
) -> Result<Answer, ApiError> {
    match done(app, own, seen(fields), command).await {
        Ok(renewal) => Ok(Answer::Led(next(app, own, &renewal)?)),
        Err(failure) => Ok(Answer::Wrong((
            fields.typed(),
            wrong(&own.frame(app), failure)?,
        ))),
    }
}

async fn done(
    app: &App,
    own: &OwnRenewal,
    seen: i64,
    command: HolderCommand,
) -> Result<Renewal, Failure> {
    let (ctx, id) = (&own.visit.ctx, own.renewal.id());
    renewals::ask(app, ctx, &own.session, id, seen, command).await
}

/// The revision that the page showed.
fn seen(fields: &Fields) -> i64 {
    fields.text(REVISION_FIELD).parse().unwrap_or_default()
}

/// What is wrong with a form, at its question and in words. Faults of ours, and somebody without a right, have a page
/// of their own.
fn wrong(frame: &Frame, failure: Failure) -> Result<Errors, ApiError> {
    let name = renewals::field_of(&failure).map(str::to_owned);
    let own_words = match &failure {
        Failure::Refused(Refusal::StaleRevision { .. }) => Some("step-stale".to_owned()),
        Failure::Refused(Refusal::WrongCode {}) => Some("step-wrong-code".to_owned()),
        Failure::Denied(Denial::FieldMissing { field }) => Some(format!("step-missing-{field}")),
        Failure::Denied(Denial::FieldNotValid { field }) => Some(format!("step-wrong-{field}")),
        Failure::Refused(_) => None,
        Failure::Denied(_) if name.is_some() => None,
        Failure::Denied(_) | Failure::Ours(_) => return Err(failure.into()),
    };
    let text = match own_words.filter(|key| frame.has(key)) {
        Some(key) => frame.say(&key),
        None => Told::of(&failure, frame.language, frame.zone, None).sentence(),
    };
    Ok(Errors {
        language: frame.language,
        errors: vec![FieldError { name, text }],
    })
}

/// Everything that was left out at once, so that a person corrects it once.
fn missing(frame: &Frame, fields: &Fields, names: &[&'static str]) -> Option<Errors> {
    let lacking: Vec<_> = names
        .iter()
        .filter(|name| fields.filled(name).is_none())
        .map(|name| (*name, frame.say(&format!("step-missing-{name}"))))
        .collect();
    (!lacking.is_empty()).then(|| frame.errors(lacking))
}

/// The same mistakes at a question of another name.
fn at(name: &str, mut errors: Errors) -> Errors {
    for error in &mut errors.errors {
        if error.name.is_some() {
            error.name = Some(name.to_owned());
        }
    }
    errors
}

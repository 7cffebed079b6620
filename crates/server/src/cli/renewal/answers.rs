//! What registers, bodies and the billing answered, and what the office found out about powers of attorney.

use smena_domain::{
    calendar::Moment,
    renewal::{Bill, PowerFact, PowerState, Verdict},
};
use time::{Date, Time, macros::format_description};

use super::{App, Ctx, Failure, Kind, Printer, Report, id_of, refusal, shown::moved, slug_of};
use crate::app::{
    office::{self, answers},
    powers,
};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct AnswerCheck {
    #[arg(value_name = "RENEWAL")]
    renewal: String,
    #[arg(value_name = "REGISTER")]
    register: String,
    #[arg(value_name = "VERDICT")]
    verdict: String,
    #[arg(long, value_name = "TEXT")]
    words: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Billed {
    #[arg(value_name = "RENEWAL")]
    renewal: String,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Registered {
    #[arg(value_name = "RENEWAL")]
    renewal: String,
    #[arg(value_name = "BODY")]
    body: String,
    #[arg(long, value_name = "TEXT")]
    refused: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct NotePower {
    #[arg(value_name = "RENEWAL")]
    renewal: String,
    #[arg(value_name = "POWER")]
    power: String,
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
}

pub(super) async fn check(
    app: &App,
    ctx: &Ctx,
    given: &AnswerCheck,
    printer: &Printer,
) -> Result<Report, Failure> {
    let verdict = match given.verdict.as_str() {
        "passed" => Verdict::Passed,
        "failed" => Verdict::Failed {
            reason: given
                .words
                .clone()
                .ok_or_else(|| Failure::new(Kind::Usage, "words-missing"))?,
        },
        "unavailable" => Verdict::Unavailable,
        other => {
            return Err(Failure::new(Kind::Usage, "verdict-unknown").with("verdict", other));
        }
    };
    let (id, register) = (id_of(&given.renewal)?, slug_of(&given.register)?);
    let renewal = answers::check(app, ctx, id, register, verdict)
        .await
        .map_err(|failure| refusal(failure, printer))?;
    Ok(moved(app, ctx, &renewal, printer))
}

pub(super) async fn bill(
    app: &App,
    ctx: &Ctx,
    given: &Billed,
    bill: Bill,
    printer: &Printer,
) -> Result<Report, Failure> {
    let renewal = answers::bill(app, ctx, id_of(&given.renewal)?, bill)
        .await
        .map_err(|failure| refusal(failure, printer))?;
    Ok(moved(app, ctx, &renewal, printer))
}

pub(super) async fn registered(
    app: &App,
    ctx: &Ctx,
    given: &Registered,
    printer: &Printer,
) -> Result<Report, Failure> {
    let (id, body) = (id_of(&given.renewal)?, slug_of(&given.body)?);
    let renewal = answers::registration(app, ctx, id, body, given.refused.clone())
        .await
        .map_err(|failure| refusal(failure, printer))?;
    Ok(moved(app, ctx, &renewal, printer))
}

pub(super) async fn note_power(
    app: &App,
    ctx: &Ctx,
    given: &NotePower,
    printer: &Printer,
) -> Result<Report, Failure> {
    let state = match given.until.as_deref() {
        None => PowerState::Missing,
        Some(text) => PowerState::Valid {
            until: end_of_day(text)?,
        },
    };
    let (id, power) = (id_of(&given.renewal)?, slug_of(&given.power)?);
    let failed = |failure| refusal(failure, printer);
    let renewal = office::find(app, id).await.map_err(failed)?.renewal;
    powers::note(app, ctx, renewal.holder(), PowerFact { power, state })
        .await
        .map_err(failed)?;
    Ok(moved(app, ctx, &renewal, printer))
}

fn end_of_day(text: &str) -> Result<Moment, Failure> {
    let day = Date::parse(text, format_description!("[year]-[month]-[day]"))
        .map_err(|_| Failure::new(Kind::Usage, "day-malformed").with("day", text))?;
    Ok(Moment::new(day.with_time(Time::MIDNIGHT).assume_utc()).plus_days(1))
}

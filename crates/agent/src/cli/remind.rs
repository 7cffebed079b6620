//! `smena remind`: of what the companion reminds and when; `--later DAYS` puts it off.

use std::fmt::Write as _;

use serde_json::{Value, json};
use smena_protocol::v1::{Moment, Sha256};
use smena_ui::{Message, format};
use time::{Duration, OffsetDateTime};

use super::{
    Common,
    inspect::escaped,
    place::{self, Opened},
};
use crate::{
    clock::{Clock as _, SystemClock, rfc3339},
    companion::{self, InUse, ladder},
    failure::Failure,
    flow::FlowError,
    limits::LATER_DAYS_MAX,
    media::Attached,
    output::{Printer, Report},
    state::{CompanionState, Reminded},
    term::days_left,
};

/// What `smena remind` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..=i64::from(LATER_DAYS_MAX)))]
    later: Option<u16>,
    #[arg(long, value_name = "ID")]
    certificate: Option<String>,
}

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    let opened = place::open(common)?;
    let named = match &arguments.certificate {
        Some(name) => Some(place::certificate(&opened, Some(name))?),
        None => None,
    };
    let now = SystemClock.now();
    let Opened {
        home,
        media,
        problems,
    } = opened;
    let attached = Attached { media, problems };
    let mut in_use = companion::in_use(&home, &attached).map_err(FlowError::into_failure)?;
    in_use.retain(|seen| {
        named
            .as_ref()
            .is_none_or(|named| *named == seen.certificate)
    });
    let state = match arguments.later {
        None => CompanionState::current(&home)?,
        Some(days) => {
            let until = now + Duration::days(i64::from(days));
            CompanionState::change(&home, Moment::new(now), |state| {
                put_off(state, &in_use, Moment::new(until));
            })?
        }
    };
    Ok(report(&in_use, &state, now, printer))
}

/// Nothing is said of these certificates until then.
fn put_off(state: &mut CompanionState, certificates: &[InUse], until: Moment) {
    for seen in certificates.iter().filter(|seen| !seen.is_replaced) {
        let thumbprint = Sha256::new(seen.certificate.thumbprint());
        let known = state.certificates.entry(thumbprint).or_insert(Reminded {
            until: Moment::new(seen.certificate.not_after()),
            rung: None,
            later: None,
        });
        known.later = Some(until);
    }
}

fn report(
    in_use: &[InUse],
    state: &CompanionState,
    now: OffsetDateTime,
    printer: &Printer,
) -> Report {
    let (mut text, mut values) = (String::new(), Vec::new());
    for seen in in_use {
        let thumbprint = Sha256::new(seen.certificate.thumbprint());
        let known = state.certificates.get(&thumbprint);
        let (message, value) = describe(seen, known, now, printer);
        writeln!(text, "{}", escaped(&printer.text(&message)))
            .expect("writing to a String cannot fail");
        values.push(value);
    }
    if text.is_empty() {
        text = printer.word("remind-none");
    }
    Report {
        text,
        value: json!({ "reminders": values }),
    }
}

/// When the holder hears of a certificate next.
fn describe(
    seen: &InUse,
    known: Option<&Reminded>,
    now: OffsetDateTime,
    printer: &Printer,
) -> (Message, Value) {
    let InUse {
        certificate,
        is_replaced,
    } = seen;
    let days_left = days_left(certificate, now);
    let later = known.and_then(|known| known.later).map(Moment::time);
    let later = later.filter(|later| *later > now);
    let due = ladder::due(companion::case(known, days_left, *is_replaced), now);
    let next = later.or_else(|| match due {
        Some(_) => Some(now),
        None => next_rung(days_left).map(|days| now + Duration::days(days)),
    });
    let key = match next {
        _ if *is_replaced => "remind-replaced",
        _ if days_left < 0 => "remind-expired",
        Some(_) if later.is_some() => "remind-later",
        Some(at) if at <= now => "remind-now",
        Some(_) => "remind-on",
        None => "remind-last",
    };
    let date = |at: OffsetDateTime| format::date(printer.language(), at.date());
    let message = Message::new(key)
        .with("serial", certificate.serial().to_string())
        .with("until", date(certificate.not_after()))
        .with("days", days_left.max(0).to_string())
        .with("next", next.map(date).unwrap_or_default());
    let is_silent = *is_replaced || days_left < 0;
    let value = json!({
        "thumbprint": thumbprint_text(seen),
        "serial": certificate.serial().to_string(),
        "days_left": days_left,
        "replaced": is_replaced,
        "reminded": known.and_then(|known| known.rung),
        "next": next.filter(|_| !is_silent).map(rfc3339),
    });
    (message, value)
}

/// In how many days the next rung is reached.
fn next_rung(days_left: i64) -> Option<i64> {
    let below = ladder::RUNGS.into_iter().map(i64::from);
    below
        .filter(|rung| *rung < days_left)
        .max()
        .map(|rung| days_left - rung)
}

fn thumbprint_text(seen: &InUse) -> String {
    hex::encode(seen.certificate.thumbprint())
}

//! `smena backup`: a verified copy of a key on another device, or the word that none is wanted.

use std::fmt::Write as _;

use serde_json::json;
use smena_media::{Held, backup::Backup};
use smena_ui::{Message, format};

use super::{
    Common,
    aftercare::{self, Told},
    place::{self, Opened},
    terminal::{Answers, Terminal},
};
use crate::{
    clock::rfc3339,
    failure::Failure,
    flow::{
        Aftercare, FlowError,
        local::{self, Desk},
    },
    output::{Printer, Report},
};

/// What `smena backup` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(long, value_name = "ID")]
    certificate: Option<String>,
    #[arg(long, value_name = "NAME", required_unless_present = "none")]
    to: Option<String>,
    #[arg(long, conflicts_with = "to")]
    none: bool,
    #[command(flatten)]
    answers: Answers,
}

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    place::at_locked_desk(
        common,
        &arguments.answers,
        printer,
        |opened, desk, person| {
            let certificate = match &arguments.certificate {
                Some(named) => place::certificate(opened, Some(named))?,
                None => place::in_use(opened, place::certificate(opened, None)?)?,
            };
            let held = desk
                .held_certificate(&certificate)
                .map_err(FlowError::into_failure)?;
            if let Some(to) = &arguments.to {
                return make(opened, desk, person, &held, to, printer);
            }
            aftercare::no_copy(opened, person, &held, printer)?;
            Ok(Report {
                text: printer.word("aftercare-told"),
                value: json!({ "backup": null, "authority": { "told": true } }),
            })
        },
    )
}

/// Copies a key to the medium that was named, says where it lies and until when to keep it, and tells the authority whose
/// renewal waits for it.
pub(super) fn make(
    opened: &Opened,
    desk: &Desk<'_>,
    person: &Terminal<'_>,
    held: &Held<'_>,
    to: &str,
    printer: &Printer,
) -> Result<Report, Failure> {
    let target = desk.medium(to).map_err(FlowError::into_failure)?;
    let made = local::back_up(desk, held, target).map_err(FlowError::into_failure)?;
    let told = match &held.entry.certificate {
        Some(about) => {
            let done = Aftercare::Copied(made.place.kind);
            Told::of(opened, person, held, about, done, printer)?
        }
        None => Told::NotOwed,
    };
    Ok(report(&made, &told, printer))
}

fn report(made: &Backup, told: &Told, printer: &Printer) -> Report {
    let mut text = String::new();
    let mut line = |message: &Message| {
        writeln!(text, "{}", printer.text(message)).expect("writing to a String cannot fail");
    };
    line(&Message::new("backup-made").with("place", made.place.name.clone()));
    if let Some(until) = made.keep_until {
        let until = format::date(printer.language(), until.date());
        line(&Message::new("backup-keep").with("until", until));
    }
    text.push_str(&told.lines("aftercare-copy-not-told", printer));
    Report {
        text,
        value: json!({
            "authority": told.value(printer),
            "place": made.place,
            "key": made.entry.id.to_string(),
            "made": rfc3339(made.made),
            "keep_until": made.keep_until.map(rfc3339),
        }),
    }
}

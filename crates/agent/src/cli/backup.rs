//! `smena backup`: a verified copy of a key on another device.

use std::fmt::Write as _;

use serde_json::json;
use smena_media::{Held, backup::Backup};
use smena_ui::{Message, format};

use super::{Common, place, terminal::Answers};
use crate::{
    clock::rfc3339,
    failure::Failure,
    flow::{
        FlowError,
        local::{self, Desk},
    },
    output::{Printer, Report},
};

/// What `smena backup` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(long, value_name = "ID")]
    certificate: Option<String>,
    #[arg(long, value_name = "NAME")]
    to: String,
    #[command(flatten)]
    answers: Answers,
}

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    place::at_locked_desk(common, &arguments.answers, printer, |opened, desk, _| {
        let certificate = place::certificate(opened, arguments.certificate.as_deref())?;
        let held = desk
            .held_certificate(&certificate)
            .map_err(FlowError::into_failure)?;
        make(desk, &held, &arguments.to, printer)
    })
}

/// Copies a key to the medium that was named, and says where it lies and until when to keep it.
pub(super) fn make(
    desk: &Desk<'_>,
    held: &Held<'_>,
    to: &str,
    printer: &Printer,
) -> Result<Report, Failure> {
    let target = desk.medium(to).map_err(FlowError::into_failure)?;
    let made = local::back_up(desk, held, target).map_err(FlowError::into_failure)?;
    Ok(report(&made, printer))
}

fn report(made: &Backup, printer: &Printer) -> Report {
    let mut text = String::new();
    let mut line = |message: &Message| {
        writeln!(text, "{}", printer.text(message)).expect("writing to a String cannot fail");
    };
    line(&Message::new("backup-made").with("place", made.place.name.clone()));
    if let Some(until) = made.keep_until {
        let until = format::date(printer.language(), until.date());
        line(&Message::new("backup-keep").with("until", until));
    }
    Report {
        text,
        value: json!({
            "place": made.place,
            "key": made.entry.id.to_string(),
            "made": rfc3339(made.made),
            "keep_until": made.keep_until.map(rfc3339),
        }),
    }
}

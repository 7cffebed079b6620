//! `smena container list`: every key pair on every attached medium, archived and pending ones too.

use std::fmt::Write as _;

use serde_json::{Value, json};
use smena_media::{Entry, EntryState, Held, Place, Survey};
use smena_ui::{Message, format};

use crate::{
    cli::{
        Common,
        inspect::escaped,
        place::{self, Opened},
    },
    clock::rfc3339,
    failure::Failure,
    output::{Printer, Report},
};

/// `smena container list` takes nothing of its own.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

pub(super) fn run(
    common: &Common,
    _arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    let Opened {
        media, problems, ..
    } = place::open(common)?;
    let (mut text, mut entries) = (String::new(), Vec::new());
    let survey = Survey::of(&media);
    for Held { medium, entry } in &survey.held {
        write_entry(&mut text, printer, entry, medium.place());
        entries.push(value_of(entry, medium.place()));
    }
    let problems = place::write_problems(&mut text, printer, problems, survey.failed);
    if text.is_empty() {
        text = printer.word("container-none");
    }
    Ok(Report {
        text,
        value: json!({ "containers": entries, "problems": problems }),
    })
}

fn write_entry(text: &mut String, printer: &Printer, entry: &Entry, place: &Place) {
    let state = match entry.state {
        EntryState::Pending => "container-pending",
        EntryState::Installed => "container-installed",
        EntryState::Archived => "container-archived",
    };
    let named = entry.label.clone().unwrap_or_else(|| entry.id.to_string());
    let mut lines = vec![
        Message::new("container-line")
            .with("key", entry.id.to_string())
            .with("label", escaped(&named))
            .with("algorithm", entry.public_key.algorithm().name())
            .with("place", place.name.clone()),
        Message::new(state),
        Message::new(if entry.exportable {
            "container-exportable"
        } else {
            "container-not-exportable"
        }),
    ];
    if let Some(until) = entry.key_until {
        let until = format::date(printer.language(), until.date());
        lines.push(Message::new("container-key-until").with("until", until));
    }
    for (number, line) in lines.iter().enumerate() {
        let indent = if number == 0 { "" } else { "  " };
        writeln!(text, "{indent}{}", printer.text(line)).expect("writing to a String cannot fail");
    }
}

fn value_of(entry: &Entry, place: &Place) -> Value {
    json!({
        "key": entry.id.to_string(),
        "label": entry.label,
        "state": entry.state,
        "place": place.name,
        "algorithm": entry.public_key.algorithm().name(),
        "has_password": entry.has_password,
        "exportable": entry.exportable,
        "key_until": entry.key_until.map(rfc3339),
        "serial": entry.certificate.as_ref().map(|held| held.serial().to_string()),
    })
}

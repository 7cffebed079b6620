//! `smena list`: the certificates on the media, with the days that are left.

use std::fmt::Write as _;

use serde_json::{Value, json};
use smena_media::{Damaged, Entry, EntryState, Held, Survey};
use smena_protocol::v1::Sha256;
use smena_ui::{Message, format};
use time::OffsetDateTime;

use super::{
    Common,
    inspect::escaped,
    place::{self, Opened},
};
use crate::{
    clock::{Clock as _, SystemClock, rfc3339},
    failure::Failure,
    output::{Printer, Report},
    state::SignatureRecord,
    term::days_left,
};

/// `smena list` takes nothing of its own.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

pub(super) fn run(
    common: &Common,
    _arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    let Opened {
        home,
        media,
        problems,
    } = place::open(common)?;
    let now = SystemClock.now();
    let successors = SignatureRecord::successors(&home)?;
    let (mut text, mut entries, mut damaged) = (String::new(), Vec::new(), Vec::new());
    let survey = Survey::of(&media);
    for Held { medium, entry } in &survey.held {
        let place = &medium.place().name;
        let successor = entry
            .certificate
            .as_ref()
            .and_then(|held| successors.get(&Sha256::new(held.thumbprint())));
        write_entry(&mut text, printer, entry, place, now);
        if let Some(successor) = successor {
            let by = Message::new("list-replaced").with("thumbprint", successor.to_string());
            writeln_to(&mut text, &format!("  {}", printer.text(&by)));
        }
        let mut value = entry_value(entry, place, now);
        if let Some(successor) = successor {
            value["replaced_by"] = successor.to_string().into();
        }
        entries.push(value);
    }
    for (place, Damaged { id, error }) in survey.damaged {
        let named = Message::new("list-damaged")
            .with("key", id.to_string())
            .with("place", place.name.clone());
        let mut value = place::write_problem(&mut text, printer, &named, error);
        value["key"] = id.to_string().into();
        value["place"] = place.name.clone().into();
        damaged.push(value);
    }
    let problems = place::write_problems(&mut text, printer, problems, survey.failed);
    if text.is_empty() {
        text = printer.word("list-empty");
    }
    Ok(Report {
        text,
        value: json!({ "certificates": entries, "damaged": damaged, "problems": problems }),
    })
}

fn write_entry(
    text: &mut String,
    printer: &Printer,
    entry: &Entry,
    place: &str,
    now: OffsetDateTime,
) {
    let language = printer.language();
    let Some(certificate) = &entry.certificate else {
        let message = Message::new("list-pending")
            .with("key", entry.id.to_string())
            .with("created", format::date(language, entry.created.date()))
            .with("place", place);
        writeln_to(text, &printer.text(&message));
        return;
    };
    let subject = certificate.subject().text(&smena_pki::oid::COMMON_NAME);
    writeln_to(
        text,
        &escaped(&subject.unwrap_or_else(|| certificate.subject().to_string())),
    );
    let days = days_left(certificate, now);
    let key = match entry.state {
        EntryState::Archived => "list-archived",
        _ if days < 0 => "list-expired",
        _ => "list-valid",
    };
    let lines = [
        Message::new(key)
            .with("days", days.max(0).to_string())
            .with(
                "until",
                format::date(language, certificate.not_after().date()),
            ),
        Message::new("list-serial").with("serial", certificate.serial().to_string()),
        Message::new("list-thumbprint").with("thumbprint", hex::encode(certificate.thumbprint())),
        Message::new("list-place").with("place", place).with(
            "algorithm",
            entry
                .public_key
                .algorithm()
                .name_with(&printer.word("list-standard")),
        ),
    ];
    for line in lines {
        writeln_to(text, &format!("  {}", printer.text(&line)));
    }
}

fn entry_value(entry: &Entry, place: &str, now: OffsetDateTime) -> Value {
    let mut value = json!({
        "key": entry.id.to_string(),
        "state": entry.state,
        "place": place,
        "algorithm": entry.public_key.algorithm().name(),
        "has_password": entry.has_password,
    });
    if let Some(certificate) = &entry.certificate {
        value["thumbprint"] = hex::encode(certificate.thumbprint()).into();
        value["serial"] = certificate.serial().to_string().into();
        value["subject"] = certificate.subject().to_string().into();
        value["issuer"] = certificate.issuer().to_string().into();
        value["not_before"] = rfc3339(certificate.not_before()).into();
        value["not_after"] = rfc3339(certificate.not_after()).into();
        value["days_left"] = days_left(certificate, now).into();
    }
    value
}

fn writeln_to(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("writing to a String cannot fail");
}

//! `smena container import`: takes the keys of a PFX file in.

use std::{fmt::Write as _, path::PathBuf};

use serde_json::json;
use smena_media::Entry;
use smena_ui::Message;

use crate::{
    cli::{Common, file, place, terminal::Answers},
    failure::Failure,
    flow::{FlowError, local},
    output::{Printer, Report},
};

/// What `smena container import` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "NAME", default_value = "computer")]
    to: String,
    #[arg(long, value_name = "FILE")]
    file_password_file: Option<PathBuf>,
    #[command(flatten)]
    answers: Answers,
}

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    let octets = file::read(&arguments.file)?;
    place::at_locked_desk(common, &arguments.answers, printer, |_, desk, person| {
        let password = person
            .file_password(&arguments.file, arguments.file_password_file.as_deref())
            .map_err(FlowError::into_failure)?;
        let target = desk
            .medium(&arguments.to)
            .map_err(FlowError::into_failure)?;
        let imported = local::import(desk, &octets, password.as_ref(), target)
            .map_err(FlowError::into_failure)?;
        Ok(report(&imported, &target.place().name, printer))
    })
}

fn report(imported: &[Entry], place: &str, printer: &Printer) -> Report {
    let mut text = String::new();
    let mut keys = Vec::new();
    for entry in imported {
        let line = Message::new("container-imported")
            .with("key", entry.id.to_string())
            .with("place", place);
        writeln!(text, "{}", printer.text(&line)).expect("writing to a String cannot fail");
        keys.push(json!({
            "key": entry.id.to_string(),
            "state": entry.state,
            "serial": entry.certificate.as_ref().map(|held| held.serial().to_string()),
        }));
    }
    Report {
        text,
        value: json!({ "imported": keys, "place": place }),
    }
}

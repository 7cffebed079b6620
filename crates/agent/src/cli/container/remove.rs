//! `smena container remove`: removes a key for ever, after the questions that this asks for.

use serde_json::json;
use smena_ui::Message;

use super::{KeyArguments, at_key};
use crate::{
    cli::{Common, aftercare::Told},
    failure::Failure,
    flow::{Aftercare, FlowError, local},
    output::{Printer, Report},
};

/// What `smena container remove` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    key: KeyArguments,
    #[arg(long)]
    without_backup: bool,
}

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    at_key(
        common,
        &arguments.key,
        printer,
        |opened, desk, person, held| {
            let removal = local::remove(desk, held, arguments.without_backup)
                .map_err(FlowError::into_failure)?;
            let told = match (&removal.successor, &removal.removed.certificate) {
                (Some(with), Some(about)) => {
                    Told::of(opened, person, with, about, Aftercare::OldRemoved, printer)?
                }
                _ => Told::NotOwed,
            };
            let place = &held.medium.place().name;
            let removed = Message::new("container-removed")
                .with("key", removal.removed.id.to_string())
                .with("place", place.clone());
            let text = format!(
                "{}\n{}",
                printer.text(&removed),
                told.lines("aftercare-removal-not-told", printer)
            );
            Ok(Report {
                text,
                value: json!({
                    "removed": removal.removed.id.to_string(),
                    "place": place,
                    "has_backup": removal.has_backup,
                    "authority": told.value(printer),
                }),
            })
        },
    )
}

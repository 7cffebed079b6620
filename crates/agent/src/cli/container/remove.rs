//! `smena container remove`: removes a key for ever, after the questions that this asks for.

use serde_json::json;
use smena_ui::Message;

use crate::{
    cli::{Common, place, terminal::Answers},
    failure::Failure,
    flow::{FlowError, local},
    output::{Printer, Report},
};

/// What `smena container remove` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(long)]
    without_backup: bool,
    #[command(flatten)]
    answers: Answers,
}

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    place::at_locked_desk(common, &arguments.answers, printer, |_, desk, _| {
        let held = place::held(desk, &arguments.id)?;
        let removal = local::remove(desk, &held, arguments.without_backup)
            .map_err(FlowError::into_failure)?;
        let place = &held.medium.place().name;
        let text = printer.text(
            &Message::new("container-removed")
                .with("key", removal.removed.id.to_string())
                .with("place", place.clone()),
        );
        Ok(Report {
            text,
            value: json!({
                "removed": removal.removed.id.to_string(),
                "place": place,
                "has_backup": removal.has_backup,
            }),
        })
    })
}

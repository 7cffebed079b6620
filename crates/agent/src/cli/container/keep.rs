//! `smena container keep`: says that a replaced key stays where it is, where a renewal asks what became of it.

use serde_json::json;
use smena_ui::Message;

use super::{KeyArguments, at_key};
use crate::{
    cli::{
        Common,
        aftercare::{Told, certificate_of},
    },
    failure::Failure,
    flow::{Aftercare, FlowError, local},
    output::{Printer, Report},
};

pub(super) fn run(
    common: &Common,
    arguments: &KeyArguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    at_key(common, arguments, printer, |opened, desk, person, held| {
        let about = certificate_of(held)?;
        let successor = local::successor(desk, about).map_err(FlowError::into_failure)?;
        let with = successor.as_ref().unwrap_or(held);
        Told::of(opened, person, with, about, Aftercare::OldKept, printer)?.expect_taken()?;
        let place = &held.medium.place().name;
        let kept = Message::new("container-kept")
            .with("key", held.entry.id.to_string())
            .with("place", place.clone());
        Ok(Report {
            text: printer.text(&kept),
            value: json!({ "kept": held.entry.id.to_string(), "place": place }),
        })
    })
}

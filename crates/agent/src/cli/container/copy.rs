//! `smena container copy`: a verified copy of one key on another device; [`super::super::backup`] is the same for the
//! certificate in use.

use crate::{
    cli::{Common, backup, place, terminal::Answers},
    failure::Failure,
    output::{Printer, Report},
};

/// What `smena container copy` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(value_name = "ID")]
    id: String,
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
    place::at_locked_desk(
        common,
        &arguments.answers,
        printer,
        |opened, desk, person| {
            let held = place::held(desk, &arguments.id)?;
            backup::make(opened, desk, person, &held, &arguments.to, printer)
        },
    )
}

//! `smena container copy`: a verified copy of one key on another device; [`super::super::backup`] is the same for the
//! certificate in use.

use crate::{
    cli::{
        Common, backup, place,
        terminal::{Answers, Terminal},
    },
    failure::Failure,
    flow::{FlowError, local},
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
    let opened = place::open(common)?;
    let _lock = opened.home.lock()?;
    let person = Terminal::new(printer, &arguments.answers);
    let desk = opened.desk(&person);
    let held = place::held(&desk, &arguments.id)?;
    let target = desk
        .medium(&arguments.to)
        .map_err(FlowError::into_failure)?;
    let made = local::back_up(&desk, &held, target).map_err(FlowError::into_failure)?;
    Ok(backup::report(&made, printer))
}

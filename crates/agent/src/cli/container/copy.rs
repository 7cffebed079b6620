//! `smena container copy`: a verified copy of one key on another device; [`super::super::backup`] is the same for the
//! certificate in use.

use super::{KeyArguments, at_key};
use crate::{
    cli::{Common, backup},
    failure::Failure,
    output::{Printer, Report},
};

/// What `smena container copy` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    key: KeyArguments,
    #[arg(long, value_name = "NAME")]
    to: String,
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
            backup::make(opened, desk, person, held, &arguments.to, printer)
        },
    )
}

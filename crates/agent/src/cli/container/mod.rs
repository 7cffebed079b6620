//! `smena container …`: key pairs as things that are listed, taken in, given out, copied, kept and removed.
//!
//! A container here is an entry on any medium: a folder, a token's key, a container of CryptoPro CSP. One file per command.

mod copy;
mod export;
mod import;
mod keep;
mod list;
mod remove;

use clap::Subcommand;

use super::Common;
use crate::{
    failure::Failure,
    output::{Printer, Report},
};

/// What `smena container` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::Arguments),
    Import(import::Arguments),
    Export(export::Arguments),
    Copy(copy::Arguments),
    Keep(keep::Arguments),
    Remove(remove::Arguments),
}

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    match &arguments.command {
        Command::List(arguments) => list::run(common, arguments, printer),
        Command::Import(arguments) => import::run(common, arguments, printer),
        Command::Export(arguments) => export::run(common, arguments, printer),
        Command::Copy(arguments) => copy::run(common, arguments, printer),
        Command::Keep(arguments) => keep::run(common, arguments, printer),
        Command::Remove(arguments) => remove::run(common, arguments, printer),
    }
}

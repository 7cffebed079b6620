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
use smena_media::Held;

use super::{
    Common,
    place::{self, Opened},
    terminal::{Answers, Terminal},
};
use crate::{
    failure::Failure,
    flow::local::Desk,
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
    Keep(KeyArguments),
    Remove(remove::Arguments),
}

/// Which key, and answers.
#[derive(Debug, clap::Args)]
struct KeyArguments {
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    answers: Answers,
}

/// Finds the key that was named and changes something about it.
fn at_key(
    common: &Common,
    arguments: &KeyArguments,
    printer: &Printer,
    act: impl FnOnce(&Opened, &Desk<'_>, &Terminal<'_>, &Held<'_>) -> Result<Report, Failure>,
) -> Result<Report, Failure> {
    let KeyArguments { id, answers } = arguments;
    place::at_locked_desk(common, answers, printer, |opened, desk, person| {
        act(opened, desk, person, &place::held(desk, id)?)
    })
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

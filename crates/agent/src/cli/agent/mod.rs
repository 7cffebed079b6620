//! `smena agent`: the agent as a part of the user's session.

mod autostart;

use clap::Subcommand;

use crate::{
    failure::Failure,
    output::{Printer, Report},
};

/// What `smena agent` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Install(autostart::Arguments),
    Uninstall(autostart::Arguments),
    Status(autostart::Arguments),
}

pub(super) fn run(arguments: &Arguments, printer: &Printer) -> Result<Report, Failure> {
    match &arguments.command {
        Command::Install(_) => autostart::install(printer),
        Command::Uninstall(_) => autostart::uninstall(printer),
        Command::Status(_) => autostart::status(printer),
    }
}

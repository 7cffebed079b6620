//! `smena agent`: the agent as a part of the user's session.

mod autostart;
#[cfg(unix)]
pub(super) mod run;

use clap::Subcommand;

use super::Common;
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
    #[cfg(unix)]
    Run(run::Arguments),
    #[cfg(unix)]
    Open(run::OpenArguments),
    #[cfg(unix)]
    Running(run::Nothing),
    #[cfg(unix)]
    Stop(run::Nothing),
}

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    match &arguments.command {
        Command::Install(_) => autostart::install(printer),
        Command::Uninstall(_) => autostart::uninstall(printer),
        Command::Status(_) => autostart::status(printer),
        #[cfg(unix)]
        Command::Run(arguments) => run::run(common, arguments, printer),
        #[cfg(unix)]
        Command::Open(arguments) => run::open(common, arguments, printer),
        #[cfg(unix)]
        Command::Running(_) => run::running(common, printer),
        #[cfg(unix)]
        Command::Stop(_) => run::stop(common, printer),
    }
}

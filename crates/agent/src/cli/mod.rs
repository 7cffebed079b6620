//! The command line of `smena`: one file per command.
//!
//! Exit codes: 0 done, 1 refused or not valid, 2 wrongly given, 3 the other side (device, network, unreadable input where
//! the command is not about reading it), 4 a mistake of this program.

mod aftercare;
mod agent;
mod backup;
mod container;
mod decrypt;
mod doctor;
#[cfg(unix)]
mod errand;
mod export;
mod file;
mod inspect;
mod install;
mod keyboard;
mod list;
mod media;
mod place;
mod previews;
mod remind;
mod renew;
mod status;
mod terminal;
mod trust;
mod verify;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use smena_ui::cli::Speech;

use crate::{
    failure::Failure,
    output::{Printer, Report},
    text::catalogue,
};

/// What was asked for. The help texts come from the catalogue (`cli-…`).
#[derive(Debug, Parser)]
#[command(name = "smena", version, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Common {
    #[command(flatten)]
    speech: Speech,
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) medium: Vec<PathBuf>,
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) containers: Vec<PathBuf>,
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) module: Vec<PathBuf>,
    #[arg(long, global = true)]
    pub(crate) only_named: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::Arguments),
    Renew(renew::MakingArguments),
    Status(renew::Arguments),
    Install(renew::MakingArguments),
    Trust(trust::Arguments),
    Inspect(inspect::Arguments),
    Verify(verify::Arguments),
    Media(media::Arguments),
    Backup(backup::Arguments),
    Decrypt(decrypt::Arguments),
    Container(container::Arguments),
    Export(export::Arguments),
    Doctor(doctor::Arguments),
    Remind(remind::Arguments),
    Agent(agent::Arguments),
    #[cfg(unix)]
    Errand(errand::Arguments),
    #[command(hide = true)]
    Previews(previews::Arguments),
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    smena_media::ram::forbid_dumps();
    let arguments = std::env::args_os().collect();
    ExitCode::from(smena_ui::cli::run(arguments, catalogue(), execute))
}

fn execute(cli: &Cli, printer: &Printer) -> Result<Report, Failure> {
    let common = &cli.common;
    match &cli.command {
        Command::List(arguments) => list::run(common, arguments, printer),
        Command::Renew(arguments) => renew::run(common, arguments, printer),
        Command::Status(arguments) => status::run(common, arguments, printer),
        Command::Install(arguments) => install::run(common, arguments, printer),
        Command::Trust(arguments) => trust::run(common, arguments, printer),
        Command::Inspect(arguments) => inspect::run(arguments, printer),
        Command::Verify(arguments) => verify::run(arguments, printer),
        Command::Media(arguments) => media::run(common, arguments, printer),
        Command::Backup(arguments) => backup::run(common, arguments, printer),
        Command::Decrypt(arguments) => decrypt::run(common, arguments, printer),
        Command::Container(arguments) => container::run(common, arguments, printer),
        Command::Export(arguments) => export::run(common, arguments, printer),
        Command::Doctor(arguments) => doctor::run(common, arguments, printer),
        Command::Remind(arguments) => remind::run(common, arguments, printer),
        Command::Agent(arguments) => agent::run(common, arguments, printer),
        #[cfg(unix)]
        Command::Errand(arguments) => errand::run(common, arguments, printer),
        Command::Previews(arguments) => previews::run(arguments),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;
    use smena_ui::{Language, cli::keys};

    use super::{Cli, catalogue};

    #[test]
    fn every_command_and_argument_is_explained_in_every_language() {
        let mut missing = Vec::new();
        // A hidden command is for those who build the program, and speaks to nobody else.
        let shown = |key: &String| !key.starts_with("cli-previews-");
        for key in keys(Cli::command(), catalogue()).into_iter().filter(shown) {
            for language in Language::ALL {
                if !catalogue().holds(language, &key) {
                    missing.push(format!("{key} ({})", language.tag()));
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}

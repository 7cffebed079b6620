//! The command line of `smena-server`: one file per command.
//!
//! Exit codes: 0 done, 1 refused or not valid, 2 wrongly given, 3 the other side (files, database, network), 4 a fault
//! of this program.

mod ca_init;
mod check;
mod crl;
mod failure;
mod holder_import;
mod migrate;
mod mistakes;
mod operator;
mod previews;
mod renewal;
mod revoke;
mod serve;

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use smena_ui::cli::{Failure, Kind, Printer, Report, Speech};
use time::UtcOffset;
use tokio::runtime::{Builder, Runtime};

use crate::{
    app::App,
    compose::{self, Parts},
    text::catalogue,
    view::Told,
};

/// What was asked for. The help texts come from the catalogue (`cli-…`).
#[derive(Debug, Parser)]
#[command(name = "smena-server", version, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
struct Common {
    #[command(flatten)]
    speech: Speech,
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        default_value = "server.toml"
    )]
    config: PathBuf,
}

#[derive(Debug, Subcommand)]
enum Command {
    Ca {
        #[command(subcommand)]
        command: CaCommand,
    },
    Holder {
        #[command(subcommand)]
        command: HolderCommand,
    },
    Operator {
        #[command(subcommand)]
        command: operator::Command,
    },
    Renewal {
        #[command(subcommand)]
        command: Box<renewal::Command>,
    },
    Serve(serve::Arguments),
    Revoke(revoke::Arguments),
    Crl(crl::Arguments),
    Check,
    Migrate,
    #[command(hide = true)]
    Previews(previews::Arguments),
}

#[derive(Debug, Subcommand)]
enum CaCommand {
    Init(ca_init::Arguments),
}

#[derive(Debug, Subcommand)]
enum HolderCommand {
    Import(holder_import::Arguments),
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    smena_media::ram::forbid_dumps();
    ExitCode::from(run(std::env::args_os().collect()))
}

/// Runs one command and gives its exit code.
#[must_use]
pub fn run(arguments: Vec<OsString>) -> u8 {
    smena_ui::cli::run(arguments, catalogue(), execute)
}

fn execute(cli: &Cli, printer: &Printer) -> Result<Report, Failure> {
    let common = &cli.common;
    match &cli.command {
        Command::Ca {
            command: CaCommand::Init(arguments),
        } => ca_init::run(common, arguments, printer),
        Command::Holder {
            command: HolderCommand::Import(arguments),
        } => runtime()?.block_on(holder_import::run(common, arguments, printer)),
        Command::Operator { command } => {
            runtime()?.block_on(operator::run(common, command, printer))
        }
        Command::Renewal { command } => runtime()?.block_on(renewal::run(common, command, printer)),
        Command::Serve(arguments) => runtime()?.block_on(serve::run(common, arguments, printer)),
        Command::Revoke(arguments) => runtime()?.block_on(revoke::run(common, arguments, printer)),
        Command::Crl(arguments) => runtime()?.block_on(crl::run(common, arguments, printer)),
        Command::Check => runtime()?.block_on(check::run(common, printer)),
        Command::Previews(arguments) => previews::run(arguments, printer),
        Command::Migrate => runtime()?.block_on(migrate::run(common, printer)),
    }
}

/// A refusal of the rules in the reader's words; a fault of ours with what the layers below said.
fn refusal(failure: crate::app::failure::Failure, printer: &Printer) -> Failure {
    let language = printer.language();
    let Some(code) = failure.code() else {
        let fault = Failure::new(Kind::Ours, "program-fault");
        return match failure {
            crate::app::failure::Failure::Ours(error) => fault.caused_by(error.as_ref()),
            _ => fault,
        };
    };
    let told = Told::of(&failure, language, UtcOffset::UTC, None);
    Failure::of_authority(Kind::Refused, code.to_owned(), told.happened, told.remedy)
}

fn runtime() -> Result<Runtime, Failure> {
    Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Kind::OtherSide, "runtime").caused_by(&error))
}

/// Opens everything that the configuration names.
async fn open(common: &Common) -> Result<App, Failure> {
    let parts =
        Parts::of_system().map_err(|error| Failure::new(Kind::Ours, "forms").caused_by(&error))?;
    Ok(compose::open(&common.config, parts).await?)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;
    use smena_ui::{Language, cli::keys};

    use super::{Cli, catalogue};

    #[test]
    fn every_command_and_argument_is_explained_in_every_language() {
        let mut missing = Vec::new();
        for key in keys(Cli::command(), catalogue()) {
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

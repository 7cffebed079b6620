//! The command line of `smena`: one file per command.
//!
//! Exit codes: 0 done, 1 refused or not valid, 2 wrongly given, 3 the other side (device, network, unreadable input where
//! the command is not about reading it), 4 a mistake of this program.

mod backup;
mod container;
mod decrypt;
mod file;
mod help;
mod inspect;
mod install;
mod list;
mod media;
mod place;
mod renew;
mod status;
mod terminal;
mod trust;
mod usage;
mod verify;

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use smena_ui::Language;

use crate::{
    failure::Failure,
    output::{Printer, Report},
};

/// What was asked for. The help texts come from the catalogue (`cli-…`), see [`help`].
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
    #[arg(long, global = true, value_name = "ru|en", value_parser = ["ru", "en"], hide_possible_values = true)]
    lang: Option<String>,
    #[arg(long, global = true)]
    json: bool,
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
    Renew(renew::Arguments),
    Status(status::Arguments),
    Install(install::Arguments),
    Trust(trust::Arguments),
    Inspect(inspect::Arguments),
    Verify(verify::Arguments),
    Media(media::Arguments),
    Backup(backup::Arguments),
    Decrypt(decrypt::Arguments),
    Container(container::Arguments),
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    place::forbid_memory_dumps();
    ExitCode::from(run(std::env::args_os().collect()))
}

/// Runs one command and gives its exit code.
fn run(arguments: Vec<OsString>) -> u8 {
    // The language and the form of the output are needed for the very message that says what is wrong with the rest.
    let language = language_of(&arguments);
    let json = arguments.iter().any(|argument| argument == "--json");
    let printer = Printer::new(language, json);
    let outcome = match parse(arguments, language) {
        Ok(cli) => execute(&cli, &printer),
        Err(error) if error.use_stderr() => Err(usage::failure(&error)),
        // `--help` and `--version` are answers, not errors.
        Err(answer) => {
            let text = answer.render().to_string();
            let value = serde_json::json!({ "text": text });
            Ok(Report { text, value })
        }
    };
    printer.finish(&outcome)
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
    }
}

fn parse(arguments: Vec<OsString>, language: Language) -> Result<Cli, clap::Error> {
    let command = help::localise(Cli::command(), language);
    let matches = command.try_get_matches_from(arguments)?;
    Cli::from_arg_matches(&matches)
}

/// `--lang` where it stands, else the locale.
fn language_of(arguments: &[OsString]) -> Language {
    let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
    while let Some(argument) = arguments.next() {
        let named = match argument.strip_prefix("--lang") {
            Some("") => arguments.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        if let Some(language) = named.and_then(Language::parse) {
            return language;
        }
    }
    Language::of_locale(sys_locale::get_locale().as_deref())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;
    use smena_ui::Language;

    use super::{Cli, help};
    use crate::text::catalogue;

    #[test]
    fn every_command_and_argument_is_explained_in_every_language() {
        let mut missing = Vec::new();
        for key in help::keys(&Cli::command()) {
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

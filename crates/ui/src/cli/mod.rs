//! What the command lines of smena's programs share: languages before anything is parsed, help in the person's words,
//! results and failures, exit codes.
//!
//! A program says what its commands are (clap's derive) and what they do; [`run`] does the rest. It knows no command.

pub mod failure;
mod help;
pub mod output;
mod usage;

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches};

pub use self::{
    failure::{Explained, Failure, Kind},
    help::keys,
    output::{Printer, Report},
};
use crate::{Catalogue, Language};

/// How a program is to speak: what the commands of all programs take. Both are looked for before the rest is parsed,
/// since they are needed for the very message that says what is wrong with the rest.
#[derive(Debug, clap::Args)]
pub struct Speech {
    #[arg(long, global = true, value_name = "ru|en", value_parser = ["ru", "en"], hide_possible_values = true)]
    lang: Option<String>,
    #[arg(long, global = true)]
    json: bool,
}

/// Parses the arguments of the process, executes the command and gives the exit code.
#[must_use]
pub fn run<C: CommandFactory + FromArgMatches>(
    arguments: Vec<OsString>,
    catalogue: Catalogue,
    execute: impl FnOnce(&C, &Printer) -> Result<Report, Failure>,
) -> u8 {
    let language = language_of(&arguments);
    let json = arguments.iter().any(|argument| argument == "--json");
    let printer = Printer::new(catalogue, language, json);
    let outcome = match parse(arguments, catalogue, language) {
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

fn parse<C: CommandFactory + FromArgMatches>(
    arguments: Vec<OsString>,
    catalogue: Catalogue,
    language: Language,
) -> Result<C, clap::Error> {
    let command = help::localise(C::command(), catalogue, language);
    let matches = command.try_get_matches_from(arguments)?;
    C::from_arg_matches(&matches)
}

/// The language of a command: `--lang` where it stands, else the locale of the system.
#[must_use]
pub fn language_of(arguments: &[OsString]) -> Language {
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
    use super::*;

    #[test]
    fn the_language_is_known_before_the_rest_is_parsed() {
        for (words, language) in [
            ("smena --lang en --nonsense", Language::English),
            ("smena list --lang=ru", Language::Russian),
            ("smena --lang de --lang en", Language::English),
        ] {
            let arguments: Vec<OsString> = words.split(' ').map(OsString::from).collect();
            assert_eq!(language_of(&arguments), language, "{words}");
        }
    }
}

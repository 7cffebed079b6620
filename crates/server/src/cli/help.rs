//! Help texts in the administrator's language.
//!
//! Every `about`, `help` and heading is filled in from the catalogue, by keys that follow from the names:
//! `cli-COMMAND-about` and `cli-COMMAND-ARGUMENT`, with the names of a nested command joined by hyphens, and
//! `cli-ARGUMENT` for the arguments of all commands. Clap's own `--help` and `--version` have English texts, so ours
//! stand in their place.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, Command};
use smena_ui::Language;

use crate::text::catalogue;

/// Puts a command with all its subcommands into a language.
pub(super) fn localise(command: Command, language: Language) -> Command {
    fill_command(with_own_flags(command), language, "cli")
}

fn fill_command(command: Command, language: Language, prefix: &str) -> Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|subcommand| subcommand.get_name().to_owned())
        .collect();
    let page = page(&command, language);
    let mut command = command
        .about(catalogue().word(language, &format!("{prefix}-about")))
        .help_template(page)
        .disable_help_subcommand(true)
        .mut_args(|argument| fill(argument, language, prefix));
    for name in names {
        let prefix = format!("{prefix}-{name}");
        command = command.mut_subcommand(&name, |subcommand| {
            fill_command(subcommand, language, &prefix)
        });
    }
    command
}

/// The layout of a help page; clap would head its parts in English.
fn page(command: &Command, language: Language) -> String {
    let words = |key: &str| catalogue().word(language, key);
    let mut page = format!("{{about}}\n\n{} {{usage}}", words("cli-usage"));
    let parts = [
        (
            command.has_subcommands(),
            "cli-heading-commands",
            "{subcommands}",
        ),
        (
            command.get_positionals().next().is_some(),
            "cli-heading-arguments",
            "{positionals}",
        ),
        (true, "cli-heading-options", "{options}"),
    ];
    for (_, heading, part) in parts.into_iter().filter(|(present, ..)| *present) {
        // Writing to a String cannot fail.
        let _ = write!(page, "\n\n{}:\n{part}", words(heading));
    }
    page
}

/// Every key that the command line asks the catalogue for.
#[cfg(test)]
pub(super) fn keys(command: Command) -> Vec<String> {
    let mut keys: Vec<String> = [
        "usage",
        "heading-commands",
        "heading-arguments",
        "heading-options",
    ]
    .iter()
    .map(|word| format!("cli-{word}"))
    .collect();
    collect(&with_own_flags(command), "cli", &mut keys);
    keys
}

#[cfg(test)]
fn collect(command: &Command, prefix: &str, keys: &mut Vec<String>) {
    keys.push(format!("{prefix}-about"));
    keys.extend(
        command
            .get_arguments()
            .map(|argument| argument_key(argument, prefix)),
    );
    for subcommand in command.get_subcommands() {
        collect(
            subcommand,
            &format!("{prefix}-{}", subcommand.get_name()),
            keys,
        );
    }
}

fn with_own_flags(command: Command) -> Command {
    command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .global(true),
        )
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version),
        )
}

fn fill(argument: Arg, language: Language, prefix: &str) -> Arg {
    let help = catalogue().word(language, &argument_key(&argument, prefix));
    // The words name the default; clap would add it in English.
    let takes_value = argument.get_action().takes_values();
    argument.help(help).hide_default_value(takes_value)
}

fn argument_key(argument: &Arg, prefix: &str) -> String {
    format!("{prefix}-{}", argument.get_id().as_str().replace('_', "-"))
}

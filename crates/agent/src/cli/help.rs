//! Help texts in the person's language.
//!
//! Clap takes its texts when the command is built, the language is known only then too: so every `about`, `help` and
//! heading is filled in from the catalogue, by keys that follow from the names: `cli-COMMAND-about`,
//! `cli-COMMAND-ARGUMENT`, `cli-shared-ARGUMENT` for what many commands take alike, and `cli-ARGUMENT` for the arguments of
//! all commands. Clap's own `--help` and `--version` have
//! English texts, so ours stand in their place.

use clap::{Arg, ArgAction, Command};
use smena_ui::Language;

use crate::text::catalogue;

/// Where the arguments of all commands stand among the options: behind those of the command itself.
const COMMON_ORDER: usize = 100;

/// Puts a command with all its subcommands into a language.
pub(super) fn localise(command: Command, language: Language) -> Command {
    let words = |key: &str| catalogue().word(language, key);
    let mut command = with_own_flags(command)
        .about(words("cli-about"))
        .mut_args(|argument| fill(argument, language, "cli").display_order(COMMON_ORDER));
    command = with_subcommands(command, language, "cli");
    let page = page(&command, language);
    command.help_template(page)
}

/// Puts the subcommands into a language, and theirs.
fn with_subcommands(mut command: Command, language: Language, prefix: &str) -> Command {
    let words = |key: &str| catalogue().word(language, key);
    let names: Vec<String> = command
        .get_subcommands()
        .map(|subcommand| subcommand.get_name().to_owned())
        .collect();
    for name in names {
        command = command.mut_subcommand(&name, |subcommand| {
            let prefix = format!("{prefix}-{name}");
            let subcommand = with_subcommands(subcommand, language, &prefix);
            let page = page(&subcommand, language);
            subcommand
                .about(words(&format!("{prefix}-about")))
                .help_template(page)
                .mut_args(|argument| fill(argument, language, &prefix))
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
        page += "\n\n";
        page += &words(heading);
        page += ":\n";
        page += part;
    }
    page
}

/// Every key that the command line asks the catalogue for.
#[cfg(test)]
pub(super) fn keys(command: &Command) -> Vec<String> {
    let mut keys: Vec<String> = [
        "about",
        "usage",
        "heading-commands",
        "heading-arguments",
        "heading-options",
    ]
    .iter()
    .map(|word| format!("cli-{word}"))
    .collect();
    let command = with_own_flags(command.clone());
    keys.extend(argument_keys(&command, "cli"));
    keys.extend(subcommand_keys(&command, "cli"));
    keys
}

#[cfg(test)]
fn subcommand_keys(command: &Command, prefix: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for subcommand in command.get_subcommands() {
        let prefix = format!("{prefix}-{}", subcommand.get_name());
        keys.push(format!("{prefix}-about"));
        keys.extend(argument_keys(subcommand, &prefix));
        keys.extend(subcommand_keys(subcommand, &prefix));
    }
    keys
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
    argument.help(help)
}

#[cfg(test)]
fn argument_keys(command: &Command, prefix: &str) -> Vec<String> {
    command
        .get_arguments()
        .map(|argument| argument_key(argument, prefix))
        .collect()
}

/// The key of an argument: its command's own, or that of the answers that many commands take alike.
fn argument_key(argument: &Arg, prefix: &str) -> String {
    let name = argument.get_id().as_str().replace('_', "-");
    let shared = format!("cli-shared-{name}");
    if prefix != "cli" && catalogue().holds(Language::default(), &shared) {
        shared
    } else {
        format!("{prefix}-{name}")
    }
}

//! Help texts in the person's language.
//!
//! Clap takes its texts when the command is built, the language is known only then too: so every `about`, `help` and
//! heading is filled in from the catalogue, by keys that follow from the names: `cli-COMMAND-about`,
//! `cli-COMMAND-ARGUMENT`, with the names of a nested command joined by hyphens, `cli-shared-ARGUMENT` for what many
//! commands take alike, and `cli-ARGUMENT` for the arguments of all commands. Clap's own `--help` and `--version` have
//! English texts, so ours stand in their place.

use clap::{Arg, ArgAction, Command};

use crate::{Catalogue, Language};

/// Where the arguments of all commands stand among the options: behind those of the command itself.
const COMMON_ORDER: usize = 100;

/// Puts a command with all its subcommands into a language.
pub(super) fn localise(command: Command, catalogue: Catalogue, language: Language) -> Command {
    let words = Words {
        catalogue,
        language,
    };
    let command = with_own_flags(command).mut_args(|argument| argument.display_order(COMMON_ORDER));
    words.fill_command(command, "cli")
}

/// Every key that a command line asks the catalogue for, so that a test can look whether all are there.
#[must_use]
pub fn keys(command: Command, catalogue: Catalogue) -> Vec<String> {
    let mut keys: Vec<String> = [
        "usage",
        "heading-commands",
        "heading-arguments",
        "heading-options",
    ]
    .iter()
    .map(|word| format!("cli-{word}"))
    .collect();
    collect(&with_own_flags(command), catalogue, "cli", &mut keys);
    keys
}

fn collect(command: &Command, catalogue: Catalogue, prefix: &str, keys: &mut Vec<String>) {
    keys.push(format!("{prefix}-about"));
    keys.extend(
        command
            .get_arguments()
            .map(|argument| argument_key(argument, catalogue, prefix)),
    );
    for subcommand in command.get_subcommands() {
        let prefix = format!("{prefix}-{}", subcommand.get_name());
        collect(subcommand, catalogue, &prefix, keys);
    }
}

/// The words of one language.
struct Words {
    catalogue: Catalogue,
    language: Language,
}

impl Words {
    fn word(&self, key: &str) -> String {
        self.catalogue.word(self.language, key)
    }

    fn fill_command(&self, command: Command, prefix: &str) -> Command {
        let names: Vec<String> = command
            .get_subcommands()
            .map(|subcommand| subcommand.get_name().to_owned())
            .collect();
        let page = self.page(&command);
        let mut command = command
            .about(self.word(&format!("{prefix}-about")))
            .help_template(page)
            .disable_help_subcommand(true)
            .mut_args(|argument| self.fill_argument(argument, prefix));
        for name in names {
            let prefix = format!("{prefix}-{name}");
            command =
                command.mut_subcommand(&name, |subcommand| self.fill_command(subcommand, &prefix));
        }
        command
    }

    fn fill_argument(&self, argument: Arg, prefix: &str) -> Arg {
        let help = self.word(&argument_key(&argument, self.catalogue, prefix));
        // The words name the default; clap would add it in English.
        let takes_value = argument.get_action().takes_values();
        argument.help(help).hide_default_value(takes_value)
    }

    /// The layout of a help page; clap would head its parts in English.
    fn page(&self, command: &Command) -> String {
        let mut page = format!("{{about}}\n\n{} {{usage}}", self.word("cli-usage"));
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
            page += &self.word(heading);
            page += ":\n";
            page += part;
        }
        page
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

/// The key of an argument: its command's own, or that of the answers that many commands take alike.
fn argument_key(argument: &Arg, catalogue: Catalogue, prefix: &str) -> String {
    let name = argument.get_id().as_str().replace('_', "-");
    let shared = format!("cli-shared-{name}");
    if prefix != "cli" && catalogue.holds(Language::default(), &shared) {
        shared
    } else {
        format!("{prefix}-{name}")
    }
}

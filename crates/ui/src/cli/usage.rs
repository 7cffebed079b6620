//! A command that was given wrongly, in the person's language: clap knows what is wrong, its words are English.
//!
//! The catalogue of each program has the pairs `usage` and `usage-…`.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::failure::{Failure, Kind};

/// The failure for what clap did not accept.
pub(super) fn failure(error: &clap::Error) -> Failure {
    let text = |kind: ContextKind| error.get(kind).map(text_of).unwrap_or_default();
    let argument = text(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => {
            Failure::new(Kind::Usage, "usage-unknown-argument").with("argument", argument)
        }
        ErrorKind::InvalidSubcommand => Failure::new(Kind::Usage, "usage-unknown-command")
            .with("command", text(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Failure::new(Kind::Usage, "usage-no-command")
        }
        ErrorKind::MissingRequiredArgument => {
            Failure::new(Kind::Usage, "usage-missing").with("arguments", argument)
        }
        ErrorKind::ArgumentConflict => {
            let other = text(ContextKind::PriorArg);
            if other == argument {
                return Failure::new(Kind::Usage, "usage-twice").with("argument", argument);
            }
            Failure::new(Kind::Usage, "usage-conflict")
                .with("argument", argument)
                .with("other", other)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = text(ContextKind::InvalidValue);
            if value.is_empty() {
                return Failure::new(Kind::Usage, "usage-no-value").with("argument", argument);
            }
            Failure::new(Kind::Usage, "usage-value")
                .with("argument", argument)
                .with("value", value)
        }
        _ => Failure::new(Kind::Usage, "usage").with("detail", first_line(error)),
    }
}

/// What clap says itself, for the few mistakes that have no words of ours.
fn first_line(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let first = text.lines().next().unwrap_or_default();
    first.strip_prefix("error: ").unwrap_or(first).to_owned()
}

fn text_of(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        other => other.to_string(),
    }
}

//! What failed, in the reader's words: what happened, and what to do.

use smena_domain::renewal::Argument;
use smena_ui::{Language, Message, format};
use time::UtcOffset;

use crate::{app::failure::Failure, text::catalogue};

/// Code of a fault of ours.
pub const OUR_FAULT: &str = "our-fault";

/// What failed, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The stable code.
    pub code: &'static str,
    /// What happened.
    pub happened: String,
    /// What to do.
    pub remedy: String,
}

impl Told {
    /// Puts a failure into words. A fault of ours says its reference number and nothing else.
    #[must_use]
    pub fn of(
        failure: &Failure,
        language: Language,
        zone: UtcOffset,
        reference: Option<&str>,
    ) -> Self {
        let code = failure.code().unwrap_or(OUR_FAULT);
        let words = |prefix: &str| {
            let mut message = Message::new(format!("{prefix}-{code}"));
            for (name, value) in failure.arguments() {
                message = message.with(name, shown(name, &value, language, zone));
            }
            if let Some(reference) = reference {
                message = message.with("reference", reference);
            }
            catalogue().text(language, &message)
        };
        Self {
            code,
            happened: words("err"),
            remedy: words("rec"),
        }
    }

    /// Both sentences in one text, for the summary of a form.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("{} {}", self.happened, self.remedy)
    }
}

/// An argument as people read it. A word of the model has a message of its own; the name of a thing that a procedure
/// lists has none and stands as it is.
fn shown(name: &str, value: &Argument, language: Language, zone: UtcOffset) -> String {
    match value {
        Argument::Moment(moment) => format::instant(language, moment.at(), zone),
        Argument::Number(number) => number.to_string(),
        Argument::Text(text) => text.clone(),
        Argument::Word(word) => word_of(name, word, language),
        Argument::Words(words) => words
            .iter()
            .map(|word| word_of(name, word, language))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn word_of(name: &str, word: &str, language: Language) -> String {
    let key = match name {
        "field" | "fields" => format!("label-{word}"),
        "step" => format!("duty-{word}"),
        "kind" => format!("certificate-kind-{word}"),
        name => format!("{name}-{word}"),
    };
    if catalogue().holds(language, &key) {
        catalogue().word(language, &key)
    } else {
        word.to_owned()
    }
}

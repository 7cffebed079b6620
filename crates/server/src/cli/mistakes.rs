//! The mistakes of the configuration in words.

use smena_ui::Message;

use super::{Failure, Kind, Printer};
use crate::config::{Mistake, MistakeKind, Mistakes};

/// A failure that lists every mistake of every file.
pub(super) fn failure(found: &[Mistakes], printer: &Printer) -> Failure {
    let lines: Vec<String> = found
        .iter()
        .flat_map(|file| {
            file.list().iter().map(|mistake| {
                let what = printer.text(&words_of(&mistake.kind, printer));
                format!(
                    "{}.toml:{}: {}: {what}",
                    file.file(),
                    mistake.line,
                    mistake.key
                )
            })
        })
        .collect();
    let details: Vec<_> = found
        .iter()
        .flat_map(|file| {
            file.list()
                .iter()
                .map(|mistake| detail(file, mistake, printer))
        })
        .collect();
    for line in &lines {
        printer.progress_line(line);
    }
    Failure::new(Kind::Refused, "configuration-faulty").with_details(details.into())
}

fn detail(file: &Mistakes, mistake: &Mistake, printer: &Printer) -> serde_json::Value {
    serde_json::json!({
        "file": format!("{}.toml", file.file()),
        "line": mistake.line,
        "key": mistake.key,
        "message": printer.text(&words_of(&mistake.kind, printer)),
    })
}

/// Every key below, for the test that each is there in every language.
#[cfg(test)]
const KEYS: [&str; 12] = [
    "mistake-contradiction",
    "mistake-doubled",
    "mistake-file-name",
    "mistake-missing",
    "mistake-missing-text",
    "mistake-range",
    "mistake-syntax",
    "mistake-type",
    "mistake-unknown-key",
    "mistake-unknown-text",
    "mistake-unknown-word",
    "mistake-value",
];

/// What the parser says of syntax, and what is wrong with the parts of a profile, comes in English.
fn words_of(kind: &MistakeKind, printer: &Printer) -> Message {
    let word = |key: &str| printer.word(key);
    match kind {
        MistakeKind::Contradiction(what) => {
            Message::new("mistake-contradiction").with("what", word(what))
        }
        MistakeKind::Doubled(value) => Message::new("mistake-doubled").with("value", value),
        MistakeKind::FileName => Message::new("mistake-file-name"),
        MistakeKind::Missing => Message::new("mistake-missing"),
        MistakeKind::MissingText { key, language } => Message::new("mistake-missing-text")
            .with("key", key)
            .with("language", *language),
        MistakeKind::Range { found, min, max } => Message::new("mistake-range")
            .with("found", found.to_string())
            .with("min", min.to_string())
            .with("max", max.to_string()),
        MistakeKind::Syntax { message } => Message::new("mistake-syntax").with("what", message),
        MistakeKind::Type { expected } => {
            Message::new("mistake-type").with("expected", word(expected))
        }
        MistakeKind::UnknownKey => Message::new("mistake-unknown-key"),
        MistakeKind::UnknownText(text) => Message::new("mistake-unknown-text").with("text", text),
        MistakeKind::UnknownWord { found, known } => Message::new("mistake-unknown-word")
            .with("found", found)
            .with("known", known.join(", ")),
        MistakeKind::Value { found, expected } => Message::new("mistake-value")
            .with("found", found)
            .with("expected", word(expected)),
    }
}

#[cfg(test)]
mod tests {
    use smena_ui::Language;

    use super::KEYS;
    use crate::text::catalogue;

    #[test]
    fn every_kind_of_mistake_has_its_words_in_every_language() {
        for key in KEYS {
            for language in Language::ALL {
                assert!(
                    catalogue().holds(language, key),
                    "{key} ({})",
                    language.tag()
                );
            }
        }
    }
}

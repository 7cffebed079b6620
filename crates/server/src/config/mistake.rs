//! What can be wrong in a configuration or procedure file, and where.
//!
//! What was expected and what contradicts each other is named by its key in the catalogue, so that it is told in the
//! reader's language; the display texts are the English ones.

use std::fmt;
use std::path::PathBuf;

use smena_ui::Language;

use crate::text::catalogue;

/// A procedure could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ProcedureError {
    /// Files have mistakes.
    #[error("{}", joined(.0))]
    Mistakes(Vec<Mistakes>),
    /// A file could not be read.
    #[error("the file {} cannot be read", .path.display())]
    ReadFile {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A folder could not be read.
    #[error("the folder {} cannot be read", .folder.display())]
    ReadFolder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file is too long for a procedure.
    #[error("the file {} has {bytes} bytes, too many for a procedure", .path.display())]
    TooLong {
        /// The file.
        path: PathBuf,
        /// Its length.
        bytes: u64,
    },
}

fn joined(mistakes: &[Mistakes]) -> String {
    mistakes
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Every mistake of one file, in the order of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes {
    file: String,
    mistakes: Vec<Mistake>,
}

impl Mistakes {
    pub(super) fn new(file: &str, mut mistakes: Vec<Mistake>) -> Self {
        mistakes.sort_by(|left, right| (left.line, &left.key).cmp(&(right.line, &right.key)));
        mistakes.dedup();
        Self {
            file: file.to_owned(),
            mistakes,
        }
    }

    /// The file's name without its ending.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The mistakes.
    #[must_use]
    pub fn list(&self) -> &[Mistake] {
        &self.mistakes
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, mistake) in self.mistakes.iter().enumerate() {
            if n > 0 {
                f.write_str("\n")?;
            }
            write!(
                f,
                "{}.toml:{}: {}: {}",
                self.file, mistake.line, mistake.key, mistake.kind
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Its line, counted from 1.
    pub line: usize,
    /// The key, with its sections.
    pub key: String,
    /// What is wrong.
    pub kind: MistakeKind,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MistakeKind {
    /// Two values that exclude each other, or one that another needs.
    #[error("{}", english(.0))]
    Contradiction(&'static str),
    /// A value stands twice in a list.
    #[error("{0:?} stands twice")]
    Doubled(String),
    /// The file's name is no name of a procedure.
    #[error("the file's name is the procedure's name: lower-case letters, digits and hyphens")]
    FileName,
    /// A key is missing.
    #[error("is missing")]
    Missing,
    /// A text is missing in a language.
    #[error("the text {key:?} is missing in [text.{language}]")]
    MissingText {
        /// The text.
        key: String,
        /// The language.
        language: &'static str,
    },
    /// A number out of its range.
    #[error("{found} is not between {min} and {max}")]
    Range {
        /// The number.
        found: i64,
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// The file is no TOML.
    #[error("not TOML: {message}")]
    Syntax {
        /// What the parser says.
        message: String,
    },
    /// A value of another type.
    #[error("should be {}", english(expected))]
    Type {
        /// The type: a key of the catalogue.
        expected: &'static str,
    },
    /// A key that nobody reads.
    #[error("unknown key")]
    UnknownKey,
    /// A text that belongs to nothing in the file.
    #[error("the text {0:?} belongs to nothing in this procedure")]
    UnknownText(String),
    /// A word that is none of those known.
    #[error("{found:?} is none of {}", known.join(", "))]
    UnknownWord {
        /// The word.
        found: String,
        /// Those known.
        known: Vec<String>,
    },
    /// A value not well formed.
    #[error("{found:?} is not {}", english(expected))]
    Value {
        /// The value.
        found: String,
        /// What it should be: a key of the catalogue.
        expected: &'static str,
    },
}

fn english(key: &str) -> String {
    catalogue().word(Language::English, key)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every key of what was expected and what contradicts, as the readers of the files name them.
    fn keys() -> Vec<&'static str> {
        [
            include_str!("section.rs"),
            include_str!("http_file.rs"),
            include_str!("server_file.rs"),
            include_str!("procedure/calendar.rs"),
            include_str!("procedure/consistency.rs"),
            include_str!("procedure/sections.rs"),
        ]
        .into_iter()
        .flat_map(|source| source.split('"').skip(1).step_by(2))
        .filter(|text| text.starts_with("expected-") || text.starts_with("contradiction-"))
        .collect()
    }

    #[test]
    fn what_was_expected_has_its_words_in_every_language() {
        let keys = keys();
        assert!(keys.len() > 20, "{keys:?}");
        for key in keys {
            for language in Language::ALL {
                assert!(
                    catalogue().holds(language, key),
                    "{key} ({})",
                    language.tag()
                );
            }
        }
    }

    #[test]
    fn the_display_text_is_english() {
        let kind = MistakeKind::Type {
            expected: "expected-flag",
        };
        assert_eq!(kind.to_string(), "should be true or false");
    }
}

//! How a command fails: who is to blame, what happened, what to do next.
//!
//! Each module has its own error enum; [`Explained`] says of each variant whose matter it is and under which code the
//! catalogue has its pair of messages (`err-CODE`, `rec-CODE`). The exit code of the program follows from the kind alone.

use std::borrow::Cow;

use serde_json::Value;

use crate::{Catalogue, Language, Message, Surface, chain};

/// Whose matter a failure is; the number is the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// The rules say no, or what was examined is not valid.
    Refused = 1,
    /// The command was given wrongly.
    Usage = 2,
    /// A device, the network, a database, another program or a file failed.
    OtherSide = 3,
    /// A mistake of this program.
    Ours = 4,
}

/// An error that can be put before a person.
pub trait Explained: std::error::Error {
    /// Whose matter it is.
    fn kind(&self) -> Kind;

    /// The stable code, in kebab-case.
    fn code(&self) -> Cow<'static, str>;

    /// Values for the two messages.
    fn arguments(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// A failure on its way to the person.
#[derive(Debug, Clone)]
pub struct Failure {
    kind: Kind,
    code: Cow<'static, str>,
    words: Words,
    cause: Option<String>,
    // Boxed: few failures have any, and each result carries the room for it.
    details: Option<Box<Value>>,
}

#[derive(Debug, Clone)]
enum Words {
    /// From this program's catalogue.
    Own(Vec<(&'static str, String)>),
    /// Already in the person's language, from the authority.
    Foreign { message: String, remedy: String },
}

impl Failure {
    /// A failure with words of its own, where no error value stands behind it.
    #[must_use]
    pub fn new(kind: Kind, code: &'static str) -> Self {
        Self {
            kind,
            code: Cow::Borrowed(code),
            words: Words::Own(Vec::new()),
            cause: None,
            details: None,
        }
    }

    /// The same with a value for its messages.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if let Words::Own(arguments) = &mut self.words {
            arguments.push((name, value.into()));
        }
        self
    }

    /// The same with what the layers below said.
    #[must_use]
    pub fn caused_by(mut self, error: &dyn std::error::Error) -> Self {
        self.cause = Some(chain(error));
        self
    }

    /// The same with more for programs.
    #[must_use]
    pub fn with_details(mut self, details: Value) -> Self {
        self.details = Some(Box::new(details));
        self
    }

    /// What an authority answered, in its own words.
    #[must_use]
    pub fn of_authority(kind: Kind, code: String, message: String, remedy: String) -> Self {
        Self {
            kind,
            code: Cow::Owned(code),
            words: Words::Foreign { message, remedy },
            cause: None,
            details: None,
        }
    }

    /// Whose matter it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What happened and what to do next, as it is read there.
    #[must_use]
    pub fn words(
        &self,
        catalogue: Catalogue,
        language: Language,
        surface: Surface,
    ) -> (String, String) {
        match &self.words {
            Words::Foreign { message, remedy } => (message.clone(), remedy.clone()),
            Words::Own(arguments) => {
                let text = |prefix: &str| {
                    let message = Message {
                        key: format!("{prefix}-{}", self.code),
                        arguments: arguments.clone(),
                    };
                    catalogue.text_on(surface, language, &message)
                };
                (text("err"), text("rec"))
            }
        }
    }

    /// What the layers below said, for support; in English, free of secrets by the rule for error texts.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    /// More for programs.
    #[must_use]
    pub fn details(&self) -> Option<&Value> {
        self.details.as_deref()
    }
}

impl<E: Explained> From<E> for Failure {
    fn from(error: E) -> Self {
        Self {
            kind: error.kind(),
            code: error.code(),
            words: Words::Own(error.arguments()),
            cause: Some(chain(&error)),
            details: None,
        }
    }
}

//! What a page tells besides its question: mistakes, notices, the end.

use askama::Template;

use super::{Link, own};
use crate::Language;

/// Everything that is wrong with a form, linked to its places; the script puts the focus here.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/errors.html")]
pub struct Errors {
    /// The language of the page.
    pub language: Language,
    /// What is wrong; nothing is shown when there is none.
    pub errors: Vec<FieldError>,
}

/// Something that is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldError {
    /// The name of the question it belongs to; none for the whole form.
    pub name: Option<String>,
    /// What happened and what to do.
    pub text: String,
}

/// How a notice is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeKind {
    /// Worth knowing.
    #[default]
    Plain,
    /// Something went well.
    Good,
    /// Act before a date: the yellow triangle, the only alarming sign there is.
    Warn,
    /// Something went wrong.
    Bad,
}

/// Something to know before going on.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/notice.html")]
pub struct Notice {
    /// The language of the page.
    pub language: Language,
    /// How it is meant.
    pub kind: NoticeKind,
    /// The sentence.
    pub title: String,
    /// What else there is to say.
    pub text: Option<String>,
    /// Where one can go from here.
    pub links: Vec<Link>,
}

/// The end of something, large.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/panel.html")]
pub struct Panel {
    /// What is done.
    pub title: String,
    /// The one thing to remember.
    pub text: Option<String>,
}

impl Errors {
    fn own(&self, key: &str) -> String {
        own(self.language, key)
    }

    /// What is wrong with a question.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<String> {
        self.errors
            .iter()
            .find(|error| error.name.as_deref() == Some(name))
            .map(|error| error.text.clone())
    }
}

impl Notice {
    fn own(&self, key: &str) -> String {
        own(self.language, key)
    }

    fn class(&self) -> &'static str {
        match self.kind {
            NoticeKind::Plain => "plain",
            NoticeKind::Good => "good",
            NoticeKind::Warn => "warn",
            NoticeKind::Bad => "bad",
        }
    }

    fn is_warning(&self) -> bool {
        self.kind == NoticeKind::Warn
    }
}

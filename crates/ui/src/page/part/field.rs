//! Questions of a form. Each keeps what the person has typed, and says at its own place what is wrong with it.

use askama::Template;

use super::own;
use crate::Language;

/// One line or several to type into.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/field.html")]
pub struct Field {
    /// The language of the page.
    pub language: Language,
    /// Name in the form, and the identifier that error summaries link to.
    pub name: String,
    /// The question.
    pub label: String,
    /// What helps to answer it.
    pub hint: Option<String>,
    /// What was typed.
    pub value: String,
    /// What is wrong with it and what to do.
    pub error: Option<String>,
    /// `text`, `tel`, `email`, `date`, `password`; `text` when empty.
    pub kind: &'static str,
    /// `inputmode` where it is not that of the kind.
    pub input_mode: Option<&'static str>,
    /// `autocomplete`.
    pub auto_complete: Option<&'static str>,
    /// What a script checks while it is typed: `snils`, `inn`, `ogrn`, `strength`; without script the server does.
    pub live_check: Option<&'static str>,
    /// What stands there when the check succeeds, and when it fails.
    pub live_words: Option<(String, String)>,
    /// How many characters wide, from 4 to 40; the whole line when none.
    pub width: Option<u8>,
    /// Greatest length in characters.
    pub chars_max: Option<usize>,
    /// Lines of a larger field; a single line when none.
    pub lines: Option<u8>,
    /// It may stay empty, which is said.
    pub optional: bool,
    /// The only question of its page: its label is the heading.
    pub is_heading: bool,
}

/// One of a few answers, each with its consequence.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/choice.html")]
pub struct Choice {
    /// The language of the page.
    pub language: Language,
    /// Name in the form.
    pub name: String,
    /// The question.
    pub legend: String,
    /// What helps to answer it.
    pub hint: Option<String>,
    /// What is wrong.
    pub error: Option<String>,
    /// The answers.
    pub cards: Vec<Card>,
    /// Several may be chosen.
    pub several: bool,
    /// The only question of its page: its legend is the heading.
    pub is_heading: bool,
}

/// An answer.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// What is sent.
    pub value: String,
    /// Its name.
    pub title: String,
    /// What follows from it, one sentence.
    pub consequence: Option<String>,
    /// Why it is recommended, where it is.
    pub recommended: Option<String>,
    /// It is chosen.
    pub checked: bool,
    /// Why it cannot be chosen; it is shown all the same.
    pub unfit: Option<String>,
}

/// A sentence that is agreed to.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/check.html")]
pub struct Check {
    /// The language of the page.
    pub language: Language,
    /// Name in the form; the value is `yes`.
    pub name: String,
    /// The sentence.
    pub label: String,
    /// What follows from it.
    pub hint: Option<String>,
    /// What is wrong.
    pub error: Option<String>,
    /// It is agreed to.
    pub checked: bool,
}

/// One of many.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/select.html")]
pub struct Select {
    /// The language of the page.
    pub language: Language,
    /// Name in the form.
    pub name: String,
    /// The question.
    pub label: String,
    /// What helps to answer it.
    pub hint: Option<String>,
    /// What is wrong.
    pub error: Option<String>,
    /// The answers, in order; the first may be empty.
    pub options: Vec<SelectOption>,
}

/// One of many answers.
#[derive(Clone, Debug, Default)]
pub struct SelectOption {
    /// What is sent.
    pub value: String,
    /// What it says.
    pub text: String,
    /// It is chosen.
    pub selected: bool,
}

/// A file to choose or to drop.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/files.html")]
pub struct Files {
    /// The language of the page.
    pub language: Language,
    /// Name in the form.
    pub name: String,
    /// The question.
    pub label: String,
    /// Kinds and size that are taken, in words.
    pub hint: Option<String>,
    /// What is wrong.
    pub error: Option<String>,
    /// `accept`, like `.pdf,.jpg,.jpeg,.png`.
    pub accept: &'static str,
}

/// `aria-describedby`: hint and error of a question, as far as it has them.
fn described(name: &str, hint: Option<&String>, error: Option<&String>) -> Option<String> {
    let ids: Vec<String> = [(hint, "hint"), (error, "error")]
        .into_iter()
        .filter(|(text, _)| text.is_some())
        .map(|(_, part)| format!("{name}-{part}"))
        .collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// What all questions say of themselves to their templates.
macro_rules! question {
    ($($part:ty),+ $(,)?) => {
        $(impl $part {
            fn own(&self, key: &str) -> String {
                own(self.language, key)
            }

            fn described(&self) -> Option<String> {
                described(&self.name, self.hint.as_ref(), self.error.as_ref())
            }
        })+
    };
}

question!(Check, Choice, Field, Files, Select);

impl Field {
    fn input_kind(&self) -> &'static str {
        if self.kind.is_empty() {
            "text"
        } else {
            self.kind
        }
    }

    fn width_class(&self) -> String {
        self.width
            .map_or_else(String::new, |width| format!(" width-{width}"))
    }
}

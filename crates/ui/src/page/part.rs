//! The parts that pages are put together from. Each is a value with its words in it, and stands in a template as
//! `{{ part }}`: it escapes its own text and is not escaped again.

mod field;
mod list;
mod message;

use askama::filters::HtmlSafe;

use crate::{Language, text};

pub use field::{Card, Check, Choice, Field, Files, Select, SelectOption};
pub use list::{Moment, Summary, SummaryRow, Task, TaskList, TaskState, Timeline};
pub use message::{Errors, FieldError, Notice, NoticeKind, Panel};

/// A link: an address with the words for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub text: String,
    /// What it says besides to those who do not see what stands around it, like «СНИЛС» after «Изменить».
    pub hidden: Option<String>,
    /// The tag of the language it leads to, when it changes the language.
    pub language: Option<&'static str>,
}

impl Link {
    /// A plain link.
    #[must_use]
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            text: text.into(),
            ..Self::default()
        }
    }
}

/// A word of the parts themselves.
fn own(language: Language, key: &str) -> String {
    text::catalogue().word(language, key)
}

/// Marks parts as text that is escaped already.
macro_rules! safe {
    ($($part:ty),+ $(,)?) => { $(impl HtmlSafe for $part {})+ };
}

safe!(
    Check, Choice, Errors, Field, Files, Notice, Panel, Select, Summary, TaskList, Timeline,
);

#[cfg(test)]
mod tests {
    use super::{
        Card, Choice, Errors, Field, FieldError, Summary, SummaryRow, Task, TaskList, TaskState,
    };

    #[test]
    fn a_part_escapes_its_text_once() {
        let field = Field {
            name: "organisation".to_owned(),
            label: "<b>\"ООО\"</b>".to_owned(),
            value: "\"><script>".to_owned(),
            ..Field::default()
        };
        let html = field.to_string();
        assert!(
            !html.contains("<b>") && !html.contains("<script>"),
            "{html}"
        );
        assert!(
            !html.contains("&#38;lt;") && !html.contains("&amp;#"),
            "{html}"
        );
    }

    #[test]
    fn a_mistake_is_tied_to_its_question() {
        let field = Field {
            name: "snils".to_owned(),
            hint: Some("11".to_owned()),
            error: Some("?".to_owned()),
            ..Field::default()
        };
        let html = field.to_string();
        assert!(
            html.contains("aria-describedby=\"snils-hint snils-error\""),
            "{html}"
        );
        assert!(html.contains("aria-invalid=\"true\""), "{html}");
        let errors = Errors {
            errors: vec![FieldError {
                name: Some("snils".to_owned()),
                text: "?".to_owned(),
            }],
            ..Errors::default()
        };
        assert!(errors.to_string().contains("href=\"#snils\""));
        assert_eq!(errors.of("snils").as_deref(), Some("?"));
        assert!(Errors::default().to_string().trim().is_empty());
    }

    #[test]
    fn the_summary_of_mistakes_leads_to_the_first_answer_of_a_choice() {
        let card = |value: &str| Card {
            value: value.to_owned(),
            title: value.to_owned(),
            ..Card::default()
        };
        let choice = Choice {
            name: "medium".to_owned(),
            cards: vec![card("token"), card("folder")],
            ..Choice::default()
        };
        let html = choice.to_string();
        assert!(
            html.contains("id=\"medium\"") && html.contains("id=\"medium-2\""),
            "{html}"
        );
    }

    #[test]
    fn absent_values_are_a_dash_and_changed_ones_say_what_they_were() {
        let summary = Summary {
            rows: vec![
                SummaryRow {
                    label: "Должность".to_owned(),
                    ..SummaryRow::default()
                },
                SummaryRow {
                    value: Some("new".to_owned()),
                    was: Some("old".to_owned()),
                    ..SummaryRow::default()
                },
            ],
            ..Summary::default()
        };
        let html = summary.to_string();
        assert!(html.contains('—'), "{html}");
        assert!(
            html.contains("<del>old</del>") && html.contains("<ins>new</ins>"),
            "{html}"
        );
    }

    #[test]
    fn one_step_is_the_current_one() {
        let task = |state| Task {
            state,
            ..Task::default()
        };
        let list = TaskList {
            tasks: vec![
                task(TaskState::Done),
                task(TaskState::Overdue),
                task(TaskState::Now),
            ],
            ..TaskList::default()
        };
        assert_eq!(list.current(), Some(2));
        assert_eq!(list.to_string().matches("aria-current").count(), 1);
    }
}

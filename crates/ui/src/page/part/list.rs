//! Lists: the data of a certificate, the steps of a renewal, what happened when.

use askama::Template;

use super::{Link, own};
use crate::{Language, Message, text};

/// Data with their labels, and the former value where they differ.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/summary.html")]
pub struct Summary {
    /// The language of the page.
    pub language: Language,
    /// The rows.
    pub rows: Vec<SummaryRow>,
}

/// One datum.
#[derive(Clone, Debug, Default)]
pub struct SummaryRow {
    /// What it is.
    pub label: String,
    /// Its value; a dash when there is none.
    pub value: Option<String>,
    /// The value that stood before, where it differs: then the row says so in words. An empty one was absent.
    pub was: Option<String>,
    /// What happens when it is changed, said before the click.
    pub rule: Option<String>,
    /// What can be done with it.
    pub action: Option<Link>,
    /// Digits of equal width and no hyphenation: numbers, thumbprints.
    pub is_number: bool,
}

/// The steps of something, computed from what is owed.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/tasks.html")]
pub struct TaskList {
    /// The language of the page.
    pub language: Language,
    /// The steps, in order.
    pub tasks: Vec<Task>,
}

/// A step.
#[derive(Clone, Debug, Default)]
pub struct Task {
    /// What is to be done.
    pub title: String,
    /// The page on which it is done, while it can be.
    pub href: Option<String>,
    /// How it stands.
    pub state: TaskState,
    /// How it stands in words: «Готово», «Ждём: МВД, до 3 декабря».
    pub state_words: String,
    /// What else is to be known.
    pub detail: Option<String>,
}

/// How a step stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TaskState {
    /// It is done.
    Done,
    /// The reader is to do it now.
    Now,
    /// Others are at it.
    Waiting,
    /// Its turn comes.
    #[default]
    Later,
    /// It is not needed.
    NotNeeded,
    /// It was due before now.
    Overdue,
}

impl TaskState {
    fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Waiting => "waiting",
            Self::Later => "later",
            Self::NotNeeded => "not-needed",
            Self::Overdue => "overdue",
        }
    }
}

/// What happened when.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/timeline.html")]
pub struct Timeline {
    /// What happened, the latest first.
    pub moments: Vec<Moment>,
}

/// Something that happened.
#[derive(Clone, Debug, Default)]
pub struct Moment {
    /// When, for programs: RFC 3339.
    pub stamp: String,
    /// When, in words.
    pub when: String,
    /// What.
    pub what: String,
}

impl Summary {
    fn own(&self, key: &str) -> String {
        own(self.language, key)
    }
}

impl TaskList {
    /// The place of the step that is due, for «Шаг 3 из 7».
    #[must_use]
    pub fn current(&self) -> Option<usize> {
        self.tasks
            .iter()
            .position(|task| matches!(task.state, TaskState::Now | TaskState::Overdue))
            .map(|index| index + 1)
    }

    /// «Шаг 3 из 7: Проверить данные», for narrow screens; none when no step is the reader's.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        let at = self.current()?;
        let title = &self.tasks.get(at - 1)?.title;
        let message = Message::new("ui-step-place")
            .with("at", at.to_string())
            .with("of", self.tasks.len().to_string())
            .with("title", title);
        Some(text::catalogue().text(self.language, &message))
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates hand over their values by reference"
    )]
    fn is_current(&self, place: &usize) -> bool {
        self.current() == Some(*place)
    }
}

//! The pages on which a holder does the steps of a renewal, one module for each, named as the duty.
//!
//! All of them are one context, [`StepPage`]: a question as its heading, what is to be known before the answer, and a form
//! with one act. A module puts its parts together from a renewal, and has samples of its states. What was typed comes
//! back in [`Typed`] when something is wrong with it, so that nothing is typed twice.

pub mod attach_documents;
pub mod bind_key;
pub mod bring_paper_application;
pub mod change_data;
pub mod choose_key_options;
pub mod choose_kind;
pub mod choose_office;
pub mod choose_system_powers;
pub mod confirm_by_code;
pub mod familiarise;
pub mod give_consent;
pub mod give_contacts;
pub mod give_identity_document;
pub mod identify_by_snils;
pub mod make_backup;
pub mod pay_bill;
mod previews;
pub mod ready_workplace;
pub mod sign_application;
pub mod submit_application;
pub mod supply_powers;
pub mod switch_programs;
pub mod tell_system;
pub mod treat_old_key;

use askama::Template;
use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_ui::{
    Message,
    page::{
        Live, Shell,
        part::{
            Card, Check, Choice, Errors, Field, Files, Link, Notice, NoticeKind, Summary,
            SummaryRow, TaskList, Timeline,
        },
    },
};
use time::OffsetDateTime;

use super::{
    Frame, Section,
    tasks::{self, named, task_list},
};
use crate::app::uploads::Upload;

pub use previews::{PAGES, all as previews};

/// The page of a step.
#[derive(Debug, Template)]
#[template(path = "steps/step.html")]
pub struct StepPage {
    shell: Shell,
    tasks: TaskList,
    back: String,
    errors: Errors,
    title: String,
    blocks: Vec<Block>,
}

/// A part of a page, in the order in which it is read.
#[derive(Debug)]
pub enum Block {
    /// A sentence or several.
    Text(String),
    /// A sentence that only some need.
    Quiet(String),
    /// A heading.
    Heading(String),
    /// A number to be compared, in groups.
    Number(String),
    /// Something to know before the act.
    Notice(Notice),
    /// Data.
    Summary(Summary),
    /// What was written when.
    Timeline(Timeline),
    /// Links, one below the other.
    Links(Vec<Link>),
    /// What to do, in order.
    Ordered(Vec<String>),
    /// The question and its act.
    Form(Box<Form>),
}

/// A question, or several that belong together, with the act that answers it.
#[derive(Debug, Default)]
pub struct Form {
    action: String,
    /// A file goes with it.
    files: bool,
    hidden: Vec<(&'static str, String)>,
    questions: Vec<Question>,
    buttons: Vec<Button>,
    links: Vec<Link>,
}

/// A question of a form.
#[derive(Debug)]
pub enum Question {
    /// To type into.
    Field(Field),
    /// One or some of a few.
    Choice(Choice),
    /// A sentence that is agreed to.
    Check(Check),
    /// A file.
    Files(Files),
    /// A heading among questions.
    Heading(String),
}

/// An act. The first of a form is the primary one.
#[derive(Debug)]
pub struct Button {
    words: String,
    class: &'static str,
}

/// What was typed into a form before something was found wrong with it, field by field. Empty on a page that is shown
/// for the first time.
#[derive(Clone, Debug, Default)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    /// What was typed, in the order of the form.
    #[must_use]
    pub fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// Whether a form was sent at all.
    #[must_use]
    pub fn is_sent(&self) -> bool {
        !self.0.is_empty()
    }

    /// What was typed into a field; what the renewal holds where no form was sent.
    #[must_use]
    pub fn or(&self, name: &str, held: Option<&str>) -> String {
        if self.is_sent() {
            self.get(name).unwrap_or_default().to_owned()
        } else {
            held.unwrap_or_default().to_owned()
        }
    }

    /// What was typed into a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Every answer to a question that takes several.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let own = self.0.iter().filter(move |(key, _)| key == name);
        own.map(|(_, value)| value.as_str())
    }
}

/// What a step's page is made from.
pub struct Step<'a> {
    frame: &'a Frame,
    duty: &'static str,
    renewal: String,
    revision: i64,
    tasks: TaskList,
    typed: Typed,
    errors: Errors,
    now: OffsetDateTime,
}

impl<'a> Step<'a> {
    /// A step of a renewal, with what was typed and what is wrong with it.
    #[must_use]
    pub fn new(
        frame: &'a Frame,
        duty: Duty,
        renewal: &Renewal,
        procedure: &Procedure,
        now: OffsetDateTime,
        (typed, errors): (Typed, Errors),
    ) -> Self {
        Self {
            frame,
            duty: duty.as_str(),
            renewal: format!("/renewals/{}", renewal.id()),
            revision: renewal.revision(),
            tasks: task_list(frame, renewal, procedure, now),
            typed,
            errors,
            now,
        }
    }

    fn sample(frame: &'a Frame, duty: Duty) -> Self {
        Self {
            frame,
            duty: duty.as_str(),
            renewal: "/renewals/0".to_owned(),
            revision: 0,
            tasks: tasks::sample(frame, duty.as_str()),
            typed: Typed::default(),
            errors: frame.errors([]),
            now: super::sample::NOW,
        }
    }

    fn sample_with(
        frame: &'a Frame,
        duty: Duty,
        typed: &[(&str, &str)],
        errors: &[(&'static str, &str)],
    ) -> Self {
        let typed = typed
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let errors = errors.iter().map(|(name, key)| (*name, frame.say(key)));
        Self {
            typed: Typed::new(typed.collect()),
            errors: frame.errors(errors),
            ..Self::sample(frame, duty)
        }
    }

    fn say(&self, key: &str) -> String {
        self.frame.say(key)
    }

    fn text(&self, key: &str) -> Block {
        Block::Text(self.say(key))
    }

    fn quiet(&self, key: &str) -> Block {
        Block::Quiet(self.say(key))
    }

    fn words(&self, message: &Message) -> String {
        self.frame.text(message)
    }

    /// A word of the procedure's own.
    fn named(&self, procedure: &Procedure, key: &str) -> String {
        named(self.frame, procedure, key)
    }

    /// A path of the renewal.
    fn at(&self, name: &str) -> String {
        format!("{}/{name}", self.renewal)
    }

    fn page(self, title_key: &str, blocks: Vec<Block>) -> StepPage {
        let title = self.say(title_key);
        self.titled(title, blocks)
    }

    fn titled(self, title: String, blocks: Vec<Block>) -> StepPage {
        StepPage {
            shell: self.frame.shell(title.clone(), Section::None),
            tasks: self.tasks,
            back: self.renewal,
            errors: self.errors,
            title,
            blocks,
        }
    }

    fn form(&self, questions: Vec<Question>, button_key: &str) -> Form {
        Form {
            action: self.at(self.duty),
            files: false,
            hidden: vec![
                ("token", self.frame.token.clone()),
                ("revision", self.revision.to_string()),
            ],
            questions,
            buttons: vec![Button {
                words: self.say(button_key),
                class: "",
            }],
            links: Vec::new(),
        }
    }

    /// The form that asks for an errand: its button opens the program on this computer.
    fn errand(&self, kind: &str, button_key: &str) -> Form {
        let mut form = self.form(Vec::new(), button_key);
        form.action = self.at("errands");
        form.hidden.push(("kind", kind.to_owned()));
        form
    }

    fn field(&self, name: &str, label_key: &str, held: Option<&str>) -> Field {
        Field {
            language: self.frame.language,
            name: name.to_owned(),
            label: self.say(label_key),
            value: self.typed.or(name, held),
            error: self.errors.of(name),
            ..Field::default()
        }
    }

    fn day(&self, name: &str, label_key: &str, held: Option<&str>) -> Question {
        Question::Field(Field {
            kind: "date",
            width: Some(14),
            ..self.field(name, label_key, held)
        })
    }

    fn choice(&self, name: &str, legend_key: &str, cards: Vec<Card>) -> Choice {
        Choice {
            language: self.frame.language,
            name: name.to_owned(),
            legend: self.say(legend_key),
            error: self.errors.of(name),
            cards,
            ..Choice::default()
        }
    }

    /// An answer whose words are `KEY` and `KEY-says`; `held` is the answer that the renewal holds.
    fn card(&self, name: &str, value: &str, key: &str, held: Option<&str>) -> Card {
        Card {
            value: value.to_owned(),
            title: self.say(key),
            consequence: Some(self.say(&format!("{key}-says"))),
            checked: self.typed.or(name, held) == value,
            ..Card::default()
        }
    }

    fn scan(&self, name: &str, label_key: &str) -> Files {
        Files {
            language: self.frame.language,
            name: name.to_owned(),
            label: self.say(label_key),
            hint: Some(self.say("step-scan-hint")),
            error: self.errors.of(name),
            accept: ".pdf,.jpg,.jpeg,.png",
        }
    }

    fn summary(&self, rows: Vec<SummaryRow>) -> Block {
        Block::Summary(Summary {
            language: self.frame.language,
            rows,
        })
    }

    fn row(&self, key: &str, value: Option<String>) -> SummaryRow {
        SummaryRow {
            label: self.say(key),
            value,
            ..SummaryRow::default()
        }
    }

    fn notice(&self, kind: NoticeKind, title: String, text: Option<String>) -> Block {
        Block::Notice(Notice {
            language: self.frame.language,
            kind,
            title,
            text,
            links: Vec::new(),
        })
    }

    fn link(&self, place: &str, key: &str) -> Link {
        Link::new(self.at(place), self.say(key))
    }
}

impl Form {
    fn with_files(mut self) -> Self {
        self.files = true;
        self
    }

    fn hiding(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.hidden.push((name, value.into()));
        self
    }

    fn to(mut self, action: String) -> Self {
        self.action = action;
        self
    }

    fn secondary(mut self) -> Self {
        for button in &mut self.buttons {
            button.class = "second";
        }
        self
    }

    fn block(self) -> Block {
        Block::Form(Box::new(self))
    }
}

impl StepPage {
    /// The page follows what others do.
    fn following(mut self, address: String, state: String, every_seconds: u32) -> Self {
        self.shell.live = Some(Live {
            address,
            state,
            every_seconds,
        });
        self
    }
}

/// A file that was sent, with its size: «приказ.pdf, 240 КБ».
fn file_words(frame: &Frame, upload: &Upload) -> String {
    let kilobytes = upload.size_bytes.div_ceil(1024).max(1);
    let message = Message::new("step-file")
        .with("name", &upload.name)
        .with("size", kilobytes.to_string());
    frame.text(&message)
}

//! The pages: contexts that are formatted for people, and their templates.
//!
//! Most pages are one question, and share one template; what differs is what they say. The sensor has its own.

mod doctor;
pub(super) mod end;
pub(super) mod entry;
mod question;
mod samples;
pub(super) mod window;
mod wording;

use askama::Template;
use smena_ui::{
    Language, Message, Surface,
    page::{
        Area, Live, Masthead, Shell,
        asset::{Asset, SCRIPT},
        part::{Check, Choice, Errors, Field, FieldError, Link, Notice, Panel, Summary, TaskList},
    },
};

use super::{
    desk::Served,
    talk::{Phase, Seen, Talk},
};
use crate::{failure::Failure, text::catalogue};

pub use samples::previews;

/// The files that the agent's pages load besides those of all pages.
pub(crate) const ASSETS: &[Asset] = &[Asset {
    name: "sensor.js",
    media_type: SCRIPT,
    octets: include_bytes!("../../../assets/sensor.js"),
}];

/// Seconds between two looks of a page that follows something.
const LIVE_EVERY_SECONDS: u32 = 1;

/// A page that is one question, or says how things stand.
#[derive(Template)]
#[template(path = "desk/page.html")]
pub(super) struct Page {
    shell: Shell,
    /// Where the browser goes by itself.
    go: Option<Go>,
    errors: Errors,
    panel: Option<Panel>,
    /// Whether the question of the form is the heading.
    asks_itself: bool,
    lead: Vec<String>,
    notices: Vec<Notice>,
    tasks: Option<TaskList>,
    sheets: Vec<Sheet>,
    thumbprint: Option<String>,
    links: Vec<PageLink>,
    way: Option<PageLink>,
    forms: Vec<PageForm>,
    after: Vec<String>,
}

/// The page of the sensor.
#[derive(Template)]
#[template(path = "desk/sensor.html")]
pub(super) struct SensorPage {
    shell: Shell,
    address: String,
    /// What the field is called to those who do not see it.
    field_label: String,
    progress: u8,
    form: PageForm,
}

struct Go {
    after_seconds: u32,
    address: String,
}

struct Sheet {
    title: Option<String>,
    summary: Summary,
}

struct PageLink {
    href: String,
    text: String,
    own_tab: bool,
}

#[derive(Default)]
struct PageForm {
    action: String,
    token: String,
    number: u64,
    hidden: Vec<(&'static str, String)>,
    choice: Option<Choice>,
    fields: Vec<Field>,
    checks: Vec<Check>,
    buttons: Vec<Button>,
}

struct Button {
    value: &'static str,
    text: String,
    second: bool,
    /// Whether it works only after it was seen for a second.
    needs_look: bool,
}

/// What pages of one conversation have in common.
pub(super) struct Frame {
    language: Language,
    /// `/s/SECRET`.
    base: String,
    assets: String,
    token: String,
    number: u64,
    /// The words by which the agent is recognised.
    phrase: String,
    /// Where the check of the workplace is, for pages that lead to it.
    doctor: Option<String>,
    mistakes: Vec<(&'static str, &'static str)>,
}

impl Frame {
    pub(super) fn of(served: &Served, talk: &Talk, seen: &Seen) -> Self {
        let base = talk.address();
        Self {
            language: talk.language,
            assets: format!("{base}/assets"),
            doctor: Some(format!("{base}/doctor")),
            base,
            token: talk.token.to_string(),
            number: seen.number,
            phrase: served.phrase.clone(),
            mistakes: seen.mistakes.clone(),
        }
    }

    fn say(&self, key: &str) -> String {
        catalogue().word(self.language, key)
    }

    fn text(&self, message: &Message) -> String {
        catalogue().text(self.language, message)
    }

    /// What happened and what to do next.
    fn failure(&self, failure: &Failure) -> (String, String) {
        failure.words(catalogue(), self.language, Surface::Page)
    }

    fn mistake(&self, name: &str) -> Option<String> {
        let found = self.mistakes.iter().find(|(field, _)| *field == name)?;
        Some(self.say(found.1))
    }

    fn shell(&self, title: String) -> Shell {
        Shell {
            words: catalogue(),
            language: self.language,
            area: Area::Agent,
            title,
            assets: self.assets.clone(),
            masthead: Masthead {
                brand: "smena".to_owned(),
                ..Masthead::default()
            },
            languages: Vec::new(),
            live: None,
            scripts: Vec::new(),
            foot: self
                .doctor
                .iter()
                .map(|href| Link::new(href.clone(), self.say("desk-doctor-link")))
                .collect(),
        }
    }

    /// A page with nothing on it but its title.
    fn page(&self, title: String) -> Page {
        let errors = self.mistakes.iter().map(|(name, key)| FieldError {
            name: Some((*name).to_owned()),
            text: self.say(key),
        });
        Page {
            shell: self.shell(title),
            go: None,
            errors: Errors {
                language: self.language,
                errors: errors.collect(),
            },
            panel: None,
            asks_itself: false,
            lead: Vec::new(),
            notices: Vec::new(),
            tasks: None,
            sheets: Vec::new(),
            thumbprint: None,
            links: Vec::new(),
            way: None,
            forms: Vec::new(),
            after: Vec::new(),
        }
    }

    /// Follows what becomes of this conversation.
    fn live(&self) -> Live {
        Live {
            address: format!("{}/state", self.base),
            state: self.number.to_string(),
            every_seconds: LIVE_EVERY_SECONDS,
        }
    }

    /// A form that answers the question of this page.
    fn form(&self, buttons: Vec<Button>) -> PageForm {
        PageForm {
            action: format!("{}/answer", self.base),
            token: self.token.clone(),
            number: self.number,
            buttons,
            ..PageForm::default()
        }
    }

    fn button(&self, value: &'static str, key: &str) -> Button {
        Button {
            value,
            text: self.say(key),
            second: false,
            needs_look: false,
        }
    }

    fn second(&self, value: &'static str, key: &str) -> Button {
        Button {
            second: true,
            ..self.button(value, key)
        }
    }

    /// The button that makes a signature or another thing that cannot be undone.
    fn confirming(&self, value: &'static str, key: &str) -> Button {
        Button {
            needs_look: true,
            ..self.button(value, key)
        }
    }
}

impl Page {
    /// The same with the words by which the agent is recognised: where a PIN is asked or something is signed.
    fn recognisable(mut self, frame: &Frame) -> Self {
        self.shell.masthead.recognition = Some(frame.phrase.clone());
        self
    }
}

/// The page of a conversation as it stands now.
pub(super) fn show(served: &Served, talk: &Talk) -> Result<String, askama::Error> {
    let seen = talk.seen();
    let frame = Frame::of(served, talk, &seen);
    match &seen.phase {
        Phase::Working => working(&frame, &seen).render(),
        Phase::Asking(question) => question::show(&frame, question, &seen, talk.gathered()),
        Phase::Ended(end) => end::show(&frame, end, &seen, served).render(),
        Phase::Start => entry::start(&frame, &entry::trusted(served)).render(),
    }
}

/// The page of progress: each step, the present one marked.
pub(super) fn working(frame: &Frame, seen: &Seen) -> Page {
    let mut page = frame.page(frame.say("desk-working-title"));
    page.shell.live = Some(frame.live());
    page.lead.push(frame.say("desk-working-lead"));
    page.tasks = Some(wording::steps(frame, &seen.steps, false));
    page.notices = wording::advice(frame, &seen.advice);
    page.after.push(frame.say("desk-working-close"));
    page
}

//! The page that a person comes back to from the agent: it names the person and asks for one click (T4 of the security
//! design).

use askama::Template;
use smena_ui::{
    Message,
    page::{
        Shell,
        part::{Summary, SummaryRow},
    },
};

use super::{Frame, Section, previews::Sampled, sample};
use crate::app::errands::{Returning, SigningIn};

/// What the click takes.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// The errand.
    pub errand: String,
    /// The return code.
    pub code: String,
}

/// The page that a person comes back to.
#[derive(Template)]
#[template(path = "portal/returned.html")]
pub struct ReturnedPage {
    shell: Shell,
    title: String,
    lead: String,
    summary: Option<Summary>,
    button: String,
    token: String,
    errand: String,
    code: String,
}

impl ReturnedPage {
    /// The page of a result that waits to be taken.
    #[must_use]
    pub fn new(frame: &Frame, returning: &Returning, ticket: Ticket) -> Self {
        let (title, lead, summary, button) = match &returning.person {
            Some(person) => (
                frame.text(&Message::new("portal-returned-you").with("name", &person.name)),
                frame.say("portal-returned-you-says"),
                Some(summary(frame, person)),
                frame.say("portal-returned-sign-in"),
            ),
            None => (
                frame.say("portal-returned-done"),
                frame.say(&format!("portal-returned-{}", returning.kind.as_str())),
                None,
                frame.say("portal-returned-go-on"),
            ),
        };
        Self {
            shell: frame.shell(title.clone(), Section::None),
            title,
            lead,
            summary,
            button,
            token: frame.token.clone(),
            errand: ticket.errand,
            code: ticket.code,
        }
    }
}

fn summary(frame: &Frame, person: &SigningIn) -> Summary {
    let row = |key: &str, value: Option<String>, is_number| SummaryRow {
        label: frame.say(key),
        value,
        is_number,
        ..SummaryRow::default()
    };
    Summary {
        language: frame.language,
        rows: vec![
            row("label-common-name", Some(person.name.clone()), false),
            row("label-inn", person.inn.clone(), true),
            row("label-organisation", person.organisation.clone(), false),
            row("portal-label-serial", Some(person.serial.clone()), true),
            row(
                "portal-label-until",
                Some(frame.day(person.not_after)),
                false,
            ),
        ],
    }
}

impl Sampled for ReturnedPage {
    const PAGE: &'static str = "returned";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        use crate::app::errands::ErrandKind;
        let ticket = || Ticket {
            errand: "0".repeat(32),
            code: "A".repeat(43),
        };
        let signing_in = |organisation: String| Returning {
            kind: ErrandKind::SignIn,
            renewal: None,
            person: Some(SigningIn {
                name: sample::PERSON.to_owned(),
                inn: Some("990012345668".to_owned()),
                organisation: Some(organisation),
                serial: "1f3a".repeat(8),
                not_after: sample::NOW,
            }),
        };
        let key = Returning {
            kind: ErrandKind::GenerateKey,
            renewal: None,
            person: None,
        };
        let of = |returning: &Returning| Self::new(frame, returning, ticket());
        vec![
            ("usual", of(&signing_in(sample::ORGANISATION.to_owned()))),
            ("longest", of(&signing_in(sample::longest_organisation()))),
            ("key", of(&key)),
        ]
    }
}

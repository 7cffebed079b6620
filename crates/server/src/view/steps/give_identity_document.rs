//! The identity document: prefilled from the last time, or said to be the same (K12, F11, F12).

use smena_domain::{
    procedure::{IdentityDocumentPolicy, Procedure},
    renewal::{Duty, IdentityDocument, IdentityDocumentKind, Sex},
};
use smena_ui::{
    Message,
    page::part::{Card, Choice, Field},
};
use time::macros::{date, format_description};

use super::{Question, Step, StepPage};
use crate::view::Frame;

/// The answer that the document is still the one of the last time.
pub const SAME: &str = "same";
/// The answer that it is another one.
pub const OTHER: &str = "other-one";

/// The page of a renewal, filled in from the document that was given last.
#[must_use]
pub fn page(step: Step<'_>, procedure: &Procedure, last: Option<&IdentityDocument>) -> StepPage {
    let may_be_same = procedure.gathering.identity_document == IdentityDocumentPolicy::WhenChanged;
    of(step, may_be_same, last)
}

fn of(step: Step<'_>, may_be_same: bool, last: Option<&IdentityDocument>) -> StepPage {
    let mut questions = Vec::new();
    if may_be_same {
        questions.push(Question::Choice(same(&step, last)));
        questions.push(Question::Heading(step.say("step-identity-another")));
    }
    questions.extend(questions_of(&step, last));
    let lead = if may_be_same {
        "step-identity-lead-changed"
    } else {
        "step-identity-lead"
    };
    let form = step.form(questions, "step-identity-button");
    let blocks = vec![step.text(lead), form.block()];
    step.page("step-identity-title", blocks)
}

fn same(step: &Step<'_>, last: Option<&IdentityDocument>) -> Choice {
    let held = if last.is_some() || !step.typed.is_sent() {
        SAME
    } else {
        OTHER
    };
    let mut first = step.card("changed", SAME, "step-identity-same", Some(held));
    if let Some(last) = last {
        let message = Message::new("step-identity-known")
            .with(
                "kind",
                step.say(&format!("step-identity-kind-{}", last.kind)),
            )
            .with("number", &last.number)
            .with("day", step.frame.date(last.issued_on));
        first.consequence = Some(step.words(&message));
    }
    let cards = vec![
        first,
        step.card("changed", OTHER, "step-identity-other", Some(held)),
    ];
    step.choice("changed", "step-identity-changed", cards)
}

fn questions_of(step: &Step<'_>, last: Option<&IdentityDocument>) -> Vec<Question> {
    let day = |date: time::Date| {
        date.format(format_description!("[year]-[month]-[day]"))
            .unwrap_or_default()
    };
    let plain = |name: &'static str, value: &'static str, key: &str, held: Option<&str>| Card {
        consequence: None,
        ..step.card(name, value, key, held)
    };
    let kind = last.map_or(IdentityDocumentKind::Passport, |last| last.kind);
    let kinds = IdentityDocumentKind::ALL.iter().map(|word| {
        let key = format!("step-identity-kind-{word}");
        plain("kind", word.as_str(), &key, Some(kind.as_str()))
    });
    let held_sex = last.map(|last| last.sex.as_str());
    let sexes = Sex::ALL.iter().map(|word| {
        let key = format!("step-identity-sex-{word}");
        plain("sex", word.as_str(), &key, held_sex)
    });
    let text = |name: &str, key: &str, held: Option<&str>| Field {
        chars_max: Some(smena_domain::limits::VALUE_CHARS_MAX),
        // The browser of a computer that several people use does not offer it to the next one.
        auto_complete: Some("off"),
        ..step.field(name, key, held)
    };
    let issued = last.map(|last| day(last.issued_on));
    let born = last.map(|last| day(last.birth_date));
    vec![
        Question::Choice(step.choice("kind", "step-identity-kind", kinds.collect())),
        Question::Field(Field {
            width: Some(20),
            hint: Some(step.say("step-identity-number-hint")),
            ..text(
                "number",
                "step-identity-number",
                last.map(|last| last.number.as_str()),
            )
        }),
        step.day("issued_on", "step-identity-issued", issued.as_deref()),
        step.day("birth_date", "step-identity-born", born.as_deref()),
        Question::Field(Field {
            hint: Some(step.say("step-identity-place-hint")),
            ..text(
                "birth_place",
                "step-identity-place",
                last.map(|last| last.birth_place.as_str()),
            )
        }),
        Question::Choice(step.choice("sex", "step-identity-sex", sexes.collect())),
        Question::Field(Field {
            hint: Some(step.say("step-identity-citizenship-hint")),
            optional: true,
            ..text(
                "citizenship",
                "step-identity-citizenship",
                last.and_then(|last| last.citizenship.as_deref()),
            )
        }),
    ]
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let duty = Duty::GiveIdentityDocument;
    let last = |place: &str| IdentityDocument {
        kind: IdentityDocumentKind::Passport,
        number: "99 01 123456".to_owned(),
        issued_on: date!(2014 - 03 - 12),
        birth_date: date!(1985 - 11 - 02),
        birth_place: place.to_owned(),
        sex: Sex::Female,
        citizenship: None,
    };
    let wrong = Step::sample_with(
        frame,
        duty,
        &[("kind", "other"), ("number", "AB 123"), ("changed", OTHER)],
        &[
            ("issued_on", "step-missing-issued_on"),
            ("birth_date", "step-missing-birth_date"),
            ("citizenship", "err-citizenship-missing"),
        ],
    );
    let long = "город Новый Пример ".repeat(26);
    vec![
        (
            "usual",
            of(Step::sample(frame, duty), true, Some(&last("г. Пример"))),
        ),
        ("first-time", of(Step::sample(frame, duty), false, None)),
        ("with-errors", of(wrong, true, None)),
        (
            "longest",
            of(Step::sample(frame, duty), true, Some(&last(&long))),
        ),
    ]
}

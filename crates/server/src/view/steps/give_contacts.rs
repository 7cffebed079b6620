//! Where the authority reaches the holder (F23, F24).

use smena_domain::{
    procedure::{Contacts, Procedure},
    renewal::{ContactsGiven, Duty, Renewal},
};
use smena_ui::page::part::Field;

use super::{Question, Step, StepPage};
use crate::view::Frame;

/// The page of a renewal.
#[must_use]
pub fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
    let code = procedure.issue.code.is_some();
    let held = &renewal.gathered().contacts;
    of(step, procedure.gathering.contacts, held, code)
}

fn of(step: Step<'_>, asked: Contacts, held: &ContactsGiven, by_code: bool) -> StepPage {
    let phone = Field {
        kind: "tel",
        auto_complete: Some("tel"),
        hint: Some(step.say("step-contacts-phone-hint")),
        width: Some(20),
        chars_max: Some(40),
        optional: !asked.phone,
        ..step.field("phone", "step-contacts-phone", held.phone.as_deref())
    };
    let email = Field {
        kind: "email",
        auto_complete: Some("email"),
        hint: Some(step.say("step-contacts-email-hint")),
        width: Some(40),
        chars_max: Some(254),
        optional: !asked.email,
        ..step.field("email", "step-contacts-email", held.email.as_deref())
    };
    let questions = vec![Question::Field(phone), Question::Field(email)];
    let mut blocks = vec![step.text("step-contacts-lead")];
    if by_code {
        blocks.push(step.text("step-contacts-code-says"));
    }
    blocks.push(step.form(questions, "step-contacts-button").block());
    step.page("step-contacts-title", blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let duty = Duty::GiveContacts;
    let asked = Contacts {
        phone: true,
        email: true,
    };
    let held = |email: &str| ContactsGiven {
        phone: Some("+79990001122".to_owned()),
        email: Some(email.to_owned()),
        ..ContactsGiven::default()
    };
    let wrong = Step::sample_with(
        frame,
        duty,
        &[("phone", "12"), ("email", "sokolova")],
        &[("phone", "step-wrong-phone"), ("email", "step-wrong-email")],
    );
    let long = format!("{}@example.ru", "a".repeat(243));
    vec![
        (
            "usual",
            of(
                Step::sample(frame, duty),
                asked,
                &held("sokolova@example.ru"),
                true,
            ),
        ),
        ("with-errors", of(wrong, asked, &held(""), true)),
        (
            "longest",
            of(Step::sample(frame, duty), asked, &held(&long), false),
        ),
    ]
}

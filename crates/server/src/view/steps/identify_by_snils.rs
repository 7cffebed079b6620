//! Whose certificate it is: the number of its person, with a tick while it is typed (T3 to T5).

use smena_domain::{
    procedure::Field,
    renewal::{Duty, Renewal},
};
use smena_ui::page::part::{self, SummaryRow};

use super::{Question, Step, StepPage};
use crate::view::{Frame, sample};

/// The page of a renewal.
#[must_use]
pub fn page(step: Step<'_>, renewal: &Renewal) -> StepPage {
    let rows = [Field::Organisation, Field::CommonName]
        .into_iter()
        .filter_map(|field| {
            let value = step.frame.shown(Some(renewal.value(field)?));
            Some(step.row(&format!("label-{field}"), value))
        })
        .collect();
    of(step, rows)
}

fn of(step: Step<'_>, rows: Vec<SummaryRow>) -> StepPage {
    let snils = part::Field {
        hint: Some(step.say("step-snils-hint")),
        input_mode: Some("numeric"),
        auto_complete: Some("off"),
        live_check: Some("snils"),
        live_words: Some((step.say("step-snils-good"), step.say("step-snils-bad"))),
        width: Some(14),
        chars_max: Some(32),
        ..step.field("snils", "label-snils", None)
    };
    let form = step.form(vec![Question::Field(snils)], "step-snils-button");
    let blocks = vec![
        step.text("step-snils-lead"),
        step.summary(rows),
        form.block(),
    ];
    step.page("step-snils-title", blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let rows = |organisation: &str| {
        vec![
            sample::row(frame, "organisation", organisation),
            sample::row(frame, "common-name", sample::PERSON),
        ]
    };
    let duty = Duty::IdentifyBySnils;
    let wrong = Step::sample_with(
        frame,
        duty,
        &[("snils", "123-456-789 00")],
        &[("snils", "err-wrong-snils")],
    );
    vec![
        (
            "usual",
            of(Step::sample(frame, duty), rows(sample::ORGANISATION)),
        ),
        ("with-errors", of(wrong, rows(sample::ORGANISATION))),
        (
            "longest",
            of(
                Step::sample(frame, duty),
                rows(&sample::longest_organisation()),
            ),
        ),
    ]
}

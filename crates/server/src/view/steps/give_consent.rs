//! The holder agrees to the issue with the data as they are shown (K22).

use smena_domain::renewal::{Duty, Renewal};
use smena_ui::page::part::{Check, SummaryRow};

use super::{Question, Step, StepPage};
use crate::view::{Frame, sample};

/// The page of a renewal.
#[must_use]
pub fn page(step: Step<'_>, renewal: &Renewal) -> StepPage {
    let rows = renewal.rows().into_iter().map(|row| SummaryRow {
        label: step.say(&format!("label-{}", row.field)),
        was: row
            .is_changed()
            .then(|| step.frame.shown(row.was.clone()).unwrap_or_default()),
        value: step.frame.shown(row.value),
        is_number: row.field.names_person(),
        ..SummaryRow::default()
    });
    let rows = rows.collect();
    of(step, rows)
}

fn of(step: Step<'_>, rows: Vec<SummaryRow>) -> StepPage {
    let check = Check {
        language: step.frame.language,
        name: "consent".to_owned(),
        label: step.say("step-consent-sentence"),
        hint: Some(step.say("step-consent-says")),
        error: step.errors.of("consent"),
        checked: step.typed.get("consent") == Some("yes"),
    };
    let form = step.form(vec![Question::Check(check)], "step-consent-button");
    let blocks = vec![
        step.text("step-consent-lead"),
        step.summary(rows),
        form.block(),
    ];
    step.page("step-consent-title", blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let duty = Duty::GiveConsent;
    let missing = Step::sample_with(
        frame,
        duty,
        &[("revision", "0")],
        &[("consent", "step-missing-consent")],
    );
    let mut longest = sample::data(frame);
    longest.push(sample::row(
        frame,
        "organisation",
        &sample::longest_organisation(),
    ));
    vec![
        ("usual", of(Step::sample(frame, duty), sample::data(frame))),
        ("with-errors", of(missing, sample::data(frame))),
        ("longest", of(Step::sample(frame, duty), longest)),
    ]
}

//! The holder looks through what the new certificate says before he acknowledges its receipt (T23 to T26, R20).

use smena_domain::renewal::{Duty, Renewal};
use smena_ui::page::part::{Link, SummaryRow};

use super::{Step, StepPage};
use crate::view::{Frame, certificates::period, sample};

/// The page of a renewal.
#[must_use]
pub fn page(step: Step<'_>, renewal: &Renewal) -> StepPage {
    let mut rows: Vec<SummaryRow> = renewal
        .rows()
        .into_iter()
        .filter(|row| row.value.is_some())
        .map(|row| SummaryRow {
            label: step.say(&format!("label-{}", row.field)),
            value: row.value,
            is_number: row.field.names_person(),
            ..SummaryRow::default()
        })
        .collect();
    if let Some(certificate) = renewal.stage().certificate() {
        let (from, until) = (certificate.not_before.at(), certificate.not_after.at());
        let valid = period(step.frame, from, until);
        rows.insert(0, step.row("portal-label-validity", Some(valid)));
        let serial = SummaryRow {
            is_number: true,
            ..step.row("portal-label-serial", Some(certificate.serial.to_string()))
        };
        rows.insert(0, serial);
    }
    of(step, rows)
}

fn of(step: Step<'_>, rows: Vec<SummaryRow>) -> StepPage {
    let mut form = step.form(Vec::new(), "step-familiarise-button");
    form.links = vec![Link::new(
        step.at("certificate"),
        step.say("step-familiarise-whole"),
    )];
    let blocks = vec![
        step.text("step-familiarise-lead"),
        step.summary(rows),
        step.text("step-familiarise-then"),
        form.block(),
    ];
    step.page("step-familiarise-title", blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let step = || Step::sample(frame, Duty::Familiarise);
    let rows = |organisation: &str| {
        let until = sample::NOW + time::Duration::days(450);
        let mut rows = sample::data(frame);
        let mut serial = sample::row(frame, "snils", &"1f3a".repeat(8));
        serial.label = frame.say("portal-label-serial");
        rows.insert(0, serial);
        rows.insert(
            1,
            step().row(
                "portal-label-validity",
                Some(period(frame, sample::NOW, until)),
            ),
        );
        for row in &mut rows {
            if row.label == frame.say("label-organisation") {
                row.value = Some(organisation.to_owned());
            }
        }
        rows
    };
    vec![
        ("usual", of(step(), rows(sample::ORGANISATION))),
        ("longest", of(step(), rows(&sample::longest_organisation()))),
    ]
}

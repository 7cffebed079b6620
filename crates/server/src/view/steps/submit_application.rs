//! The signed application is handed in after a look through the documents (K20, K21).

use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_ui::{Message, page::part::SummaryRow};
use time::macros::date;

use super::{Block, Step, StepPage};
use crate::view::{Frame, sample};

/// The page of a renewal.
#[must_use]
pub fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
    let rows = renewal
        .gathered()
        .documents
        .iter()
        .map(|document| {
            let message = Message::new("step-documents-said")
                .with("name", &document.name)
                .with("number", &document.number)
                .with("day", step.frame.date(document.date));
            SummaryRow {
                label: step.named(procedure, &format!("document-{}", document.kind)),
                value: Some(step.words(&message)),
                action: Some(step.link(
                    &format!("documents/{}", document.scan),
                    "step-documents-download",
                )),
                ..SummaryRow::default()
            }
        })
        .collect();
    of(step, rows)
}

fn of(step: Step<'_>, rows: Vec<SummaryRow>) -> StepPage {
    let mut blocks = vec![
        step.text("step-submit-lead"),
        Block::Links(vec![
            step.link("application.pdf", "step-submit-application"),
        ]),
    ];
    if !rows.is_empty() {
        blocks.push(Block::Heading(step.say("step-documents-attached")));
        blocks.push(step.summary(rows));
    }
    blocks.push(step.text("step-submit-then"));
    blocks.push(step.form(Vec::new(), "step-submit-button").block());
    step.page("step-submit-title", blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let duty = Duty::SubmitApplication;
    let row = |name: &str| {
        let message = Message::new("step-documents-said")
            .with("name", name)
            .with("number", "14-к")
            .with("day", frame.date(date!(2026 - 03 - 12)));
        SummaryRow {
            label: "Приказ о назначении".to_owned(),
            value: Some(frame.text(&message)),
            ..SummaryRow::default()
        }
    };
    let wrong = Step::sample_with(frame, duty, &[], &[("", "step-stale")]);
    let longest = vec![row(&sample::longest_organisation()); 40];
    vec![
        ("usual", of(Step::sample(frame, duty), vec![row("Приказ")])),
        ("with-errors", of(wrong, Vec::new())),
        ("longest", of(Step::sample(frame, duty), longest)),
    ]
}

//! The application: looked through as a PDF, then signed by an errand (F22, F25 to F28, K14).

use smena_domain::{
    procedure::{Procedure, Submission},
    renewal::{Duty, Renewal},
};
use smena_ui::page::part::SummaryRow;

use super::{Block, Step, StepPage};
use crate::view::{Frame, sample};

/// The page of a renewal with the hash of its application.
#[must_use]
pub fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure, hash: &[u8]) -> StepPage {
    let changed = renewal.changed_rows().map(|row| SummaryRow {
        label: step.say(&format!("label-{}", row.field)),
        value: row.value.clone(),
        was: Some(row.was.unwrap_or_default()),
        ..SummaryRow::default()
    });
    let changed = changed.collect();
    let hands_in = procedure.application.submission == Submission::WithSignature;
    of(step, changed, hash, hands_in)
}

fn of(step: Step<'_>, changed: Vec<SummaryRow>, hash: &[u8], hands_in: bool) -> StepPage {
    let mut blocks = vec![step.text("step-application-lead")];
    if changed.is_empty() {
        blocks.push(step.text("step-application-unchanged"));
    } else {
        blocks.push(Block::Heading(step.say("step-application-changed")));
        blocks.push(step.summary(changed));
    }
    blocks.push(Block::Links(vec![
        step.link("application.pdf", "step-application-look"),
    ]));
    blocks.push(step.quiet("step-application-hash"));
    blocks.push(Block::Number(smena_ui::format::grouped_hex(hash)));
    blocks.push(step.text("step-application-happens"));
    blocks.push(step.text(if hands_in {
        "step-application-hands-in"
    } else {
        "step-application-hands-in-later"
    }));
    let form = step.errand("sign-application", "step-application-button");
    blocks.push(form.block());
    step.page("step-application-title", blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let step = || Step::sample(frame, Duty::SignApplication);
    let row = |value: String| SummaryRow {
        was: Some(sample::FORMER_TITLE.to_owned()),
        ..sample::row(frame, "title", &value)
    };
    let hash = [0x1f; 32];
    vec![
        ("usual", of(step(), Vec::new(), &hash, true)),
        (
            "changed",
            of(
                step(),
                vec![row("Главный бухгалтер".to_owned())],
                &hash,
                false,
            ),
        ),
        (
            "longest",
            of(
                step(),
                vec![row(sample::longest_organisation()); 12],
                &hash,
                true,
            ),
        ),
    ]
}

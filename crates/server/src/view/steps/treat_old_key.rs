//! What becomes of the old key on the card: it reads old documents, and takes room (C23 to C26, K40).

use smena_domain::{
    procedure::{BackupPolicy, Procedure},
    renewal::{Duty, Finished, OldKeyTreatment, Renewal, Stage},
};
use smena_ui::page::part::{Card, NoticeKind};

use super::{Question, Step, StepPage};
use crate::view::Frame;

/// The page of a renewal. Nothing is deleted before a copy was made or declined.
#[must_use]
pub fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
    let finished: Option<&Finished> = match renewal.stage() {
        Stage::Receipted(finished) | Stage::Completed(finished) => Some(finished),
        _ => None,
    };
    let undecided = procedure.aftercare.backup != BackupPolicy::NotOffered
        && finished.is_none_or(|finished| finished.backup.is_none());
    of(step, undecided)
}

fn of(step: Step<'_>, backup_undecided: bool) -> StepPage {
    let card = |treatment: OldKeyTreatment| {
        step.card(
            "treatment",
            treatment.as_str(),
            &format!("step-old-key-{treatment}"),
            None,
        )
    };
    let kept = Card {
        recommended: Some(step.say("step-old-key-recommended")),
        ..card(OldKeyTreatment::Kept)
    };
    let deleted = Card {
        unfit: backup_undecided.then(|| step.say("step-old-key-backup-first")),
        ..card(OldKeyTreatment::Deleted)
    };
    let choice = step.choice("treatment", "step-old-key-legend", vec![kept, deleted]);
    let blocks = vec![
        step.text("step-old-key-lead"),
        step.notice(
            NoticeKind::Warn,
            step.say("step-old-key-warning"),
            Some(step.say("step-old-key-pin")),
        ),
        step.form(vec![Question::Choice(choice)], "step-old-key-button")
            .block(),
    ];
    step.page("step-old-key-title", blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let duty = Duty::TreatOldKey;
    let wrong = Step::sample_with(
        frame,
        duty,
        &[("revision", "0")],
        &[("treatment", "step-missing-treatment")],
    );
    vec![
        ("usual", of(Step::sample(frame, duty), false)),
        ("backup-first", of(Step::sample(frame, duty), true)),
        ("with-errors", of(wrong, false)),
    ]
}

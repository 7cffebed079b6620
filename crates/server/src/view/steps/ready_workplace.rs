//! Whether the computer is in order: what the procedure asks, how it is looked at, what helps (C7 to C10, F2, F3).

use smena_domain::{
    procedure::{Procedure, WorkplaceCheck},
    renewal::Duty,
};
use smena_ui::page::part::{Card, Link};

use super::{Block, Question, Step, StepPage};
use crate::view::Frame;

/// The page of a renewal.
#[must_use]
pub fn page(step: Step<'_>, procedure: &Procedure) -> StepPage {
    of(step, &procedure.admission.workplace)
}

fn of(step: Step<'_>, checks: &[WorkplaceCheck]) -> StepPage {
    let cards = checks.iter().map(|check| Card {
        value: check.to_string(),
        title: step.say(&format!("step-workplace-{check}")),
        consequence: Some(step.say(&format!("step-workplace-{check}-says"))),
        checked: step.typed.all("ready").any(|typed| typed == check.as_str()),
        ..Card::default()
    });
    let mut choice = step.choice("ready", "step-workplace-legend", cards.collect());
    choice.several = true;
    choice.error = step.errors.of("ready");
    let form = step.form(vec![Question::Choice(choice)], "step-workplace-button");
    let links = vec![Link::new("/downloads", step.say("step-workplace-download"))];
    let blocks = vec![
        step.text("step-workplace-lead"),
        Block::Ordered(
            [
                "step-workplace-open",
                "step-workplace-look",
                "step-workplace-tick",
            ]
            .map(|key| step.say(key))
            .to_vec(),
        ),
        Block::Links(links),
        if step.frame.needs_pairing() {
            step.errand("pair", "portal-step-pair-button")
        } else {
            step.errand("check-workplace", "portal-step-check-workplace-button")
        }
        .block(),
        form.secondary().block(),
    ];
    step.page("step-workplace-title", blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let duty = Duty::ReadyWorkplace;
    let wrong = Step::sample_with(
        frame,
        duty,
        &[("ready", "agent"), ("ready", "medium")],
        &[("ready", "step-workplace-not-ready")],
    );
    vec![
        ("usual", of(Step::sample(frame, duty), WorkplaceCheck::ALL)),
        ("with-errors", of(wrong, WorkplaceCheck::ALL)),
    ]
}

//! The certificate goes to the support of each information system in which it is used (C31, C32).

use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal, Stage},
};
use smena_ui::page::part::Card;

use super::{Block, Question, Step, StepPage};
use crate::view::{Frame, sample};

/// A system: its name in the procedure, in words, and whether it was told.
type System = (String, String, bool);

/// The page of a renewal.
#[must_use]
pub fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
    let told = match renewal.stage() {
        Stage::Receipted(finished) | Stage::Completed(finished) => finished.systems_told.as_slice(),
        _ => &[],
    };
    let systems = procedure
        .aftercare
        .systems
        .iter()
        .map(|system| {
            let words = step.named(procedure, &format!("system-{system}"));
            (system.to_string(), words, told.contains(system))
        })
        .collect();
    of(step, systems)
}

fn of(step: Step<'_>, systems: Vec<System>) -> StepPage {
    let cards = systems.into_iter().map(|(value, title, told)| Card {
        checked: told || step.typed.all("systems").any(|typed| typed == value),
        consequence: told.then(|| step.say("step-systems-told")),
        value,
        title,
        ..Card::default()
    });
    let mut choice = step.choice("systems", "step-systems-legend", cards.collect());
    choice.several = true;
    let blocks = vec![
        step.text("step-systems-lead"),
        Block::Links(vec![step.link("certificate.cer", "step-systems-file")]),
        step.quiet("step-systems-how"),
        step.form(vec![Question::Choice(choice)], "step-systems-button")
            .block(),
    ];
    step.page("step-systems-title", blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let duty = Duty::TellSystem;
    let usual = || {
        vec![
            (
                "edo".to_owned(),
                "Документооборот «Пример»".to_owned(),
                true,
            ),
            ("bank".to_owned(), "Банк «Образец»".to_owned(), false),
        ]
    };
    let wrong = Step::sample_with(
        frame,
        duty,
        &[("revision", "0")],
        &[("systems", "step-missing-systems")],
    );
    let longest = (0..12)
        .map(|number| (format!("s{number}"), sample::longest_organisation(), false))
        .collect();
    vec![
        ("usual", of(Step::sample(frame, duty), usual())),
        ("with-errors", of(wrong, usual())),
        ("longest", of(Step::sample(frame, duty), longest)),
    ]
}

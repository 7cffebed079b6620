//! Which kind of certificate is wanted (F10).

use smena_domain::{
    certificate::CertificateKind,
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_ui::page::part::Card;

use super::{Block, Question, Step, StepPage};
use crate::view::Frame;

/// The page of a renewal. The kind of the old certificate is recommended.
#[must_use]
pub fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
    let held = renewal.gathered().kind.unwrap_or(renewal.old().kind);
    of(step, &procedure.gathering.kinds, renewal.old().kind, held)
}

fn of(
    step: Step<'_>,
    kinds: &[CertificateKind],
    old: CertificateKind,
    held: CertificateKind,
) -> StepPage {
    let card = |kind: &CertificateKind| Card {
        recommended: (*kind == old).then(|| step.say("step-kind-same")),
        ..step.card(
            "kind",
            kind.as_str(),
            &format!("step-kind-{kind}"),
            Some(held.as_str()),
        )
    };
    let mut cards: Vec<Card> = kinds.iter().map(card).collect();
    cards.sort_by_key(|card| card.recommended.is_none());
    let choice = step.choice("kind", "step-kind-legend", cards);
    let form = step.form(vec![Question::Choice(choice)], "step-kind-button");
    let blocks = vec![
        step.text("step-kind-lead"),
        form.block(),
        // A kind may lack data: there they are typed.
        Block::Links(vec![step.link("check-data", "step-kind-data")]),
    ];
    step.page("step-kind-title", blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let (duty, old) = (Duty::ChooseKind, CertificateKind::Official);
    let wrong = Step::sample_with(
        frame,
        duty,
        &[("kind", "")],
        &[("kind", "step-missing-kind")],
    );
    vec![
        (
            "usual",
            of(
                Step::sample(frame, duty),
                &CertificateKind::ALL[1..],
                old,
                old,
            ),
        ),
        ("with-errors", of(wrong, CertificateKind::ALL, old, old)),
    ]
}

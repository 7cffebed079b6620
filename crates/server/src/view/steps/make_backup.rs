//! A copy of the new key on another medium, or none with what follows (T27 to T31, K35, R22 to R28).

use smena_domain::{
    procedure::{BackupPolicy, Medium, Procedure},
    renewal::{Duty, Renewal},
};
use smena_ui::{
    Message,
    page::part::{Card, NoticeKind},
};

use super::{Block, Question, Step, StepPage};
use crate::view::{Frame, sample};

/// The answer that no copy is wanted.
pub const NONE: &str = "none";

/// The page of a renewal.
#[must_use]
pub fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
    let own = renewal.gathered().key_options.map(|options| options.medium);
    let elsewhere = procedure.aftercare.backup == BackupPolicy::OfferedElsewhere;
    let media: Vec<Medium> = Medium::ALL
        .iter()
        .copied()
        .filter(|medium| !(elsewhere && own == Some(*medium)))
        .collect();
    let until = renewal.stage().certificate();
    let until = until.map_or_else(String::new, |certificate| {
        step.frame.day(certificate.not_after.at())
    });
    of(step, &media, until)
}

fn of(step: Step<'_>, media: &[Medium], until: String) -> StepPage {
    let mut cards: Vec<Card> = media
        .iter()
        .map(|medium| Card {
            consequence: None,
            ..step.card(
                "medium",
                medium.as_str(),
                &format!("step-backup-{medium}"),
                None,
            )
        })
        .collect();
    cards.push(step.card("medium", NONE, "step-backup-none", None));
    let choice = step.choice("medium", "step-backup-legend", cards);
    let keep = Message::new("step-backup-keep").with("until", until);
    let blocks = vec![
        step.text("step-backup-lead"),
        step.notice(NoticeKind::Plain, step.words(&keep), None),
        Block::Ordered(
            [
                "step-backup-insert",
                "step-backup-open",
                "step-backup-password",
                "step-backup-verified",
            ]
            .map(|key| step.say(key))
            .to_vec(),
        ),
        step.form(vec![Question::Choice(choice)], "step-backup-button")
            .block(),
    ];
    step.page("step-backup-title", blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let duty = Duty::MakeBackup;
    let until = || frame.day(sample::NOW + time::Duration::days(450));
    let wrong = Step::sample_with(
        frame,
        duty,
        &[("revision", "0")],
        &[("medium", "step-missing-backup")],
    );
    vec![
        (
            "usual",
            of(Step::sample(frame, duty), &Medium::ALL[1..], until()),
        ),
        ("with-errors", of(wrong, Medium::ALL, until())),
    ]
}

//! Where the new key is to lie and whether it may leave (F6, F15 with its warning, K24, R13, T17 to T19).

use smena_domain::{
    procedure::{Exportable, KeyPolicy, Medium, PasswordPolicy, Procedure},
    renewal::{Duty, KeyOptions, Renewal},
};
use smena_ui::page::part::{Card, NoticeKind};

use super::{Question, Step, StepPage};
use crate::view::Frame;

/// The answer that agrees.
pub const YES: &str = "yes";
const NO: &str = "no";

/// The page of a renewal.
#[must_use]
pub fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
    let held = renewal.gathered().key_options;
    of(step, &procedure.key, held)
}

fn of(step: Step<'_>, policy: &KeyPolicy, held: Option<KeyOptions>) -> StepPage {
    let held_medium = held.map(|options| options.medium.as_str());
    let media = policy.media.iter().enumerate().map(|(place, medium)| Card {
        recommended: (place == 0).then(|| step.say("step-medium-recommended")),
        ..step.card(
            "medium",
            medium.as_str(),
            &format!("step-medium-{medium}"),
            held_medium,
        )
    });
    let choice = step.choice("medium", "step-medium-legend", media.collect());
    let mut questions = vec![Question::Choice(choice)];
    let word = |agrees: bool| if agrees { YES } else { NO };
    if policy.exportable == Exportable::AskedDefaultNo {
        let held = word(held.is_some_and(|options| options.exportable));
        questions.push(Question::Choice(step.choice(
            "exportable",
            "step-export-legend",
            vec![
                step.card("exportable", NO, "step-export-no", Some(held)),
                step.card("exportable", YES, "step-export-yes", Some(held)),
            ],
        )));
    }
    if policy.password != PasswordPolicy::NotAsked {
        let required = policy.password == PasswordPolicy::Required;
        let held = word(held.map_or(required, |options| options.password));
        let mut choice = step.choice(
            "password",
            "step-password-legend",
            vec![
                step.card("password", NO, "step-password-no", Some(held)),
                step.card("password", YES, "step-password-yes", Some(held)),
            ],
        );
        choice.hint = Some(step.say("step-password-hint"));
        questions.push(Question::Choice(choice));
    }
    let mut blocks = vec![step.text("step-medium-lead")];
    let locks = policy.exportable != Exportable::Always && policy.media.contains(&Medium::Computer);
    if locks {
        let title = step.say("step-export-warning");
        blocks.push(step.notice(NoticeKind::Warn, title, None));
    }
    blocks.push(step.form(questions, "step-medium-button").block());
    step.page("step-medium-title", blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let duty = Duty::ChooseKeyOptions;
    let policy = |exportable, password| KeyPolicy {
        made: smena_domain::procedure::KeyMade::BeforeApplication,
        media: vec![
            Medium::Token,
            Medium::Card,
            Medium::FlashDrive,
            Medium::Floppy,
            Medium::Computer,
        ],
        exportable,
        password,
    };
    let full = policy(Exportable::AskedDefaultNo, PasswordPolicy::Optional);
    let plain = policy(Exportable::Never, PasswordPolicy::NotAsked);
    let wrong = Step::sample_with(
        frame,
        duty,
        &[("exportable", YES), ("password", NO)],
        &[("medium", "step-missing-medium")],
    );
    vec![
        ("usual", of(Step::sample(frame, duty), &full, None)),
        ("plain", of(Step::sample(frame, duty), &plain, None)),
        ("with-errors", of(wrong, &full, None)),
    ]
}

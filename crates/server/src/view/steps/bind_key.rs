//! What binds a key that was made after the approval to the application: an endorsement by the old key, or the code that the
//! office gave to the person (security design, 2).

use smena_domain::{
    procedure::{Binding, KeyMade, Procedure},
    renewal::{Duty, Renewal, Route},
};
use smena_ui::page::part::Field;

use super::{Block, Question, Step, StepPage};
use crate::view::Frame;

/// The page of a renewal. Who signed by hand has no old key to endorse with.
#[must_use]
pub fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
    let binding = match (renewal.route(), procedure.key.made) {
        (Route::Paper(_), _) => Binding::IssueCode,
        (Route::Remote, KeyMade::AfterApproval(binding)) => binding,
        (Route::Remote, KeyMade::BeforeApplication) => Binding::Endorsement,
    };
    of(step, binding)
}

fn of(step: Step<'_>, binding: Binding) -> StepPage {
    let mut blocks = Vec::new();
    let endorses = matches!(binding, Binding::Endorsement | Binding::Either);
    if endorses {
        blocks.push(step.text("portal-step-endorse-lead"));
        blocks.push(step.text("portal-step-endorse-needed"));
        blocks.push(step.errand("endorse", "portal-step-endorse-button").block());
    }
    if matches!(binding, Binding::IssueCode | Binding::Either) {
        if endorses {
            blocks.push(Block::Heading(step.say("step-issue-code-instead")));
        }
        blocks.push(step.text("step-issue-code-lead"));
        let code = Field {
            hint: Some(step.say("step-issue-code-hint")),
            auto_complete: Some("off"),
            width: Some(40),
            chars_max: Some(40),
            ..step.field("code", "step-issue-code-label", None)
        };
        let form = step.form(vec![Question::Field(code)], "step-issue-code-button");
        blocks.push(if endorses { form.secondary() } else { form }.block());
    }
    let title = if endorses {
        "portal-step-endorse-title"
    } else {
        "step-issue-code-title"
    };
    step.page(title, blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let duty = Duty::BindKey;
    let wrong = Step::sample_with(
        frame,
        duty,
        &[("code", "ABCDE-FGHJK")],
        &[("code", "err-wrong-code")],
    );
    vec![
        ("usual", of(Step::sample(frame, duty), Binding::Endorsement)),
        (
            "issue-code",
            of(Step::sample(frame, duty), Binding::IssueCode),
        ),
        ("either", of(Step::sample(frame, duty), Binding::Either)),
        ("with-errors", of(wrong, Binding::IssueCode)),
    ]
}

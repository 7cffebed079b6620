//! The bill stands between the approval and the issue (K23).

use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_ui::page::part::NoticeKind;

use super::{Step, StepPage};
use crate::view::{Frame, sample};

/// How often the page asks whether the bill was paid, in seconds.
const EVERY_SECONDS: u32 = 20;

/// The page of a renewal; it follows the payment.
#[must_use]
pub fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
    let whom = step.named(procedure, "office");
    let state = crate::view::renewal::live_state(renewal, None);
    let address = step.at("state");
    of(step, whom).following(address, state, EVERY_SECONDS)
}

fn of(step: Step<'_>, whom: String) -> StepPage {
    let mut form = step.form(Vec::new(), "step-bill-button").secondary();
    form.links = vec![step.link("", "step-bill-renewal")];
    form.links.iter_mut().for_each(|link| {
        link.href.clone_from(&step.renewal);
    });
    let blocks = vec![
        step.notice(
            NoticeKind::Plain,
            step.say("step-bill-due"),
            Some(step.say("step-bill-says")),
        ),
        step.text("step-bill-by-itself"),
        super::Block::Heading(step.say("step-bill-questions")),
        super::Block::Text(whom),
        form.block(),
    ];
    step.page("step-bill-title", blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let duty = Duty::PayBill;
    let unpaid = Step::sample_with(frame, duty, &[], &[("", "step-bill-unpaid")]);
    vec![
        (
            "usual",
            of(Step::sample(frame, duty), sample::OFFICE.to_owned()),
        ),
        ("with-errors", of(unpaid, sample::OFFICE.to_owned())),
        (
            "longest",
            of(Step::sample(frame, duty), sample::longest_organisation()),
        ),
    ]
}

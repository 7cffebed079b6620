//! From which day programs sign with the new certificate; both periods stand there (T32 to T35).

use smena_domain::renewal::{Duty, Renewal, Stage};
use smena_ui::{
    Message,
    page::part::{NoticeKind, SummaryRow},
};

use super::{Block, Step, StepPage};
use crate::view::{Frame, certificates::period, sample};

/// The page of a renewal.
#[must_use]
pub fn page(step: Step<'_>, renewal: &Renewal) -> StepPage {
    let frame = step.frame;
    let (day, at_once) = match renewal.stage() {
        Stage::Receipted(finished) | Stage::Completed(finished) => {
            let today = step.now.to_offset(frame.zone).date();
            (frame.date(finished.switch_on), finished.switch_on <= today)
        }
        _ => (String::new(), false),
    };
    let old = renewal.old();
    let old = period(frame, old.not_before.at(), old.not_after.at());
    let new = renewal.stage().certificate();
    let new = new.map_or_else(String::new, |certificate| {
        period(
            frame,
            certificate.not_before.at(),
            certificate.not_after.at(),
        )
    });
    of(step, day, at_once, old, new)
}

fn of(step: Step<'_>, day: String, at_once: bool, old: String, new: String) -> StepPage {
    let key = if at_once {
        "step-switch-now"
    } else {
        "step-switch-on"
    };
    let says = step.words(&Message::new(key).with("day", day));
    let rows: Vec<SummaryRow> = vec![
        step.row("step-switch-old", Some(old)),
        step.row("step-switch-new", Some(new)),
    ];
    let blocks = vec![
        step.notice(NoticeKind::Good, says, None),
        step.summary(rows),
        step.text("step-switch-until-then"),
        Block::Ordered(
            ["step-switch-open", "step-switch-choose", "step-switch-try"]
                .map(|key| step.say(key))
                .to_vec(),
        ),
        Block::Links(vec![
            step.link("switch.ics", "step-switch-calendar"),
            step.link("finish", "step-switch-finish"),
        ]),
    ];
    step.page("step-switch-title", blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let step = || Step::sample(frame, Duty::SwitchPrograms);
    let after = |days| sample::NOW + time::Duration::days(days);
    let old = || period(frame, after(-430), after(20));
    let new = || period(frame, sample::NOW, after(450));
    vec![
        (
            "usual",
            of(step(), frame.day(after(15)), false, old(), new()),
        ),
        (
            "now",
            of(step(), frame.day(sample::NOW), true, old(), new()),
        ),
    ]
}

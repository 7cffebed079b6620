//! The code that was sent to the phone: one question, how long it holds, and another one after a pause (K8, K30, K31).

use smena_domain::{
    limits::CODES_SENT_MAX,
    procedure::{CodePolicy, Procedure},
    renewal::{CodeState, Duty, Renewal, Stage},
};
use smena_ui::{
    Message,
    page::part::{Field, NoticeKind},
};

use super::{Form, Question, Step, StepPage};
use crate::{
    app::phone_codes::Entering,
    view::{Frame, sample},
};

/// What is known of the code.
struct Sent {
    phone: String,
    /// Minutes since it was sent; none when it was not sent yet.
    minutes_ago: Option<i64>,
    left: u8,
    policy: CodePolicy,
    /// Whether it can be entered; none when it was not sent yet.
    entering: Option<Entering>,
}

/// The page of a renewal whose code stands so.
#[must_use]
pub fn page(
    step: Step<'_>,
    renewal: &Renewal,
    procedure: &Procedure,
    entering: Option<Entering>,
) -> StepPage {
    let none = CodeState::default();
    let state = match renewal.stage() {
        Stage::Approved(approved) => &approved.code,
        _ => &none,
    };
    let sent = Sent {
        phone: masked(renewal.gathered().contacts.phone.as_deref()),
        minutes_ago: state
            .sent_at
            .map(|at| (step.now - at.at()).whole_minutes().max(0)),
        left: CODES_SENT_MAX.saturating_sub(state.sent),
        policy: procedure.issue.code.unwrap_or(CodePolicy {
            arrives_within_minutes: 2,
            valid_minutes: 10,
        }),
        entering,
    };
    of(step, &sent)
}

/// The last four digits tell the holder which phone to look at.
fn masked(phone: Option<&str>) -> String {
    let digits: Vec<char> = phone
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let last: String = digits[digits.len().saturating_sub(4)..].iter().collect();
    format!("•••\u{a0}{last}")
}

fn of(step: Step<'_>, sent: &Sent) -> StepPage {
    if sent.entering == Some(Entering::OverToday) {
        let words = step.say("step-code-over-today");
        let block = step.notice(NoticeKind::Plain, words, None);
        return step.page("step-code-title", vec![block]);
    }
    let lead = Message::new("step-code-lead").with("phone", &sent.phone);
    let mut blocks = vec![super::Block::Text(step.words(&lead))];
    let valid = i64::from(sent.policy.valid_minutes);
    let (words, over) = match sent.minutes_ago {
        None => (step.say("step-code-not-sent"), false),
        Some(_) if sent.entering == Some(Entering::TriedOften) => {
            (step.say("step-code-tried-often"), true)
        }
        Some(ago) if ago >= valid => (step.say("step-code-over"), true),
        Some(ago) => {
            let message = Message::new("step-code-left").with("minutes", (valid - ago).to_string());
            (step.words(&message), false)
        }
    };
    blocks.push(step.notice(NoticeKind::Plain, words, None));
    // What could only be refused is not asked for.
    if !over {
        blocks.push(question(&step).block());
    }
    let pause = i64::from(sent.policy.arrives_within_minutes);
    if sent.left == 0 {
        blocks.push(step.quiet("step-code-no-more"));
    } else if sent.minutes_ago.is_some_and(|ago| ago < pause) {
        let rest = pause - sent.minutes_ago.unwrap_or_default();
        let message = Message::new("step-code-again-in").with("minutes", rest.to_string());
        blocks.push(super::Block::Quiet(step.words(&message)));
    } else {
        let left = Message::new("step-code-again-says").with("left", sent.left.to_string());
        blocks.push(super::Block::Quiet(step.words(&left)));
        let again = step.form(Vec::new(), "step-code-again");
        let again = again.to(step.at("resend-code"));
        blocks.push(if over { again } else { again.secondary() }.block());
    }
    step.page("step-code-title", blocks)
}

/// The question after the code.
fn question(step: &Step<'_>) -> Form {
    let code = Field {
        input_mode: Some("numeric"),
        auto_complete: Some("one-time-code"),
        width: Some(10),
        chars_max: Some(16),
        // What was typed is wrong or old: it is not shown again.
        value: String::new(),
        ..step.field("code", "step-code-label", None)
    };
    step.form(vec![Question::Field(code)], "step-code-button")
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let duty = Duty::ConfirmByCode;
    let sent = |minutes_ago, left| Sent {
        phone: masked(Some("+79990001122")),
        minutes_ago,
        left,
        policy: CodePolicy {
            arrives_within_minutes: 2,
            valid_minutes: 10,
        },
        entering: minutes_ago.map(|_| Entering::Open),
    };
    let closed = |entering| Sent {
        entering: Some(entering),
        ..sent(Some(4), 3)
    };
    let step = || Step::sample(frame, duty);
    let wrong = Step::sample_with(frame, duty, &[("code", "1")], &[("code", "err-wrong-code")]);
    let longest = Frame {
        authority: sample::longest_organisation(),
        ..frame.clone()
    };
    vec![
        ("usual", of(step(), &sent(Some(0), 4))),
        ("may-be-sent-again", of(step(), &sent(Some(4), 3))),
        ("over", of(step(), &sent(Some(10), 2))),
        ("tried-often", of(step(), &closed(Entering::TriedOften))),
        ("over-today", of(step(), &closed(Entering::OverToday))),
        ("no-more", of(step(), &sent(Some(5), 0))),
        ("not-sent", of(step(), &sent(None, 5))),
        ("with-errors", of(wrong, &sent(Some(3), 3))),
        (
            "longest",
            of(Step::sample(&longest, duty), &sent(Some(3), 3)),
        ),
    ]
}

//! Powers of attorney without which nothing begins: which are lacking and why, a scan of each, the thread with the office,
//! and another try (C12 to C17).

use smena_domain::{
    journal::Actor,
    procedure::Procedure,
    renewal::{Duty, PowerState, Renewal, Stage, Ticket, TicketState},
};
use smena_ui::{
    Message,
    page::part::{Card, Field, Moment, NoticeKind, SummaryRow, Timeline},
};

use super::{Block, Question, Step, StepPage, file_words};
use crate::{
    app::uploads::Upload,
    view::{Frame, sample},
};

/// A power: its name in the procedure, in words, how it stands, and whether it is lacking.
struct Power {
    value: String,
    title: String,
    state: String,
    lacking: bool,
}

/// The thread as it is shown.
struct Thread {
    state: &'static str,
    moments: Vec<Moment>,
}

/// The page of a renewal that is held.
#[must_use]
pub fn page(
    step: Step<'_>,
    renewal: &Renewal,
    procedure: &Procedure,
    uploads: &[Upload],
) -> StepPage {
    let Stage::Held { powers, ticket } = renewal.stage() else {
        let blocks = vec![step.text("step-powers-of-attorney-all-there")];
        return step.page("step-powers-of-attorney-title", blocks);
    };
    let powers = powers
        .iter()
        .map(|fact| Power {
            value: fact.power.to_string(),
            title: step.named(procedure, &format!("power-{}", fact.power)),
            state: state_words(step.frame, fact.state),
            lacking: !fact.state.holds(renewal.changed_at()),
        })
        .collect();
    let thread = ticket
        .as_ref()
        .map(|ticket| thread(&step, procedure, ticket, uploads));
    of(step, powers, thread)
}

fn state_words(frame: &Frame, state: PowerState) -> String {
    let dated = |key: &'static str, at: smena_domain::calendar::Moment| {
        frame.text(&Message::new(key).with("day", frame.day(at.at())))
    };
    match state {
        PowerState::Missing => frame.say("step-power-missing"),
        PowerState::Expired { at } => dated("step-power-expired", at),
        PowerState::Revoked { at } => dated("step-power-revoked", at),
        PowerState::Valid { until } => dated("step-power-valid", until),
    }
}

fn thread(step: &Step<'_>, procedure: &Procedure, ticket: &Ticket, uploads: &[Upload]) -> Thread {
    let files = ticket.documents.iter().map(|(power, id)| {
        let upload = uploads.iter().find(|upload| upload.id == *id);
        let file = upload.map_or_else(String::new, |upload| file_words(step.frame, upload));
        let message = Message::new("step-ticket-file")
            .with("power", step.named(procedure, &format!("power-{power}")))
            .with("file", file);
        let at = upload.map_or(ticket.since.at(), |upload| upload.stored_at);
        (at, step.words(&message))
    });
    let comments = ticket.comments.iter().map(|comment| {
        let who = match comment.author {
            Actor::Holder(_) => "step-ticket-you",
            _ => "step-ticket-office",
        };
        let message = Message::new(who).with("text", &comment.text);
        (comment.at.at(), step.words(&message))
    });
    let mut all: Vec<_> = files.chain(comments).collect();
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let format = &time::format_description::well_known::Rfc3339;
    let moments = all.into_iter().map(|(at, what)| Moment {
        stamp: at.format(format).unwrap_or_default(),
        when: step.frame.instant(at),
        what,
    });
    Thread {
        state: match ticket.state {
            TicketState::Open => "step-ticket-open",
            TicketState::Fulfilled => "step-ticket-fulfilled",
            TicketState::Reopened => "step-ticket-reopened",
        },
        moments: moments.collect(),
    }
}

fn of(step: Step<'_>, powers: Vec<Power>, thread: Option<Thread>) -> StepPage {
    let rows = powers.iter().map(|power| SummaryRow {
        label: power.title.clone(),
        value: Some(power.state.clone()),
        ..SummaryRow::default()
    });
    let mut blocks = vec![
        step.text("step-powers-of-attorney-lead"),
        step.summary(rows.collect()),
    ];
    let fulfilled = thread
        .as_ref()
        .is_some_and(|thread| thread.state == "step-ticket-fulfilled");
    let recheck = |step: &Step<'_>| {
        let form = step.form(Vec::new(), "step-powers-of-attorney-again");
        form.to(step.at("recheck-powers"))
    };
    if let Some(thread) = &thread {
        let kind = if fulfilled {
            NoticeKind::Good
        } else {
            NoticeKind::Plain
        };
        let says = step.say(&format!("{}-says", thread.state));
        blocks.push(step.notice(kind, step.say(thread.state), Some(says)));
    }
    if fulfilled {
        blocks.push(recheck(&step).block());
    }
    let lacking: Vec<Card> = powers
        .into_iter()
        .filter(|power| power.lacking)
        .map(|power| Card {
            checked: step.typed.get("power") == Some(power.value.as_str()),
            value: power.value,
            title: power.title,
            consequence: Some(power.state),
            ..Card::default()
        })
        .collect();
    let mut choice = step.choice("power", "step-powers-of-attorney-which", lacking);
    if let [only] = choice.cards.as_mut_slice() {
        only.checked = true;
    }
    let questions = vec![
        Question::Choice(choice),
        Question::Files(step.scan("scan", "step-powers-of-attorney-scan")),
    ];
    let send = step
        .form(questions, "step-powers-of-attorney-button")
        .with_files();
    blocks.push(Block::Heading(step.say("step-powers-of-attorney-send")));
    blocks.push(if fulfilled { send.secondary() } else { send }.block());
    if let Some(thread) = thread {
        blocks.push(Block::Heading(step.say("step-ticket-title")));
        blocks.push(Block::Timeline(Timeline {
            moments: thread.moments,
        }));
        let text = Field {
            lines: Some(4),
            chars_max: Some(smena_domain::limits::REASON_CHARS_MAX),
            ..step.field("text", "step-ticket-comment", None)
        };
        let form = step.form(vec![Question::Field(text)], "step-ticket-button");
        blocks.push(form.to(step.at("comment-ticket")).secondary().block());
    }
    if !fulfilled {
        blocks.push(step.quiet("step-powers-of-attorney-again-says"));
        blocks.push(recheck(&step).secondary().block());
    }
    step.page("step-powers-of-attorney-title", blocks)
}

#[expect(clippy::too_many_lines, reason = "one state after the other")]
pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let duty = Duty::SupplyPowers;
    let power = |value: &str, title: &str, key: Option<&str>| Power {
        value: value.to_owned(),
        title: title.to_owned(),
        state: key.map_or_else(
            || {
                state_words(
                    frame,
                    PowerState::Valid {
                        until: smena_domain::calendar::Moment::new(sample::NOW),
                    },
                )
            },
            |key| frame.say(key),
        ),
        lacking: key.is_some(),
    };
    let powers = || {
        vec![
            power(
                "legal-entity",
                "Действовать от имени юридического лица",
                Some("step-power-missing"),
            ),
            power("rosreestr", "Доступ к Росреестру", None),
        ]
    };
    let thread = |state, text: &str| Thread {
        state,
        moments: ["step-ticket-office", "step-ticket-you"]
            .map(|key| Moment {
                stamp: "2026-11-26T09:30:00Z".to_owned(),
                when: frame.instant(sample::NOW),
                what: frame.text(&Message::new(key).with("text", text)),
            })
            .to_vec(),
    };
    let step = || Step::sample(frame, duty);
    let wrong = Step::sample_with(
        frame,
        duty,
        &[("power", "legal-entity")],
        &[("scan", "step-missing-scan")],
    );
    let longest = (0..12)
        .map(|_| {
            let title = sample::longest_organisation();
            power("legal-entity", &title, Some("step-power-missing"))
        })
        .collect();
    let usual = "Не видна подпись на второй странице.";
    let long = "Документ прочитан. ".repeat(100);
    vec![
        ("usual", of(step(), powers(), None)),
        (
            "open",
            of(step(), powers(), Some(thread("step-ticket-open", usual))),
        ),
        (
            "fulfilled",
            of(
                step(),
                powers(),
                Some(thread("step-ticket-fulfilled", usual)),
            ),
        ),
        (
            "reopened",
            of(
                step(),
                powers(),
                Some(thread("step-ticket-reopened", usual)),
            ),
        ),
        ("with-errors", of(wrong, powers(), None)),
        (
            "longest",
            of(step(), longest, Some(thread("step-ticket-open", &long))),
        ),
    ]
}

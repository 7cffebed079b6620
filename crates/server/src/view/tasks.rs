//! The steps of a renewal as a list to read: done, now, waited for, later, not needed; computed from what is owed.

use std::cmp::Ordering;

use smena_domain::{
    permission::telephone_may,
    procedure::Procedure,
    renewal::{Duty, DutyState, Obligation, Party, Renewal, obligations},
};
use smena_ui::{
    Language, Message,
    page::part::{Task, TaskList, TaskState},
};
use time::OffsetDateTime;

use super::Frame;

/// The steps of a renewal.
#[must_use]
pub fn task_list(
    frame: &Frame,
    renewal: &Renewal,
    procedure: &Procedure,
    now: OffsetDateTime,
) -> TaskList {
    let tasks = obligations(renewal, procedure, now)
        .iter()
        .map(|obligation| task(frame, renewal, procedure, obligation))
        .collect();
    TaskList {
        language: frame.language,
        tasks,
    }
}

fn task(frame: &Frame, renewal: &Renewal, procedure: &Procedure, obligation: &Obligation) -> Task {
    let is_own = obligation.who == Party::Holder;
    let (state, words) = match obligation.state {
        DutyState::Done => (TaskState::Done, frame.say("portal-task-done")),
        DutyState::Later => (TaskState::Later, frame.say("portal-task-later")),
        DutyState::NotNeeded(reason) => (
            TaskState::NotNeeded,
            frame.say(&format!("portal-task-not-needed-{}", reason.as_str())),
        ),
        DutyState::Now { .. } if is_own && !within_reach(frame, obligation) => {
            (TaskState::Now, frame.say("portal-task-now-certificate"))
        }
        DutyState::Now { overdue } if is_own => {
            let state = if overdue {
                TaskState::Overdue
            } else {
                TaskState::Now
            };
            (state, own_words(frame, obligation, overdue))
        }
        DutyState::Now { .. } => (
            TaskState::Waiting,
            waiting_words(frame, procedure, obligation),
        ),
    };
    let now = matches!(obligation.state, DutyState::Now { .. });
    let open = is_own && now && within_reach(frame, obligation);
    Task {
        title: title(frame, procedure, obligation),
        href: open.then(|| address(renewal, obligation.what)),
        state,
        state_words: words,
        detail: None,
    }
}

/// Whether the reader can do a step as he has signed in.
pub(super) fn within_reach(frame: &Frame, obligation: &Obligation) -> bool {
    frame.telephone.is_none() || telephone_may(obligation.what)
}

/// The page on which a step is done.
#[must_use]
pub fn address(renewal: &Renewal, duty: Duty) -> String {
    format!("/renewals/{}/{duty}", renewal.id())
}

/// What is to be done, with what it is about: «Приложить документы: доверенность».
#[must_use]
pub fn title(frame: &Frame, procedure: &Procedure, obligation: &Obligation) -> String {
    let duty = frame.say(&format!("duty-{}", obligation.what));
    let group = match obligation.what {
        Duty::SupplyPowers => "power",
        Duty::AttachDocuments => "document",
        Duty::TellSystem => "system",
        Duty::AnswerCheck => "check",
        Duty::RegisterCertificate => "body",
        _ => return duty,
    };
    match &obligation.about {
        None => duty,
        Some(about) => {
            let name = named(frame, procedure, &format!("{group}-{about}"));
            frame.text(
                &Message::new("portal-task-about")
                    .with("duty", duty)
                    .with("about", name),
            )
        }
    }
}

fn own_words(frame: &Frame, obligation: &Obligation, overdue: bool) -> String {
    let Some(due) = obligation.due else {
        return frame.say("portal-task-now");
    };
    let key = if overdue {
        "portal-task-overdue"
    } else {
        "portal-task-now-until"
    };
    frame.text(&Message::new(key).with("due", frame.day(due.at())))
}

fn waiting_words(frame: &Frame, procedure: &Procedure, obligation: &Obligation) -> String {
    let who = party(frame, procedure, &obligation.who);
    match obligation.due {
        None => frame.text(&Message::new("portal-task-waiting").with("who", who)),
        Some(due) => frame.text(
            &Message::new("portal-task-waiting-until")
                .with("who", who)
                .with("due", frame.day(due.at())),
        ),
    }
}

/// Who is waited for, as the procedure names him.
#[must_use]
pub fn party(frame: &Frame, procedure: &Procedure, party: &Party) -> String {
    match party {
        Party::Register(check) => named(frame, procedure, &format!("check-{check}")),
        Party::Body(body) => named(frame, procedure, &format!("body-{body}")),
        Party::Authority => frame.say("portal-party-authority"),
        Party::Holder => frame.say("portal-party-holder"),
        Party::Office => frame.say("portal-party-office"),
        Party::Operator => frame.say("portal-party-operator"),
    }
}

/// A word of the procedure's own.
#[must_use]
pub fn named(frame: &Frame, procedure: &Procedure, key: &str) -> String {
    match frame.language {
        Language::Russian => procedure.text.russian(key),
        Language::English => procedure.text.english(key),
    }
    .to_owned()
}

/// The steps that samples show, in the order of most procedures.
const SAMPLE: [&str; 8] = [
    "choose-kind",
    "check-data",
    "make-key",
    "sign-application",
    "decide",
    "pay-bill",
    "issue-certificate",
    "install-certificate",
];
/// What comes after all of them, where it is asked for.
const AFTERCARE: [&str; 6] = [
    "familiarise",
    "sign-receipt",
    "make-backup",
    "treat-old-key",
    "tell-system",
    "switch-programs",
];
/// Where any other step stands among them.
const ELSEWHERE: usize = 2;

/// The steps as samples show them, one of them due now.
#[must_use]
pub fn sample(frame: &Frame, now: &str) -> TaskList {
    let mut duties = SAMPLE.to_vec();
    let at = duties.iter().position(|duty| *duty == now);
    let at = at.unwrap_or_else(|| {
        let at = if AFTERCARE.contains(&now) {
            duties.len()
        } else {
            ELSEWHERE
        };
        duties.insert(at, now);
        at
    });
    let until = |key: &'static str| {
        let due = time::macros::date!(2026 - 12 - 03);
        Message::new(key).with("due", frame.date(due))
    };
    let within_reach =
        |duty: &str| frame.telephone.is_none() || Duty::parse(duty).is_some_and(telephone_may);
    let task = |(index, duty): (usize, &&str)| {
        let (state, words) = match (index.cmp(&at), *duty) {
            (Ordering::Equal, duty) if !within_reach(duty) => {
                (TaskState::Now, frame.say("portal-task-now-certificate"))
            }
            (Ordering::Equal, _) => (TaskState::Now, frame.text(&until("portal-task-now-until"))),
            (_, "pay-bill") => (
                TaskState::NotNeeded,
                frame.say("portal-task-not-needed-no-bill"),
            ),
            (Ordering::Less, _) => (TaskState::Done, frame.say("portal-task-done")),
            (Ordering::Greater, "decide") => {
                let who = frame.say("portal-party-operator");
                let words = until("portal-task-waiting-until").with("who", who);
                (TaskState::Waiting, frame.text(&words))
            }
            (Ordering::Greater, _) => (TaskState::Later, frame.say("portal-task-later")),
        };
        Task {
            title: frame.say(&format!("duty-{duty}")),
            href: (index == at && within_reach(duty)).then(|| format!("/renewals/0/{duty}")),
            state,
            state_words: words,
            detail: None,
        }
    };
    TaskList {
        language: frame.language,
        tasks: duties.iter().enumerate().map(task).collect(),
    }
}

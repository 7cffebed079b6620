//! A renewal's own page: one sentence about where it stands and what comes next, the steps, and what happened.

use askama::Template;
use smena_domain::{
    procedure::Procedure,
    renewal::{DutyState, Obligation, Party, Renewal, Stage, StageName, obligations},
};
use smena_ui::{
    Language, Message,
    page::{
        Shell,
        part::{Link, Moment, Notice, NoticeKind, TaskList, Timeline},
    },
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    Frame, Section,
    previews::Sampled,
    sample,
    tasks::{self, party, task_list, title},
};
use crate::app::cabinet::{Happened, Who};

/// A renewal's own page.
#[derive(Debug, Template)]
#[template(path = "portal/renewal.html")]
pub struct RenewalPage {
    shell: Shell,
    title: String,
    about: String,
    standing: String,
    notice: Option<Notice>,
    next: Option<Link>,
    tasks: TaskList,
    timeline: Timeline,
    leave: Option<Link>,
}

impl RenewalPage {
    /// The page of a renewal.
    #[must_use]
    pub fn new(
        frame: &Frame,
        renewal: &Renewal,
        procedure: &Procedure,
        now: OffsetDateTime,
        history: &[Happened],
    ) -> Self {
        let owed = obligations(renewal, procedure, now);
        let due = owed
            .iter()
            .find(|step| step.who == Party::Holder && is_now(step));
        let next = due.map(|step| {
            Link::new(
                tasks::address(renewal, step.what),
                title(frame, procedure, step),
            )
        });
        let heading = match frame.language {
            Language::Russian => procedure.text.russian("title"),
            Language::English => procedure.text.english("title"),
        };
        Self {
            shell: frame.shell(heading, Section::None),
            title: heading.to_owned(),
            about: about(frame, renewal),
            standing: standing(frame, renewal, procedure, &owed),
            notice: notice(frame, renewal, procedure),
            next,
            tasks: task_list(frame, renewal, procedure, now),
            timeline: timeline(frame, history),
            leave: leave(frame, renewal),
        }
    }
}

fn is_now(step: &Obligation) -> bool {
    matches!(step.state, DutyState::Now { .. })
}

/// Which certificate it is about.
fn about(frame: &Frame, renewal: &Renewal) -> String {
    let old = renewal.old();
    frame.text(
        &Message::new("portal-renewal-about")
            .with("serial", old.serial.to_string())
            .with("until", frame.day(old.signs_until().at())),
    )
}

/// One sentence: where it stands and what comes next.
fn standing(
    frame: &Frame,
    renewal: &Renewal,
    procedure: &Procedure,
    owed: &[Obligation],
) -> String {
    let stage = renewal.stage_name();
    if stage.is_closed() {
        return frame.say(&format!("portal-standing-{stage}"));
    }
    let own = owed
        .iter()
        .find(|step| step.who == Party::Holder && is_now(step));
    if let Some(step) = own {
        let what = title(frame, procedure, step);
        return match step.due {
            None => frame.text(&Message::new("portal-standing-you").with("what", what)),
            Some(due) => frame.text(
                &Message::new("portal-standing-you-until")
                    .with("what", what)
                    .with("due", frame.day(due.at())),
            ),
        };
    }
    let Some(step) = owed.iter().find(|step| is_now(step)) else {
        return frame.say("portal-standing-nothing");
    };
    let message = Message::new(if step.due.is_some() {
        "portal-standing-waiting-until"
    } else {
        "portal-standing-waiting"
    })
    .with("who", party(frame, procedure, &step.who))
    .with("what", title(frame, procedure, step))
    .with("since", frame.instant(renewal.changed_at().at()));
    match step.due {
        None => frame.text(&message),
        Some(due) => frame.text(&message.with("due", frame.day(due.at()))),
    }
}

fn notice(frame: &Frame, renewal: &Renewal, procedure: &Procedure) -> Option<Notice> {
    let (kind, heading, text) = match renewal.stage() {
        Stage::Referred { reason, .. } => (
            NoticeKind::Warn,
            frame.say(&format!("referral-{}", reason.as_str())),
            Some(tasks::named(frame, procedure, "office")),
        ),
        Stage::Rejected { explanation, .. } => (
            NoticeKind::Bad,
            frame.say("portal-renewal-rejected"),
            Some(explanation.clone()),
        ),
        _ => {
            let question = renewal.gathered().question.clone()?;
            (
                NoticeKind::Warn,
                frame.say("portal-renewal-question"),
                Some(question),
            )
        }
    };
    Some(Notice {
        language: frame.language,
        kind,
        title: heading,
        text,
        links: Vec::new(),
    })
}

/// How the holder gives up, while he can.
fn leave(frame: &Frame, renewal: &Renewal) -> Option<Link> {
    let (step, key) = match renewal.stage_name() {
        stage if stage.is_closed() => return None,
        StageName::Cleared | StageName::Intended | StageName::Receipted => return None,
        StageName::Issued | StageName::Installed => ("abandon", "portal-renewal-abandon"),
        _ => ("withdraw", "portal-renewal-withdraw"),
    };
    let address = format!("/renewals/{}/{step}", renewal.id());
    Some(Link::new(address, frame.say(key)))
}

/// What happened, the latest first, in the words of the reader.
pub(super) fn timeline(frame: &Frame, history: &[Happened]) -> Timeline {
    Timeline {
        moments: history.iter().map(|entry| moment(frame, entry)).collect(),
    }
}

fn moment(frame: &Frame, entry: &Happened) -> Moment {
    let key = format!("portal-did-{}", entry.command);
    let what = if frame.has(&key) {
        frame.say(&key)
    } else {
        frame.say("portal-did-other")
    };
    let who = frame.say(match entry.who {
        Who::Holder => "portal-who-holder",
        Who::Authority => "portal-who-authority",
        Who::Outside => "portal-who-outside",
    });
    let message = |key: &str| Message::new(key).with("who", &who).with("what", &what);
    let text = match (&entry.refused, entry.stage) {
        (Some(code), _) => {
            // Only the kind of the refusal is told: its arguments were shown when it was met.
            frame.text(&message("portal-happened-refused").with("code", code))
        }
        (None, Some(stage)) => frame.text(
            &message("portal-happened-moved").with("stage", frame.say(&format!("stage-{stage}"))),
        ),
        (None, None) => frame.text(&message("portal-happened")),
    };
    Moment {
        stamp: entry.at.format(&Rfc3339).unwrap_or_default(),
        when: frame.instant(entry.at),
        what: text,
    }
}

impl Sampled for RenewalPage {
    const PAGE: &'static str = "renewal";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let history = [
            Happened {
                at: sample::NOW,
                who: Who::Holder,
                command: "confirm-data".to_owned(),
                stage: Some(StageName::Confirmed),
                refused: None,
            },
            Happened {
                at: sample::NOW - time::Duration::minutes(4),
                who: Who::Holder,
                command: "confirm-data".to_owned(),
                stage: None,
                refused: Some("value-missing".to_owned()),
            },
            Happened {
                at: sample::NOW - time::Duration::minutes(9),
                who: Who::Holder,
                command: "start".to_owned(),
                stage: Some(StageName::Drafted),
                refused: None,
            },
        ];
        let usual = || {
            let due = time::macros::date!(2026 - 12 - 03);
            let duty = frame.say("duty-check-data");
            let standing = Message::new("portal-standing-you-until")
                .with("what", &duty)
                .with("due", frame.date(due));
            Self {
                shell: frame.shell(sample::PROCEDURE, Section::None),
                title: sample::PROCEDURE.to_owned(),
                about: frame.text(
                    &Message::new("portal-renewal-about")
                        .with("serial", "1f3a".repeat(8))
                        .with("until", frame.date(due)),
                ),
                standing: frame.text(&standing),
                notice: None,
                next: Some(Link::new("/renewals/0/check-data", duty)),
                tasks: tasks::sample(frame),
                timeline: timeline(frame, &history),
                leave: Some(Link::new(
                    "/renewals/0/withdraw",
                    frame.say("portal-renewal-withdraw"),
                )),
            }
        };
        let told = |kind, key: &str, text: &str| {
            Some(Notice {
                language: frame.language,
                kind,
                title: frame.say(key),
                text: Some(text.to_owned()),
                links: Vec::new(),
            })
        };
        let referred = Self {
            notice: told(NoticeKind::Warn, "referral-data-disputed", sample::OFFICE),
            next: None,
            ..usual()
        };
        let longest = sample::longest_organisation();
        let rejected = Self {
            standing: frame.say("portal-standing-rejected"),
            notice: told(NoticeKind::Bad, "portal-renewal-rejected", &longest),
            next: None,
            leave: None,
            ..usual()
        };
        vec![
            ("usual", usual()),
            ("referred", referred),
            ("longest", rejected),
        ]
    }
}

//! A renewal's own page: one sentence about where it stands and what comes next, the steps, and what happened.

use askama::Template;
use smena_domain::{
    procedure::Procedure,
    renewal::{DutyState, Obligation, Party, Renewal, Stage, StageName, obligations},
};
use smena_ui::{
    Language, Message,
    page::{
        Live, Shell,
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
use crate::app::cabinet::{Happened, Place, Who};

/// A renewal's own page.
#[derive(Debug, Template)]
#[template(path = "portal/renewal.html")]
pub struct RenewalPage {
    shell: Shell,
    back: Link,
    title: String,
    about: String,
    standing: String,
    notice: Option<Notice>,
    next: Option<Link>,
    tasks: TaskList,
    timeline: Timeline,
    progress: Option<Progress>,
    leave: Option<Link>,
}

/// A certificate that is being made: its place in the queue, and the time that has gone by.
#[derive(Debug)]
struct Progress {
    says: String,
    seconds: i64,
    elapsed: String,
}

/// What stands besides a renewal on its page.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// What happened, the latest first.
    pub history: &'a [Happened],
    /// The place in the queue, while it stands in one.
    pub place: Option<Place>,
}

/// How often the page asks its server while a certificate is made, and while somebody else is waited for.
const EVERY_SECONDS: u32 = 2;
const EVERY_SECONDS_ELSE: u32 = 20;

/// The state that the page shows, for the script that follows it.
#[must_use]
pub fn live_state(renewal: &Renewal, place: Option<Place>) -> String {
    let ahead = place.map_or(0, |place| place.ahead);
    format!("{}-{}-{ahead}", renewal.stage_name(), renewal.revision())
}

impl RenewalPage {
    /// The page of a renewal.
    #[must_use]
    pub fn new(
        frame: &Frame,
        renewal: &Renewal,
        procedure: &Procedure,
        now: OffsetDateTime,
        beside: Beside<'_>,
    ) -> Self {
        let owed = obligations(renewal, procedure, now);
        let due = owed
            .iter()
            .find(|step| step.who == Party::Holder && is_now(step));
        let next = match (due, renewal.stage_name()) {
            (Some(step), _) if !tasks::within_reach(frame, step) => None,
            (None, StageName::Receipted | StageName::Completed) if frame.telephone.is_some() => {
                None
            }
            (Some(step), _) => Some(Link::new(
                tasks::address(renewal, step.what),
                title(frame, procedure, step),
            )),
            (None, StageName::Receipted | StageName::Completed) => Some(Link::new(
                format!("/renewals/{}/finish", renewal.id()),
                frame.say("portal-renewal-finish"),
            )),
            _ => None,
        };
        let heading = match frame.language {
            Language::Russian => procedure.text.russian("title"),
            Language::English => procedure.text.english("title"),
        };
        let mut shell = frame.shell(heading, Section::None);
        shell.live = live(renewal, due.is_some(), beside.place);
        Self {
            shell,
            title: heading.to_owned(),
            about: about(frame, renewal),
            standing: standing(frame, renewal, procedure, &owed),
            back: back(frame),
            notice: match due {
                Some(step) if !tasks::within_reach(frame, step) => Some(certificate_needed(frame)),
                _ => notice(frame, renewal, procedure),
            },
            next,
            tasks: task_list(frame, renewal, procedure, now),
            timeline: timeline(frame, beside.history),
            progress: progress(frame, renewal, now, beside.place),
            leave: leave(frame, renewal),
        }
    }
}

/// A page on which it is not the reader's turn follows what others do.
fn live(renewal: &Renewal, own_turn: bool, place: Option<Place>) -> Option<Live> {
    if own_turn || !renewal.is_open() {
        return None;
    }
    let every_seconds = match renewal.stage_name() {
        StageName::Cleared | StageName::Intended => EVERY_SECONDS,
        _ => EVERY_SECONDS_ELSE,
    };
    Some(Live {
        address: format!("/renewals/{}/state", renewal.id()),
        state: live_state(renewal, place),
        every_seconds,
    })
}

fn progress(
    frame: &Frame,
    renewal: &Renewal,
    now: OffsetDateTime,
    place: Option<Place>,
) -> Option<Progress> {
    let (Stage::Cleared { grant } | Stage::Intended { grant, .. }) = renewal.stage() else {
        return None;
    };
    let seconds = (now - grant.at.at()).whole_seconds().max(0);
    Some(progress_of(
        frame,
        place.map_or(0, |place| place.ahead),
        seconds,
    ))
}

fn progress_of(frame: &Frame, ahead: i64, seconds: i64) -> Progress {
    Progress {
        says: frame.text(&Message::new("portal-progress").with("ahead", ahead.to_string())),
        seconds,
        elapsed: format!("{:02}:{:02}", seconds / 60, seconds % 60),
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
pub(super) fn standing(
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

/// Where the reader sees all that is his.
fn back(frame: &Frame) -> Link {
    if frame.telephone.is_some() {
        Link::new("/progress", frame.say("portal-progress-title"))
    } else {
        Link::new("/certificates", frame.say("portal-nav-certificates"))
    }
}

/// To whoever has signed in by telephone, where the next step needs the certificate.
fn certificate_needed(frame: &Frame) -> Notice {
    Notice {
        language: frame.language,
        kind: NoticeKind::Plain,
        title: frame.say("portal-renewal-certificate-needed"),
        text: Some(frame.say("portal-renewal-certificate-needed-says")),
        links: Vec::new(),
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
            frame.shown(Some(explanation.clone())),
        ),
        _ => {
            let question = renewal.gathered().question.clone()?;
            (
                NoticeKind::Warn,
                frame.say("portal-renewal-question"),
                frame.shown(Some(question)),
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
        // Giving up is the holder's alone.
        _ if frame.telephone.is_some() => return None,
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
            // What a refusal was about was shown when it was met; the journal keeps its code.
            let why = frame
                .meaning(code)
                .unwrap_or_else(|| frame.say("portal-happened-why-shown"));
            frame.text(&message("portal-happened-refused").with("why", why))
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

impl RenewalPage {
    /// The page of a renewal at its first step.
    fn sample(frame: &Frame) -> Self {
        let due = time::macros::date!(2026 - 12 - 03);
        let duty = frame.say("duty-check-data");
        let standing = Message::new("portal-standing-you-until")
            .with("what", &duty)
            .with("due", frame.date(due));
        let about = Message::new("portal-renewal-about")
            .with("serial", "1f3a".repeat(8))
            .with("until", frame.date(due));
        Self {
            shell: frame.shell(sample::PROCEDURE, Section::None),
            back: back(frame),
            title: sample::PROCEDURE.to_owned(),
            about: frame.text(&about),
            standing: frame.text(&standing),
            notice: None,
            next: Some(Link::new("/renewals/0/check-data", duty)),
            tasks: tasks::sample(frame, "check-data"),
            timeline: timeline(frame, &sample_history()),
            progress: None,
            leave: Some(Link::new(
                "/renewals/0/withdraw",
                frame.say("portal-renewal-withdraw"),
            )),
        }
    }
}

fn sample_history() -> [Happened; 3] {
    let of = |minutes: i64, command: &str, stage, refused: Option<&str>| Happened {
        at: sample::NOW - time::Duration::minutes(minutes),
        who: Who::Holder,
        command: command.to_owned(),
        stage,
        refused: refused.map(str::to_owned),
    };
    [
        of(0, "confirm-data", Some(StageName::Confirmed), None),
        of(4, "confirm-data", None, Some("text-missing")),
        of(9, "start", Some(StageName::Drafted), None),
    ]
}

impl Sampled for RenewalPage {
    const PAGE: &'static str = "renewal";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let usual = || Self::sample(frame);
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
        let waiting = Message::new("portal-standing-waiting")
            .with("who", frame.say("portal-party-authority"))
            .with("what", frame.say("duty-issue-certificate"))
            .with("since", frame.instant(sample::NOW));
        let issuing = Self {
            standing: frame.text(&waiting),
            next: None,
            progress: Some(progress_of(frame, 3, 75)),
            leave: None,
            ..usual()
        };
        let telephone = sample::telephone_frame(frame.language);
        let signing =
            Message::new("portal-standing-you").with("what", frame.say("duty-sign-application"));
        let by_telephone = Self {
            standing: frame.text(&signing),
            notice: Some(certificate_needed(&telephone)),
            next: None,
            tasks: tasks::sample(&telephone, "sign-application"),
            leave: None,
            ..Self::sample(&telephone)
        };
        vec![
            ("usual", usual()),
            ("by-telephone", by_telephone),
            ("issuing", issuing),
            ("referred", referred),
            ("longest", rejected),
        ]
    }
}

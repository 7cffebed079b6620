//! The way to the agent: doors A, B and C of one errand, and what becomes of it (security design, 1.2).
//!
//! The page watches its own server and goes on by itself once an agent has the errand; nothing on it calls the agent.

use askama::Template;
use smena_ui::{
    Message,
    page::{
        Live, Shell,
        part::{Errors, Field, Link, Notice, NoticeKind},
    },
};
use time::OffsetDateTime;

use super::{Frame, Section, previews::Sampled, sample};
use crate::{
    app::errands::{Errand, ErrandKind, ErrandState, Watched},
    limits::DOOR_PATIENCE_SECONDS,
};

/// The name of the field for the digits of a pairing.
pub const DIGITS: &str = "digits";

/// How often the page asks its server.
const EVERY_SECONDS: u32 = 2;

/// The secrets of an errand that is still open, spelled out for its doors.
pub struct Doors {
    /// Door A: the registered program of this user.
    pub registered: String,
    /// Door B: the fixed port.
    pub fixed: String,
    /// Door C: what is typed, and until when it is taken.
    pub typed: Option<(String, OffsetDateTime)>,
}

/// The way to the agent.
#[derive(Template)]
#[template(path = "portal/door.html")]
pub struct DoorPage {
    shell: Shell,
    title: String,
    back: Link,
    doors: Option<OpenDoors>,
    /// Nobody has come: the page offers the download and the typed code.
    late: bool,
    claimed: Option<Claimed>,
    notice: Option<Notice>,
    again: Option<Again>,
    pairing: Option<Pairing>,
}

/// The form for the digits that the agent shows.
struct Pairing {
    action: String,
    token: String,
    errors: Errors,
    digits: Field,
}

/// The doors of an errand that waits for an agent.
struct OpenDoors {
    registered: String,
    fixed: String,
    typed: Option<(String, String)>,
}

/// An errand that an agent has.
struct Claimed {
    says: String,
    address: Option<String>,
}

/// The form that asks for the same errand anew.
struct Again {
    action: String,
    token: String,
    kind: &'static str,
}

impl DoorPage {
    /// The page of an errand as it stands.
    #[must_use]
    pub fn new(
        frame: &Frame,
        now: OffsetDateTime,
        watched: &Watched,
        doors: Option<Doors>,
        errors: Errors,
    ) -> Self {
        let errand = &watched.errand;
        let late = is_late(errand, now);
        let kind = errand.kind.as_str();
        let live = Live {
            address: format!("/errands/{}/state", errand.id),
            state: live_state(errand, now),
            every_seconds: EVERY_SECONDS,
        };
        let pairing = (errand.kind == ErrandKind::Pair && errand.state == ErrandState::Fulfilled)
            .then(|| pairing(frame, &errand.id.to_string(), errors));
        // A page that is typed into stays as it is.
        let follows = pairing.is_none()
            && matches!(
                errand.state,
                ErrandState::Open | ErrandState::Claimed | ErrandState::Fulfilled
            );
        let title = frame.say(&format!("portal-errand-{kind}"));
        let mut shell = frame.shell(title.clone(), Section::None);
        shell.live = follows.then_some(live);
        let notice = notice(frame, watched);
        Self {
            shell,
            title,
            back: back(frame, errand),
            doors: doors
                .filter(|_| errand.state == ErrandState::Open)
                .map(|doors| OpenDoors {
                    registered: doors.registered,
                    fixed: doors.fixed,
                    typed: doors
                        .typed
                        .map(|(code, until)| (code, frame.instant(until))),
                }),
            late,
            claimed: claimed(frame, watched).filter(|_| pairing.is_none()),
            pairing,
            again: notice.is_some().then(|| again(frame, errand)),
            notice,
        }
    }
}

/// Whether the page is to offer the download and the typed code: nobody has come for some seconds.
fn is_late(errand: &Errand, now: OffsetDateTime) -> bool {
    errand.state == ErrandState::Open
        && (now - errand.created_at).whole_seconds() >= DOOR_PATIENCE_SECONDS
}

/// The state that the page shows, for the script that follows it.
#[must_use]
pub fn live_state(errand: &Errand, now: OffsetDateTime) -> String {
    let state = errand.state.as_str();
    if is_late(errand, now) {
        format!("{state}-late")
    } else {
        state.to_owned()
    }
}

/// Where the page leads by itself: a result that needs no return code was applied, a sign-in that came back is over.
#[must_use]
pub fn leads_to(errand: &Errand) -> Option<String> {
    match (errand.state, errand.renewal) {
        // The digits are typed here.
        (ErrandState::Fulfilled, _) if errand.kind == ErrandKind::Pair => None,
        (ErrandState::Fulfilled | ErrandState::Returned, Some((renewal, _))) => {
            Some(format!("/renewals/{renewal}"))
        }
        (ErrandState::Returned, None) => Some("/certificates".to_owned()),
        _ => None,
    }
}

fn pairing(frame: &Frame, errand: &str, errors: Errors) -> Pairing {
    let digits = Field {
        language: frame.language,
        name: DIGITS.to_owned(),
        label: frame.say("portal-pairing-label"),
        hint: Some(frame.say("portal-pairing-hint")),
        input_mode: Some("numeric"),
        auto_complete: Some("off"),
        width: Some(14),
        chars_max: Some(16),
        error: errors.of(DIGITS),
        ..Field::default()
    };
    Pairing {
        action: format!("/errands/{errand}/digits"),
        token: frame.token.clone(),
        errors,
        digits,
    }
}

fn back(frame: &Frame, errand: &Errand) -> Link {
    let address = errand
        .renewal
        .map_or_else(|| "/".to_owned(), |(id, _)| format!("/renewals/{id}"));
    Link::new(address, frame.say("portal-back"))
}

fn claimed(frame: &Frame, watched: &Watched) -> Option<Claimed> {
    let key = match watched.errand.state {
        ErrandState::Claimed => "portal-door-claimed",
        ErrandState::Fulfilled => "portal-door-fulfilled",
        _ => return None,
    };
    Some(Claimed {
        says: frame.say(key),
        address: watched.address.clone(),
    })
}

fn notice(frame: &Frame, watched: &Watched) -> Option<Notice> {
    let errand = &watched.errand;
    let (kind, key) = match errand.state {
        _ if watched.agent_too_old => (NoticeKind::Warn, "update"),
        ErrandState::Burned => (NoticeKind::Bad, "burned"),
        ErrandState::Declined => (NoticeKind::Plain, "declined"),
        ErrandState::Failed => (NoticeKind::Bad, "failed"),
        ErrandState::Closed => (NoticeKind::Plain, "closed"),
        _ => return None,
    };
    let text = if key == "failed" {
        frame.text(
            &Message::new("portal-door-failed-says")
                .with("reason", failed_reason(frame, errand.reason.as_deref())),
        )
    } else {
        frame.say(&format!("portal-door-{key}-says"))
    };
    let links = match key {
        "update" | "burned" => vec![Link::new("/downloads", frame.say("portal-door-download"))],
        _ => Vec::new(),
    };
    Some(Notice {
        language: frame.language,
        kind,
        title: frame.say(&format!("portal-door-{key}")),
        text: Some(text),
        links,
    })
}

/// Why an errand failed, in the words for what the agent said or for a refusal of what it sent; of what has none, its code.
fn failed_reason(frame: &Frame, reason: Option<&str>) -> String {
    let code = reason.unwrap_or("unknown");
    frame.meaning(code).unwrap_or_else(|| code.to_owned())
}

fn again(frame: &Frame, errand: &Errand) -> Again {
    let action = errand.renewal.map_or_else(
        || "/sign-in/certificate".to_owned(),
        |(id, _)| format!("/renewals/{id}/errands"),
    );
    Again {
        action,
        token: frame.token.clone(),
        kind: errand.kind.as_str(),
    }
}

impl DoorPage {
    /// A page of a kind of errand, of which nothing is known yet.
    fn sample(frame: &Frame, kind: &'static str) -> Self {
        let title = frame.say(&format!("portal-errand-{kind}"));
        let mut shell = frame.shell(title.clone(), Section::None);
        shell.live = Some(Live {
            address: "/errands/0/state".to_owned(),
            state: "open".to_owned(),
            every_seconds: EVERY_SECONDS,
        });
        Self {
            shell,
            title,
            back: Link::new("/", frame.say("portal-back")),
            doors: None,
            late: false,
            claimed: None,
            notice: None,
            again: None,
            pairing: None,
        }
    }

    fn sample_pairing(frame: &Frame, errors: Errors) -> Self {
        let telephone = sample::telephone_frame(frame.language);
        let mut page = Self {
            pairing: Some(pairing(&telephone, "0", errors)),
            ..Self::sample(&telephone, "pair")
        };
        page.shell.live = None;
        page
    }

    fn sample_open(frame: &Frame, late: bool) -> Self {
        const QUERY: &str = "errand?authority=https://ca.example&code=AAAA";
        Self {
            doors: Some(OpenDoors {
                registered: format!("smena:{QUERY}"),
                fixed: format!("http://127.0.0.1:17817/{QUERY}"),
                typed: Some(("K7QX-2MPD-9RTV".to_owned(), frame.instant(sample::NOW))),
            }),
            late,
            ..Self::sample(frame, "sign-in")
        }
    }

    fn sample_claimed(frame: &Frame, key: &str, address: Option<&str>) -> Self {
        Self {
            claimed: Some(Claimed {
                says: frame.say(key),
                address: address.map(str::to_owned),
            }),
            ..Self::sample(frame, "generate-key")
        }
    }

    fn sample_ended(frame: &Frame, kind: NoticeKind, key: &str) -> Self {
        let text = if key == "failed" {
            let reason = frame.say("portal-failed-unknown");
            frame.text(&Message::new("portal-door-failed-says").with("reason", reason))
        } else {
            frame.say(&format!("portal-door-{key}-says"))
        };
        let mut page = Self {
            notice: Some(Notice {
                language: frame.language,
                kind,
                title: frame.say(&format!("portal-door-{key}")),
                text: Some(text),
                links: vec![Link::new("/downloads", frame.say("portal-door-download"))],
            }),
            again: Some(Again {
                action: "/sign-in/certificate".to_owned(),
                token: frame.token.clone(),
                kind: "sign-in",
            }),
            ..Self::sample(frame, "sign-in")
        };
        page.shell.live = None;
        page
    }
}

impl Sampled for DoorPage {
    const PAGE: &'static str = "door";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let claimed = |key, address| Self::sample_claimed(frame, key, address);
        let ended = |kind, key| Self::sample_ended(frame, kind, key);
        let agent = Some("http://127.0.0.1:50123/e/AAAA");
        vec![
            ("usual", Self::sample_open(frame, false)),
            ("late", Self::sample_open(frame, true)),
            ("claimed", claimed("portal-door-claimed", agent)),
            ("fulfilled", claimed("portal-door-fulfilled", None)),
            ("pairing", Self::sample_pairing(frame, frame.errors([]))),
            (
                "pairing-wrong",
                Self::sample_pairing(
                    frame,
                    frame.errors([(DIGITS, frame.say("portal-pairing-wrong"))]),
                ),
            ),
            ("burned", ended(NoticeKind::Bad, "burned")),
            ("declined", ended(NoticeKind::Plain, "declined")),
            ("failed", ended(NoticeKind::Bad, "failed")),
            ("closed", ended(NoticeKind::Plain, "closed")),
            ("update", ended(NoticeKind::Warn, "update")),
        ]
    }
}

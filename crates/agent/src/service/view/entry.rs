//! How a browser comes in, is refused, or starts with a code that is typed.

use std::sync::Arc;

use askama::Template as _;
use axum::http::StatusCode;
use smena_ui::{
    Language,
    page::part::{Field, Link},
};

use super::{Frame, Go, Page, PageForm, PageLink};
use crate::{
    service::{desk::Served, talk::Talk},
    state::TrustEntry,
};

/// Why a browser is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::service) enum Refusal {
    /// The fixed port is closed on this computer.
    DoorClosed,
    /// The browser does not say where a request comes from.
    OldBrowser,
    /// What should be an authority's address is none.
    Address,
    /// What should be a code is none.
    Code,
    /// Too much is under way.
    TooMany,
    /// A page was opened again, by the person himself.
    Reopened,
    /// A page was opened again from a page of somebody else.
    FromElsewhere,
    /// A page was opened again whose conversation is forgotten.
    Over,
}

impl Refusal {
    pub(super) const ALL: [Self; 8] = [
        Self::DoorClosed,
        Self::OldBrowser,
        Self::Address,
        Self::Code,
        Self::TooMany,
        Self::Reopened,
        Self::FromElsewhere,
        Self::Over,
    ];

    /// The status of the answer.
    pub(in crate::service) fn status(self) -> StatusCode {
        match self {
            Self::DoorClosed
            | Self::OldBrowser
            | Self::Reopened
            | Self::FromElsewhere
            | Self::Over => StatusCode::FORBIDDEN,
            Self::Address | Self::Code => StatusCode::BAD_REQUEST,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::DoorClosed => "door-closed",
            Self::OldBrowser => "old-browser",
            Self::Address => "address",
            Self::Code => "code",
            Self::TooMany => "too-many",
            Self::Reopened => "reopened",
            Self::FromElsewhere => "from-elsewhere",
            Self::Over => "over",
        }
    }
}

/// The page of an errand that has come in. It leads on by itself: a step that a browser makes from here is a step from one of
/// our own pages.
pub(in crate::service) fn page(served: &Arc<Served>, talk: &Talk) -> Result<String, askama::Error> {
    let frame = Frame::of(served, talk, &talk.seen());
    let origin = talk.origin.as_ref().map(ToString::to_string);
    came_in(&frame, origin).render()
}

pub(super) fn came_in(frame: &Frame, origin: Option<String>) -> Page {
    let mut page = frame.page(frame.say("desk-entry-title"));
    if let Some(origin) = origin {
        let rows = vec![super::wording::row(frame, "desk-row-origin", origin)];
        page.sheets.push(super::Sheet {
            title: None,
            summary: super::wording::summary(frame, rows),
        });
    }
    page.go = Some(Go {
        after_seconds: 0,
        address: frame.base.clone(),
    });
    page.way = Some(PageLink {
        href: frame.base.clone(),
        text: frame.say("desk-continue"),
        own_tab: false,
    });
    page
}

/// The page of a refusal, and where the person may go on from it.
pub(in crate::service) fn refusal(
    served: &Served,
    language: Language,
    refusal: Refusal,
    onward: Option<String>,
) -> Result<String, askama::Error> {
    let base = format!("/s/{}", served.assets);
    let frame = Frame {
        language,
        assets: format!("{base}/assets"),
        base,
        token: String::new(),
        number: 0,
        phrase: String::new(),
        doctor: None,
        mistakes: Vec::new(),
    };
    refused(&frame, refusal, onward).render()
}

pub(super) fn refused(frame: &Frame, refusal: Refusal, onward: Option<String>) -> Page {
    let (title, says) = match refusal {
        Refusal::DoorClosed => ("desk-refused-door-closed", "desk-refused-door-closed-says"),
        Refusal::OldBrowser => ("desk-refused-old-browser", "desk-refused-old-browser-says"),
        Refusal::Address => ("desk-refused-address", "desk-refused-address-says"),
        Refusal::Code => ("desk-refused-code", "desk-refused-code-says"),
        Refusal::TooMany => ("desk-refused-too-many", "desk-refused-too-many-says"),
        Refusal::Reopened => ("desk-refused-reopened", "desk-refused-reopened-says"),
        Refusal::FromElsewhere => ("desk-refused-reopened", "desk-refused-from-elsewhere-says"),
        Refusal::Over => ("desk-refused-over", "desk-refused-over-says"),
    };
    let mut page = frame.page(frame.say(title));
    page.lead.push(frame.say(says));
    page.way = onward.map(|href| PageLink {
        href,
        text: frame.say("desk-continue"),
        own_tab: false,
    });
    page
}

/// The authorities that are trusted; none where the agent's files cannot be read, which the errand itself will tell.
pub(super) fn trusted(served: &Served) -> Vec<TrustEntry> {
    served
        .home()
        .and_then(|home| home.trusted())
        .unwrap_or_default()
}

/// The start page: a code that the portal shows is typed here (door C).
pub(super) fn start(frame: &Frame, trusted: &[TrustEntry]) -> Page {
    let mut page = frame.page(frame.say("desk-start-title"));
    page.lead.push(frame.say("desk-start-lead"));
    let field = |name: &str, label: &str, hint: &str, value: String| Field {
        language: frame.language,
        name: name.to_owned(),
        label: frame.say(label),
        hint: Some(frame.say(hint)),
        value,
        error: frame.mistake(name),
        auto_complete: Some("off"),
        chars_max: Some(256),
        ..Field::default()
    };
    let only = match trusted {
        [only] => only.origin.as_str().to_owned(),
        _ => String::new(),
    };
    page.forms.push(PageForm {
        fields: vec![
            field(
                "authority",
                "desk-start-authority",
                "desk-start-authority-hint",
                only,
            ),
            field(
                "code",
                "desk-start-code",
                "desk-start-code-hint",
                String::new(),
            ),
        ],
        ..frame.form(vec![frame.button("start", "desk-continue")])
    });
    for entry in trusted {
        page.shell
            .foot
            .push(Link::new(format!("{}/", entry.origin), entry.name.clone()));
    }
    page.recognisable(frame)
}

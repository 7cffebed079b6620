//! The start: who this is, the ways in, what one needs.

use askama::Template;
use smena_ui::{
    Message,
    page::{Shell, part::Link},
};

use super::{Frame, Section, previews::Sampled, sample};
use crate::config::ServerFile;

/// The start.
#[derive(Debug, Template)]
#[template(path = "portal/start.html")]
pub struct StartPage {
    shell: Shell,
    about: String,
    token: String,
    /// Where whoever has signed in already goes on.
    own: Option<Link>,
    by_phone: bool,
    support: Option<String>,
}

impl StartPage {
    /// The page of an authority.
    #[must_use]
    pub fn new(frame: &Frame, config: &ServerFile) -> Self {
        Self::of(frame, config.sms.is_some(), config.portal.support.clone())
    }

    fn of(frame: &Frame, by_phone: bool, support: Option<String>) -> Self {
        let about = Message::new("portal-start-about").with("authority", &frame.authority);
        Self {
            shell: frame.shell(frame.say("portal-start-title"), Section::Start),
            about: frame.text(&about),
            token: frame.token.clone(),
            own: own(frame),
            by_phone,
            support,
        }
    }
}

fn own(frame: &Frame) -> Option<Link> {
    if frame.person.is_some() {
        let words = frame.say("portal-start-certificates");
        return Some(Link::new("/certificates", words));
    }
    frame
        .telephone
        .map(|_| Link::new("/progress", frame.say("portal-progress-title")))
}

impl Sampled for StartPage {
    const PAGE: &'static str = "start";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let stranger = sample::stranger_frame(frame.language);
        let named = Frame {
            authority: sample::longest_organisation(),
            ..stranger.clone()
        };
        let support = Some(sample::SUPPORT.to_owned());
        vec![
            ("usual", Self::of(&stranger, true, support.clone())),
            ("signed-in", Self::of(frame, true, support.clone())),
            (
                "by-telephone",
                Self::of(&sample::telephone_frame(frame.language), true, support),
            ),
            ("longest", Self::of(&named, false, None)),
        ]
    }
}

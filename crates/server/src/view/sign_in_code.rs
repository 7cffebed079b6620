//! The way in by telephone: the code that was sent. The page is one for numbers that somebody has and for others.

use askama::Template;
use smena_ui::{
    Message,
    page::{
        Shell,
        part::{Errors, Field},
    },
};
use time::{Duration, OffsetDateTime};

use super::{Frame, Section, previews::Sampled, sample};
use crate::{app::phone_codes::Waiting, config::ServerFile};

/// The code of a sign-in.
#[derive(Debug, Template)]
#[template(path = "portal/sign_in_code.html")]
pub struct CodePage {
    shell: Shell,
    token: String,
    errors: Errors,
    code: Field,
    until: String,
    again: String,
    support: Option<String>,
}

impl CodePage {
    /// The page of a code that is waited for.
    #[must_use]
    pub fn new(
        frame: &Frame,
        config: &ServerFile,
        waiting: &Waiting,
        now: OffsetDateTime,
        error: Option<String>,
    ) -> Self {
        Self::of(frame, config.portal.support.clone(), waiting, now, error)
    }

    fn of(
        frame: &Frame,
        support: Option<String>,
        waiting: &Waiting,
        now: OffsetDateTime,
        error: Option<String>,
    ) -> Self {
        let until = if now < waiting.until {
            let message = Message::new("portal-code-until");
            frame.text(&message.with("until", frame.instant(waiting.until)))
        } else {
            frame.say("portal-code-over")
        };
        let again = if now < waiting.again_at {
            let message = Message::new("portal-code-again-at");
            frame.text(&message.with("at", frame.instant(waiting.again_at)))
        } else {
            frame.say("portal-code-again-now")
        };
        Self {
            shell: frame.shell(frame.say("portal-code-title"), Section::None),
            token: frame.token.clone(),
            errors: frame.errors(error.clone().map(|error| ("code", error))),
            code: Field {
                language: frame.language,
                name: "code".to_owned(),
                label: frame.say("portal-code-label"),
                hint: Some(frame.say("portal-code-hint")),
                // What was typed is not shown again: a code is typed anew faster than it is mended.
                error,
                input_mode: Some("numeric"),
                auto_complete: Some("one-time-code"),
                chars_max: Some(12),
                width: Some(6),
                ..Field::default()
            },
            until,
            again,
            support,
        }
    }
}

impl Sampled for CodePage {
    const PAGE: &'static str = "sign_in_code";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let stranger = sample::stranger_frame(frame.language);
        let support = || Some(sample::SUPPORT.to_owned());
        let fresh = Waiting {
            until: sample::NOW + Duration::minutes(10),
            again_at: sample::NOW + Duration::minutes(1),
        };
        let old = Waiting {
            until: sample::NOW,
            again_at: sample::NOW,
        };
        let wrong = format!(
            "{} {}",
            frame.say("err-wrong-code"),
            frame.say("rec-wrong-code")
        );
        let of =
            |waiting: &Waiting, error| Self::of(&stranger, support(), waiting, sample::NOW, error);
        vec![
            ("usual", of(&fresh, None)),
            ("with-errors", of(&fresh, Some(wrong))),
            ("over", of(&old, None)),
        ]
    }
}

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
use crate::{
    app::phone_codes::{Entering, Waiting},
    config::ServerFile,
};

/// The code of a sign-in.
#[derive(Debug, Template)]
#[template(path = "portal/sign_in_code.html")]
pub struct CodePage {
    shell: Shell,
    token: String,
    errors: Errors,
    /// None where a code could only be refused.
    code: Option<Field>,
    stands: String,
    /// None where no other code helps.
    again: Option<String>,
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
        let stands = match waiting.entering {
            Entering::Open => {
                let message = Message::new("portal-code-until");
                frame.text(&message.with("until", frame.instant(waiting.until)))
            }
            Entering::Over => frame.say("portal-code-over"),
            Entering::TriedOften => frame.say("portal-code-tried-often"),
            Entering::OverToday => frame.say("portal-code-over-today"),
        };
        let again = if waiting.entering == Entering::OverToday {
            None
        } else if now < waiting.again_at {
            let message = Message::new("portal-code-again-at");
            Some(frame.text(&message.with("at", frame.instant(waiting.again_at))))
        } else {
            Some(frame.say("portal-code-again-now"))
        };
        let open = waiting.entering == Entering::Open;
        // Where there is no field the page says how things stand, once.
        let error = error.filter(|_| open);
        Self {
            shell: frame.shell(frame.say("portal-code-title"), Section::None),
            token: frame.token.clone(),
            errors: frame.errors(error.clone().map(|error| ("code", error))),
            code: open.then(|| Field {
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
            }),
            stands,
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
            entering: Entering::Open,
        };
        let closed = |entering| Waiting {
            until: sample::NOW,
            again_at: sample::NOW,
            entering,
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
            ("over", of(&closed(Entering::Over), None)),
            ("tried-often", of(&closed(Entering::TriedOften), None)),
            ("over-today", of(&closed(Entering::OverToday), None)),
        ]
    }
}

//! The way in by telephone: the number.

use askama::Template;
use smena_ui::page::{
    Shell,
    part::{Errors, Field},
};

use super::{Frame, Section, previews::Sampled, sample};
use crate::config::ServerFile;

/// The number of a telephone.
#[derive(Debug, Template)]
#[template(path = "portal/sign_in_phone.html")]
pub struct PhonePage {
    shell: Shell,
    token: String,
    errors: Errors,
    phone: Field,
    support: Option<String>,
}

impl PhonePage {
    /// The page, with what was typed and what is wrong with it.
    #[must_use]
    pub fn new(frame: &Frame, config: &ServerFile, typed: &str, error: Option<String>) -> Self {
        Self::of(frame, config.portal.support.clone(), typed, error)
    }

    fn of(frame: &Frame, support: Option<String>, typed: &str, error: Option<String>) -> Self {
        Self {
            shell: frame.shell(frame.say("portal-phone-title"), Section::None),
            token: frame.token.clone(),
            errors: frame.errors(error.clone().map(|error| ("phone", error))),
            phone: Field {
                language: frame.language,
                name: "phone".to_owned(),
                label: frame.say("portal-phone-label"),
                hint: Some(frame.say("portal-phone-hint")),
                value: typed.to_owned(),
                error,
                kind: "tel",
                auto_complete: Some("tel"),
                chars_max: Some(40),
                width: Some(20),
                ..Field::default()
            },
            support,
        }
    }
}

impl Sampled for PhonePage {
    const PAGE: &'static str = "sign_in_phone";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let stranger = sample::stranger_frame(frame.language);
        let support = || Some(sample::SUPPORT.to_owned());
        let wrong = format!(
            "{} {}",
            frame.say("err-phone-not-valid"),
            frame.say("rec-phone-not-valid")
        );
        vec![
            ("usual", Self::of(&stranger, support(), "", None)),
            (
                "with-errors",
                Self::of(&stranger, support(), "900 12", Some(wrong)),
            ),
        ]
    }
}

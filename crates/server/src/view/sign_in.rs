//! The way in by certificate: what will happen, and the button that begins it.

use askama::Template;
use smena_ui::page::Shell;

use super::{Frame, Section, previews::Sampled, sample};

/// The way in by certificate.
#[derive(Debug, Template)]
#[template(path = "portal/sign_in.html")]
pub struct SignInPage {
    shell: Shell,
    token: String,
}

impl SignInPage {
    /// The page.
    #[must_use]
    pub fn new(frame: &Frame) -> Self {
        Self {
            shell: frame.shell(frame.say("portal-sign-in-title"), Section::None),
            token: frame.token.clone(),
        }
    }
}

impl Sampled for SignInPage {
    const PAGE: &'static str = "sign_in";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        vec![("usual", Self::new(&sample::stranger_frame(frame.language)))]
    }
}

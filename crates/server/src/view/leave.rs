//! Giving up a renewal or its new certificate: a second look at what that does, before it is done.

use askama::Template;
use smena_ui::page::{Shell, part::Errors};

use super::{Frame, Section, previews::Sampled};

/// What is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// The renewal, before a certificate exists.
    Withdraw,
    /// The new certificate, before its receipt.
    Abandon,
}

impl Leaving {
    /// The name of the page.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Withdraw => "withdraw",
            Self::Abandon => "abandon",
        }
    }
}

/// The second look.
#[derive(Debug, Template)]
#[template(path = "portal/leave.html")]
pub struct LeavePage {
    shell: Shell,
    renewal: String,
    step: &'static str,
    token: String,
    revision: i64,
    title: String,
    lead: String,
    button: String,
    errors: Errors,
}

impl LeavePage {
    /// The second look at a renewal, at the revision that is shown.
    #[must_use]
    pub fn new(
        frame: &Frame,
        renewal: String,
        revision: i64,
        leaving: Leaving,
        errors: Errors,
    ) -> Self {
        let step = leaving.as_str();
        let say = |part: &str| frame.say(&format!("portal-{step}-{part}"));
        let title = say("title");
        Self {
            shell: frame.shell(title.clone(), Section::None),
            renewal,
            step,
            token: frame.token.clone(),
            revision,
            lead: say("lead"),
            button: say("button"),
            title,
            errors,
        }
    }
}

impl Sampled for LeavePage {
    const PAGE: &'static str = "leave";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let of = |leaving, errors| Self::new(frame, "/renewals/0".to_owned(), 4, leaving, errors);
        let refused = frame.say("err-issuing-under-way");
        vec![
            ("usual", of(Leaving::Withdraw, frame.errors([]))),
            ("abandon", of(Leaving::Abandon, frame.errors([]))),
            (
                "with-errors",
                of(Leaving::Abandon, frame.errors([("", refused)])),
            ),
        ]
    }
}

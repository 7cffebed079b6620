//! The page of what failed: what happened, what to do, where to go. Of a fault of ours it says a number and nothing
//! else.

use askama::Template;
use smena_ui::page::{Shell, part::Link};

use super::{Frame, Section, Told, previews::Sampled};
use crate::app::failure::{Denial, DenialKind, Failure};

/// What failed.
#[derive(Debug, Template)]
#[template(path = "portal/problem.html")]
pub struct ProblemPage {
    shell: Shell,
    title: String,
    happened: Option<String>,
    remedy: String,
    ways: Vec<Link>,
}

impl ProblemPage {
    /// The page of a failure.
    #[must_use]
    pub fn new(frame: &Frame, failure: &Failure, told: &Told) -> Self {
        let title = frame.say(title_key(failure));
        let says_more = told.happened.trim_end_matches('.') != title;
        Self {
            shell: frame.shell(title.clone(), Section::None),
            title,
            happened: says_more.then(|| told.happened.clone()),
            remedy: told.remedy.clone(),
            ways: ways(frame, failure),
        }
    }
}

fn title_key(failure: &Failure) -> &'static str {
    match failure {
        Failure::Ours(_) => "portal-problem-ours",
        Failure::Refused(_) => "portal-problem-refused",
        Failure::Denied(denial) => match denial.kind() {
            DenialKind::Unproved => "portal-problem-signed-out",
            DenialKind::Missing => "portal-problem-missing",
            DenialKind::Forbidden | DenialKind::Misdirected => "portal-problem-forbidden",
            DenialKind::TooMany => "portal-problem-too-many",
            DenialKind::Busy => "portal-problem-busy",
            DenialKind::Gone => "portal-problem-gone",
            _ => "portal-problem-refused",
        },
    }
}

fn ways(frame: &Frame, failure: &Failure) -> Vec<Link> {
    let unproved = matches!(
        failure,
        Failure::Denied(Denial::SessionNeeded {} | Denial::HolderSessionNeeded {})
    );
    if unproved {
        return vec![Link::new(
            "/sign-in/certificate",
            frame.say("portal-way-certificate"),
        )];
    }
    vec![
        Link::new("/certificates", frame.say("portal-nav-certificates")),
        Link::new("/", frame.say("portal-nav-start")),
    ]
}

impl Sampled for ProblemPage {
    const PAGE: &'static str = "problem";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let of = |failure: Failure, reference| {
            let told = Told::of(&failure, frame.language, frame.zone, reference);
            Self::new(frame, &failure, &told)
        };
        vec![
            ("usual", of(Denial::NotFound {}.into(), None)),
            ("forbidden", of(Denial::FormTokenWrong {}.into(), None)),
            ("signed-out", of(Denial::SessionNeeded {}.into(), None)),
            ("busy", of(Denial::TooSlow {}.into(), None)),
            (
                "our-fault",
                of(Failure::ours("a sample"), Some("0123456789ab")),
            ),
        ]
    }
}

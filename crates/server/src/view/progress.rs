//! How the renewals of a holder stand, without anything that says who he is: for whoever has his telephone.

use askama::Template;
use smena_domain::{
    procedure::Procedure,
    renewal::{Renewal, obligations},
};
use smena_ui::page::Shell;
use time::OffsetDateTime;

use super::{Frame, Section, previews::Sampled, renewal::standing, sample};

/// How the renewals stand.
#[derive(Debug, Template)]
#[template(path = "portal/progress.html")]
pub struct ProgressPage {
    shell: Shell,
    token: String,
    renewals: Vec<Line>,
}

/// One renewal.
#[derive(Debug)]
struct Line {
    procedure: String,
    stage: String,
    standing: String,
}

impl ProgressPage {
    /// The page of these renewals.
    #[must_use]
    pub fn new(frame: &Frame, renewals: &[(&Renewal, &Procedure)], now: OffsetDateTime) -> Self {
        let line = |(renewal, procedure): &(&Renewal, &Procedure)| Line {
            procedure: super::tasks::named(frame, procedure, "title"),
            stage: frame.say(&format!("stage-{}", renewal.stage_name())),
            standing: standing(
                frame,
                renewal,
                procedure,
                &obligations(renewal, procedure, now),
            ),
        };
        Self::of(frame, renewals.iter().map(line).collect())
    }

    fn of(frame: &Frame, renewals: Vec<Line>) -> Self {
        Self {
            shell: frame.shell(frame.say("portal-progress-title"), Section::None),
            token: frame.token.clone(),
            renewals,
        }
    }
}

impl Sampled for ProgressPage {
    const PAGE: &'static str = "progress";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let stranger = sample::stranger_frame(frame.language);
        let line = || Line {
            procedure: sample::PROCEDURE.to_owned(),
            stage: frame.say("stage-submitted"),
            standing: frame.say("portal-standing-nothing"),
        };
        vec![
            ("usual", Self::of(&stranger, vec![line(), line()])),
            ("none", Self::of(&stranger, Vec::new())),
        ]
    }
}

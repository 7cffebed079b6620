//! How the renewals of a holder stand, without anything that says who he is: for whoever has his telephone.

use askama::Template;
use smena_domain::{
    procedure::Procedure,
    renewal::{Renewal, obligations},
};
use smena_ui::{Message, page::Shell};
use time::OffsetDateTime;

use super::{Frame, Section, previews::Sampled, renewal::standing, sample};
use crate::app::cabinet::{OwnCertificate, Urgency};

/// How the renewals stand.
#[derive(Debug, Template)]
#[template(path = "portal/progress.html")]
pub struct ProgressPage {
    shell: Shell,
    token: String,
    renewals: Vec<Line>,
    ending: Vec<Ending>,
}

/// A certificate that ends, of which nothing is said but when.
#[derive(Debug)]
struct Ending {
    thumbprint: String,
    says: String,
    number: String,
}

/// One renewal.
#[derive(Debug)]
struct Line {
    address: String,
    procedure: String,
    stage: String,
    standing: String,
}

impl ProgressPage {
    /// The page of these renewals.
    #[must_use]
    pub fn new(
        frame: &Frame,
        renewals: &[(&Renewal, &Procedure)],
        certificates: &[OwnCertificate],
        now: OffsetDateTime,
    ) -> Self {
        let line = |(renewal, procedure): &(&Renewal, &Procedure)| Line {
            address: format!("/renewals/{}", renewal.id()),
            procedure: super::tasks::named(frame, procedure, "title"),
            stage: frame.say(&format!("stage-{}", renewal.stage_name())),
            standing: standing(
                frame,
                renewal,
                procedure,
                &obligations(renewal, procedure, now),
            ),
        };
        let ending = certificates
            .iter()
            .filter_map(|own| ending(frame, now, own))
            .collect();
        Self::of(frame, renewals.iter().map(line).collect(), ending)
    }

    fn of(frame: &Frame, renewals: Vec<Line>, ending: Vec<Ending>) -> Self {
        Self {
            shell: frame.shell(frame.say("portal-progress-title"), Section::Progress),
            token: frame.token.clone(),
            renewals,
            ending,
        }
    }
}

/// A certificate that is to be replaced and whose renewal has not begun.
fn ending(frame: &Frame, now: OffsetDateTime, own: &OwnCertificate) -> Option<Ending> {
    let key = match own.urgency(now) {
        Urgency::None => return None,
        _ if own.renewal.is_some() => return None,
        Urgency::Soon { .. } => "portal-progress-ends",
        Urgency::Over => "portal-progress-over",
    };
    let day = frame.day(own.signs_until);
    Some(Ending {
        thumbprint: own.thumbprint.to_string(),
        says: frame.text(&Message::new(key).with("day", day)),
        number: own.serial.clone(),
    })
}

impl Sampled for ProgressPage {
    const PAGE: &'static str = "progress";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let telephone = sample::telephone_frame(frame.language);
        let ending = || {
            let day = frame.day(sample::NOW);
            vec![Ending {
                thumbprint: "1f".repeat(32),
                says: frame.text(&Message::new("portal-progress-over").with("day", day)),
                number: "1f3a".repeat(8),
            }]
        };
        let line = || Line {
            address: "/renewals/0".to_owned(),
            procedure: sample::PROCEDURE.to_owned(),
            stage: frame.say("stage-submitted"),
            standing: frame.say("portal-standing-nothing"),
        };
        vec![
            (
                "usual",
                Self::of(&telephone, vec![line(), line()], ending()),
            ),
            ("none", Self::of(&telephone, Vec::new(), Vec::new())),
        ]
    }
}

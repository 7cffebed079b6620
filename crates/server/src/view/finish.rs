//! The end: number, both periods, the day of the switch, where key and backup lie, whom to tell, how the registration
//! stands (T32 to T35, R30, R31).

use askama::Template;
use smena_domain::{
    procedure::{Procedure, Slug},
    renewal::{Backup, Finished, OldKeyTreatment, Registration, Renewal},
};
use smena_ui::{
    Message,
    page::{
        Shell,
        part::{Link, Panel, Summary, SummaryRow},
    },
};

use super::{Frame, Section, certificates::period, previews::Sampled, sample, tasks::named};

/// The end of a renewal.
#[derive(Debug, Template)]
#[template(path = "portal/finish.html")]
pub struct FinishPage {
    shell: Shell,
    renewal: String,
    panel: Panel,
    summary: Summary,
    bodies: Option<Summary>,
    systems: Vec<String>,
    keep: String,
    calendar: Link,
}

impl FinishPage {
    /// The page of a renewal whose receipt is there.
    #[must_use]
    pub fn new(
        frame: &Frame,
        renewal: &Renewal,
        procedure: &Procedure,
        finished: &Finished,
    ) -> Self {
        let address = format!("/renewals/{}", renewal.id());
        let bodies = finished
            .registrations
            .iter()
            .map(|(body, state)| body_row(frame, procedure, body, state))
            .collect();
        let systems = procedure
            .aftercare
            .systems
            .iter()
            .filter(|system| !finished.systems_told.contains(system))
            .map(|system| named(frame, procedure, &format!("system-{system}")))
            .collect();
        let old = renewal.old();
        let rows = vec![
            row(
                frame,
                "portal-label-serial",
                finished.certificate.serial.to_string(),
                true,
            ),
            row(
                frame,
                "portal-finish-new-period",
                period(
                    frame,
                    finished.certificate.not_before.at(),
                    finished.certificate.not_after.at(),
                ),
                false,
            ),
            row(
                frame,
                "portal-finish-old-period",
                period(frame, old.not_before.at(), old.not_after.at()),
                false,
            ),
            row(
                frame,
                "portal-finish-switch",
                frame.date(finished.switch_on),
                false,
            ),
            row(
                frame,
                "portal-finish-backup",
                backup(frame, finished),
                false,
            ),
        ];
        Self {
            keep: frame.say(match finished.old_key {
                Some(OldKeyTreatment::Deleted) => "portal-finish-old-key-deleted",
                _ => "portal-finish-old-key-kept",
            }),
            ..Self::of(
                frame,
                address,
                frame.date(finished.switch_on),
                rows,
                bodies,
                systems,
            )
        }
    }

    fn of(
        frame: &Frame,
        renewal: String,
        switch_on: String,
        rows: Vec<SummaryRow>,
        bodies: Vec<SummaryRow>,
        systems: Vec<String>,
    ) -> Self {
        let list = |rows| Summary {
            language: frame.language,
            rows,
        };
        let title = frame.say("portal-finish-title");
        let switch = Message::new("portal-finish-panel").with("date", switch_on);
        Self {
            shell: frame.shell(title.clone(), Section::None),
            panel: Panel {
                title,
                text: Some(frame.text(&switch)),
            },
            summary: list(rows),
            bodies: (!bodies.is_empty()).then(|| list(bodies)),
            systems,
            keep: frame.say("portal-finish-old-key-kept"),
            calendar: Link::new(
                format!("{renewal}/switch.ics"),
                frame.say("portal-finish-calendar"),
            ),
            renewal,
        }
    }
}

fn row(frame: &Frame, key: &str, value: String, is_number: bool) -> SummaryRow {
    SummaryRow {
        label: frame.say(key),
        value: Some(value),
        is_number,
        ..SummaryRow::default()
    }
}

fn backup(frame: &Frame, finished: &Finished) -> String {
    match finished.backup {
        None => frame.say("portal-finish-backup-none"),
        Some(Backup::Declined) => frame.say("portal-finish-backup-declined"),
        Some(Backup::Verified { medium }) => {
            let medium = frame.say(&format!("medium-{medium}"));
            frame.text(&Message::new("portal-finish-backup-made").with("medium", medium))
        }
    }
}

/// How the registration with a body stands (R30).
fn body_row(frame: &Frame, procedure: &Procedure, body: &Slug, state: &Registration) -> SummaryRow {
    let value = match state {
        Registration::Pending => frame.say("portal-registration-pending"),
        Registration::Refused { reason } => {
            frame.text(&Message::new("portal-registration-refused").with("reason", reason))
        }
        Registration::Registered { at } => frame
            .text(&Message::new("portal-registration-registered").with("date", frame.day(at.at()))),
    };
    SummaryRow {
        label: named(frame, procedure, &format!("body-{body}")),
        value: Some(value),
        ..SummaryRow::default()
    }
}

impl Sampled for FinishPage {
    const PAGE: &'static str = "finish";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let switch = || frame.day(sample::NOW + time::Duration::days(16));
        let rows = || {
            let later = sample::NOW + time::Duration::days(450);
            let sooner = sample::NOW + time::Duration::days(21);
            vec![
                row(frame, "portal-label-serial", "1f3a".repeat(8), true),
                row(
                    frame,
                    "portal-finish-new-period",
                    period(frame, sample::NOW, later),
                    false,
                ),
                row(
                    frame,
                    "portal-finish-old-period",
                    period(frame, sample::NOW - time::Duration::days(344), sooner),
                    false,
                ),
                row(frame, "portal-finish-switch", switch(), false),
                row(
                    frame,
                    "portal-finish-backup",
                    frame.say("portal-finish-backup-declined"),
                    false,
                ),
            ]
        };
        let body = |name: &str, key: &str| SummaryRow {
            label: name.to_owned(),
            value: Some(frame.say(key)),
            ..SummaryRow::default()
        };
        let of = |bodies, systems| {
            Self::of(
                frame,
                "/renewals/0".to_owned(),
                switch(),
                rows(),
                bodies,
                systems,
            )
        };
        let bodies = sample::BODIES.map(|name| body(name, "portal-registration-pending"));
        let longest = sample::longest_organisation();
        vec![
            ("usual", of(Vec::new(), Vec::new())),
            ("bodies", of(bodies.to_vec(), Vec::new())),
            (
                "longest",
                of(
                    vec![body(&longest, "portal-registration-pending")],
                    vec![longest.clone(); 12],
                ),
            ),
        ]
    }
}

//! The data of the new certificate: looked through by their owner (T7 to T13), what differs said in words.

use askama::Template;
use smena_domain::{
    procedure::{ChangeRule, Procedure},
    renewal::{DataRow, Renewal},
};
use smena_ui::{
    Message,
    page::{
        Shell,
        part::{Errors, Link, Summary, SummaryRow, TaskList},
    },
};
use time::OffsetDateTime;

use super::{
    Frame, Section,
    previews::Sampled,
    sample,
    tasks::{self, task_list},
};

/// The data of the new certificate.
#[derive(Debug, Template)]
#[template(path = "portal/check_data.html")]
pub struct CheckDataPage {
    shell: Shell,
    tasks: TaskList,
    renewal: String,
    token: String,
    revision: i64,
    lead: String,
    source: String,
    summary: Summary,
    errors: Errors,
}

impl CheckDataPage {
    /// The page of a renewal, with what was wrong with the answer.
    #[must_use]
    pub fn new(
        frame: &Frame,
        renewal: &Renewal,
        procedure: &Procedure,
        now: OffsetDateTime,
        errors: Errors,
    ) -> Self {
        let address = format!("/renewals/{}", renewal.id());
        let rows = renewal
            .rows()
            .iter()
            .map(|datum| row(frame, renewal, procedure, datum))
            .collect();
        let tasks = task_list(frame, renewal, procedure, now);
        Self {
            revision: renewal.revision(),
            ..Self::of(frame, address, tasks, rows, errors)
        }
    }

    fn of(
        frame: &Frame,
        renewal: String,
        tasks: TaskList,
        rows: Vec<SummaryRow>,
        errors: Errors,
    ) -> Self {
        let source = Message::new("portal-check-data-source").with("authority", &frame.authority);
        Self {
            shell: frame.shell(frame.say("portal-check-data-title"), Section::None),
            tasks,
            renewal,
            token: frame.token.clone(),
            revision: 0,
            lead: frame.say(if frame.telephone.is_some() {
                "portal-check-data-telephone"
            } else {
                "portal-check-data-lead"
            }),
            source: frame.text(&source),
            summary: Summary {
                language: frame.language,
                rows,
            },
            errors,
        }
    }
}

/// A row with the rule of its change, said before the click. What the chosen kind leaves out is not typed again: it
/// would not stand in the certificate.
fn row(frame: &Frame, renewal: &Renewal, procedure: &Procedure, datum: &DataRow) -> SummaryRow {
    let label = frame.say(&format!("label-{}", datum.field));
    let shown = |value: &str| frame.datum(datum.field, value);
    let rule = procedure
        .gathering
        .rule(datum.field)
        .filter(|_| renewal.bears(datum.field));
    let action = rule.map(|_| Link {
        hidden: Some(label.clone()),
        ..Link::new(
            format!(
                "/renewals/{}/change-data?field={}",
                renewal.id(),
                datum.field
            ),
            frame.say("portal-change"),
        )
    });
    SummaryRow {
        value: frame.shown(datum.value.as_deref().map(shown)),
        was: datum.is_changed().then(|| {
            let was = datum.was.as_deref().map(shown);
            frame.shown(was).unwrap_or_default()
        }),
        rule: rule.and_then(|rule| unusual(frame, rule.change)),
        action,
        is_number: datum.field.names_person(),
        label,
    }
}

/// What a change leads to, where it is not done here and at once: that is what most lines have, and the link says.
fn unusual(frame: &Frame, rule: ChangeRule) -> Option<String> {
    (rule != ChangeRule::Remote).then(|| rule_words(frame, rule))
}

/// What a change leads to: at once, on paper, in the office.
pub(super) fn rule_words(frame: &Frame, rule: ChangeRule) -> String {
    frame.say(&format!("portal-change-{}", rule.as_str()))
}

impl Sampled for CheckDataPage {
    const PAGE: &'static str = "check_data";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let of = |rows: Vec<SummaryRow>, errors| {
            Self::of(
                frame,
                "/renewals/0".to_owned(),
                tasks::sample(frame, "check-data"),
                rows,
                errors,
            )
        };
        let with_actions = |rows: Vec<SummaryRow>| {
            let name = [frame.say("label-surname"), frame.say("label-given-name")];
            let act = |row: SummaryRow| SummaryRow {
                rule: name
                    .contains(&row.label)
                    .then(|| rule_words(frame, ChangeRule::Paper)),
                action: Some(Link {
                    hidden: Some(row.label.clone()),
                    ..Link::new("/renewals/0/change-data", frame.say("portal-change"))
                }),
                ..row
            };
            rows.into_iter().map(act).collect::<Vec<_>>()
        };
        let usual = with_actions(sample::data(frame));
        let changed = usual
            .iter()
            .cloned()
            .enumerate()
            .map(|(index, row)| SummaryRow {
                was: (index == 6).then(|| sample::FORMER_TITLE.to_owned()),
                ..row
            })
            .collect();
        let organisation = sample::row(frame, "organisation", &sample::longest_organisation());
        let longest = usual.iter().cloned().chain([organisation]).collect();
        let missing = frame.errors([("answer", frame.say("portal-check-data-answer-missing"))]);
        vec![
            ("usual", of(usual.clone(), frame.errors([]))),
            ("changed", of(changed, frame.errors([]))),
            ("longest", of(longest, frame.errors([]))),
            ("with-errors", of(usual, missing)),
        ]
    }
}

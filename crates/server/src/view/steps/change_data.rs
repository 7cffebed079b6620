//! One datum is changed: what follows from it stands before the act (K17 to K19).

use smena_domain::{
    procedure::{ChangeRule, Field, Procedure},
    renewal::{Duty, Renewal},
};
use smena_ui::{
    Message,
    page::part::{self, Link, NoticeKind, SummaryRow},
};

use super::{Block, Question, Step, StepPage};
use crate::view::{Frame, sample};

/// The name of the question.
const VALUE: &str = "value";

/// The page of a datum; of all of them where none was chosen.
#[must_use]
pub fn page(
    step: Step<'_>,
    renewal: &Renewal,
    procedure: &Procedure,
    chosen: Option<Field>,
) -> StepPage {
    let rule = chosen.and_then(|field| procedure.gathering.rule(field));
    let Some(rule) = rule else {
        let rows = procedure
            .gathering
            .fields
            .iter()
            .filter(|rule| renewal.bears(rule.field))
            .map(|rule| {
                let value = step.frame.shown(renewal.value(rule.field));
                row(&step, rule.field, rule.change, value)
            })
            .collect();
        return list(step, rows);
    };
    // Whoever has only the telephone types the new value without seeing the old one.
    let held = renewal
        .value(rule.field)
        .filter(|_| step.frame.telephone.is_none());
    if rule.change == ChangeRule::Office {
        let office = step.named(procedure, "office");
        return only_office(step, rule.field, held.as_deref(), office);
    }
    of(
        step,
        rule.field,
        rule.change,
        held.as_deref(),
        rule.required,
    )
}

fn row(step: &Step<'_>, field: Field, rule: ChangeRule, value: Option<String>) -> SummaryRow {
    let label = step.say(&format!("label-{field}"));
    let place = format!("change-data?field={field}");
    SummaryRow {
        value,
        rule: Some(step.say(&format!("portal-change-{rule}"))),
        action: Some(Link {
            hidden: Some(label.clone()),
            ..step.link(&place, "portal-change")
        }),
        is_number: field.names_person(),
        label,
        ..SummaryRow::default()
    }
}

fn list(step: Step<'_>, rows: Vec<SummaryRow>) -> StepPage {
    let blocks = vec![step.text("step-change-list-lead"), step.summary(rows)];
    step.page("step-change-list-title", blocks)
}

fn titled(step: Step<'_>, key: &str, field: Field, blocks: Vec<Block>) -> StepPage {
    let label = step.say(&format!("label-{field}"));
    let title = step.words(&Message::new(key.to_owned()).with("label", label));
    let back = step.at("check-data");
    StepPage {
        back,
        ..step.titled(title, blocks)
    }
}

fn only_office(step: Step<'_>, field: Field, held: Option<&str>, office: String) -> StepPage {
    let label = step.say(&format!("label-{field}"));
    let blocks = vec![
        step.summary(vec![SummaryRow {
            label,
            value: step.frame.shown(held.map(str::to_owned)),
            ..SummaryRow::default()
        }]),
        step.notice(
            NoticeKind::Plain,
            step.say("step-change-office-only"),
            Some(office),
        ),
        step.text("step-change-office-says"),
        Block::Links(vec![step.link("check-data", "step-change-back")]),
    ];
    titled(step, "step-change-office-title", field, blocks)
}

fn of(
    step: Step<'_>,
    field: Field,
    rule: ChangeRule,
    held: Option<&str>,
    required: bool,
) -> StepPage {
    let checks = match field {
        Field::Snils => Some("snils"),
        Field::Inn | Field::OrganisationInn => Some("inn"),
        Field::Ogrn => Some("ogrn"),
        _ => None,
    };
    let long = matches!(field, Field::Organisation | Field::Street);
    let question = part::Field {
        kind: if field == Field::Email {
            "email"
        } else {
            "text"
        },
        live_check: checks,
        live_words: checks.map(|_| (step.say("step-change-good"), step.say("step-change-bad"))),
        lines: long.then_some(3),
        chars_max: Some(smena_domain::limits::VALUE_CHARS_MAX),
        hint: (!required).then(|| step.say("step-change-empty")),
        ..step.field(VALUE, "step-change-label", held)
    };
    let form = step
        .form(vec![Question::Field(question)], "step-change-button")
        .to(step.at("change-data"))
        .hiding("field", field.as_str());
    let kind = match rule {
        ChangeRule::Remote => NoticeKind::Plain,
        ChangeRule::Paper | ChangeRule::Office => NoticeKind::Warn,
    };
    let says = step.say(&format!("step-change-{rule}-says"));
    let label = step.say(&format!("label-{field}"));
    let blocks = vec![
        step.summary(vec![SummaryRow {
            label,
            value: step.frame.shown(held.map(str::to_owned)),
            ..SummaryRow::default()
        }]),
        step.notice(kind, step.say(&format!("portal-change-{rule}")), Some(says)),
        form.block(),
    ];
    titled(step, "step-change-title", field, blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let duty = Duty::CheckData;
    let step = || Step::sample(frame, duty);
    let title = Some("Главный бухгалтер");
    let wrong = Step::sample_with(
        frame,
        duty,
        &[(VALUE, "sokolova")],
        &[(VALUE, "step-change-bad")],
    );
    let rows = [
        (Field::Title, ChangeRule::Remote, title),
        (Field::Department, ChangeRule::Remote, None),
        (Field::Snils, ChangeRule::Paper, Some("987-654-320 82")),
        (
            Field::Organisation,
            ChangeRule::Office,
            Some(sample::ORGANISATION),
        ),
    ];
    let rows = rows
        .map(|(field, rule, value)| row(&step(), field, rule, value.map(str::to_owned)))
        .to_vec();
    let email = Some("sokolova@example.ru");
    let longest = sample::longest_organisation();
    vec![
        (
            "usual",
            of(step(), Field::Title, ChangeRule::Remote, title, false),
        ),
        (
            "on-paper",
            of(
                step(),
                Field::Snils,
                ChangeRule::Paper,
                Some("987-654-320 82"),
                true,
            ),
        ),
        (
            "only-office",
            only_office(
                step(),
                Field::Organisation,
                Some(&longest),
                sample::OFFICE.to_owned(),
            ),
        ),
        ("list", list(step(), rows)),
        (
            "with-errors",
            of(wrong, Field::Email, ChangeRule::Remote, email, false),
        ),
        (
            "longest",
            of(
                step(),
                Field::Organisation,
                ChangeRule::Paper,
                Some(&longest),
                true,
            ),
        ),
    ]
}

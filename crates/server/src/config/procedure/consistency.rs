//! What has to agree between the sections of a procedure.

use std::collections::BTreeSet;

use smena_domain::procedure::{
    BackupPolicy, ChangeRule, ExpiredPath, Exportable, Field, OldKeyPolicy, PasswordPolicy,
    Procedure, Slug, Text,
};

use crate::config::mistake::MistakeKind;
use crate::config::section::Section;

/// Reports what does not agree.
pub(super) fn check(procedure: &Procedure, root: &Section<'_>) {
    check_fields(procedure, root);
    check_kinds(procedure, root);
    check_key(procedure, root);
    check_notices(procedure, root);
    check_names(procedure, root);
    check_text(procedure, root);
}

fn check_fields(procedure: &Procedure, root: &Section<'_>) {
    let section = root.again("gathering");
    let fields = section.again("fields");
    if procedure.gathering.fields.is_empty() {
        section.report("fields", MistakeKind::Missing);
    }
    if procedure.admission.sign_in.is_empty() {
        root.again("admission")
            .report("sign_in", MistakeKind::Missing);
    }
    for rule in procedure
        .gathering
        .fields
        .iter()
        .filter(|r| r.change == ChangeRule::Remote)
    {
        if rule.field.names_person() {
            fields.report(
                rule.field.as_str(),
                MistakeKind::Contradiction("contradiction-person"),
            );
        }
        if rule.field.is_name_of_person() && procedure.examination.checks.is_empty() {
            fields.report(
                rule.field.as_str(),
                MistakeKind::Contradiction("contradiction-name-without-check"),
            );
        }
    }
    let asked = &procedure.gathering;
    if asked.asks_snils && asked.rule(Field::Snils).is_none() {
        section.report(
            "asks_snils",
            MistakeKind::Contradiction("contradiction-snils"),
        );
    }
}

/// What a kind that can be chosen cannot do without has to be in the table: else its holder neither sees nor adds it.
fn check_kinds(procedure: &Procedure, root: &Section<'_>) {
    let asked = &procedure.gathering;
    let is_missing = |field: &Field| asked.rule(*field).is_none();
    if asked
        .kinds
        .iter()
        .any(|kind| kind.required().iter().any(is_missing))
    {
        root.again("gathering").report(
            "kinds",
            MistakeKind::Contradiction("contradiction-kind-fields"),
        );
    }
}

fn check_key(procedure: &Procedure, root: &Section<'_>) {
    let key = &procedure.key;
    if !key.media.is_empty() {
        if procedure.aftercare.old_key == OldKeyPolicy::DeleteAfterReceipt
            && procedure.aftercare.backup == BackupPolicy::NotOffered
        {
            root.again("aftercare").report(
                "old_key",
                MistakeKind::Contradiction("contradiction-backup"),
            );
        }
        return;
    }
    let section = root.again("key");
    if key.exportable == Exportable::AskedDefaultNo || key.password != PasswordPolicy::NotAsked {
        section.report(
            "media",
            MistakeKind::Contradiction("contradiction-key-options"),
        );
    }
    if procedure.aftercare.backup == BackupPolicy::OfferedElsewhere {
        root.again("aftercare").report(
            "backup",
            MistakeKind::Contradiction("contradiction-other-medium"),
        );
    }
}

/// A reminder before the renewal is possible is useless, and a ladder goes down.
fn check_notices(procedure: &Procedure, root: &Section<'_>) {
    let days = &procedure.notices.days_before;
    let section = root.again("notices");
    if days
        .iter()
        .any(|days| *days > procedure.admission.window_days)
    {
        section.report(
            "days_before",
            MistakeKind::Contradiction("contradiction-early-reminder"),
        );
    }
    if !days.is_sorted_by(|left, right| left > right) {
        section.report(
            "days_before",
            MistakeKind::Contradiction("contradiction-days-order"),
        );
    }
}

fn check_names(procedure: &Procedure, root: &Section<'_>) {
    let section = root.again("gathering");
    let asked = &procedure.gathering;
    let lists: [(&str, Vec<&Slug>); 3] = [
        (
            "offices",
            asked.offices.iter().map(|office| &office.name).collect(),
        ),
        (
            "system_powers",
            asked
                .system_powers
                .iter()
                .map(|power| &power.name)
                .collect(),
        ),
        (
            "documents",
            asked
                .documents
                .iter()
                .map(|document| &document.name)
                .collect(),
        ),
    ];
    for (key, names) in lists {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name) {
                section.report(key, MistakeKind::Doubled(name.to_string()));
            }
        }
    }
}

/// Each thing that the procedure lists has a name in both languages, and no text belongs to nothing.
fn check_text(procedure: &Procedure, root: &Section<'_>) {
    let section = root.again("text");
    let needed = needed_texts(procedure);
    let languages = [("ru", &procedure.text.ru), ("en", &procedure.text.en)];
    for (language, texts) in languages {
        let table = section.again(language);
        for key in needed.iter().filter(|key| !texts.contains_key(*key)) {
            section.report(
                language,
                MistakeKind::MissingText {
                    key: key.clone(),
                    language,
                },
            );
        }
        for key in texts.keys().filter(|key| !needed.contains(*key)) {
            table.report(key, MistakeKind::UnknownText(key.clone()));
        }
        for (key, _) in texts.iter().filter(|(_, text)| text.trim().is_empty()) {
            table.report(key, MistakeKind::Missing);
        }
    }
}

fn needed_texts(procedure: &Procedure) -> BTreeSet<String> {
    let asked = &procedure.gathering;
    let mut needed: BTreeSet<String> = Text::REQUIRED.iter().map(|key| (*key).to_owned()).collect();
    let paper = procedure.admission.expired == ExpiredPath::Paper
        || asked
            .fields
            .iter()
            .any(|rule| rule.change == ChangeRule::Paper);
    if paper {
        needed.insert("paper".to_owned());
    }
    let lists: [(&str, Vec<&Slug>); 7] = [
        ("power", asked.required_powers.iter().collect()),
        (
            "office",
            asked.offices.iter().map(|office| &office.name).collect(),
        ),
        (
            "system-power",
            asked
                .system_powers
                .iter()
                .map(|power| &power.name)
                .collect(),
        ),
        (
            "document",
            asked
                .documents
                .iter()
                .map(|document| &document.name)
                .collect(),
        ),
        ("check", procedure.examination.checks.iter().collect()),
        ("body", procedure.aftercare.registrations.iter().collect()),
        ("system", procedure.aftercare.systems.iter().collect()),
    ];
    for (kind, names) in lists {
        needed.extend(names.into_iter().map(|name| format!("{kind}-{name}")));
    }
    needed
}

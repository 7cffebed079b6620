//! The sections of a procedure file, one function for each.

use std::collections::BTreeMap;

use smena_domain::certificate::{CertificateKind, KeyHash};
use smena_domain::limits::WORKING_DAYS_MAX;
use smena_domain::organisation::Region;
use smena_domain::procedure::{
    Admission, Aftercare, ApplicationPolicy, ApprovalPolicy, BackupPolicy, Binding, ChangeRule,
    CodePolicy, Contacts, Examination, Exclusion, ExpiredPath, Exportable, Field, FieldRule,
    Gathering, IdentityDocumentPolicy, IssuePolicy, KeyMade, KeyPolicy, Medium, Notices, Office,
    OldKeyPolicy, PasswordPolicy, RequiredDocument, SignInMethod, Submission, SwitchRule,
    SystemPower, Text, UnplannedReason, ValidAt, WorkplaceCheck,
};

use crate::config::mistake::MistakeKind;
use crate::config::section::Section;

const DAYS_MAX: u16 = 366;
const MINUTES_MAX: u32 = 24 * 60;

pub(super) fn admission(section: &Section<'_>) -> Admission {
    let valid_at = match choice(section, "valid_at", &["approval", "signing"]) {
        1 => ValidAt::Signing {
            days_max: section.number("valid_days_after_signing_max", 1, 90),
        },
        _ => ValidAt::Approval,
    };
    let exclusions = section
        .sections("exclusions")
        .iter()
        .map(exclusion)
        .collect();
    let admission = Admission {
        window_days: section.number("window_days", 1, DAYS_MAX),
        unplanned: section.words("unplanned", UnplannedReason::parse, UnplannedReason::ALL),
        ancestors: section.slugs("ancestors"),
        foreign_issuers: foreign_issuers(section),
        exclusions,
        sign_in: section.words("sign_in", SignInMethod::parse, SignInMethod::ALL),
        expired: section.word("expired", ExpiredPath::parse, ExpiredPath::ALL),
        valid_at,
        workplace: section.words("workplace", WorkplaceCheck::parse, WorkplaceCheck::ALL),
    };
    section.finish();
    admission
}

fn exclusion(section: &Section<'_>) -> Exclusion {
    let regions = section
        .texts("regions")
        .into_iter()
        .filter_map(|text| region(section, "regions", text))
        .collect();
    let exclusion = Exclusion {
        regions,
        issuer: section.text("issuer"),
    };
    section.finish();
    exclusion
}

fn region(section: &Section<'_>, key: &str, text: String) -> Option<Region> {
    let region = Region::parse(&text).filter(|_| text.len() == 2);
    if region.is_none() {
        section.report(
            key,
            MistakeKind::Value {
                found: text,
                expected: "expected-region",
            },
        );
    }
    region
}

fn foreign_issuers(section: &Section<'_>) -> Vec<KeyHash> {
    let key = "foreign_issuers";
    section
        .texts(key)
        .into_iter()
        .filter_map(|text| {
            let hash = KeyHash::parse(&text);
            if hash.is_none() {
                let expected = "expected-key-hash";
                section.report(
                    key,
                    MistakeKind::Value {
                        found: text,
                        expected,
                    },
                );
            }
            hash
        })
        .collect()
}

pub(super) fn gathering(section: &Section<'_>) -> Gathering {
    let contacts = section.texts("contacts");
    for contact in contacts
        .iter()
        .filter(|text| !matches!(text.as_str(), "phone" | "email"))
    {
        let known = vec!["phone".to_owned(), "email".to_owned()];
        section.report(
            "contacts",
            MistakeKind::UnknownWord {
                found: contact.clone(),
                known,
            },
        );
    }
    let gathering = Gathering {
        asks_snils: section.flag("asks_snils"),
        required_powers: section.slugs("required_powers"),
        fields: fields(&section.section("fields")),
        identity_document: section.word(
            "identity_document",
            IdentityDocumentPolicy::parse,
            IdentityDocumentPolicy::ALL,
        ),
        offices: section.sections("offices").iter().map(office).collect(),
        kinds: section.words("kinds", CertificateKind::parse, CertificateKind::ALL),
        system_powers: section
            .sections("system_powers")
            .iter()
            .map(system_power)
            .collect(),
        documents: section.sections("documents").iter().map(document).collect(),
        contacts: Contacts {
            phone: contacts.iter().any(|text| text == "phone"),
            email: contacts.iter().any(|text| text == "email"),
        },
    };
    section.finish();
    gathering
}

/// `surname = { change = "paper", required = true }`, in the order of the data table.
fn fields(section: &Section<'_>) -> Vec<FieldRule> {
    let mut rules = Vec::new();
    for key in section.keys() {
        let rule = section.section(&key);
        let change = rule.word("change", ChangeRule::parse, ChangeRule::ALL);
        let required = rule.has("required") && rule.flag("required");
        rule.finish();
        if let Some(field) = Field::parse(&key) {
            rules.push(FieldRule {
                field,
                change,
                required,
            });
        } else {
            let known = Field::ALL.iter().map(ToString::to_string).collect();
            section.report(
                &key,
                MistakeKind::UnknownWord {
                    found: key.clone(),
                    known,
                },
            );
        }
    }
    rules
}

fn office(section: &Section<'_>) -> Office {
    let name = section.slug("name");
    let text = section.text("region");
    let region = region(section, "region", text);
    section.finish();
    Office {
        name,
        region: region
            .or_else(|| Region::parse("99"))
            .expect("99 is a region code"),
    }
}

fn system_power(section: &Section<'_>) -> SystemPower {
    let power = SystemPower {
        name: section.slug("name"),
        oid: section.text("oid"),
    };
    let arcs: Vec<&str> = power.oid.split('.').collect();
    let is_arc = |arc: &&str| !arc.is_empty() && arc.bytes().all(|b| b.is_ascii_digit());
    if arcs.len() < 3 || !arcs.iter().all(is_arc) {
        let found = power.oid.clone();
        section.report(
            "oid",
            MistakeKind::Value {
                found,
                expected: "expected-object-identifier",
            },
        );
    }
    section.finish();
    power
}

fn document(section: &Section<'_>) -> RequiredDocument {
    let document = RequiredDocument {
        name: section.slug("name"),
        kinds: section.words("kinds", CertificateKind::parse, CertificateKind::ALL),
    };
    section.finish();
    document
}

pub(super) fn key(section: &Section<'_>) -> KeyPolicy {
    let orders = &["before_application", "after_approval"];
    let made = if choice(section, "key_made", orders) == 1 {
        KeyMade::AfterApproval(binding(section))
    } else {
        refuse_binding(section);
        KeyMade::BeforeApplication
    };
    let policy = KeyPolicy {
        made,
        media: section.words("media", Medium::parse, Medium::ALL),
        exportable: section.word("exportable", Exportable::parse, Exportable::ALL),
        password: section.word("password", PasswordPolicy::parse, PasswordPolicy::ALL),
    };
    section.finish();
    policy
}

fn binding(section: &Section<'_>) -> Binding {
    let endorsement = section.has("endorsement") && section.flag("endorsement");
    let issue_code = section.has("issue_code") && section.flag("issue_code");
    match (endorsement, issue_code) {
        (true, true) => Binding::Either,
        (true, false) => Binding::Endorsement,
        (false, true) => Binding::IssueCode,
        (false, false) => {
            section.report(
                "key_made",
                MistakeKind::Contradiction("contradiction-unbound-key"),
            );
            Binding::Endorsement
        }
    }
}

fn refuse_binding(section: &Section<'_>) {
    for key in ["endorsement", "issue_code"] {
        if section.has(key) {
            // Read here, so that it is not called unknown besides.
            section.flag(key);
            section.report(
                key,
                MistakeKind::Contradiction("contradiction-bound-already"),
            );
        }
    }
}

pub(super) fn application(section: &Section<'_>) -> ApplicationPolicy {
    let policy = ApplicationPolicy {
        submission: section.word("submission", Submission::parse, Submission::ALL),
        clock_skew_minutes_max: section.number("clock_skew_minutes_max", 1, 60),
    };
    section.finish();
    policy
}

pub(super) fn examination(section: &Section<'_>) -> Examination {
    let checks = section.slugs("checks");
    let within = if checks.is_empty() && !section.has("checks_within_working_days") {
        0
    } else {
        section.number("checks_within_working_days", 1, WORKING_DAYS_MAX)
    };
    let examination = Examination {
        checks,
        checks_within_working_days: within,
        approval: ApprovalPolicy {
            by_rule: section.flag("approval_by_rule"),
            operators: section.number("operators", 1, 2),
            operator_signature: section.flag("operator_signature"),
            within_working_days: section.number("decided_within_working_days", 1, WORKING_DAYS_MAX),
        },
    };
    section.finish();
    examination
}

pub(super) fn issue(section: &Section<'_>) -> IssuePolicy {
    let code = section.optional_section("code").map(|code| {
        let policy = CodePolicy {
            arrives_within_minutes: code.number("arrives_within_minutes", 1, MINUTES_MAX),
            valid_minutes: code.number("valid_minutes", 1, MINUTES_MAX),
        };
        code.finish();
        policy
    });
    let policy = IssuePolicy {
        bill: section.flag("bill"),
        consent: section.flag("consent"),
        code,
        within_minutes: section.number("within_minutes", 1, MINUTES_MAX),
    };
    section.finish();
    policy
}

pub(super) fn aftercare(section: &Section<'_>) -> Aftercare {
    let switch = match choice(section, "switch", &["at-once", "before-expiry"]) {
        1 => SwitchRule::BeforeExpiry {
            days: section.number("switch_days_before_expiry", 1, 60),
        },
        _ => SwitchRule::AtOnce,
    };
    let registrations = section.slugs("registrations");
    let within = if registrations.is_empty() && !section.has("registered_within_working_days") {
        0
    } else {
        section.number("registered_within_working_days", 1, WORKING_DAYS_MAX)
    };
    let aftercare = Aftercare {
        familiarisation: section.flag("familiarisation"),
        backup: section.word("backup", BackupPolicy::parse, BackupPolicy::ALL),
        old_key: section.word("old_key", OldKeyPolicy::parse, OldKeyPolicy::ALL),
        switch,
        registrations,
        registered_within_working_days: within,
        systems: section.slugs("systems"),
    };
    section.finish();
    aftercare
}

pub(super) fn notices(section: &Section<'_>) -> Notices {
    let days_before = section.list("days_before", "expected-days", |value| {
        value.as_integer().and_then(|days| u16::try_from(days).ok())
    });
    section.finish();
    Notices { days_before }
}

pub(super) fn text(section: &Section<'_>) -> Text {
    let text = Text {
        ru: language(&section.section("ru")),
        en: language(&section.section("en")),
    };
    section.finish();
    text
}

fn language(section: &Section<'_>) -> BTreeMap<String, String> {
    section
        .keys()
        .into_iter()
        .map(|key| (key.clone(), section.text(&key)))
        .collect()
}

/// The index of one of a few words that choose a shape rather than a value.
fn choice(section: &Section<'_>, key: &str, known: &'static [&'static str]) -> usize {
    let found = section.text(key);
    known
        .iter()
        .position(|word| *word == found)
        .unwrap_or_else(|| {
            if !found.is_empty() {
                let known = known.iter().map(|word| (*word).to_owned()).collect();
                section.report(key, MistakeKind::UnknownWord { found, known });
            }
            0
        })
}

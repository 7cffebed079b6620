//! Extensions that must not be critical are not.

use const_oid::ObjectIdentifier;

use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-never-critical",
    severity: Severity::Error,
    source: "RFC 5280, 4.2.1.1, 4.2.1.2, 4.2.2.1",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    input
        .extensions()
        .filter(|extension| extension.is_critical() && NEVER_CRITICAL.contains(&extension.oid()))
        .map(|extension| Hit::at(extension_path(&extension.oid())))
        .collect()
}

const NEVER_CRITICAL: [ObjectIdentifier; 6] = [
    oid::AUTHORITY_KEY_IDENTIFIER,
    oid::SUBJECT_KEY_IDENTIFIER,
    oid::SUBJECT_DIRECTORY_ATTRIBUTES,
    oid::FRESHEST_CRL,
    oid::AUTHORITY_INFORMATION_ACCESS,
    oid::SUBJECT_INFORMATION_ACCESS,
];

//! An authority has a subjectKeyIdentifier.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-subject-key-identifier-in-authority",
    severity: Severity::Error,
    source: "RFC 5280, 4.2.1.2",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let there = input.extension(oid::SUBJECT_KEY_IDENTIFIER).is_some();
    Hit::unless(there || !input.is_authority(), "tbsCertificate.extensions")
}

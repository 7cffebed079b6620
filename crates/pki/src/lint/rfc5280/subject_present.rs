//! An authority has a name; anybody else has one, or a critical subjectAltName in its place.

use crate::extension::Extension;
use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-subject-present",
    severity: Severity::Error,
    source: "RFC 5280, 4.1.2.6",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let named = !input.certificate.subject().is_empty();
    let other_name = input
        .extension(oid::SUBJECT_ALTERNATIVE_NAME)
        .is_some_and(Extension::is_critical);
    Hit::unless(
        named || (other_name && !input.is_authority()),
        "tbsCertificate.subject",
    )
}

//! The validity does not end before it begins.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-validity-order",
    severity: Severity::Error,
    source: "RFC 5280, 4.1.2.5",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let certificate = input.certificate;
    Hit::unless(
        certificate.not_before() <= certificate.not_after(),
        "tbsCertificate.validity",
    )
}

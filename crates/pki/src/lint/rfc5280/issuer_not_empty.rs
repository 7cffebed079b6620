//! The issuer has a name.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-issuer-not-empty",
    severity: Severity::Error,
    source: "RFC 5280, 4.1.2.4",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    Hit::unless(
        !input.certificate.issuer().is_empty(),
        "tbsCertificate.issuer",
    )
}

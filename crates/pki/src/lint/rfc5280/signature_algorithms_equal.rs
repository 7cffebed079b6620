//! The algorithm that was signed and the one beside the signature are the same, parameters
//! included.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-signature-algorithms-equal",
    severity: Severity::Error,
    source: "RFC 5280, 4.1.1.2",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    Hit::unless(
        input.frame.inner_algorithm == input.frame.outer_algorithm,
        "tbsCertificate.signature",
    )
}

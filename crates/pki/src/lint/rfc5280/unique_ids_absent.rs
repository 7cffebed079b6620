//! issuerUniqueID and subjectUniqueID are not used.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-unique-ids-absent",
    severity: Severity::Error,
    source: "RFC 5280, 4.1.2.8",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    Hit::unless(
        !input.frame.has_unique_ids,
        "tbsCertificate.subjectUniqueID",
    )
}

//! Each relative name of the subject has one attribute.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "order795-one-attribute-per-name",
    severity: Severity::Error,
    source: "Order 795, subject",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    input
        .certificate
        .subject()
        .rdns()
        .iter()
        .filter(|rdn| rdn.len() > 1)
        .map(|rdn| Hit::at("tbsCertificate.subject").fact("attributes", rdn.len()))
        .collect()
}

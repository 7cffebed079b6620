//! No attribute of the profile is in the subject twice.

use crate::lint::input::Input;
use crate::lint::input::subject_path;
use crate::lint::{Hit, Rule, Severity};
use crate::profile::AttributeKind;

pub(super) const RULE: Rule = Rule {
    id: "order795-attributes-unique",
    severity: Severity::Error,
    source: "Order 795, subject",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let mut seen = Vec::new();
    let mut hits = Vec::new();
    for (kind, attribute) in input.subject_attributes() {
        // An organisation may name the units above it.
        if seen.contains(&kind) && kind != AttributeKind::Unit {
            hits.push(Hit::at(subject_path(attribute)));
        }
        seen.push(kind);
    }
    hits
}

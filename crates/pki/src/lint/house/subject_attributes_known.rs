//! The subject has no attribute that the profile does not know.

use crate::lint::input::Input;
use crate::lint::input::subject_path;
use crate::lint::{Hit, Rule, Severity};
use crate::profile::AttributeKind;

pub(super) const RULE: Rule = Rule {
    id: "house-subject-attributes-known",
    severity: Severity::Warning,
    source: "house rule",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    if !input.is_holder() {
        return Vec::new();
    }
    input
        .certificate
        .subject()
        .attributes()
        .filter(|attribute| AttributeKind::from_oid(&attribute.oid()).is_none())
        .map(|attribute| Hit::at(subject_path(attribute)))
        .collect()
}

//! The subject has no attribute of the profile that its holder's kind does not have.

use crate::lint::input::Input;
use crate::lint::input::subject_path;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "order795-unexpected-attributes",
    severity: Severity::Warning,
    source: "Order 795, subject",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    if !input.is_holder() {
        return Vec::new();
    }
    let holder = input.holder();
    input
        .subject_attributes()
        .filter(|(kind, _)| !holder.allows(*kind))
        .map(|(_, attribute)| Hit::at(subject_path(attribute)).fact("holder", holder.id()))
        .collect()
}

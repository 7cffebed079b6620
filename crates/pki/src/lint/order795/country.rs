//! The country is RU.

use crate::lint::input::Input;
use crate::lint::input::subject_path;
use crate::lint::{Hit, Rule, Severity};
use crate::profile::{AttributeKind, COUNTRY};

pub(super) const RULE: Rule = Rule {
    id: "order795-country",
    severity: Severity::Error,
    source: "Order 795, subject",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    input
        .subject_attributes()
        .filter(|(kind, attribute)| {
            *kind == AttributeKind::Country && attribute.bytes() != COUNTRY.as_bytes()
        })
        .map(|(_, attribute)| Hit::at(subject_path(attribute)))
        .collect()
}

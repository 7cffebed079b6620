//! The region is a two-digit code and a name.

use crate::lint::input::Input;
use crate::lint::input::subject_path;
use crate::lint::{Hit, Rule, Severity};
use crate::name::Attribute;
use crate::profile::{AttributeKind, region};

pub(super) const RULE: Rule = Rule {
    id: "order795-region",
    severity: Severity::Warning,
    source: "Order 795, subject",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let has_region = |attribute: &Attribute| {
        attribute
            .text()
            .as_deref()
            .and_then(region::of_state)
            .is_some()
    };
    input
        .subject_attributes()
        .filter(|(kind, attribute)| *kind == AttributeKind::State && !has_region(attribute))
        .map(|(_, attribute)| Hit::at(subject_path(attribute)))
        .collect()
}

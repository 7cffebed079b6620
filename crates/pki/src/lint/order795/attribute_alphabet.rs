//! A value holds only characters of its string type.

use crate::lint::input::Input;
use crate::lint::input::subject_path;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "order795-attribute-alphabet",
    severity: Severity::Error,
    source: "X.680, 41",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    input
        .subject_attributes()
        .filter(|(_, attribute)| {
            !attribute
                .text()
                .is_some_and(|text| attribute.kind().holds(&text))
        })
        .map(|(_, attribute)| Hit::at(subject_path(attribute)))
        .collect()
}

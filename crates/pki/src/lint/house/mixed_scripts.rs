//! No word of the subject mixes Latin and Cyrillic letters.

use crate::lint::input::Input;
use crate::lint::input::subject_path;
use crate::lint::{Hit, Rule, Severity};
use crate::profile::character;

pub(super) const RULE: Rule = Rule {
    id: "house-mixed-scripts",
    severity: Severity::Warning,
    source: "house rule",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    input
        .certificate
        .subject()
        .attributes()
        .filter_map(|attribute| {
            let places = character::mixed_scripts(&attribute.text()?);
            let first = places.first()?;
            Some(
                Hit::at(subject_path(attribute))
                    .fact("words", places.len())
                    .fact("position", first),
            )
        })
        .collect()
}

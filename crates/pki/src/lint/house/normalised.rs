//! Texts of the subject are in Normalisation Form C and have no spaces at their ends.

use crate::lint::input::Input;
use crate::lint::input::subject_path;
use crate::lint::{Hit, Rule, Severity};
use crate::profile::character;

pub(super) const RULE: Rule = Rule {
    id: "house-normalised",
    severity: Severity::Error,
    source: "house rule",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    input
        .certificate
        .subject()
        .attributes()
        .filter(|attribute| {
            attribute
                .text()
                .is_some_and(|text| !character::is_normalised(&text) || text.trim() != text)
        })
        .map(|attribute| Hit::at(subject_path(attribute)))
        .collect()
}

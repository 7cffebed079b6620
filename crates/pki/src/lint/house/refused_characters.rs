//! The subject has no character that a reader cannot see or that reorders the others.

use crate::lint::input::Input;
use crate::lint::input::subject_path;
use crate::lint::{Hit, Rule, Severity};
use crate::profile::character;

pub(super) const RULE: Rule = Rule {
    id: "house-refused-characters",
    severity: Severity::Error,
    source: "house rule",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    input
        .certificate
        .subject()
        .attributes()
        .filter_map(|attribute| {
            let refused = character::check(&attribute.text()?).err()?;
            Some(
                Hit::at(subject_path(attribute))
                    .fact("class", refused.class.id())
                    .fact("position", refused.position),
            )
        })
        .collect()
}

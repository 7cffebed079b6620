//! The subject's attributes stand in the order of this project's writer.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "house-subject-attribute-order",
    severity: Severity::Error,
    source: "house rule",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let kinds: Vec<_> = input.subject_attributes().map(|(kind, _)| kind).collect();
    Hit::unless(
        kinds.is_sorted() || !input.is_holder(),
        "tbsCertificate.subject",
    )
}

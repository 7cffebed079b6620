//! СНИЛС has 11 digits and a check number that agrees.

use crate::lint::input::Input;
use crate::lint::order795::number_hits;
use crate::lint::{Hit, Rule, Severity};
use crate::profile::{AttributeKind, Snils};

pub(super) const RULE: Rule = Rule {
    id: "order795-snils",
    severity: Severity::Error,
    source: "Order 795, subject; rules of the ПФР",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    number_hits(input, AttributeKind::Snils, |text, fakes| {
        Snils::parse(text, fakes).map(drop)
    })
}

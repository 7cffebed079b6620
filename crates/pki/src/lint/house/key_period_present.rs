//! A holder's qualified certificate says how long the private key may be used.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;
use crate::profile::Shape;

pub(super) const RULE: Rule = Rule {
    id: "house-key-period-present",
    severity: Severity::Warning,
    source: "documentation of certified signature tools: 1 year 3 months at most",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let there = input.extension(oid::PRIVATE_KEY_USAGE_PERIOD).is_some();
    let asked = input.is_holder() && input.context.shape == Shape::Qualified;
    Hit::unless(there || !asked, "tbsCertificate.extensions")
}

//! ОГРНИП has 15 digits and a check digit that agrees.

use crate::lint::input::Input;
use crate::lint::order795::number_hits;
use crate::lint::{Hit, Rule, Severity};
use crate::profile::{AttributeKind, Ogrnip};

pub(super) const RULE: Rule = Rule {
    id: "order795-ogrnip",
    severity: Severity::Error,
    source: "Order 795, subject; rules of the register",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    number_hits(input, AttributeKind::Ogrnip, |text, fakes| {
        Ogrnip::parse(text, fakes).map(drop)
    })
}

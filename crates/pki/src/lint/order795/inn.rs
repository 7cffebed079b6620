//! ИНН has 12 digits and check digits that agree, or two zeros and an organisation's number.

use crate::lint::input::Input;
use crate::lint::order795::number_hits;
use crate::lint::{Hit, Rule, Severity};
use crate::profile::{AttributeKind, Inn, InnKind};

pub(super) const RULE: Rule = Rule {
    id: "order795-inn",
    severity: Severity::Error,
    source: "Order 795, subject; rules of the ФНС",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    number_hits(input, AttributeKind::Inn, |text, fakes| {
        Inn::parse_of(InnKind::Person, text, fakes)
            .or_else(|error| Inn::parse_with_two_zeros(text, fakes).map_err(|_| error))
            .map(drop)
    })
}

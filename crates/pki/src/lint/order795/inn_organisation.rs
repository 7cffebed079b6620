//! ИННЮЛ has 10 digits and a check digit that agrees.

use crate::lint::input::Input;
use crate::lint::order795::number_hits;
use crate::lint::{Hit, Rule, Severity};
use crate::profile::{AttributeKind, Inn, InnKind};

pub(super) const RULE: Rule = Rule {
    id: "order795-inn-organisation",
    severity: Severity::Error,
    source: "Order 795, subject; rules of the ФНС",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    number_hits(input, AttributeKind::InnOrganisation, |text, fakes| {
        Inn::parse_of(InnKind::Organisation, text, fakes).map(drop)
    })
}

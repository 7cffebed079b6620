//! An organisation's ИНН stands in ИННЮЛ, not with two zeros in the attribute of a person's.

use time::OffsetDateTime;
use time::macros::datetime;

use crate::lint::input::Input;
use crate::lint::input::subject_path;
use crate::lint::{Hit, Rule, Severity};
use crate::profile::AttributeKind;

pub(super) const RULE: Rule = Rule {
    id: "order795-organisation-inn-in-own-attribute",
    severity: Severity::Warning,
    source: "Order 795, subject, as amended in 2021",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    // Certificates from before the amendment had no other place for it.
    if input.certificate.not_before() < AMENDED {
        return Vec::new();
    }
    input
        .subject_attributes()
        .filter(|(kind, attribute)| {
            *kind == AttributeKind::Inn
                && attribute.text().is_some_and(|text| text.starts_with("00"))
        })
        .map(|(_, attribute)| Hit::at(subject_path(attribute)))
        .collect()
}

const AMENDED: OffsetDateTime = datetime!(2021-09-01 00:00 UTC);

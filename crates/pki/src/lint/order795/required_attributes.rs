//! The subject has the attributes that its holder's kind asks for.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};
use crate::profile::{AttributeKind, HolderKind};

pub(super) const RULE: Rule = Rule {
    id: "order795-required-attributes",
    severity: Severity::Error,
    source: "Order 795, subject",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let holder = if input.is_authority() {
        HolderKind::OrganisationOnly
    } else {
        input.holder()
    };
    if input.is_service() {
        return Vec::new();
    }
    holder
        .required()
        .iter()
        .filter(|kind| !input.has_attribute(**kind) && !is_replaced(input, **kind))
        .map(|kind| {
            Hit::at("tbsCertificate.subject")
                .fact("missing", kind.id())
                .fact("holder", holder.id())
        })
        .collect()
}

/// Before ИННЮЛ existed, and for a while after, an organisation's number stood in ИНН; whether it
/// still may is another rule's question.
fn is_replaced(input: &Input<'_>, kind: AttributeKind) -> bool {
    kind == AttributeKind::InnOrganisation
        && input.subject_attributes().any(|(other, attribute)| {
            other == AttributeKind::Inn
                && attribute.text().is_some_and(|text| text.starts_with("00"))
        })
}

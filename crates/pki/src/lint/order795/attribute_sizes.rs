//! Texts of the subject are not longer than the order and RFC 5280 allow.

use crate::lint::input::Input;
use crate::lint::input::subject_path;
use crate::lint::{Hit, Rule, Severity};
use crate::profile::AttributeKind;

pub(super) const RULE: Rule = Rule {
    id: "order795-attribute-sizes",
    severity: Severity::Warning,
    source: "RFC 5280, appendix A.1",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    input
        .subject_attributes()
        .filter_map(|(kind, attribute)| {
            let characters = attribute.text()?.chars().count();
            let syntax = kind.syntax();
            let fits = (syntax.size_min..=syntax.size_max).contains(&characters);
            (!fits && !is_number(kind)).then(|| {
                Hit::at(subject_path(attribute))
                    .fact("characters", characters)
                    .fact("most", syntax.size_max)
            })
        })
        .collect()
}

/// Numbers of registers have rules of their own.
fn is_number(kind: AttributeKind) -> bool {
    matches!(
        kind,
        AttributeKind::Ogrn
            | AttributeKind::Ogrnip
            | AttributeKind::Snils
            | AttributeKind::Inn
            | AttributeKind::InnOrganisation
    )
}

//! The order's own extensions are not critical.

use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "order795-not-critical",
    severity: Severity::Error,
    source: "Order 795, extensions",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    [
        oid::SUBJECT_SIGN_TOOL,
        oid::ISSUER_SIGN_TOOL,
        oid::IDENTIFICATION_KIND,
    ]
    .into_iter()
    .filter_map(|own| input.extension(own))
    .filter(|extension| extension.is_critical())
    .map(|extension| Hit::at(extension_path(&extension.oid())))
    .collect()
}

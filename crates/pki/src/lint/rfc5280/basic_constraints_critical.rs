//! An authority's basicConstraints is critical.

use crate::extension::Extension;
use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-basic-constraints-critical",
    severity: Severity::Error,
    source: "RFC 5280, 4.2.1.9",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let critical = input
        .extension(oid::BASIC_CONSTRAINTS)
        .is_some_and(Extension::is_critical);
    Hit::unless(
        critical || !input.is_authority(),
        &extension_path(&oid::BASIC_CONSTRAINTS),
    )
}

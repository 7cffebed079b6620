//! An authority's keyUsage is critical: RFC 5280 only recommends it, and some verifiers insist.

use crate::extension::Extension;
use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "house-authority-key-usage-critical",
    severity: Severity::Error,
    source: "house rule",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let critical = input
        .extension(oid::KEY_USAGE)
        .is_some_and(Extension::is_critical);
    Hit::unless(
        critical || !input.is_authority(),
        &extension_path(&oid::KEY_USAGE),
    )
}

//! keyUsage should be critical wherever it is.

use crate::extension::Extension;
use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-key-usage-critical",
    severity: Severity::Warning,
    source: "RFC 5280, 4.2.1.3",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let critical = input
        .extension(oid::KEY_USAGE)
        .is_none_or(Extension::is_critical);
    Hit::unless(critical, &extension_path(&oid::KEY_USAGE))
}

//! `critical` is not spelled out where it is FALSE, which is the default.

use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-criticality-default-absent",
    severity: Severity::Error,
    source: "X.690, 11.5",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    input
        .extensions()
        .filter(|extension| extension.writes_default())
        .map(|extension| Hit::at(extension_path(&extension.oid())))
        .collect()
}

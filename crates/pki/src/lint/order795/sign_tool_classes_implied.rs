//! A class of signature tools comes with all lower ones.

use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;
use crate::profile::SignToolClass;

pub(super) const RULE: Rule = Rule {
    id: "order795-sign-tool-classes-implied",
    severity: Severity::Error,
    source: "Order 795, policies",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let policies = input.policies();
    let highest = policies.iter().filter_map(SignToolClass::from_oid).max();
    highest
        .map(SignToolClass::policies)
        .unwrap_or_default()
        .into_iter()
        .filter(|implied| !policies.contains(implied))
        .map(|implied| Hit::at(extension_path(&oid::CERTIFICATE_POLICIES)).fact("missing", implied))
        .collect()
}

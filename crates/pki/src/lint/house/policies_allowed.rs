//! Every policy is in the procedure's list.

use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "house-policies-allowed",
    severity: Severity::Error,
    source: "house rule",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let Some(allowed) = input.context.policies else {
        return Vec::new();
    };
    input
        .policies()
        .iter()
        .filter(|policy| !allowed.contains(policy))
        .map(|policy| Hit::at(extension_path(&oid::CERTIFICATE_POLICIES)).fact("policy", policy))
        .collect()
}

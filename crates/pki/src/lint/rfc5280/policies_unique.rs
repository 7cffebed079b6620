//! No policy is listed twice.

use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-policies-unique",
    severity: Severity::Error,
    source: "RFC 5280, 4.2.1.4",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let policies = input.policies();
    policies
        .iter()
        .enumerate()
        .filter(|(index, policy)| policies.iter().take(*index).any(|before| before == *policy))
        .map(|(_, policy)| {
            Hit::at(extension_path(&oid::CERTIFICATE_POLICIES)).fact("policy", policy)
        })
        .collect()
}

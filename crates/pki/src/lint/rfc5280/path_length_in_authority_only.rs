//! Only an authority that signs certificates has a path length.

use crate::extension::{BasicConstraints, KeyUsage};
use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-path-length-in-authority-only",
    severity: Severity::Error,
    source: "RFC 5280, 4.2.1.9",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let limited = input
        .typed::<BasicConstraints>()
        .is_some_and(|constraints| constraints.path_length.is_some());
    let signs = input
        .typed::<KeyUsage>()
        .is_none_or(|usage| usage.contains(KeyUsage::KEY_CERT_SIGN));
    Hit::unless(
        !limited || (input.is_authority() && signs),
        &extension_path(&oid::BASIC_CONSTRAINTS),
    )
}

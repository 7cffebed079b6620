//! A key signs certificates exactly where basicConstraints says that it is an authority's.

use crate::extension::KeyUsage;
use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-key-cert-sign-agrees",
    severity: Severity::Error,
    source: "RFC 5280, 4.2.1.3, 4.2.1.9",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let Some(usage) = input.typed::<KeyUsage>() else {
        return Vec::new();
    };
    let agrees = usage.contains(KeyUsage::KEY_CERT_SIGN) == input.is_authority();
    Hit::unless(agrees, &extension_path(&oid::KEY_USAGE))
}

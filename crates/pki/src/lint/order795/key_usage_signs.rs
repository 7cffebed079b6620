//! A holder's key is for signatures: digitalSignature and nonRepudiation.

use crate::extension::KeyUsage;
use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "order795-key-usage-signs",
    severity: Severity::Error,
    source: "Order 795, key usage",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    if !input.is_holder() {
        return Vec::new();
    }
    let signs = input.typed::<KeyUsage>().is_some_and(|usage| {
        usage.contains(KeyUsage::DIGITAL_SIGNATURE) && usage.contains(KeyUsage::NON_REPUDIATION)
    });
    Hit::unless(signs, &extension_path(&oid::KEY_USAGE))
}

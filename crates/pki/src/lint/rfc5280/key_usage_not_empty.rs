//! keyUsage has a bit set and reads as a BIT STRING.

use crate::extension::KeyUsage;
use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-key-usage-not-empty",
    severity: Severity::Error,
    source: "RFC 5280, 4.2.1.3",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let Some(extension) = input.extension(oid::KEY_USAGE) else {
        return Vec::new();
    };
    let usable = extension
        .decode::<KeyUsage>()
        .is_ok_and(|usage| !usage.is_empty());
    Hit::unless(usable, &extension_path(&oid::KEY_USAGE))
}

//! An authority says what its key is for.

use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-key-usage-in-authority",
    severity: Severity::Error,
    source: "RFC 5280, 4.2.1.3",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let there = input.extension(oid::KEY_USAGE).is_some();
    Hit::unless(
        there || !input.is_authority(),
        &extension_path(&oid::KEY_USAGE),
    )
}

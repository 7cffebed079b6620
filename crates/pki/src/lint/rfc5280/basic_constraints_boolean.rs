//! cA is TRUE as DER writes it, FF, or absent: FALSE is the default, and another TRUE is BER.

use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-basic-constraints-boolean",
    severity: Severity::Error,
    source: "X.690, 11.1, 11.5",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    // SEQUENCE { BOOLEAN … }: the typed value no longer tells how it was written.
    let odd = input.extension(oid::BASIC_CONSTRAINTS).is_some_and(|extension| {
        matches!(extension.value(), [0x30, _, 0x01, 0x01, written, ..] if *written != 0xff)
    });
    Hit::unless(!odd, &extension_path(&oid::BASIC_CONSTRAINTS))
}

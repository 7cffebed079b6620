//! The serial number is an INTEGER in its shortest form.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-serial-minimal",
    severity: Severity::Error,
    source: "X.690, 8.3.2",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let padded = match input.frame.serial {
        [] => true,
        [0, second, ..] => second & 0x80 == 0,
        [0xff, second, ..] => second & 0x80 != 0,
        _ => false,
    };
    Hit::unless(!padded, "tbsCertificate.serialNumber")
}

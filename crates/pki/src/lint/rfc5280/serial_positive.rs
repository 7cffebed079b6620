//! The serial number is greater than zero.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-serial-positive",
    severity: Severity::Error,
    source: "RFC 5280, 4.1.2.2",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let serial = input.frame.serial;
    let negative = serial.first().is_some_and(|first| first & 0x80 != 0);
    let zero = serial.iter().all(|octet| *octet == 0);
    Hit::unless(!negative && !zero, "tbsCertificate.serialNumber")
}

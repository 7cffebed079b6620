//! The serial number has at most 20 octets.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-serial-length",
    severity: Severity::Error,
    source: "RFC 5280, 4.1.2.2",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let octets = input.frame.serial.len();
    if octets <= OCTETS_MAX {
        return Vec::new();
    }
    vec![Hit::at("tbsCertificate.serialNumber").fact("octets", octets)]
}

const OCTETS_MAX: usize = 20;

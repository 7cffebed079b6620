//! The serial number is as long as 16 random octets make it.
//!
//! Sixteen random octets open with two zero octets once in 65 536 times; one zero is taken, so the
//! rule asks for 15 octets of magnitude. Randomness itself cannot be seen in one number.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "house-serial-random-length",
    severity: Severity::Error,
    source: "house rule",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let magnitude = input
        .frame
        .serial
        .iter()
        .skip_while(|octet| **octet == 0)
        .count();
    if magnitude >= OCTETS_MIN {
        return Vec::new();
    }
    vec![Hit::at("tbsCertificate.serialNumber").fact("octets", magnitude)]
}

const OCTETS_MIN: usize = 15;

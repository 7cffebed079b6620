//! The version is 3, written as 2, wherever there are extensions.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-version",
    severity: Severity::Error,
    source: "RFC 5280, 4.1.2.1",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    if input.frame.version == 2 {
        return Vec::new();
    }
    vec![Hit::at("tbsCertificate.version").fact("written", input.frame.version)]
}

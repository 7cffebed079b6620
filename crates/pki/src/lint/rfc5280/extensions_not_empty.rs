//! The list of extensions, where it is there, has an entry.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-extensions-not-empty",
    severity: Severity::Error,
    source: "RFC 5280, 4.1",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let empty = input.frame.has_extensions && input.certificate.extensions().is_empty();
    Hit::unless(!empty, "tbsCertificate.extensions")
}

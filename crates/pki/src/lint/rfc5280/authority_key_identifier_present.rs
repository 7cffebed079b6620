//! Every certificate that another one vouches for names the key that signed it.

use crate::extension::AuthorityKeyIdentifier;
use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-authority-key-identifier-present",
    severity: Severity::Error,
    source: "RFC 5280, 4.2.1.1",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let named = input
        .typed::<AuthorityKeyIdentifier>()
        .is_some_and(|read| read.key_identifier.is_some());
    Hit::unless(named || input.is_self_issued(), "tbsCertificate.extensions")
}

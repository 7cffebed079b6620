//! The authorityKeyIdentifier gives the key, and issuer and serial number of the authority's
//! certificate.

use crate::extension::AuthorityKeyIdentifier;
use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "order795-authority-key-identifier-full",
    severity: Severity::Error,
    source: "Order 795, authority key",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let full = input.typed::<AuthorityKeyIdentifier>().is_some_and(|read| {
        read.key_identifier.is_some() && read.issuer_name().is_some() && read.serial.is_some()
    });
    Hit::unless(
        full || input.is_self_issued(),
        &extension_path(&oid::AUTHORITY_KEY_IDENTIFIER),
    )
}

//! The authorityKeyIdentifier names the issuer's certificate: its key, and its issuer and serial
//! number where they are given.

use crate::extension::{AuthorityKeyIdentifier, SubjectKeyIdentifier};
use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-authority-key-identifier-matches",
    severity: Severity::Error,
    source: "RFC 5280, 4.2.1.1",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let (Some(issuer), Some(read)) = (input.issuer, input.typed::<AuthorityKeyIdentifier>()) else {
        return Vec::new();
    };
    let issuer_key = input
        .issuer_typed::<SubjectKeyIdentifier>()
        .map(|key| key.0);
    let path = extension_path(&oid::AUTHORITY_KEY_IDENTIFIER);
    let mut hits = Vec::new();
    if matches!((&read.key_identifier, &issuer_key), (Some(named), Some(key)) if named != key) {
        hits.push(Hit::at(format!("{path}.keyIdentifier")));
    }
    if read
        .issuer_name()
        .is_some_and(|named| named != issuer.issuer())
    {
        hits.push(Hit::at(format!("{path}.authorityCertIssuer")));
    }
    if read.serial.is_some_and(|named| named != *issuer.serial()) {
        hits.push(Hit::at(format!("{path}.authorityCertSerialNumber")));
    }
    hits
}

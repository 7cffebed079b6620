//! A GOST signature algorithm has no parameters, not even NULL.

use const_oid::ObjectIdentifier;

use crate::asn1::{self, Walker, tag};
use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-gost-signature-parameters",
    severity: Severity::Error,
    source: "RFC 9215, 2",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let gost = |der: &[u8]| algorithm(der).filter(|(oid, parameters)| *parameters && is_gost(oid));
    [
        (input.frame.inner_algorithm, "tbsCertificate.signature"),
        (input.frame.outer_algorithm, "signatureAlgorithm"),
    ]
    .into_iter()
    .filter_map(|(der, location)| {
        gost(der).map(|(oid, _)| Hit::at(location).fact("algorithm", oid))
    })
    .collect()
}

/// The algorithm, and whether parameters stand beside it.
fn algorithm(der: &[u8]) -> Option<(ObjectIdentifier, bool)> {
    let mut walker = Walker::new(asn1::only(der, tag::SEQUENCE).ok()?.content);
    let oid = walker.oid().ok()?;
    Some((oid, !walker.is_empty()))
}

fn is_gost(oid: &ObjectIdentifier) -> bool {
    ["1.2.643.7.1.1.3.2", "1.2.643.7.1.1.3.3"]
        .map(ObjectIdentifier::new_unwrap)
        .contains(oid)
}

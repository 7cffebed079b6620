//! Keys and signatures of GOST R 34.10-2001 are not issued since 2019.

use const_oid::ObjectIdentifier;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::asn1::{self, Walker, tag};
use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "order795-gost-2001-not-issued",
    severity: Severity::Error,
    source: "ФСБ 149/7/1/3-58 of 31.01.2014",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    if input.certificate.not_before() < ENDED {
        return Vec::new();
    }
    [
        (
            input.frame.key_algorithm,
            "1.2.643.2.2.19",
            "tbsCertificate.subjectPublicKeyInfo",
        ),
        (
            input.frame.outer_algorithm,
            "1.2.643.2.2.3",
            "signatureAlgorithm",
        ),
    ]
    .into_iter()
    .filter(|(der, old, _)| algorithm(der) == Some(ObjectIdentifier::new_unwrap(old)))
    .map(|(_, _, location)| Hit::at(location))
    .collect()
}

const ENDED: OffsetDateTime = datetime!(2019-01-01 00:00 UTC);

fn algorithm(der: &[u8]) -> Option<ObjectIdentifier> {
    Walker::new(asn1::only(der, tag::SEQUENCE).ok()?.content)
        .oid()
        .ok()
}

//! digestParamSet stands beside the CryptoPro parameter sets and not beside those of TC26, and no
//! third parameter follows.
//!
//! Certificates of others break this all the time; it is a rule for writers.

use const_oid::ObjectIdentifier;
use smena_gost::ParameterSet;

use crate::lint::input::Input;
use crate::lint::input::algorithm_parameters;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "order795-digest-parameter",
    severity: Severity::Error,
    source: "RFC 9215, 4",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let Some((key, parameters)) = algorithm_parameters(input.frame.key_algorithm) else {
        return Vec::new();
    };
    if !input.is_ours() || !is_2012(&key) {
        return Vec::new();
    }
    let Some(set) = parameters.first().and_then(ParameterSet::from_oid) else {
        return vec![Hit::at(LOCATION).fact("parameters", parameters.len())];
    };
    let expected = if set.writes_digest_parameter() { 2 } else { 1 };
    if parameters.len() == expected {
        return Vec::new();
    }
    vec![
        Hit::at(LOCATION)
            .fact("set", set.oid())
            .fact("parameters", parameters.len()),
    ]
}

const LOCATION: &str = "tbsCertificate.subjectPublicKeyInfo.algorithm.parameters";

fn is_2012(key: &ObjectIdentifier) -> bool {
    ["1.2.643.7.1.1.1.1", "1.2.643.7.1.1.1.2"]
        .map(ObjectIdentifier::new_unwrap)
        .contains(key)
}

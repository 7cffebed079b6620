//! The key is one of GOST R 34.10: no other makes a qualified certificate.

use const_oid::ObjectIdentifier;

use crate::lint::input::Input;
use crate::lint::input::algorithm_parameters;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "order795-key-algorithm",
    severity: Severity::Notice,
    source: "63-ФЗ, 5 part 4",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let gost = ["1.2.643.7.1.1.1.1", "1.2.643.7.1.1.1.2", "1.2.643.2.2.19"]
        .map(ObjectIdentifier::new_unwrap);
    let known = algorithm_parameters(input.frame.key_algorithm)
        .is_some_and(|(algorithm, _)| gost.contains(&algorithm));
    Hit::unless(known, "tbsCertificate.subjectPublicKeyInfo.algorithm")
}

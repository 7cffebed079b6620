//! keyUsage asks of a key only what its kind can do: keys of elliptic curves other than GOST encrypt
//! nothing by themselves, and those of Ed25519 agree on nothing either.

use const_oid::ObjectIdentifier;

use crate::extension::KeyUsage;
use crate::lint::input::{Input, algorithm_parameters, extension_path};
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-key-usage-fits-key",
    severity: Severity::Error,
    source: "RFC 8813, 3; RFC 8410, 5",
    check,
};

const ENCIPHER: [KeyUsage; 2] = [KeyUsage::KEY_ENCIPHERMENT, KeyUsage::DATA_ENCIPHERMENT];

fn check(input: &Input<'_>) -> Vec<Hit> {
    let Some(usage) = input.typed::<KeyUsage>() else {
        return Vec::new();
    };
    let algorithm = algorithm_of(input.frame.key_algorithm);
    let has = |uses: &[KeyUsage]| uses.iter().any(|one| usage.contains(*one));
    let unfit = match algorithm {
        Some(oid::EC_PUBLIC_KEY) => has(&ENCIPHER),
        Some(oid::ED25519) => has(&ENCIPHER) || has(&[KeyUsage::KEY_AGREEMENT]),
        _ => false,
    };
    Hit::unless(!unfit, &extension_path(&oid::KEY_USAGE))
}

fn algorithm_of(der: &[u8]) -> Option<ObjectIdentifier> {
    algorithm_parameters(der).map(|(algorithm, _)| algorithm)
}

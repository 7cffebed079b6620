//! A critical extension is one that verifiers know: any other makes them refuse the certificate.

use const_oid::ObjectIdentifier;

use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-critical-extension-known",
    severity: Severity::Warning,
    source: "RFC 5280, 4.2",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    input
        .extensions()
        .filter(|extension| extension.is_critical() && !KNOWN.contains(&extension.oid()))
        .map(|extension| Hit::at(extension_path(&extension.oid())))
        .collect()
}

const KNOWN: [ObjectIdentifier; 12] = [
    oid::KEY_USAGE,
    oid::BASIC_CONSTRAINTS,
    oid::EXTENDED_KEY_USAGE,
    oid::CERTIFICATE_POLICIES,
    oid::POLICY_MAPPINGS,
    oid::POLICY_CONSTRAINTS,
    oid::INHIBIT_ANY_POLICY,
    oid::NAME_CONSTRAINTS,
    oid::SUBJECT_ALTERNATIVE_NAME,
    oid::ISSUER_ALTERNATIVE_NAME,
    oid::CRL_DISTRIBUTION_POINTS,
    oid::PRIVATE_KEY_USAGE_PERIOD,
];

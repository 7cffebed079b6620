//! The certificate begins while the issuer's private key may be used.

use crate::extension::PrivateKeyUsagePeriod;
use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "house-within-issuer-key-period",
    severity: Severity::Error,
    source: "house rule",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let within = input
        .issuer_typed::<PrivateKeyUsagePeriod>()
        .is_none_or(|period| period.contains(input.certificate.not_before()));
    Hit::unless(within, "tbsCertificate.validity.notBefore")
}

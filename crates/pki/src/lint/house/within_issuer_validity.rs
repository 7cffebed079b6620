//! The certificate does not outlive the certificate of its issuer, nor begin before it.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "house-within-issuer-validity",
    severity: Severity::Error,
    source: "house rule",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let certificate = input.certificate;
    let within = input.issuer.is_none_or(|issuer| {
        issuer.not_before() <= certificate.not_before()
            && certificate.not_after() <= issuer.not_after()
    });
    Hit::unless(within, "tbsCertificate.validity")
}

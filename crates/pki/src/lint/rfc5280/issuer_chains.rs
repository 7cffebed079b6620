//! The issuer's name is the subject of the issuer's certificate, octet by octet.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-issuer-chains",
    severity: Severity::Error,
    source: "RFC 5280, 6.1.3 (a)(4)",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let chains = input
        .issuer
        .is_none_or(|issuer| issuer.subject() == input.certificate.issuer());
    Hit::unless(chains, "tbsCertificate.issuer")
}

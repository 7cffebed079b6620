//! A certificate of another than the root says where its revocation is looked up.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "house-revocation-reachable",
    severity: Severity::Warning,
    source: "house rule",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let there = [
        oid::CRL_DISTRIBUTION_POINTS,
        oid::AUTHORITY_INFORMATION_ACCESS,
    ]
    .into_iter()
    .any(|place| input.extension(place).is_some());
    let exempt = input.is_self_issued() || input.extension(oid::OCSP_NO_CHECK).is_some();
    Hit::unless(there || exempt, "tbsCertificate.extensions")
}

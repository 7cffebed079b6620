//! The issuer is named as in its certificate.

use crate::lint::list::{ListInput, ListRule};
use crate::lint::{Hit, Severity};

pub(super) const RULE: ListRule = ListRule {
    id: "list-issuer-matches",
    severity: Severity::Error,
    source: "RFC 5280, 5.1.2.3",
    ours_only: false,
    check,
};

fn check(input: &ListInput<'_>) -> Vec<Hit> {
    let matches = input
        .issuer
        .is_none_or(|issuer| issuer.subject().der() == input.frame.issuer);
    Hit::unless(matches, "tbsCertList.issuer")
}

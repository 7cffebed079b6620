//! A reason is one of those that exist.

use crate::lint::list::{ListInput, ListRule};
use crate::lint::{Hit, Severity};

pub(super) const RULE: ListRule = ListRule {
    id: "list-reason-known",
    severity: Severity::Error,
    source: "RFC 5280, 5.3.1",
    ours_only: false,
    check,
};

fn check(input: &ListInput<'_>) -> Vec<Hit> {
    let entries = input.frame.entries.unknown_reasons;
    if entries == 0 {
        return Vec::new();
    }
    vec![Hit::at("tbsCertList.revokedCertificates").fact("entries", entries)]
}

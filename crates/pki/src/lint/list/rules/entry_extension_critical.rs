//! No entry has a critical extension but the issuer of its certificate.

use crate::lint::list::{ListInput, ListRule};
use crate::lint::{Hit, Severity};

pub(super) const RULE: ListRule = ListRule {
    id: "list-entry-extension-critical",
    severity: Severity::Warning,
    source: "RFC 5280, 5.3",
    ours_only: false,
    check,
};

fn check(input: &ListInput<'_>) -> Vec<Hit> {
    let entries = input.frame.entries.critical;
    if entries == 0 {
        return Vec::new();
    }
    vec![Hit::at("tbsCertList.revokedCertificates").fact("entries", entries)]
}

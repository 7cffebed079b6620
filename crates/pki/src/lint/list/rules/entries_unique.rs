//! No certificate is listed twice.

use crate::lint::list::{ListInput, ListRule};
use crate::lint::{Hit, Severity};

pub(super) const RULE: ListRule = ListRule {
    id: "list-entries-unique",
    severity: Severity::Error,
    source: "RFC 5280, 5.1.2.6",
    ours_only: false,
    check,
};

fn check(input: &ListInput<'_>) -> Vec<Hit> {
    let entries = input.frame.entries.repeated;
    if entries == 0 {
        return Vec::new();
    }
    vec![Hit::at("tbsCertList.revokedCertificates").fact("entries", entries)]
}

//! No certificate is listed as revoked after the list was made.

use crate::lint::list::{ListInput, ListRule};
use crate::lint::{Hit, Severity};

pub(super) const RULE: ListRule = ListRule {
    id: "list-entries-not-later",
    severity: Severity::Error,
    source: "house rule",
    ours_only: true,
    check,
};

fn check(input: &ListInput<'_>) -> Vec<Hit> {
    let entries = input.frame.entries.late;
    if entries == 0 {
        return Vec::new();
    }
    vec![Hit::at("tbsCertList.revokedCertificates").fact("entries", entries)]
}

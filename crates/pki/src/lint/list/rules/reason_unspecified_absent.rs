//! The reason unspecified is left out instead of written.

use crate::lint::list::{ListInput, ListRule};
use crate::lint::{Hit, Severity};

pub(super) const RULE: ListRule = ListRule {
    id: "list-reason-unspecified-absent",
    severity: Severity::Warning,
    source: "RFC 5280, 5.3.1",
    ours_only: false,
    check,
};

fn check(input: &ListInput<'_>) -> Vec<Hit> {
    let entries = input.frame.entries.unspecified;
    if entries == 0 {
        return Vec::new();
    }
    vec![Hit::at("tbsCertList.revokedCertificates").fact("entries", entries)]
}

//! The field of entries is left out where there is none.

use crate::lint::list::{ListInput, ListRule};
use crate::lint::{Hit, Severity};

pub(super) const RULE: ListRule = ListRule {
    id: "list-entries-not-empty",
    severity: Severity::Error,
    source: "RFC 5280, 5.1.2.6",
    ours_only: false,
    check,
};

fn check(input: &ListInput<'_>) -> Vec<Hit> {
    let entries = &input.frame.entries;
    Hit::unless(
        !entries.present || entries.count > 0,
        "tbsCertList.revokedCertificates",
    )
}

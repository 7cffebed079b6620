//! The version is 2, written as 1.

use crate::lint::list::{ListInput, ListRule};
use crate::lint::{Hit, Severity};

pub(super) const RULE: ListRule = ListRule {
    id: "list-version",
    severity: Severity::Error,
    source: "RFC 5280, 5.1.2.1",
    ours_only: false,
    check,
};

fn check(input: &ListInput<'_>) -> Vec<Hit> {
    Hit::unless(input.frame.version == Some(1), "tbsCertList.version")
}

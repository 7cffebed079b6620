//! The list says when the next one comes.

use crate::lint::list::{ListInput, ListRule};
use crate::lint::{Hit, Severity};

pub(super) const RULE: ListRule = ListRule {
    id: "list-next-update-present",
    severity: Severity::Error,
    source: "RFC 5280, 5.1.2.5",
    ours_only: false,
    check,
};

fn check(input: &ListInput<'_>) -> Vec<Hit> {
    Hit::unless(input.frame.next_update.is_some(), "tbsCertList.nextUpdate")
}

//! The algorithm that was signed and the one beside the signature are the same.

use crate::lint::list::{ListInput, ListRule};
use crate::lint::{Hit, Severity};

pub(super) const RULE: ListRule = ListRule {
    id: "list-signature-algorithms-equal",
    severity: Severity::Error,
    source: "RFC 5280, 5.1.1.2",
    ours_only: false,
    check,
};

fn check(input: &ListInput<'_>) -> Vec<Hit> {
    Hit::unless(
        input.frame.inner_algorithm == input.frame.outer_algorithm,
        "tbsCertList.signature",
    )
}

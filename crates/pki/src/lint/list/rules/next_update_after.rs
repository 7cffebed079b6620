//! The next list comes after this one.

use crate::lint::list::instant;
use crate::lint::list::{ListInput, ListRule};
use crate::lint::{Hit, Severity};

pub(super) const RULE: ListRule = ListRule {
    id: "list-next-update-after",
    severity: Severity::Error,
    source: "RFC 5280, 5.1.2.5",
    ours_only: false,
    check,
};

fn check(input: &ListInput<'_>) -> Vec<Hit> {
    let after = match (instant(&input.frame.this_update), &input.frame.next_update) {
        (Some(this), Some(next)) => instant(next).is_some_and(|next| this < next),
        _ => true,
    };
    Hit::unless(after, "tbsCertList.nextUpdate")
}

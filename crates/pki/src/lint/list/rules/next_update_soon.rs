//! The next list comes within a week, so that a revocation is known in time.

use crate::lint::list::instant;
use crate::lint::list::{ListInput, ListRule};
use crate::lint::{Hit, Severity};
use time::Duration;

pub(super) const RULE: ListRule = ListRule {
    id: "list-next-update-soon",
    severity: Severity::Warning,
    source: "house rule",
    ours_only: true,
    check,
};

fn check(input: &ListInput<'_>) -> Vec<Hit> {
    let soon = match (instant(&input.frame.this_update), &input.frame.next_update) {
        (Some(this), Some(next)) => instant(next).is_some_and(|next| next - this <= LONGEST),
        _ => true,
    };
    Hit::unless(soon, "tbsCertList.nextUpdate")
}

const LONGEST: Duration = Duration::days(7);

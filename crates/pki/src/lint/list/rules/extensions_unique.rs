//! No extension of the list is there twice.

use crate::lint::list::{ListInput, ListRule};
use crate::lint::{Hit, Severity};

pub(super) const RULE: ListRule = ListRule {
    id: "list-extensions-unique",
    severity: Severity::Error,
    source: "RFC 5280, 5.2",
    ours_only: false,
    check,
};

fn check(input: &ListInput<'_>) -> Vec<Hit> {
    let extensions = &input.frame.extensions;
    extensions
        .iter()
        .enumerate()
        .filter(|(index, extension)| {
            extensions
                .iter()
                .take(*index)
                .any(|before| before.oid() == extension.oid())
        })
        .map(|(_, extension)| Hit::at(format!("tbsCertList.crlExtensions.{}", extension.oid())))
        .collect()
}

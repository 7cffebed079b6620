//! The list names the key that signed it, and it is the issuer's.

use crate::extension::AuthorityKeyIdentifier;
use crate::lint::list::{ListInput, ListRule};
use crate::lint::{Hit, Severity};

pub(super) const RULE: ListRule = ListRule {
    id: "list-authority-key-identifier-present",
    severity: Severity::Error,
    source: "RFC 5280, 5.2.1",
    ours_only: false,
    check,
};

fn check(input: &ListInput<'_>) -> Vec<Hit> {
    let named = input
        .frame
        .typed::<AuthorityKeyIdentifier>()
        .and_then(|read| read.key_identifier);
    let key = input
        .issuer
        .and_then(|issuer| issuer.extensions().subject_key_identifier().ok().flatten())
        .map(|key| key.0);
    let good = named.is_some_and(|named| key.is_none_or(|key| key == named));
    Hit::unless(good, "tbsCertList.crlExtensions.authorityKeyIdentifier")
}

//! The list has a number, not critical and of at most 20 octets.

use crate::asn1::{self, tag};
use crate::lint::list::{ListInput, ListRule};
use crate::lint::{Hit, Severity};
use crate::oid;

pub(super) const RULE: ListRule = ListRule {
    id: "list-number-present",
    severity: Severity::Error,
    source: "RFC 5280, 5.2.3",
    ours_only: false,
    check,
};

fn check(input: &ListInput<'_>) -> Vec<Hit> {
    let good = input
        .frame
        .extensions
        .find(&oid::CRL_NUMBER)
        .is_some_and(|extension| {
            let number = asn1::only(extension.value(), tag::INTEGER);
            !extension.is_critical()
                && number.is_ok_and(|tlv| {
                    (1..=20).contains(&tlv.content.len())
                        && tlv.content.first().is_some_and(|first| first & 0x80 == 0)
                })
        });
    Hit::unless(good, "tbsCertList.crlExtensions.cRLNumber")
}

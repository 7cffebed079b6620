//! Times until 2049 are UTCTime and later ones GeneralizedTime, with seconds and `Z`.

use crate::asn1::Tlv;
use crate::lint::list::{ListInput, ListRule};
use crate::lint::{Hit, Severity};
use crate::time::Time;

pub(super) const RULE: ListRule = ListRule {
    id: "list-times-encoding",
    severity: Severity::Error,
    source: "RFC 5280, 5.1.2.4-5.1.2.6",
    ours_only: false,
    check,
};

fn check(input: &ListInput<'_>) -> Vec<Hit> {
    let frame = &input.frame;
    let odd = |tlv: &Tlv<'_>| {
        !Time::from_content(tlv.tag, tlv.content).is_ok_and(|time| time.is_canonical())
    };
    let mut hits = Hit::unless(!odd(&frame.this_update), "tbsCertList.thisUpdate");
    hits.extend(Hit::unless(
        !frame.next_update.as_ref().is_some_and(odd),
        "tbsCertList.nextUpdate",
    ));
    if frame.entries.odd_times > 0 {
        hits.push(
            Hit::at("tbsCertList.revokedCertificates").fact("entries", frame.entries.odd_times),
        );
    }
    hits
}

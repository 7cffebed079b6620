//! Times until 2049 are UTCTime and later ones GeneralizedTime, with seconds and `Z`.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};
use crate::time::Time;

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-validity-encoding",
    severity: Severity::Error,
    source: "RFC 5280, 4.1.2.5",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    input
        .frame
        .validity
        .iter()
        .zip([
            "tbsCertificate.validity.notBefore",
            "tbsCertificate.validity.notAfter",
        ])
        .filter(|(tlv, _)| {
            !Time::from_content(tlv.tag, tlv.content).is_ok_and(|time| time.is_canonical())
        })
        .map(|(_, location)| Hit::at(location))
        .collect()
}

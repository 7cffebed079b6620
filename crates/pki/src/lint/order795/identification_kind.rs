//! How the holder was identified is 0 to 3, and stands in every holder's certificate since the
//! amendment of 2021.

use time::OffsetDateTime;
use time::macros::datetime;

use crate::extension::IdentificationKind;
use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "order795-identification-kind",
    severity: Severity::Error,
    source: "Order 795, identification, as amended in 2021",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let Some(extension) = input.extension(oid::IDENTIFICATION_KIND) else {
        let exempt = !input.is_holder() || input.certificate.not_before() < AMENDED;
        return Hit::unless(exempt, "tbsCertificate.extensions");
    };
    let known = extension
        .decode::<IdentificationKind>()
        .is_ok_and(|kind| !matches!(kind, IdentificationKind::Unknown(_)));
    Hit::unless(known, &extension_path(&extension.oid()))
}

const AMENDED: OffsetDateTime = datetime!(2021-09-01 00:00 UTC);

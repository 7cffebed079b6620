//! The holder's private key is used only while the certificate is valid.

use crate::extension::PrivateKeyUsagePeriod;
use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "house-key-period-within-validity",
    severity: Severity::Error,
    source: "house rule",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let Some(extension) = input.extension(oid::PRIVATE_KEY_USAGE_PERIOD) else {
        return Vec::new();
    };
    let certificate = input.certificate;
    let within = extension
        .decode::<PrivateKeyUsagePeriod>()
        .is_ok_and(|period| {
            period
                .not_before
                .is_none_or(|start| start.instant() >= certificate.not_before())
                && period
                    .not_after
                    .is_none_or(|end| end.instant() <= certificate.not_after())
        });
    Hit::unless(within, &extension_path(&extension.oid()))
}

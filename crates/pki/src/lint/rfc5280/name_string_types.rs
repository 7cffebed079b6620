//! Texts of names are UTF8String or PrintableString where the attribute leaves the choice.

use crate::lint::input::Input;
use crate::lint::{Hit, Rule, Severity};
use crate::name::StringKind;

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-name-string-types",
    severity: Severity::Warning,
    source: "RFC 5280, 4.1.2.4",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let certificate = input.certificate;
    [
        ("issuer", certificate.issuer()),
        ("subject", certificate.subject()),
    ]
    .into_iter()
    .flat_map(|(field, name)| {
        name.attributes()
            .filter(|attribute| OUTDATED.contains(&attribute.kind()))
            .map(move |attribute| {
                Hit::at(format!("tbsCertificate.{field}.{}", attribute.oid()))
                    .fact("type", format!("{:?}", attribute.kind()))
            })
    })
    .collect()
}

const OUTDATED: [StringKind; 3] = [StringKind::Teletex, StringKind::Bmp, StringKind::Universal];

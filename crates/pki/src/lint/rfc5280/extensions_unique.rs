//! No extension is there twice.

use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-extensions-unique",
    severity: Severity::Error,
    source: "RFC 5280, 4.2",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let extensions = input.certificate.extensions();
    extensions
        .iter()
        .enumerate()
        .filter(|(index, extension)| {
            extensions
                .iter()
                .take(*index)
                .any(|before| before.oid() == extension.oid())
        })
        .map(|(_, extension)| Hit::at(extension_path(&extension.oid())))
        .collect()
}

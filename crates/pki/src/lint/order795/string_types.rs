//! Each attribute of the subject has its string type: country PrintableString, e-mail IA5String,
//! numbers NumericString, texts UTF8String.

use crate::lint::input::Input;
use crate::lint::input::subject_path;
use crate::lint::{Hit, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "order795-string-types",
    severity: Severity::Error,
    source: "Order 795, subject; RFC 5280, appendix A",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    input
        .subject_attributes()
        .filter(|(kind, attribute)| attribute.kind() != kind.syntax().string)
        .map(|(kind, attribute)| {
            Hit::at(subject_path(attribute))
                .fact("expected", format!("{:?}", kind.syntax().string))
                .fact("found", format!("{:?}", attribute.kind()))
        })
        .collect()
}

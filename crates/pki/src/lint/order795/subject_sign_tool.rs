//! A holder's certificate names the holder's signature tool in 1 to 200 characters; wherever the
//! name is, it has that size.

use crate::asn1::tag;
use crate::extension::SubjectSignTool;
use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;
use crate::profile::sign_tool::TOOL_NAME_MAX;

pub(super) const RULE: Rule = Rule {
    id: "order795-subject-sign-tool",
    severity: Severity::Error,
    source: "Order 795, tools",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let Some(extension) = input.extension(oid::SUBJECT_SIGN_TOOL) else {
        return Hit::unless(!input.is_holder(), "tbsCertificate.extensions");
    };
    let path = extension_path(&extension.oid());
    let Ok(SubjectSignTool(text)) = extension.decode() else {
        return vec![Hit::at(path)];
    };
    if extension.value().first() != Some(&tag::UTF8_STRING) {
        return vec![Hit::at(path).fact("expected", "UTF8String")];
    }
    match text.chars().count() {
        1..=TOOL_NAME_MAX => Vec::new(),
        length => vec![Hit::at(path).fact("characters", length)],
    }
}

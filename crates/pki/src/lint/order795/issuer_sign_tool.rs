//! A certificate names the authority's tools and their conformity certificates in four texts of
//! 1 to 200 and 1 to 100 characters; a root has no issuer to name.

use crate::extension::IssuerSignTool;
use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;
use crate::profile::sign_tool::issuer_sign_tool_parts;

pub(super) const RULE: Rule = Rule {
    id: "order795-issuer-sign-tool",
    severity: Severity::Error,
    source: "Order 795, tools",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let Some(extension) = input.extension(oid::ISSUER_SIGN_TOOL) else {
        let exempt = input.is_service() || (input.is_authority() && input.is_self_issued());
        return Hit::unless(exempt, "tbsCertificate.extensions");
    };
    let path = extension_path(&extension.oid());
    let Ok(tool) = extension.decode::<IssuerSignTool>() else {
        return vec![Hit::at(path)];
    };
    issuer_sign_tool_parts(&tool)
        .into_iter()
        .map(|(field, text, most)| (field, text.chars().count(), most))
        .filter(|(_, length, most)| !(1..=*most).contains(length))
        .map(|(field, length, _)| Hit::at(format!("{path}.{field}")).fact("characters", length))
        .collect()
}

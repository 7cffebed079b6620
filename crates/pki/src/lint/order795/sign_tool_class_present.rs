//! The policies say a class of signature tools.

use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;
use crate::profile::sign_tool::is_sign_tool_class;

pub(super) const RULE: Rule = Rule {
    id: "order795-sign-tool-class-present",
    severity: Severity::Error,
    source: "Order 795, policies",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    let present = input.policies().iter().any(is_sign_tool_class);
    // A root's tools are nobody's business but its own.
    let exempt = input.is_service() || (input.is_authority() && input.is_self_issued());
    Hit::unless(
        present || exempt,
        &extension_path(&oid::CERTIFICATE_POLICIES),
    )
}

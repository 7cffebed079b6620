//! What this project asks of the certificates that it issues itself.

mod authority_key_usage_critical;
mod key_period_present;
mod key_period_within_validity;
mod mixed_scripts;
mod normalised;
mod policies_allowed;
mod refused_characters;
mod revocation_reachable;
mod serial_random_length;
mod subject_attribute_order;
mod subject_attributes_known;
mod within_issuer_key_period;
mod within_issuer_validity;

use super::Rule;

/// The rules of this group, in the order of running.
pub(super) const RULES: &[Rule] = &[
    within_issuer_validity::RULE,
    within_issuer_key_period::RULE,
    key_period_within_validity::RULE,
    key_period_present::RULE,
    refused_characters::RULE,
    mixed_scripts::RULE,
    normalised::RULE,
    policies_allowed::RULE,
    serial_random_length::RULE,
    subject_attribute_order::RULE,
    subject_attributes_known::RULE,
    revocation_reachable::RULE,
    authority_key_usage_critical::RULE,
];

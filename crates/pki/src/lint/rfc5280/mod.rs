//! What RFC 5280 asks of every certificate, with RFC 9215 for GOST and X.690 for encodings.

mod authority_key_identifier_matches;
mod authority_key_identifier_present;
mod basic_constraints_boolean;
mod basic_constraints_critical;
mod critical_extension_known;
mod criticality_default_absent;
mod extensions_not_empty;
mod extensions_readable;
mod extensions_unique;
mod gost_signature_parameters;
mod issuer_chains;
mod issuer_not_empty;
mod key_cert_sign_agrees;
mod key_usage_critical;
mod key_usage_fits_key;
mod key_usage_in_authority;
mod key_usage_not_empty;
mod name_string_types;
mod never_critical;
mod path_length_in_authority_only;
mod policies_unique;
mod serial_length;
mod serial_minimal;
mod serial_positive;
mod signature_algorithms_equal;
mod subject_key_identifier_in_authority;
mod subject_key_identifier_in_holder;
mod subject_present;
mod unique_ids_absent;
mod validity_encoding;
mod validity_order;
mod version;

use super::Rule;

/// The rules of this group, in the order of running.
pub(super) const RULES: &[Rule] = &[
    version::RULE,
    serial_positive::RULE,
    serial_length::RULE,
    serial_minimal::RULE,
    signature_algorithms_equal::RULE,
    gost_signature_parameters::RULE,
    issuer_not_empty::RULE,
    issuer_chains::RULE,
    validity_encoding::RULE,
    validity_order::RULE,
    subject_present::RULE,
    name_string_types::RULE,
    unique_ids_absent::RULE,
    extensions_not_empty::RULE,
    extensions_unique::RULE,
    criticality_default_absent::RULE,
    never_critical::RULE,
    critical_extension_known::RULE,
    subject_key_identifier_in_authority::RULE,
    subject_key_identifier_in_holder::RULE,
    authority_key_identifier_present::RULE,
    authority_key_identifier_matches::RULE,
    key_usage_in_authority::RULE,
    key_usage_critical::RULE,
    key_usage_not_empty::RULE,
    key_usage_fits_key::RULE,
    key_cert_sign_agrees::RULE,
    basic_constraints_critical::RULE,
    basic_constraints_boolean::RULE,
    path_length_in_authority_only::RULE,
    policies_unique::RULE,
    extensions_readable::RULE,
];

//! What the order of the ФСБ № 795 asks of qualified certificates.
//!
//! The amendment that brought ИННЮЛ and identificationKind is taken as in force since 1 September
//! 2021. RFC 9215 and the registers' rules for numbers stand in too.

mod attribute_alphabet;
mod attribute_sizes;
mod attributes_unique;
mod authority_key_identifier_full;
mod country;
mod digest_parameter;
mod gost_2001_not_issued;
mod identification_kind;
mod inn;
mod inn_organisation;
mod issuer_sign_tool;
mod key_algorithm;
mod key_usage_signs;
mod not_critical;
mod ogrn;
mod ogrnip;
mod one_attribute_per_name;
mod organisation_inn_in_own_attribute;
mod region;
mod required_attributes;
mod sign_tool_class_present;
mod sign_tool_classes_implied;
mod snils;
mod string_types;
mod subject_sign_tool;
mod unexpected_attributes;

use super::input::{Input, subject_path};
use super::{Hit, Rule};
use crate::profile::{AttributeKind, FakeNumbers, NumberError};

/// The rules of this group, in the order of running.
pub(super) const RULES: &[Rule] = &[
    string_types::RULE,
    attribute_alphabet::RULE,
    attribute_sizes::RULE,
    one_attribute_per_name::RULE,
    attributes_unique::RULE,
    snils::RULE,
    ogrn::RULE,
    ogrnip::RULE,
    inn_organisation::RULE,
    inn::RULE,
    organisation_inn_in_own_attribute::RULE,
    required_attributes::RULE,
    unexpected_attributes::RULE,
    country::RULE,
    region::RULE,
    subject_sign_tool::RULE,
    issuer_sign_tool::RULE,
    identification_kind::RULE,
    sign_tool_class_present::RULE,
    sign_tool_classes_implied::RULE,
    authority_key_identifier_full::RULE,
    not_critical::RULE,
    key_usage_signs::RULE,
    key_algorithm::RULE,
    gost_2001_not_issued::RULE,
    digest_parameter::RULE,
];

/// The hits of a number of a register that breaks its rules.
fn number_hits(
    input: &Input<'_>,
    wanted: AttributeKind,
    parse: impl Fn(&str, FakeNumbers) -> Result<(), NumberError>,
) -> Vec<Hit> {
    input
        .subject_attributes()
        .filter(|(kind, _)| *kind == wanted)
        .filter_map(|(_, attribute)| {
            let text = attribute.text().unwrap_or_default();
            // The certificate carries digits alone; separators are for people.
            let digits = text.bytes().all(|octet| octet.is_ascii_digit());
            let error = match parse(&text, input.context.fakes) {
                Ok(()) if digits => return None,
                Ok(()) => NumberError::NotDigits,
                Err(error) => error,
            };
            Some(Hit::at(subject_path(attribute)).fact("broken", error))
        })
        .collect()
}

//! Extensions in words: of certificates, requests, revocation lists and their entries.
//!
//! An extension that nobody here knows becomes its identifier and its octets; so does a known one
//! with other contents than its identifier promises.

mod naming;
mod policy;
mod revocation;
mod usage;

use const_oid::ObjectIdentifier;

use super::node::{LabelId, Node, Value};
use super::{labels, oid_name};
use crate::extension::{Extension, Extensions};
use crate::oid;

const LABELS: [(ObjectIdentifier, LabelId); 31] = [
    (
        oid::AUTHORITY_INFORMATION_ACCESS,
        labels::EXTENSION_AUTHORITY_INFORMATION_ACCESS,
    ),
    (
        oid::AUTHORITY_KEY_IDENTIFIER,
        labels::EXTENSION_AUTHORITY_KEY_IDENTIFIER,
    ),
    (oid::BASIC_CONSTRAINTS, labels::EXTENSION_BASIC_CONSTRAINTS),
    (
        oid::CERTIFICATE_ISSUER,
        labels::EXTENSION_CERTIFICATE_ISSUER,
    ),
    (
        oid::CERTIFICATE_POLICIES,
        labels::EXTENSION_CERTIFICATE_POLICIES,
    ),
    (
        oid::CRL_DISTRIBUTION_POINTS,
        labels::EXTENSION_CRL_DISTRIBUTION_POINTS,
    ),
    (oid::CRL_NUMBER, labels::EXTENSION_CRL_NUMBER),
    (oid::CRL_REASON, labels::EXTENSION_CRL_REASON),
    (
        oid::DELTA_CRL_INDICATOR,
        labels::EXTENSION_DELTA_CRL_INDICATOR,
    ),
    (
        oid::EXTENDED_KEY_USAGE,
        labels::EXTENSION_EXTENDED_KEY_USAGE,
    ),
    (oid::FRESHEST_CRL, labels::EXTENSION_FRESHEST_CRL),
    (
        oid::IDENTIFICATION_KIND,
        labels::EXTENSION_IDENTIFICATION_KIND,
    ),
    (
        oid::INHIBIT_ANY_POLICY,
        labels::EXTENSION_INHIBIT_ANY_POLICY,
    ),
    (oid::INVALIDITY_DATE, labels::EXTENSION_INVALIDITY_DATE),
    (
        oid::ISSUER_ALTERNATIVE_NAME,
        labels::EXTENSION_ISSUER_ALTERNATIVE_NAME,
    ),
    (oid::ISSUER_SIGN_TOOL, labels::EXTENSION_ISSUER_SIGN_TOOL),
    (
        oid::ISSUING_DISTRIBUTION_POINT,
        labels::EXTENSION_ISSUING_DISTRIBUTION_POINT,
    ),
    (oid::KEY_USAGE, labels::EXTENSION_KEY_USAGE),
    (oid::MS_CA_VERSION, labels::EXTENSION_MS_CA_VERSION),
    (
        oid::MS_CERTIFICATE_TEMPLATE,
        labels::EXTENSION_MS_CERTIFICATE_TEMPLATE,
    ),
    (
        oid::MS_CERTIFICATE_TYPE,
        labels::EXTENSION_MS_CERTIFICATE_TYPE,
    ),
    (
        oid::MS_PREVIOUS_CERTIFICATE_HASH,
        labels::EXTENSION_MS_PREVIOUS_CERTIFICATE_HASH,
    ),
    (oid::NAME_CONSTRAINTS, labels::EXTENSION_NAME_CONSTRAINTS),
    (oid::OCSP_NO_CHECK, labels::EXTENSION_OCSP_NO_CHECK),
    (
        oid::POLICY_CONSTRAINTS,
        labels::EXTENSION_POLICY_CONSTRAINTS,
    ),
    (oid::POLICY_MAPPINGS, labels::EXTENSION_POLICY_MAPPINGS),
    (
        oid::PRIVATE_KEY_USAGE_PERIOD,
        labels::EXTENSION_PRIVATE_KEY_USAGE_PERIOD,
    ),
    (
        oid::SUBJECT_ALTERNATIVE_NAME,
        labels::EXTENSION_SUBJECT_ALTERNATIVE_NAME,
    ),
    (
        oid::SUBJECT_INFORMATION_ACCESS,
        labels::EXTENSION_SUBJECT_INFORMATION_ACCESS,
    ),
    (
        oid::SUBJECT_KEY_IDENTIFIER,
        labels::EXTENSION_SUBJECT_KEY_IDENTIFIER,
    ),
    (oid::SUBJECT_SIGN_TOOL, labels::EXTENSION_SUBJECT_SIGN_TOOL),
];

/// Describes `Extensions`, given with its tag.
pub(super) fn extensions(der: &[u8]) -> Node {
    match Extensions::from_der(der) {
        Ok(extensions) => Node::branch(
            labels::EXTENSIONS,
            extensions.iter().map(extension).collect(),
        ),
        Err(_) => Node::branch(
            labels::EXTENSIONS,
            vec![Node::bytes(labels::NOT_READABLE, der)],
        ),
    }
}

fn extension(extension: &Extension) -> Node {
    let oid = extension.oid();
    let known = LABELS.iter().find(|(known, _)| *known == oid);
    let label = known.map_or(labels::EXTENSION_UNKNOWN, |(_, label)| *label);
    let mut node = Node::new(
        label,
        Value::Oid {
            oid,
            name: oid_name::of(&oid),
        },
    );
    node.children
        .push(Node::flag(labels::CRITICAL, extension.is_critical()));
    if let Some(nodes) = contents(&oid, extension) {
        node.children.extend(nodes);
    } else {
        let label = if known.is_some() {
            labels::NOT_READABLE
        } else {
            labels::OCTETS
        };
        node.children.push(Node::bytes(label, extension.value()));
    }
    node
}

/// What a known extension says; `None` for an unknown or malformed one.
fn contents(oid: &ObjectIdentifier, extension: &Extension) -> Option<Vec<Node>> {
    let value = extension.value();
    match *oid {
        oid::KEY_USAGE => usage::key_usage(extension),
        oid::EXTENDED_KEY_USAGE => usage::purposes(extension),
        oid::BASIC_CONSTRAINTS => usage::basic_constraints(extension),
        oid::PRIVATE_KEY_USAGE_PERIOD => usage::private_key_period(extension),
        oid::SUBJECT_SIGN_TOOL => usage::subject_sign_tool(extension),
        oid::ISSUER_SIGN_TOOL => usage::issuer_sign_tool(extension),
        oid::IDENTIFICATION_KIND => usage::identification_kind(extension),
        oid::MS_CERTIFICATE_TYPE => usage::certificate_type(value),
        oid::MS_CERTIFICATE_TEMPLATE => usage::certificate_template(value),
        oid::MS_CA_VERSION => usage::authority_version(value),
        oid::MS_PREVIOUS_CERTIFICATE_HASH => usage::previous_hash(value),
        oid::SUBJECT_KEY_IDENTIFIER => naming::subject_key_identifier(extension),
        oid::AUTHORITY_KEY_IDENTIFIER => naming::authority_key_identifier(extension),
        oid::SUBJECT_ALTERNATIVE_NAME | oid::ISSUER_ALTERNATIVE_NAME | oid::CERTIFICATE_ISSUER => {
            naming::names(value)
        }
        oid::NAME_CONSTRAINTS => naming::name_constraints(extension),
        oid::AUTHORITY_INFORMATION_ACCESS | oid::SUBJECT_INFORMATION_ACCESS => {
            naming::access(value)
        }
        oid::CERTIFICATE_POLICIES => policy::policies(extension),
        oid::POLICY_MAPPINGS => policy::mappings(extension),
        oid::POLICY_CONSTRAINTS => policy::constraints(extension),
        oid::INHIBIT_ANY_POLICY => policy::inhibit_any(extension),
        oid::CRL_DISTRIBUTION_POINTS | oid::FRESHEST_CRL => revocation::distribution(value),
        oid::ISSUING_DISTRIBUTION_POINT => revocation::issuing_point(value),
        oid::CRL_NUMBER => revocation::number(labels::CRL_NUMBER_VALUE, value),
        oid::DELTA_CRL_INDICATOR => revocation::number(labels::BASE_CRL_NUMBER, value),
        oid::CRL_REASON => revocation::reason(value),
        oid::INVALIDITY_DATE => revocation::invalidity_date(value),
        oid::OCSP_NO_CHECK => Some(Vec::new()),
        _ => None,
    }
}

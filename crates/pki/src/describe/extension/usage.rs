//! What a key is for, for how long, with which tools; Microsoft's notes.

use time::OffsetDateTime;

use crate::asn1::{self, Walker, tag};
use crate::describe::labels;
use crate::describe::node::{LabelId, Node};
use crate::describe::request::text;
use crate::extension::{
    BasicConstraints, ExtendedKeyUsage, Extension, IdentificationKind, IssuerSignTool, KeyUsage,
    PrivateKeyUsagePeriod, SubjectSignTool,
};
use crate::time::Time;

const USES: [(KeyUsage, LabelId); 9] = [
    (KeyUsage::DIGITAL_SIGNATURE, labels::USAGE_DIGITAL_SIGNATURE),
    (KeyUsage::NON_REPUDIATION, labels::USAGE_NON_REPUDIATION),
    (KeyUsage::KEY_ENCIPHERMENT, labels::USAGE_KEY_ENCIPHERMENT),
    (KeyUsage::DATA_ENCIPHERMENT, labels::USAGE_DATA_ENCIPHERMENT),
    (KeyUsage::KEY_AGREEMENT, labels::USAGE_KEY_AGREEMENT),
    (KeyUsage::KEY_CERT_SIGN, labels::USAGE_KEY_CERT_SIGN),
    (KeyUsage::CRL_SIGN, labels::USAGE_CRL_SIGN),
    (KeyUsage::ENCIPHER_ONLY, labels::USAGE_ENCIPHER_ONLY),
    (KeyUsage::DECIPHER_ONLY, labels::USAGE_DECIPHER_ONLY),
];

pub(super) fn key_usage(extension: &Extension) -> Option<Vec<Node>> {
    let usage: KeyUsage = extension.decode().ok()?;
    let uses = USES.into_iter().filter(|(one, _)| usage.contains(*one));
    Some(
        uses.map(|(_, term)| Node::term(labels::KEY_USAGE, term))
            .collect(),
    )
}

pub(super) fn purposes(extension: &Extension) -> Option<Vec<Node>> {
    let ExtendedKeyUsage(purposes) = extension.decode().ok()?;
    Some(
        purposes
            .into_iter()
            .map(|purpose| Node::oid(labels::PURPOSE, purpose))
            .collect(),
    )
}

pub(super) fn basic_constraints(extension: &Extension) -> Option<Vec<Node>> {
    let constraints: BasicConstraints = extension.decode().ok()?;
    let length = constraints.path_length;
    let length = length.map(|length| Node::number(labels::PATH_LENGTH, length.into()));
    Some(
        [Node::flag(labels::IS_AUTHORITY, constraints.ca)]
            .into_iter()
            .chain(length)
            .collect(),
    )
}

pub(super) fn private_key_period(extension: &Extension) -> Option<Vec<Node>> {
    let period: PrivateKeyUsagePeriod = extension.decode().ok()?;
    let instant = |time: Option<Time>| -> Option<OffsetDateTime> { time.map(|t| t.instant()) };
    let ends = [
        (labels::NOT_BEFORE, instant(period.not_before)),
        (labels::NOT_AFTER, instant(period.not_after)),
    ];
    Some(
        ends.into_iter()
            .filter_map(|(label, at)| Some(Node::time(label, at?)))
            .collect(),
    )
}

pub(super) fn subject_sign_tool(extension: &Extension) -> Option<Vec<Node>> {
    let SubjectSignTool(tool) = extension.decode().ok()?;
    Some(vec![Node::text(labels::SIGN_TOOL, tool)])
}

pub(super) fn issuer_sign_tool(extension: &Extension) -> Option<Vec<Node>> {
    let tools: IssuerSignTool = extension.decode().ok()?;
    Some(vec![
        Node::text(labels::SIGN_TOOL, tools.sign_tool),
        Node::text(labels::AUTHORITY_TOOL, tools.ca_tool),
        Node::text(labels::SIGN_TOOL_CERTIFICATE, tools.sign_tool_certificate),
        Node::text(
            labels::AUTHORITY_TOOL_CERTIFICATE,
            tools.ca_tool_certificate,
        ),
    ])
}

pub(super) fn identification_kind(extension: &Extension) -> Option<Vec<Node>> {
    let term = match extension.decode().ok()? {
        IdentificationKind::Personal => labels::IDENTIFICATION_IN_PERSON,
        IdentificationKind::RemoteCertificate => labels::IDENTIFICATION_BY_CERTIFICATE,
        IdentificationKind::RemotePassport => labels::IDENTIFICATION_BY_PASSPORT,
        IdentificationKind::RemoteSystem => labels::IDENTIFICATION_BY_SYSTEM,
        IdentificationKind::Unknown(number) => {
            return Some(vec![Node::number(labels::IDENTIFICATION, number)]);
        }
    };
    Some(vec![Node::term(labels::IDENTIFICATION, term)])
}

/// The name of a template, one string.
pub(super) fn certificate_type(value: &[u8]) -> Option<Vec<Node>> {
    Some(vec![Node::text(labels::DESCRIPTION, text(value)?)])
}

/// `SEQUENCE { templateID OID, majorVersion INTEGER OPTIONAL, minorVersion INTEGER OPTIONAL }`.
pub(super) fn certificate_template(value: &[u8]) -> Option<Vec<Node>> {
    let mut walker = Walker::new(asn1::only(value, tag::SEQUENCE).ok()?.content);
    let mut nodes = vec![Node::oid(labels::OBJECT_IDENTIFIER, walker.oid().ok()?)];
    for label in [labels::MAJOR_VERSION, labels::MINOR_VERSION] {
        if !walker.is_empty() {
            nodes.push(Node::number(label, walker.unsigned().ok()?));
        }
    }
    walker.is_empty().then_some(nodes)
}

/// `INTEGER`: the key's index in the upper half, the certificate's in the lower.
pub(super) fn authority_version(value: &[u8]) -> Option<Vec<Node>> {
    let number = asn1::unsigned(asn1::only(value, tag::INTEGER).ok()?.content).ok()?;
    Some(vec![
        Node::number(labels::MAJOR_VERSION, number & 0xffff),
        Node::number(labels::MINOR_VERSION, number >> 16),
    ])
}

pub(super) fn previous_hash(value: &[u8]) -> Option<Vec<Node>> {
    let hash = asn1::only(value, tag::OCTET_STRING).ok()?.content;
    Some(vec![Node::bytes(labels::CERTIFICATE_HASH, hash)])
}

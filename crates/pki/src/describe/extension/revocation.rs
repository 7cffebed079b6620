//! Where revocation is looked up, and what a revocation list says of itself and its entries.

use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::describe::algorithm::bit_string;
use crate::describe::certificate::time;
use crate::describe::labels;
use crate::describe::name::general_names;
use crate::describe::node::{LabelId, Node};
use crate::extension::GeneralName;

/// Reasons by their bit in `ReasonFlags`; bit 0 is unused.
const FLAGS: [LabelId; 9] = [
    labels::REASON_UNSPECIFIED,
    labels::REASON_KEY_COMPROMISE,
    labels::REASON_CA_COMPROMISE,
    labels::REASON_AFFILIATION_CHANGED,
    labels::REASON_SUPERSEDED,
    labels::REASON_CESSATION_OF_OPERATION,
    labels::REASON_CERTIFICATE_HOLD,
    labels::REASON_PRIVILEGE_WITHDRAWN,
    labels::REASON_AA_COMPROMISE,
];

/// `SEQUENCE OF DistributionPoint`.
pub(super) fn distribution(value: &[u8]) -> Option<Vec<Node>> {
    let mut walker = Walker::new(asn1::only(value, tag::SEQUENCE).ok()?.content);
    let mut nodes = Vec::new();
    while !walker.is_empty() {
        let inside = walker.enter(tag::SEQUENCE).ok()?;
        nodes.push(Node::branch(
            labels::DISTRIBUTION_POINT,
            point(inside).ok()?,
        ));
    }
    Some(nodes)
}

fn point(mut walker: Walker<'_>) -> Result<Vec<Node>, Asn1Error> {
    let mut nodes = Vec::new();
    if let Some(tlv) = walker.optional(tag::context(0))? {
        nodes.extend(point_name(tlv.content)?);
    }
    if let Some(tlv) = walker.optional(tag::context_primitive(1))? {
        nodes.extend(reasons(tlv.content)?);
    }
    if let Some(tlv) = walker.optional(tag::context(2))? {
        let names = GeneralName::list(tlv.content)?;
        nodes.push(Node::branch(
            labels::CRL_ISSUER,
            general_names(&names).collect(),
        ));
    }
    walker.finish()?;
    Ok(nodes)
}

fn point_name(content: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut walker = Walker::new(content);
    let tlv = walker.any()?;
    walker.finish()?;
    if tlv.tag == tag::context(0) {
        return Ok(general_names(&GeneralName::list(tlv.content)?).collect());
    }
    // A name relative to the issuer's: nobody uses it.
    Ok(vec![Node::bytes(labels::RELATIVE_NAME, tlv.full)])
}

fn reasons(content: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let (_, octets) = bit_string(content)?;
    let set = |index: usize| {
        octets
            .get(index / 8)
            .is_some_and(|octet| octet & (0x80 >> (index % 8)) != 0)
    };
    let reasons = FLAGS
        .into_iter()
        .enumerate()
        .filter(|(index, _)| set(*index));
    Ok(reasons
        .map(|(_, reason)| Node::term(labels::REASON, reason))
        .collect())
}

/// `SEQUENCE` of five fields, all optional.
pub(super) fn issuing_point(value: &[u8]) -> Option<Vec<Node>> {
    let mut walker = Walker::new(asn1::only(value, tag::SEQUENCE).ok()?.content);
    let mut nodes = Vec::new();
    while !walker.is_empty() {
        let tlv = walker.any().ok()?;
        let label = match tlv.tag {
            0xa0 => {
                nodes.extend(point_name(tlv.content).ok()?);
                continue;
            }
            0x83 => {
                nodes.extend(reasons(tlv.content).ok()?);
                continue;
            }
            0x81 => labels::ONLY_USER_CERTIFICATES,
            0x82 => labels::ONLY_AUTHORITY_CERTIFICATES,
            0x84 => labels::INDIRECT_CRL,
            0x85 => labels::ONLY_ATTRIBUTE_CERTIFICATES,
            _ => return None,
        };
        nodes.push(Node::flag(label, asn1::boolean(tlv.content).ok()?));
    }
    Some(nodes)
}

/// An INTEGER, as a number while it is small.
pub(super) fn number(label: LabelId, value: &[u8]) -> Option<Vec<Node>> {
    let content = asn1::only(value, tag::INTEGER).ok()?.content;
    Some(vec![match asn1::unsigned(content) {
        Ok(number) => Node::number(label, number),
        Err(_) => Node::bytes(label, content),
    }])
}

/// `ENUMERATED`; the numbers skip 7.
pub(super) fn reason(value: &[u8]) -> Option<Vec<Node>> {
    let content = asn1::only(value, tag::ENUMERATED).ok()?.content;
    let reason = match content {
        [0] => labels::REASON_UNSPECIFIED,
        [1] => labels::REASON_KEY_COMPROMISE,
        [2] => labels::REASON_CA_COMPROMISE,
        [3] => labels::REASON_AFFILIATION_CHANGED,
        [4] => labels::REASON_SUPERSEDED,
        [5] => labels::REASON_CESSATION_OF_OPERATION,
        [6] => labels::REASON_CERTIFICATE_HOLD,
        [8] => labels::REASON_REMOVE_FROM_CRL,
        [9] => labels::REASON_PRIVILEGE_WITHDRAWN,
        [10] => labels::REASON_AA_COMPROMISE,
        _ => return Some(vec![Node::bytes(labels::REASON, content)]),
    };
    Some(vec![Node::term(labels::REASON, reason)])
}

/// `GeneralizedTime`.
pub(super) fn invalidity_date(value: &[u8]) -> Option<Vec<Node>> {
    let tlv = asn1::only(value, tag::GENERALIZED_TIME).ok()?;
    Some(vec![time(labels::DATE, &tlv)])
}

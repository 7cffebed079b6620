//! Certification requests in words (RFC 2986).

use const_oid::ObjectIdentifier;

use super::algorithm::{algorithm, public_key, signature};
use super::extension::extensions;
use super::name::name;
use super::node::Node;
use super::{labels, readable, rest};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::name::StringKind;
use crate::oid;

pub(super) fn describe(der: &[u8]) -> Node {
    Node::branch(labels::REQUEST, readable(der, fields(der)))
}

fn fields(der: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut whole = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    let mut info = whole.enter(tag::SEQUENCE)?;
    let mut nodes = vec![
        Node::number(labels::VERSION, info.unsigned()?.saturating_add(1)),
        name(labels::SUBJECT, info.expect(tag::SEQUENCE)?.full),
        public_key(labels::PUBLIC_KEY, info.expect(tag::SEQUENCE)?.full),
    ];
    if let Some(tlv) = info.optional(tag::context(0))? {
        let attributes = attributes(tlv.content, request_attribute);
        nodes.push(Node::branch(labels::ATTRIBUTES, attributes));
    }
    nodes.extend(rest(&mut info));
    nodes.push(algorithm(
        labels::SIGNATURE_ALGORITHM,
        whole.expect(tag::SEQUENCE)?.full,
    ));
    nodes.push(signature(whole.expect(tag::BIT_STRING)?.content));
    nodes.extend(rest(&mut whole));
    Ok(nodes)
}

/// Describes `SET OF Attribute`: `known` describes one value of a known attribute, and an unknown
/// one becomes its identifier and the octets of its values.
pub(super) fn attributes(
    content: &[u8],
    known: impl Fn(&ObjectIdentifier, &[u8]) -> Option<Node>,
) -> Vec<Node> {
    let mut walker = Walker::new(content);
    let mut nodes = Vec::new();
    while !walker.is_empty() {
        let before = walker.rest();
        let Ok(attribute) = attribute(&mut walker, &known) else {
            nodes.push(Node::bytes(labels::NOT_READABLE, before));
            break;
        };
        nodes.extend(attribute);
    }
    nodes
}

fn attribute(
    walker: &mut Walker<'_>,
    known: &impl Fn(&ObjectIdentifier, &[u8]) -> Option<Node>,
) -> Result<Vec<Node>, Asn1Error> {
    let mut inside = walker.enter(tag::SEQUENCE)?;
    let oid = inside.oid()?;
    let mut values = inside.enter(tag::SET)?;
    let mut nodes = Vec::new();
    let mut unknown = Node::oid(labels::ATTRIBUTE_UNKNOWN, oid);
    let empty = values.is_empty();
    while !values.is_empty() {
        let value = values.any()?.full;
        match known(&oid, value) {
            Some(node) => nodes.push(node),
            None => unknown
                .children
                .push(Node::bytes(labels::ATTRIBUTE_VALUE, value)),
        }
    }
    if empty || !unknown.children.is_empty() {
        nodes.push(unknown);
    }
    nodes.extend(rest(&mut inside));
    Ok(nodes)
}

fn request_attribute(oid: &ObjectIdentifier, value: &[u8]) -> Option<Node> {
    Some(match *oid {
        oid::EXTENSION_REQUEST | oid::MS_EXTENSION_REQUEST => Node::branch(
            labels::ATTRIBUTE_EXTENSION_REQUEST,
            vec![
                Node::oid(labels::OBJECT_IDENTIFIER, *oid),
                extensions(value),
            ],
        ),
        oid::CHALLENGE_PASSWORD => Node::text(labels::ATTRIBUTE_CHALLENGE_PASSWORD, text(value)?),
        oid::MS_OS_VERSION => Node::text(labels::ATTRIBUTE_MS_OS_VERSION, text(value)?),
        oid::MS_ENROLLMENT_CSP => Node::branch(labels::ATTRIBUTE_MS_PROVIDER, provider(value)?),
        oid::MS_REQUEST_CLIENT_INFO => Node::branch(labels::ATTRIBUTE_MS_CLIENT, client(value)?),
        _ => return None,
    })
}

/// Reads one string that fills `value`.
pub(super) fn text(value: &[u8]) -> Option<String> {
    let mut walker = Walker::new(value);
    let tlv = walker.any().ok()?;
    let kind = StringKind::from_tag(tlv.tag);
    walker
        .is_empty()
        .then(|| kind.decode(tlv.content))
        .flatten()
}

/// `SEQUENCE { keySpec INTEGER, cspName BMPString, signature BIT STRING }`.
fn provider(value: &[u8]) -> Option<Vec<Node>> {
    let mut walker = Walker::new(asn1::only(value, tag::SEQUENCE).ok()?.content);
    let usage = walker.unsigned().ok()?;
    let name = text(walker.any().ok()?.full)?;
    let mut nodes = vec![
        Node::number(labels::KEY_USAGE, usage),
        Node::text(labels::PROVIDER_NAME, name),
    ];
    nodes.extend(rest(&mut walker));
    Some(nodes)
}

/// `SEQUENCE { clientId INTEGER, machine UTF8String, user UTF8String, process UTF8String }`.
fn client(value: &[u8]) -> Option<Vec<Node>> {
    let mut walker = Walker::new(asn1::only(value, tag::SEQUENCE).ok()?.content);
    let mut nodes = vec![Node::number(labels::CLIENT_ID, walker.unsigned().ok()?)];
    for label in [
        labels::MACHINE_NAME,
        labels::USER_NAME,
        labels::PROCESS_NAME,
    ] {
        if walker.is_empty() {
            break;
        }
        nodes.push(Node::text(label, text(walker.any().ok()?.full)?));
    }
    nodes.extend(rest(&mut walker));
    Some(nodes)
}

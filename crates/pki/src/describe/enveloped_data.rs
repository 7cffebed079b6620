//! CMS `EnvelopedData` in words (RFC 5652 section 6). Nothing is decrypted.

use const_oid::ObjectIdentifier;

use super::algorithm::{algorithm, public_key};
use super::node::Node;
use super::request::attributes;
use super::signed_data::{each, issuer_and_serial};
use super::{labels, readable, rest};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::oid;

/// `kari [1]` of `RecipientInfo`, and the sender's key in it.
const AGREEMENT: u8 = tag::context(1);
const SENDER_KEY: u8 = tag::context(1);

pub(super) fn describe(der: &[u8]) -> Node {
    Node::branch(labels::ENVELOPED_DATA, readable(der, fields(der)))
}

fn fields(der: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut info = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    info.oid()?;
    let mut wrapped = info.enter(tag::context(0))?;
    let mut data = wrapped.enter(tag::SEQUENCE)?;
    let mut nodes = vec![Node::number(labels::VERSION, data.unsigned()?)];
    if let Some(sender) = data.optional(tag::context(0))? {
        nodes.push(Node::bytes(labels::OTHER_FIELD, sender.full));
    }
    let recipients = data.expect(tag::SET)?.content;
    nodes.push(Node::branch(
        labels::RECIPIENTS,
        each(recipients, recipient),
    ));
    nodes.extend(content(data.enter(tag::SEQUENCE)?)?);
    if let Some(tlv) = data.optional(tag::context(1))? {
        let attributes = attributes(tlv.content, unprotected_attribute);
        nodes.push(Node::branch(labels::UNPROTECTED_ATTRIBUTES, attributes));
    }
    nodes.extend(rest(&mut data));
    nodes.extend(rest(&mut wrapped));
    nodes.extend(rest(&mut info));
    Ok(nodes)
}

fn content(mut walker: Walker<'_>) -> Result<Vec<Node>, Asn1Error> {
    let mut nodes = vec![
        Node::oid(labels::CONTENT_TYPE, walker.oid()?),
        algorithm(
            labels::CONTENT_ENCRYPTION_ALGORITHM,
            walker.expect(tag::SEQUENCE)?.full,
        ),
    ];
    if let Some(whole) = walker.optional(tag::context_primitive(0))? {
        nodes.push(Node::count(labels::ENCRYPTED_SIZE, whole.content.len()));
    } else if let Some(pieces) = walker.optional(tag::context(0))? {
        let mut size = 0;
        let mut pieces = Walker::new(pieces.content);
        while !pieces.is_empty() {
            size += pieces.expect(tag::OCTET_STRING)?.content.len();
        }
        nodes.push(Node::count(labels::ENCRYPTED_SIZE, size));
    }
    nodes.extend(rest(&mut walker));
    Ok(nodes)
}

fn recipient(full: &[u8]) -> Node {
    let read = match full.first() {
        Some(&tag::SEQUENCE) => transport(full),
        Some(&AGREEMENT) => agreement(full),
        // Those that share a key or a password with the sender.
        _ => return Node::bytes(labels::OTHER_FIELD, full),
    };
    Node::branch(labels::RECIPIENT, readable(full, read))
}

fn transport(full: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut walker = Walker::new(asn1::only(full, tag::SEQUENCE)?.content);
    let mut nodes = vec![
        Node::number(labels::VERSION, walker.unsigned()?),
        identifier(&mut walker)?,
        algorithm(
            labels::KEY_ENCRYPTION_ALGORITHM,
            walker.expect(tag::SEQUENCE)?.full,
        ),
        Node::bytes(
            labels::ENCRYPTED_CONTENT_KEY,
            walker.expect(tag::OCTET_STRING)?.content,
        ),
    ];
    nodes.extend(rest(&mut walker));
    Ok(nodes)
}

fn agreement(full: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut walker = Walker::new(asn1::only(full, AGREEMENT)?.content);
    let mut nodes = vec![Node::number(labels::VERSION, walker.unsigned()?)];
    let sender = asn1::only(walker.expect(tag::context(0))?.full, tag::context(0))?.content;
    nodes.push(match Walker::new(sender).any()? {
        key if key.tag == SENDER_KEY => {
            public_key(labels::SENDER_KEY, &asn1::tlv(tag::SEQUENCE, key.content))
        }
        named if named.tag == tag::SEQUENCE => {
            Node::branch(labels::SENDER_KEY, vec![issuer_and_serial(named.full)])
        }
        other => Node::branch(
            labels::SENDER_KEY,
            vec![Node::bytes(labels::KEY_IDENTIFIER, other.content)],
        ),
    });
    if let Some(ukm) = walker.optional(tag::context(1))? {
        let octets = asn1::only(ukm.content, tag::OCTET_STRING)?.content;
        nodes.push(Node::bytes(labels::KEYING_MATERIAL, octets));
    }
    nodes.push(algorithm(
        labels::KEY_ENCRYPTION_ALGORITHM,
        walker.expect(tag::SEQUENCE)?.full,
    ));
    nodes.extend(each(walker.expect(tag::SEQUENCE)?.content, |full| {
        Node::branch(labels::RECIPIENT, readable(full, sharer(full)))
    }));
    nodes.extend(rest(&mut walker));
    Ok(nodes)
}

/// One of those who share an agreement.
fn sharer(full: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut walker = Walker::new(asn1::only(full, tag::SEQUENCE)?.content);
    let mut nodes = vec![
        identifier(&mut walker)?,
        Node::bytes(
            labels::ENCRYPTED_CONTENT_KEY,
            walker.expect(tag::OCTET_STRING)?.content,
        ),
    ];
    nodes.extend(rest(&mut walker));
    Ok(nodes)
}

/// How a recipient is named: by issuer and serial number, or by his key, alone or with remarks.
fn identifier(walker: &mut Walker<'_>) -> Result<Node, Asn1Error> {
    let found = walker.any()?;
    let inside = match found.tag {
        tag::SEQUENCE => vec![issuer_and_serial(found.full)],
        named if named == tag::context(0) => {
            let mut fields = Walker::new(found.content);
            let key = fields.expect(tag::OCTET_STRING)?.content;
            let mut nodes = vec![Node::bytes(labels::KEY_IDENTIFIER, key)];
            nodes.extend(rest(&mut fields));
            nodes
        }
        _ => vec![Node::bytes(labels::KEY_IDENTIFIER, found.content)],
    };
    Ok(Node::branch(labels::RECIPIENT_IDENTIFIER, inside))
}

fn unprotected_attribute(oid: &ObjectIdentifier, value: &[u8]) -> Option<Node> {
    if *oid != oid::CMS_MAC {
        return None;
    }
    let code = asn1::only(value, tag::OCTET_STRING).ok()?.content;
    Some(Node::bytes(labels::ATTRIBUTE_CONTENT_CODE, code))
}

//! Certificates in words (RFC 5280, section 4.1).

use sha2::{Digest, Sha256};

use super::algorithm::{algorithm, public_key, signature};
use super::extension::extensions;
use super::name::name;
use super::node::{LabelId, Node};
use super::{labels, readable, rest};
use crate::asn1::{self, Asn1Error, Tlv, Walker, tag};
use crate::time::Time;

pub(super) fn describe(der: &[u8]) -> Node {
    let mut nodes = readable(der, fields(der));
    nodes.push(Node::bytes(labels::THUMBPRINT_SHA256, &Sha256::digest(der)));
    Node::branch(labels::CERTIFICATE, nodes)
}

fn fields(der: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut whole = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    let mut tbs = whole.enter(tag::SEQUENCE)?;
    let version = match tbs.optional(tag::context(0))? {
        Some(tlv) => Walker::new(tlv.content).unsigned()?.saturating_add(1),
        None => 1,
    };
    let mut nodes = vec![
        Node::number(labels::VERSION, version),
        Node::bytes(labels::SERIAL_NUMBER, tbs.expect(tag::INTEGER)?.content),
        algorithm(labels::SIGNED_ALGORITHM, tbs.expect(tag::SEQUENCE)?.full),
        name(labels::ISSUER, tbs.expect(tag::SEQUENCE)?.full),
        validity(tbs.expect(tag::SEQUENCE)?.content),
        name(labels::SUBJECT, tbs.expect(tag::SEQUENCE)?.full),
        public_key(labels::PUBLIC_KEY, tbs.expect(tag::SEQUENCE)?.full),
    ];
    for (number, label) in [
        (1, labels::ISSUER_UNIQUE_ID),
        (2, labels::SUBJECT_UNIQUE_ID),
    ] {
        if let Some(tlv) = tbs.optional(tag::context_primitive(number))? {
            nodes.push(Node::bytes(label, tlv.content));
        }
    }
    if let Some(tlv) = tbs.optional(tag::context(3))? {
        nodes.push(extensions(tlv.content));
    }
    nodes.extend(rest(&mut tbs));
    nodes.push(algorithm(
        labels::SIGNATURE_ALGORITHM,
        whole.expect(tag::SEQUENCE)?.full,
    ));
    nodes.push(signature(whole.expect(tag::BIT_STRING)?.content));
    nodes.extend(rest(&mut whole));
    Ok(nodes)
}

fn validity(content: &[u8]) -> Node {
    let mut walker = Walker::new(content);
    let mut nodes = Vec::new();
    for label in [labels::NOT_BEFORE, labels::NOT_AFTER] {
        if let Ok(tlv) = walker.any() {
            nodes.push(time(label, &tlv));
        }
    }
    nodes.extend(rest(&mut walker));
    Node::branch(labels::VALIDITY, nodes)
}

/// Describes a UTCTime or GeneralizedTime.
pub(super) fn time(label: LabelId, tlv: &Tlv<'_>) -> Node {
    match Time::from_content(tlv.tag, tlv.content) {
        Ok(time) => Node::time(label, time.instant()),
        Err(_) => Node::bytes(label, tlv.full),
    }
}

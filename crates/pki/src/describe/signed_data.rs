//! CMS SignedData in words (RFC 5652, RFC 5035).

use const_oid::ObjectIdentifier;
use sha2::{Digest, Sha256};

use super::algorithm::algorithm;
use super::certificate::{self, time};
use super::name::{general_name, name};
use super::node::{LabelId, Node};
use super::request::attributes;
use super::{labels, list, readable, rest};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::extension::GeneralName;
use crate::oid;

pub(super) fn describe(der: &[u8]) -> Node {
    Node::branch(labels::SIGNED_DATA, readable(der, fields(der)))
}

fn fields(der: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut info = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    info.oid()?;
    let mut wrapped = info.enter(tag::context(0))?;
    let mut data = wrapped.enter(tag::SEQUENCE)?;
    let mut nodes = vec![Node::number(labels::VERSION, data.unsigned()?)];
    let digests = data.expect(tag::SET)?.content;
    nodes.push(Node::branch(
        labels::DIGEST_ALGORITHMS,
        each(digests, |full| algorithm(labels::DIGEST_ALGORITHM, full)),
    ));
    nodes.extend(content(data.enter(tag::SEQUENCE)?)?);
    if let Some(tlv) = data.optional(tag::context(0))? {
        nodes.push(Node::branch(
            labels::CERTIFICATES,
            each(tlv.content, certificate_choice),
        ));
    }
    if let Some(tlv) = data.optional(tag::context(1))? {
        nodes.push(Node::branch(
            labels::REVOCATION_LISTS,
            each(tlv.content, list_choice),
        ));
    }
    let signers = data.expect(tag::SET)?.content;
    nodes.push(Node::branch(
        labels::SIGNERS,
        each(signers, |full| {
            Node::branch(labels::SIGNER, readable(full, signer(full)))
        }),
    ));
    nodes.extend(rest(&mut data));
    nodes.extend(rest(&mut wrapped));
    nodes.extend(rest(&mut info));
    Ok(nodes)
}

/// Describes the values that stand one after another.
pub(super) fn each(content: &[u8], describe: impl Fn(&[u8]) -> Node) -> Vec<Node> {
    let mut walker = Walker::new(content);
    let mut nodes = Vec::new();
    while !walker.is_empty() {
        let Ok(tlv) = walker.any() else {
            nodes.push(Node::bytes(labels::NOT_READABLE, walker.rest()));
            break;
        };
        nodes.push(describe(tlv.full));
    }
    nodes
}

fn content(mut walker: Walker<'_>) -> Result<Vec<Node>, Asn1Error> {
    let mut nodes = vec![Node::oid(labels::CONTENT_TYPE, walker.oid()?)];
    match walker.optional(tag::context(0))? {
        None => nodes.push(Node::term(labels::CONTENT, labels::CONTENT_DETACHED)),
        Some(tlv) => {
            let octets =
                asn1::only(tlv.content, tag::OCTET_STRING).map_or(tlv.content, |tlv| tlv.content);
            nodes.push(Node::bytes(labels::CONTENT, octets).with([
                Node::count(labels::SIZE_OCTETS, octets.len()),
                Node::bytes(labels::CONTENT_SHA256, &Sha256::digest(octets)),
            ]));
        }
    }
    nodes.extend(rest(&mut walker));
    Ok(nodes)
}

fn certificate_choice(full: &[u8]) -> Node {
    match full.first() {
        Some(&tag::SEQUENCE) => certificate::describe(full),
        _ => Node::bytes(labels::OTHER_FIELD, full),
    }
}

fn list_choice(full: &[u8]) -> Node {
    match full.first() {
        Some(&tag::SEQUENCE) => list::describe(full),
        _ => Node::bytes(labels::OTHER_FIELD, full),
    }
}

fn signer(full: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut walker = Walker::new(asn1::only(full, tag::SEQUENCE)?.content);
    let mut nodes = vec![Node::number(labels::VERSION, walker.unsigned()?)];
    let identifier = walker.any()?;
    nodes.push(Node::branch(
        labels::SIGNER_IDENTIFIER,
        vec![if identifier.tag == tag::SEQUENCE {
            issuer_and_serial(identifier.full)
        } else {
            Node::bytes(labels::KEY_IDENTIFIER, identifier.content)
        }],
    ));
    nodes.push(algorithm(
        labels::DIGEST_ALGORITHM,
        walker.expect(tag::SEQUENCE)?.full,
    ));
    if let Some(tlv) = walker.optional(tag::context(0))? {
        let attributes = attributes(tlv.content, signer_attribute);
        nodes.push(Node::branch(labels::SIGNED_ATTRIBUTES, attributes));
    }
    nodes.push(algorithm(
        labels::SIGNATURE_ALGORITHM,
        walker.expect(tag::SEQUENCE)?.full,
    ));
    nodes.push(Node::bytes(
        labels::SIGNATURE,
        walker.expect(tag::OCTET_STRING)?.content,
    ));
    if let Some(tlv) = walker.optional(tag::context(1))? {
        let attributes = attributes(tlv.content, signer_attribute);
        nodes.push(Node::branch(labels::UNSIGNED_ATTRIBUTES, attributes));
    }
    nodes.extend(rest(&mut walker));
    Ok(nodes)
}

pub(super) fn issuer_and_serial(full: &[u8]) -> Node {
    let read = || {
        let mut walker = Walker::new(asn1::only(full, tag::SEQUENCE)?.content);
        let mut nodes = vec![
            name(labels::ISSUER, walker.expect(tag::SEQUENCE)?.full),
            Node::bytes(labels::SERIAL_NUMBER, walker.expect(tag::INTEGER)?.content),
        ];
        nodes.extend(rest(&mut walker));
        Ok(nodes)
    };
    Node::branch(labels::ISSUER_AND_SERIAL, readable(full, read()))
}

fn signer_attribute(oid: &ObjectIdentifier, value: &[u8]) -> Option<Node> {
    Some(match *oid {
        oid::CMS_CONTENT_TYPE => {
            let mut walker = Walker::new(value);
            Node::oid(labels::ATTRIBUTE_CONTENT_TYPE, walker.oid().ok()?)
        }
        oid::CMS_MESSAGE_DIGEST => {
            let digest = asn1::only(value, tag::OCTET_STRING).ok()?.content;
            Node::bytes(labels::ATTRIBUTE_MESSAGE_DIGEST, digest)
        }
        oid::CMS_SIGNING_TIME => time(
            labels::ATTRIBUTE_SIGNING_TIME,
            &Walker::new(value).any().ok()?,
        ),
        oid::CMS_SIGNING_CERTIFICATE_V2 => {
            let label = labels::ATTRIBUTE_SIGNING_CERTIFICATE_V2;
            Node::branch(label, readable(value, signing_certificate(value)))
        }
        oid::CMS_SIGNING_CERTIFICATE => {
            let label = labels::ATTRIBUTE_SIGNING_CERTIFICATE;
            Node::branch(label, readable(value, signing_certificate(value)))
        }
        oid::CMS_TIME_STAMP_TOKEN => {
            Node::branch(labels::ATTRIBUTE_TIME_STAMP, vec![describe(value)])
        }
        _ => return None,
    })
}

/// `SEQUENCE { certs SEQUENCE OF ESSCertIDv2, policies SEQUENCE OF PolicyInformation OPTIONAL }`.
fn signing_certificate(value: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut walker = Walker::new(asn1::only(value, tag::SEQUENCE)?.content);
    let mut nodes = each(walker.expect(tag::SEQUENCE)?.content, |full| {
        Node::branch(
            labels::CERTIFICATE_REFERENCE,
            readable(full, certificate_reference(full)),
        )
    });
    if let Some(tlv) = walker.optional(tag::SEQUENCE)? {
        nodes.extend(each(tlv.content, policy));
    }
    nodes.extend(rest(&mut walker));
    Ok(nodes)
}

fn certificate_reference(full: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut walker = Walker::new(asn1::only(full, tag::SEQUENCE)?.content);
    let mut nodes = Vec::new();
    if let Some(tlv) = walker.optional(tag::SEQUENCE)? {
        nodes.push(algorithm(labels::DIGEST_ALGORITHM, tlv.full));
    }
    let hash = walker.expect(tag::OCTET_STRING)?.content;
    nodes.push(Node::bytes(labels::CERTIFICATE_HASH, hash));
    if let Some(tlv) = walker.optional(tag::SEQUENCE)? {
        let mut inside = Walker::new(tlv.content);
        let issuer = inside.expect(tag::SEQUENCE)?.content;
        let names = GeneralName::list(issuer)?;
        nodes.push(Node::branch(
            labels::ISSUER,
            names.iter().map(general_name).collect(),
        ));
        let serial = inside.expect(tag::INTEGER)?.content;
        nodes.push(Node::bytes(labels::SERIAL_NUMBER, serial));
        nodes.extend(rest(&mut inside));
    }
    nodes.extend(rest(&mut walker));
    Ok(nodes)
}

fn policy(full: &[u8]) -> Node {
    const LABEL: LabelId = labels::POLICY;
    match Walker::new(full)
        .enter(tag::SEQUENCE)
        .and_then(|mut inside| {
            let policy = inside.oid()?;
            Ok(Node::oid(LABEL, policy).with(rest(&mut inside)))
        }) {
        Ok(node) => node,
        Err(_) => Node::bytes(LABEL, full),
    }
}

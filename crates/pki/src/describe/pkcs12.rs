//! PKCS#12 files in words, as far as they can be read without their password (RFC 7292): parts and
//! bags, how each is encrypted, and how the whole is authenticated.
//!
//! Of keys only what [`super::private_key`] shows appears.

use super::algorithm::{algorithm, read};
use super::node::Node;
use super::{certificate, labels, private_key, readable, rest};
use crate::asn1::{self, Asn1Error, Tlv, Walker, tag};
use crate::pkcs12::{bag_text, definite};
use crate::{limits, oid};

/// Describes a file in definite lengths.
pub(super) fn describe(der: &[u8]) -> Node {
    Node::branch(labels::PKCS12, readable(der, fields(der)))
}

/// `PFX ::= SEQUENCE { version INTEGER, authSafe ContentInfo, macData MacData OPTIONAL }`.
fn fields(der: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut walker = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    let version = walker.unsigned()?;
    let (kind, content) = content_info(walker.enter(tag::SEQUENCE)?)?;
    let mut nodes = vec![Node::number(labels::VERSION, version)];
    nodes.push(match walker.optional(tag::SEQUENCE)? {
        None => Node::term(labels::PKCS12_MAC, labels::PKCS12_NO_MAC),
        Some(data) => Node::branch(labels::PKCS12_MAC, readable(data.full, mac(data.content))),
    });
    if kind == oid::CMS_DATA {
        let octets = asn1::only(content, tag::OCTET_STRING)?.content;
        nodes.extend(readable_ber(octets, parts));
    } else {
        nodes.push(Node::oid(labels::CONTENT_TYPE, kind));
    }
    nodes.extend(rest(&mut walker));
    Ok(nodes)
}

/// Splits `ContentInfo` into its type and the DER of its content.
fn content_info(mut info: Walker<'_>) -> Result<(const_oid::ObjectIdentifier, &[u8]), Asn1Error> {
    let kind = info.oid()?;
    let content = info.expect(tag::context(0))?.content;
    info.finish()?;
    Ok((kind, content))
}

/// What an OCTET STRING holds may be BER again.
fn readable_ber(
    octets: &[u8],
    describe: impl Fn(&[u8]) -> Result<Vec<Node>, Asn1Error>,
) -> Vec<Node> {
    match definite(octets) {
        Ok(found) => readable(octets, describe(&found.octets)),
        Err(_) => vec![Node::bytes(labels::NOT_READABLE, octets)],
    }
}

/// `MacData ::= SEQUENCE { mac DigestInfo, macSalt OCTET STRING, iterations INTEGER DEFAULT 1 }`.
fn mac(content: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut data = Walker::new(content);
    let mut info = data.enter(tag::SEQUENCE)?;
    let identifier = info.expect(tag::SEQUENCE)?.full;
    if let (oid::PBMAC1, parameters) = read(identifier)? {
        let mut parameters = Walker::new(asn1::only(parameters, tag::SEQUENCE)?.content);
        let derivation = parameters.expect(tag::SEQUENCE)?.full;
        let function = parameters.expect(tag::SEQUENCE)?.full;
        return Ok(vec![
            Node::oid(labels::ALGORITHM, oid::PBMAC1),
            private_key::derivation(derivation)?,
            algorithm(labels::PSEUDO_RANDOM_FUNCTION, function),
        ]);
    }
    let salt = data.expect(tag::OCTET_STRING)?.content;
    let iterations = if data.is_empty() { 1 } else { data.unsigned()? };
    let mut nodes = vec![
        algorithm(labels::ALGORITHM, identifier),
        Node::bytes(labels::SALT, salt),
        Node::number(labels::ITERATIONS, iterations),
    ];
    nodes.extend(rest(&mut data));
    Ok(nodes)
}

/// `AuthenticatedSafe ::= SEQUENCE OF ContentInfo`.
fn parts(der: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut list = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    let mut nodes = Vec::new();
    while !list.is_empty() {
        let part = list.expect(tag::SEQUENCE)?;
        let (kind, content) = content_info(Walker::new(part.content))?;
        nodes.push(match kind {
            oid::CMS_DATA => {
                let octets = asn1::only(content, tag::OCTET_STRING)?.content;
                let bags = |der: &[u8]| bags(der, limits::PFX_DEPTH_MAX);
                Node::branch(labels::PKCS12_CLEAR_PART, readable_ber(octets, bags))
            }
            oid::CMS_ENCRYPTED_DATA => {
                let nodes = readable(content, encrypted(content));
                Node::branch(labels::PKCS12_ENCRYPTED_PART, nodes)
            }
            other => Node::oid(labels::CONTENT_TYPE, other),
        });
    }
    Ok(nodes)
}

/// `EncryptedData ::= SEQUENCE { version, EncryptedContentInfo, … }`.
fn encrypted(der: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut data = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    data.unsigned()?;
    let mut info = data.enter(tag::SEQUENCE)?;
    info.oid()?;
    let identifier = info.expect(tag::SEQUENCE)?.full;
    let sealed = info.any()?.content.len();
    let mut nodes = vec![
        private_key::encryption(identifier)?,
        Node::count(labels::ENCRYPTED_SIZE, sealed),
    ];
    nodes.extend(rest(&mut data));
    Ok(nodes)
}

/// `SafeContents ::= SEQUENCE OF SafeBag`.
fn bags(der: &[u8], depth: usize) -> Result<Vec<Node>, Asn1Error> {
    let mut list = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    let mut nodes = Vec::new();
    while !list.is_empty() {
        let mut bag = list.enter(tag::SEQUENCE)?;
        let kind = bag.oid()?;
        let value = bag.expect(tag::context(0))?.content;
        let node = match (kind, depth.checked_sub(1)) {
            (oid::BAG_SHROUDED_KEY, _) => private_key::describe_encrypted(value),
            (oid::BAG_KEY, _) => private_key::describe_plain(value)?,
            (oid::BAG_CERTIFICATE, _) => certificate_bag(value)?,
            (oid::BAG_SAFE_CONTENTS, Some(depth)) => {
                Node::branch(labels::PKCS12_CLEAR_PART, bags(value, depth)?)
            }
            // A secret may be in it.
            _ => Node::oid(labels::PKCS12_OTHER_BAG, kind)
                .with([Node::count(labels::SIZE_OCTETS, value.len())]),
        };
        let attributes = match bag.optional(tag::SET)? {
            Some(set) => attributes(set.content)?,
            None => Vec::new(),
        };
        nodes.push(node.with(attributes).with(rest(&mut bag)));
    }
    Ok(nodes)
}

/// `CertBag ::= SEQUENCE { certId OID, certValue [0] OCTET STRING }`.
fn certificate_bag(der: &[u8]) -> Result<Node, Asn1Error> {
    let mut bag = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    let form = bag.oid()?;
    let value = bag.expect(tag::context(0))?.content;
    if form != oid::BAG_X509_CERTIFICATE {
        return Ok(Node::oid(labels::PKCS12_OTHER_BAG, form));
    }
    let octets = asn1::only(value, tag::OCTET_STRING)?.content;
    Ok(certificate::describe(octets))
}

/// `SET OF SEQUENCE { attrId OID, attrValues SET OF ANY }`.
fn attributes(content: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut set = Walker::new(content);
    let mut nodes = Vec::new();
    while !set.is_empty() {
        let mut attribute = set.enter(tag::SEQUENCE)?;
        let name = attribute.oid()?;
        let mut values = attribute.enter(tag::SET)?;
        while !values.is_empty() {
            nodes.push(attribute_value(name, &values.any()?));
        }
    }
    Ok(nodes)
}

fn attribute_value(name: const_oid::ObjectIdentifier, value: &Tlv<'_>) -> Node {
    match name {
        oid::FRIENDLY_NAME => Node::text(labels::FRIENDLY_NAME, bag_text(value.tag, value.content)),
        oid::LOCAL_KEY_ID => Node::bytes(labels::LOCAL_KEY_ID, value.content),
        _ if value.tag == tag::BMP_STRING => {
            let text = bag_text(value.tag, value.content);
            Node::oid(labels::ATTRIBUTE_UNKNOWN, name)
                .with([Node::text(labels::ATTRIBUTE_VALUE, text)])
        }
        _ => Node::oid(labels::ATTRIBUTE_UNKNOWN, name)
            .with([Node::bytes(labels::ATTRIBUTE_VALUE, value.full)]),
    }
}

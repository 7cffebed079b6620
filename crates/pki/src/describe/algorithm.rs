//! Algorithms and public keys in words.

use const_oid::ObjectIdentifier;
use sha2::{Digest, Sha256};

use super::node::{LabelId, Node, Value};
use super::{labels, oid_name, readable, rest};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::oid;

/// Describes an AlgorithmIdentifier.
pub(super) fn algorithm(label: LabelId, der: &[u8]) -> Node {
    match read(der) {
        Ok((oid, parameters)) => {
            let name = oid_name::of(&oid);
            Node::new(label, Value::Oid { oid, name }).with(describe_parameters(&oid, parameters))
        }
        Err(_) => Node::branch(label, vec![Node::bytes(labels::NOT_READABLE, der)]),
    }
}

/// Splits an AlgorithmIdentifier into its identifier and the DER of its parameters.
pub(super) fn read(der: &[u8]) -> Result<(ObjectIdentifier, &[u8]), Asn1Error> {
    let mut walker = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    Ok((walker.oid()?, walker.rest()))
}

fn describe_parameters(algorithm: &ObjectIdentifier, parameters: &[u8]) -> Vec<Node> {
    match parameters {
        [] => Vec::new(),
        [tag::NULL, 0] => vec![Node::term(labels::PARAMETERS, labels::NULL_VALUE)],
        [tag::OID, ..] => match Walker::new(parameters).oid() {
            Ok(curve) => vec![Node::oid(labels::CURVE, curve)],
            Err(_) => vec![Node::bytes(labels::PARAMETERS, parameters)],
        },
        _ if is_gost_key(algorithm) => readable(parameters, gost_parameters(parameters)),
        _ => vec![Node::bytes(labels::PARAMETERS, parameters)],
    }
}

/// Keys of GOST R 34.10-2012 and 2001, under the identifiers of key agreement too.
fn is_gost_key(algorithm: &ObjectIdentifier) -> bool {
    [
        "1.2.643.7.1.1.1.1",
        "1.2.643.7.1.1.1.2",
        "1.2.643.7.1.1.6.1",
        "1.2.643.7.1.1.6.2",
        "1.2.643.2.2.19",
        "1.2.643.2.2.98",
    ]
    .map(ObjectIdentifier::new_unwrap)
    .contains(algorithm)
}

/// `SEQUENCE { publicKeyParamSet, digestParamSet OPTIONAL, encryptionParamSet OPTIONAL }`.
fn gost_parameters(der: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut walker = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    let mut nodes = vec![Node::oid(labels::PARAMETER_SET, walker.oid()?)];
    for label in [
        labels::DIGEST_PARAMETER_SET,
        labels::ENCRYPTION_PARAMETER_SET,
    ] {
        if walker.peek() == Some(tag::OID) {
            nodes.push(Node::oid(label, walker.oid()?));
        }
    }
    nodes.extend(rest(&mut walker));
    Ok(nodes)
}

/// Describes a SubjectPublicKeyInfo.
pub(super) fn public_key(label: LabelId, der: &[u8]) -> Node {
    let mut nodes = readable(der, public_key_fields(der));
    nodes.push(Node::bytes(labels::SPKI_SHA256, &Sha256::digest(der)));
    Node::branch(label, nodes)
}

fn public_key_fields(der: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut walker = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    let identifier = walker.expect(tag::SEQUENCE)?.full;
    let (unused, key) = bit_string(walker.expect(tag::BIT_STRING)?.content)?;
    let mut nodes = vec![algorithm(labels::ALGORITHM, identifier)];
    match read(identifier)?.0 {
        oid::RSA_ENCRYPTION => nodes.extend(readable(key, rsa_key(key))),
        gost if is_gost_key(&gost) => {
            // An OCTET STRING inside the BIT STRING, X and Y little-endian.
            let point = asn1::only(key, tag::OCTET_STRING).map_or(key, |tlv| tlv.content);
            nodes.push(Node::count(labels::SIZE_BITS, point.len() * 4));
            nodes.push(Node::bytes(labels::KEY_OCTETS, point));
        }
        _ => nodes.push(Node::bytes(labels::KEY_OCTETS, key)),
    }
    if unused > 0 {
        nodes.push(Node::number(labels::UNUSED_BITS, unused.into()));
    }
    nodes.extend(rest(&mut walker));
    Ok(nodes)
}

fn rsa_key(der: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut walker = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    let modulus = walker.expect(tag::INTEGER)?.content;
    let exponent = walker.expect(tag::INTEGER)?.content;
    let magnitude = modulus.strip_prefix(&[0]).unwrap_or(modulus);
    let leading = magnitude.first().map_or(0, |first| first.leading_zeros());
    let bits = (magnitude.len() * 8).saturating_sub(usize::try_from(leading).unwrap_or(0));
    let exponent = match asn1::unsigned(exponent) {
        Ok(number) => Node::number(labels::EXPONENT, number),
        Err(_) => Node::bytes(labels::EXPONENT, exponent),
    };
    let mut nodes = vec![
        Node::count(labels::SIZE_BITS, bits),
        Node::bytes(labels::MODULUS, magnitude),
        exponent,
    ];
    nodes.extend(rest(&mut walker));
    Ok(nodes)
}

/// Splits the contents of a BIT STRING into the number of unused bits and the octets.
pub(super) fn bit_string(content: &[u8]) -> Result<(u8, &[u8]), Asn1Error> {
    match content {
        [unused @ 0..=7, octets @ ..] => Ok((*unused, octets)),
        _ => Err(Asn1Error::Value("BIT STRING")),
    }
}

/// Describes the contents of a BIT STRING that holds a signature.
pub(super) fn signature(content: &[u8]) -> Node {
    match bit_string(content) {
        Ok((0, octets)) => Node::bytes(labels::SIGNATURE, octets),
        Ok((unused, octets)) => Node::bytes(labels::SIGNATURE, octets)
            .with([Node::number(labels::UNUSED_BITS, unused.into())]),
        Err(_) => Node::bytes(labels::NOT_READABLE, content),
    }
}

//! Private keys in words: algorithm, sizes and how they are protected, and nothing secret
//! (RFC 5958, RFC 8018, RFC 7914, RFC 9337).

use super::algorithm::{algorithm, public_key, read};
use super::node::Node;
use super::{labels, readable, rest};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::key::{PrivateKey, Signer};
use crate::oid;

/// Describes an unencrypted PKCS#8 key: what it is, and its public key where it can be computed.
pub(super) fn describe_plain(der: &[u8]) -> Result<Node, Asn1Error> {
    let mut walker = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    let version = walker.unsigned()?;
    let identifier = walker.expect(tag::SEQUENCE)?.full;
    let secret = walker.expect(tag::OCTET_STRING)?.content;
    let mut nodes = vec![
        Node::number(labels::VERSION, version.saturating_add(1)),
        algorithm(labels::ALGORITHM, identifier),
        Node::term(labels::SECRET_PART, labels::SECRET_NOT_SHOWN)
            .with([Node::count(labels::SIZE_OCTETS, secret.len())]),
    ];
    if let Some(tlv) = walker.optional(tag::context(0))? {
        nodes.push(Node::branch(
            labels::ATTRIBUTES,
            attribute_types(tlv.content)?,
        ));
    }
    if let Some(tlv) = walker.optional(tag::context_primitive(1))? {
        nodes.push(Node::bytes(labels::KEY_OCTETS, tlv.content));
    }
    while !walker.is_empty() {
        // What it is nobody knows, so it may be secret.
        let size = walker.any()?.full.len();
        nodes.push(Node::count(labels::OTHER_FIELD, size));
    }
    if let Ok(key) = PrivateKey::from_pkcs8_der(der) {
        nodes.push(public_key(labels::PUBLIC_KEY, key.public_key().spki_der()));
    }
    Ok(Node::branch(labels::PRIVATE_KEY, nodes))
}

/// Attributes of a key may hold secrets, so their types alone are shown.
fn attribute_types(content: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut walker = Walker::new(content);
    let mut nodes = Vec::new();
    while !walker.is_empty() {
        let oid = walker.enter(tag::SEQUENCE)?.oid()?;
        nodes.push(
            Node::oid(labels::ATTRIBUTE_UNKNOWN, oid)
                .with([Node::term(labels::SECRET_PART, labels::SECRET_NOT_SHOWN)]),
        );
    }
    Ok(nodes)
}

/// Describes an encrypted PKCS#8 key.
pub(super) fn describe_encrypted(der: &[u8]) -> Node {
    Node::branch(
        labels::ENCRYPTED_PRIVATE_KEY,
        readable(der, encrypted_fields(der)),
    )
}

fn encrypted_fields(der: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut walker = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    let identifier = walker.expect(tag::SEQUENCE)?.full;
    let encrypted = walker.expect(tag::OCTET_STRING)?.content;
    let mut nodes = vec![encryption(identifier)?];
    nodes.push(Node::count(labels::ENCRYPTED_SIZE, encrypted.len()));
    nodes.extend(rest(&mut walker));
    Ok(nodes)
}

/// Describes a scheme of encryption with a password, the algorithm of an encrypted key.
pub(super) fn encryption(identifier: &[u8]) -> Result<Node, Asn1Error> {
    Ok(match read(identifier)? {
        (oid::PBES2, parameters) => {
            Node::oid(labels::ALGORITHM, oid::PBES2).with(readable(parameters, pbes2(parameters)))
        }
        // RFC 7292, appendix C, and CryptoPro's: SEQUENCE { salt, iterations }.
        (
            name @ (oid::PBE_SHA_3DES_3KEY
            | oid::PBE_SHA_3DES_2KEY
            | oid::PBE_SHA_RC2_128
            | oid::PBE_SHA_RC2_40
            | oid::PBE_CRYPTOPRO),
            parameters,
        ) => Node::oid(labels::ALGORITHM, name).with(readable(parameters, pbkdf2(parameters))),
        _ => algorithm(labels::ALGORITHM, identifier),
    })
}

/// Describes the function that a key is derived with.
pub(super) fn derivation(identifier: &[u8]) -> Result<Node, Asn1Error> {
    Ok(match read(identifier)? {
        (function @ oid::PBKDF2, parameters) => Node::oid(labels::KEY_DERIVATION, function)
            .with(readable(parameters, pbkdf2(parameters))),
        (function @ oid::SCRYPT, parameters) => Node::oid(labels::KEY_DERIVATION, function)
            .with(readable(parameters, scrypt(parameters))),
        _ => algorithm(labels::KEY_DERIVATION, identifier),
    })
}

/// `SEQUENCE { keyDerivationFunc AlgorithmIdentifier, encryptionScheme AlgorithmIdentifier }`.
fn pbes2(der: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut walker = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    let derivation = derivation(walker.expect(tag::SEQUENCE)?.full)?;
    let cipher = walker.expect(tag::SEQUENCE)?.full;
    let (cipher_oid, parameters) = read(cipher)?;
    let cipher = match parameters.first() {
        Some(&tag::OCTET_STRING) => {
            let vector = asn1::only(parameters, tag::OCTET_STRING)?.content;
            Node::oid(labels::CIPHER, cipher_oid)
                .with([Node::bytes(labels::INITIALISATION_VECTOR, vector)])
        }
        _ => match vector_in_sequence(parameters) {
            Ok(nodes) => Node::oid(labels::CIPHER, cipher_oid).with(nodes),
            Err(_) => algorithm(labels::CIPHER, cipher),
        },
    };
    let mut nodes = vec![derivation, cipher];
    nodes.extend(rest(&mut walker));
    Ok(nodes)
}

/// RFC 9337: `SEQUENCE { ukm OCTET STRING }`; RFC 4357: `SEQUENCE { iv OCTET STRING,
/// encryptionParamSet OBJECT IDENTIFIER }`.
fn vector_in_sequence(der: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut inside = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    let vector = inside.expect(tag::OCTET_STRING)?.content;
    let mut nodes = vec![Node::bytes(labels::INITIALISATION_VECTOR, vector)];
    if inside.peek() == Some(tag::OID) {
        nodes.push(Node::oid(labels::ENCRYPTION_PARAMETER_SET, inside.oid()?));
    }
    inside.finish()?;
    Ok(nodes)
}

fn pbkdf2(der: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut walker = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    let salt = walker.any()?;
    let salt = if salt.tag == tag::OCTET_STRING {
        salt.content
    } else {
        salt.full
    };
    let mut nodes = vec![
        Node::bytes(labels::SALT, salt),
        Node::number(labels::ITERATIONS, walker.unsigned()?),
    ];
    if let Some(tlv) = walker.optional(tag::INTEGER)? {
        nodes.push(Node::number(
            labels::KEY_LENGTH,
            asn1::unsigned(tlv.content)?,
        ));
    }
    if let Some(tlv) = walker.optional(tag::SEQUENCE)? {
        nodes.push(algorithm(labels::PSEUDO_RANDOM_FUNCTION, tlv.full));
    }
    nodes.extend(rest(&mut walker));
    Ok(nodes)
}

fn scrypt(der: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut walker = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    let mut nodes = vec![
        Node::bytes(labels::SALT, walker.expect(tag::OCTET_STRING)?.content),
        Node::number(labels::SCRYPT_COST, walker.unsigned()?),
        Node::number(labels::SCRYPT_BLOCK_SIZE, walker.unsigned()?),
        Node::number(labels::SCRYPT_PARALLELISM, walker.unsigned()?),
    ];
    if let Some(tlv) = walker.optional(tag::INTEGER)? {
        nodes.push(Node::number(
            labels::KEY_LENGTH,
            asn1::unsigned(tlv.content)?,
        ));
    }
    nodes.extend(rest(&mut walker));
    Ok(nodes)
}

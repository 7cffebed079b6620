//! Objects in words: every field of a file as a tree that can be shown in any language.
//!
//! [`recognise`] finds out what a file holds, DER or PEM; [`describe`] turns it into a tree of
//! [`Node`]s, each with the stable id of its label and a typed value. Every field appears, an
//! extension that nobody knows as its identifier and octets, a part that cannot be read as
//! `not-readable` and octets. Of a private key only public facts appear. The words stand with who
//! shows the tree; [`labels::ALL`] and [`oid_name::TABLE`] list what they must have words for.
//! Nothing is verified here.

mod algorithm;
mod certificate;
mod container;
mod enveloped_data;
mod extension;
pub mod labels;
mod list;
mod name;
mod node;
pub mod oid_name;
mod pkcs12;
mod private_key;
mod recognise;
mod request;
mod signed_data;

pub use self::node::{LabelId, Node, Value};
pub use self::recognise::{Object, RecogniseError, recognise, recognise_container};
use crate::asn1::{Asn1Error, Walker};

/// Describes an object.
#[must_use]
pub fn describe(object: &Object) -> Node {
    match object {
        Object::Certificate(certificate) => certificate::describe(certificate.der()),
        Object::Request(request) => request::describe(request.der()),
        Object::RevocationList(list) => list::describe(list.der()),
        Object::SignedData(der) => signed_data::describe(der),
        Object::EnvelopedData(der) => enveloped_data::describe(der),
        Object::PrivateKey(facts) | Object::Pkcs12(facts) => facts.clone(),
        Object::EncryptedPrivateKey(der) => private_key::describe_encrypted(der),
        Object::KeyContainer { header, name } => container::describe(header, name.as_deref()),
        Object::PublicKey(der) => algorithm::public_key(labels::PUBLIC_KEY, der),
        Object::Several(objects) => Node::branch(
            labels::SEVERAL_OBJECTS,
            objects.iter().map(describe).collect(),
        ),
    }
}

/// The nodes of a structure, or the octets that could not be read.
fn readable(der: &[u8], nodes: Result<Vec<Node>, Asn1Error>) -> Vec<Node> {
    nodes.unwrap_or_else(|_| vec![Node::bytes(labels::NOT_READABLE, der)])
}

/// What is left of a structure after its known fields.
fn rest(walker: &mut Walker<'_>) -> Vec<Node> {
    let mut nodes = Vec::new();
    while !walker.is_empty() {
        let Ok(tlv) = walker.any() else {
            nodes.push(Node::bytes(labels::NOT_READABLE, walker.rest()));
            break;
        };
        nodes.push(Node::bytes(labels::OTHER_FIELD, tlv.full));
    }
    nodes
}

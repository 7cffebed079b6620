//! Which key, which names, which places.

use crate::asn1::{self, Walker, tag};
use crate::describe::labels;
use crate::describe::name::{general_name, general_names};
use crate::describe::node::{LabelId, Node};
use crate::extension::{
    AuthorityKeyIdentifier, Extension, GeneralName, GeneralSubtree, NameConstraints,
    SubjectKeyIdentifier,
};

pub(super) fn subject_key_identifier(extension: &Extension) -> Option<Vec<Node>> {
    let SubjectKeyIdentifier(key) = extension.decode().ok()?;
    Some(vec![Node::bytes(labels::KEY_IDENTIFIER, &key)])
}

pub(super) fn authority_key_identifier(extension: &Extension) -> Option<Vec<Node>> {
    let read: AuthorityKeyIdentifier = extension.decode().ok()?;
    let mut nodes = Vec::new();
    if let Some(key) = read.key_identifier {
        nodes.push(Node::bytes(labels::KEY_IDENTIFIER, &key));
    }
    if let Some(names) = read.issuer {
        nodes.push(Node::branch(
            labels::ISSUER,
            general_names(&names).collect(),
        ));
    }
    if let Some(serial) = read.serial {
        nodes.push(Node::bytes(labels::SERIAL_NUMBER, serial.content()));
    }
    Some(nodes)
}

/// `GeneralNames`.
pub(super) fn names(value: &[u8]) -> Option<Vec<Node>> {
    let names = GeneralName::list(asn1::only(value, tag::SEQUENCE).ok()?.content).ok()?;
    Some(general_names(&names).collect())
}

pub(super) fn name_constraints(extension: &Extension) -> Option<Vec<Node>> {
    let constraints: NameConstraints = extension.decode().ok()?;
    let subtrees = |label, list: Option<Vec<GeneralSubtree>>| {
        list.unwrap_or_default()
            .into_iter()
            .map(move |subtree| self::subtree(label, &subtree))
    };
    let permitted = subtrees(labels::PERMITTED_SUBTREE, constraints.permitted);
    Some(
        permitted
            .chain(subtrees(labels::EXCLUDED_SUBTREE, constraints.excluded))
            .collect(),
    )
}

fn subtree(label: LabelId, subtree: &GeneralSubtree) -> Node {
    let mut node = Node::branch(label, vec![general_name(&subtree.base)]);
    if subtree.minimum > 0 {
        node.children
            .push(Node::number(labels::MINIMUM_DISTANCE, subtree.minimum));
    }
    if let Some(maximum) = subtree.maximum {
        node.children
            .push(Node::number(labels::MAXIMUM_DISTANCE, maximum));
    }
    node
}

/// `SEQUENCE OF SEQUENCE { accessMethod OID, accessLocation GeneralName }`.
pub(super) fn access(value: &[u8]) -> Option<Vec<Node>> {
    let mut walker = Walker::new(asn1::only(value, tag::SEQUENCE).ok()?.content);
    let mut nodes = Vec::new();
    while !walker.is_empty() {
        let mut inside = walker.enter(tag::SEQUENCE).ok()?;
        let method = inside.oid().ok()?;
        let location = GeneralName::from_walker(&mut inside).ok()?;
        inside.finish().ok()?;
        nodes.push(
            Node::oid(labels::ACCESS_DESCRIPTION, method).with([Node::branch(
                labels::LOCATION,
                vec![general_name(&location)],
            )]),
        );
    }
    Some(nodes)
}

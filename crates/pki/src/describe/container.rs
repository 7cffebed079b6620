//! Key containers of CryptoPro in words: what `header.key` says without a password. No octet of the
//! files that hold keys is looked at.

use super::algorithm::algorithm;
use super::node::Node;
use super::{certificate, labels};
use crate::container::{Header, KeyRecord, KeyRole, KeySlot};

/// Describes a container; its name stands in another file and may be unknown.
pub(super) fn describe(header: &Header, name: Option<&str>) -> Node {
    let mut nodes: Vec<Node> = name
        .map(|name| Node::text(labels::CONTAINER_NAME, name))
        .into_iter()
        .collect();
    nodes.push(Node::flag(
        labels::CONTAINER_PASSWORD,
        header.has_password(),
    ));
    for slot in [KeySlot::First, KeySlot::Second] {
        nodes.extend(header.key(slot).map(|record| key(header, slot, record)));
    }
    Node::branch(labels::KEY_CONTAINER, nodes)
}

fn key(header: &Header, slot: KeySlot, record: &KeyRecord) -> Node {
    let role = match record.role() {
        KeyRole::Exchange => labels::ROLE_EXCHANGE,
        KeyRole::Signature => labels::ROLE_SIGNATURE,
    };
    let mut nodes = vec![
        Node::term(labels::KEY_ROLE, role),
        algorithm(labels::ALGORITHM, &record.identifier_der()),
        Node::flag(labels::KEY_EXPORTABLE, record.is_exportable()),
    ];
    let end = header.key_end(slot);
    nodes.extend(end.map(|end| Node::time(labels::KEY_UNTIL, end)));
    nodes.push(Node::bytes(labels::KEY_FINGERPRINT, &record.fingerprint()));
    nodes.extend(record.certificate_der().map(certificate::describe));
    Node::branch(labels::CONTAINER_KEY, nodes)
}

//! Revocation lists in words (RFC 5280, section 5), entry by entry.

use super::algorithm::{algorithm, signature};
use super::certificate::time;
use super::extension::extensions;
use super::name::name;
use super::node::Node;
use super::{labels, readable, rest};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::limits::DESCRIBED_ENTRIES_MAX;

pub(super) fn describe(der: &[u8]) -> Node {
    Node::branch(labels::REVOCATION_LIST, readable(der, fields(der)))
}

fn fields(der: &[u8]) -> Result<Vec<Node>, Asn1Error> {
    let mut whole = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
    let mut tbs = whole.enter(tag::SEQUENCE)?;
    let version = match tbs.optional(tag::INTEGER)? {
        Some(tlv) => asn1::unsigned(tlv.content)?.saturating_add(1),
        None => 1,
    };
    let mut nodes = vec![
        Node::number(labels::VERSION, version),
        algorithm(labels::SIGNED_ALGORITHM, tbs.expect(tag::SEQUENCE)?.full),
        name(labels::ISSUER, tbs.expect(tag::SEQUENCE)?.full),
        time(labels::THIS_UPDATE, &tbs.any()?),
    ];
    if let Some(tag::UTC_TIME | tag::GENERALIZED_TIME) = tbs.peek() {
        nodes.push(time(labels::NEXT_UPDATE, &tbs.any()?));
    }
    if let Some(tlv) = tbs.optional(tag::SEQUENCE)? {
        nodes.push(entries(tlv.content)?);
    }
    if let Some(tlv) = tbs.optional(tag::context(0))? {
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

fn entries(content: &[u8]) -> Result<Node, Asn1Error> {
    let mut walker = Walker::new(content);
    let mut nodes = Vec::new();
    let mut count = 0;
    while !walker.is_empty() {
        let mut inside = walker.enter(tag::SEQUENCE)?;
        count += 1;
        if count > DESCRIBED_ENTRIES_MAX {
            continue;
        }
        let serial = inside.expect(tag::INTEGER)?.content;
        let mut entry = Node::bytes(labels::REVOKED_CERTIFICATE, serial)
            .with([time(labels::REVOCATION_DATE, &inside.any()?)]);
        if let Some(tlv) = inside.optional(tag::SEQUENCE)? {
            entry.children.push(extensions(tlv.full));
        }
        entry.children.extend(rest(&mut inside));
        nodes.push(entry);
    }
    nodes.insert(0, Node::count(labels::ENTRIES_COUNT, count));
    if count > DESCRIBED_ENTRIES_MAX {
        nodes.push(Node::count(
            labels::ENTRIES_LEFT_OUT,
            count - DESCRIBED_ENTRIES_MAX,
        ));
    }
    Ok(Node::branch(labels::REVOKED_CERTIFICATES, nodes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(count: usize) -> Node {
        let entry = asn1::sequence(&[
            &asn1::integer(1),
            &asn1::tlv(tag::UTC_TIME, b"260101000000Z"),
        ]);
        entries(&entry.repeat(count)).expect("well formed")
    }

    #[test]
    fn entries_at_the_limit_are_described_and_one_beyond_is_counted() {
        let at = list(DESCRIBED_ENTRIES_MAX);
        assert_eq!(at.children.len(), DESCRIBED_ENTRIES_MAX + 1);
        assert!(at.find("entries-left-out").is_none());
        let beyond = list(DESCRIBED_ENTRIES_MAX + 1);
        assert_eq!(
            beyond.find("entries-left-out"),
            Some(&Node::number(labels::ENTRIES_LEFT_OUT, 1))
        );
    }
}

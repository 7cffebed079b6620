//! Policies and what limits them.

use const_oid::ObjectIdentifier;

use crate::asn1::{self, Walker, tag};
use crate::describe::labels;
use crate::describe::node::Node;
use crate::describe::request::text;
use crate::extension::{
    CertificatePolicies, Extension, InhibitAnyPolicy, PolicyConstraints, PolicyMappings,
    PolicyQualifier,
};

const PRACTICE_STATEMENT: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.2.1");
const USER_NOTICE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.2.2");

pub(super) fn policies(extension: &Extension) -> Option<Vec<Node>> {
    let CertificatePolicies(policies) = extension.decode().ok()?;
    let nodes = policies.into_iter().map(|information| {
        Node::oid(labels::POLICY, information.policy)
            .with(information.qualifiers.iter().map(qualifier))
    });
    Some(nodes.collect())
}

fn qualifier(qualifier: &PolicyQualifier) -> Node {
    let known = match qualifier.oid {
        PRACTICE_STATEMENT => text(&qualifier.value)
            .map(|text| Node::text(labels::CERTIFICATION_PRACTICE_STATEMENT, text)),
        USER_NOTICE => {
            user_notice(&qualifier.value).map(|nodes| Node::branch(labels::USER_NOTICE, nodes))
        }
        _ => None,
    };
    known.unwrap_or_else(|| {
        Node::oid(labels::POLICY_QUALIFIER, qualifier.oid)
            .with([Node::bytes(labels::OCTETS, &qualifier.value)])
    })
}

/// `SEQUENCE { noticeRef SEQUENCE { organisation, numbers } OPTIONAL, explicitText OPTIONAL }`.
fn user_notice(value: &[u8]) -> Option<Vec<Node>> {
    let mut walker = Walker::new(asn1::only(value, tag::SEQUENCE).ok()?.content);
    let mut nodes = Vec::new();
    if let Some(tlv) = walker.optional(tag::SEQUENCE).ok()? {
        let mut inside = Walker::new(tlv.content);
        let organisation = text(inside.any().ok()?.full)?;
        let mut reference = vec![Node::text(labels::NOTICE_ORGANISATION, organisation)];
        let mut numbers = inside.enter(tag::SEQUENCE).ok()?;
        while !numbers.is_empty() {
            reference.push(Node::number(
                labels::NOTICE_NUMBER,
                numbers.unsigned().ok()?,
            ));
        }
        nodes.push(Node::branch(labels::NOTICE_REFERENCE, reference));
    }
    if !walker.is_empty() {
        nodes.push(Node::text(
            labels::EXPLICIT_TEXT,
            text(walker.any().ok()?.full)?,
        ));
    }
    walker.is_empty().then_some(nodes)
}

pub(super) fn mappings(extension: &Extension) -> Option<Vec<Node>> {
    let PolicyMappings(mappings) = extension.decode().ok()?;
    let nodes = mappings.into_iter().map(|mapping| {
        Node::branch(
            labels::POLICY_MAPPING,
            vec![
                Node::oid(labels::ISSUER_DOMAIN_POLICY, mapping.issuer),
                Node::oid(labels::SUBJECT_DOMAIN_POLICY, mapping.subject),
            ],
        )
    });
    Some(nodes.collect())
}

pub(super) fn constraints(extension: &Extension) -> Option<Vec<Node>> {
    let constraints: PolicyConstraints = extension.decode().ok()?;
    let parts = [
        (
            labels::REQUIRE_EXPLICIT_POLICY,
            constraints.require_explicit_policy,
        ),
        (
            labels::INHIBIT_POLICY_MAPPING,
            constraints.inhibit_policy_mapping,
        ),
    ];
    Some(
        parts
            .into_iter()
            .filter_map(|(label, skip)| Some(Node::number(label, skip?)))
            .collect(),
    )
}

pub(super) fn inhibit_any(extension: &Extension) -> Option<Vec<Node>> {
    let InhibitAnyPolicy(skip) = extension.decode().ok()?;
    Some(vec![Node::number(labels::SKIP_CERTIFICATES, skip)])
}

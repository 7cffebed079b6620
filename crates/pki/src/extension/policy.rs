//! Policies and constraints (RFC 5280, sections 4.2.1.4, 4.2.1.5, 4.2.1.10, 4.2.1.11, 4.2.1.14).

use const_oid::ObjectIdentifier;

use super::{GeneralName, TypedExtension, members, sequence};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::oid;

/// certificatePolicies; the classes of signature tools stand here too.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CertificatePolicies(pub Vec<PolicyInformation>);

/// One policy.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PolicyInformation {
    /// The policy.
    pub policy: ObjectIdentifier,
    /// Its qualifiers; an empty list is left out.
    pub qualifiers: Vec<PolicyQualifier>,
}

/// A remark to a policy.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PolicyQualifier {
    /// The kind of remark.
    pub oid: ObjectIdentifier,
    /// Its DER.
    pub value: Vec<u8>,
}

impl CertificatePolicies {
    /// Makes a list of policies without qualifiers.
    #[must_use]
    pub fn new(policies: &[ObjectIdentifier]) -> Self {
        let bare = |policy: &ObjectIdentifier| PolicyInformation {
            policy: *policy,
            qualifiers: Vec::new(),
        };
        Self(policies.iter().map(bare).collect())
    }

    /// Tells whether a policy is in the list.
    #[must_use]
    pub fn contains(&self, policy: &ObjectIdentifier) -> bool {
        self.0.iter().any(|one| one.policy == *policy)
    }
}

impl TypedExtension for CertificatePolicies {
    const OID: ObjectIdentifier = oid::CERTIFICATE_POLICIES;

    fn decode(value: &[u8]) -> Result<Self, Asn1Error> {
        members(sequence(value)?, |walker| {
            let mut inside = walker.enter(tag::SEQUENCE)?;
            let policy = inside.oid()?;
            let qualifiers = match inside.optional(tag::SEQUENCE)? {
                Some(list) => members(Walker::new(list.content), qualifier)?,
                None => Vec::new(),
            };
            inside.finish()?;
            Ok(PolicyInformation { policy, qualifiers })
        })
        .map(Self)
    }

    fn encode(&self) -> Vec<u8> {
        let qualifier = |one: &PolicyQualifier| asn1::sequence(&[&asn1::oid(&one.oid), &one.value]);
        let information = |one: &PolicyInformation| {
            let qualifiers: Vec<u8> = one.qualifiers.iter().flat_map(qualifier).collect();
            let list = if qualifiers.is_empty() {
                Vec::new()
            } else {
                asn1::tlv(tag::SEQUENCE, &qualifiers)
            };
            asn1::sequence(&[&asn1::oid(&one.policy), &list])
        };
        asn1::tlv(
            tag::SEQUENCE,
            &self.0.iter().flat_map(information).collect::<Vec<u8>>(),
        )
    }
}

fn qualifier(walker: &mut Walker<'_>) -> Result<PolicyQualifier, Asn1Error> {
    let mut inside = walker.enter(tag::SEQUENCE)?;
    let oid = inside.oid()?;
    let value = inside.any()?.full.to_vec();
    inside.finish()?;
    Ok(PolicyQualifier { oid, value })
}

/// policyMappings.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PolicyMappings(pub Vec<PolicyMapping>);

/// A policy of the issuer that equals one of the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PolicyMapping {
    /// The policy in the issuer's domain.
    pub issuer: ObjectIdentifier,
    /// The policy in the subject's domain.
    pub subject: ObjectIdentifier,
}

impl TypedExtension for PolicyMappings {
    const OID: ObjectIdentifier = oid::POLICY_MAPPINGS;

    fn decode(value: &[u8]) -> Result<Self, Asn1Error> {
        members(sequence(value)?, |walker| {
            let mut inside = walker.enter(tag::SEQUENCE)?;
            let mapping = PolicyMapping {
                issuer: inside.oid()?,
                subject: inside.oid()?,
            };
            inside.finish()?;
            Ok(mapping)
        })
        .map(Self)
    }

    fn encode(&self) -> Vec<u8> {
        let mapping = |one: &PolicyMapping| {
            asn1::sequence(&[&asn1::oid(&one.issuer), &asn1::oid(&one.subject)])
        };
        asn1::tlv(
            tag::SEQUENCE,
            &self.0.iter().flat_map(mapping).collect::<Vec<u8>>(),
        )
    }
}

/// policyConstraints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PolicyConstraints {
    /// After how many certificates a policy must be explicit.
    pub require_explicit_policy: Option<u64>,
    /// After how many certificates mapping ends.
    pub inhibit_policy_mapping: Option<u64>,
}

impl TypedExtension for PolicyConstraints {
    const OID: ObjectIdentifier = oid::POLICY_CONSTRAINTS;

    fn decode(value: &[u8]) -> Result<Self, Asn1Error> {
        let mut walker = sequence(value)?;
        let mut number = |number| {
            let found = walker.optional(tag::context_primitive(number))?;
            found.map(|tlv| asn1::unsigned(tlv.content)).transpose()
        };
        let constraints = Self {
            require_explicit_policy: number(0)?,
            inhibit_policy_mapping: number(1)?,
        };
        walker.finish()?;
        Ok(constraints)
    }

    fn encode(&self) -> Vec<u8> {
        let part = |number, value: Option<u64>| {
            value.map_or_else(Vec::new, |value| {
                retagged(tag::context_primitive(number), value)
            })
        };
        asn1::sequence(&[
            &part(0, self.require_explicit_policy),
            &part(1, self.inhibit_policy_mapping),
        ])
    }
}

/// Writes an INTEGER under an implicit tag.
fn retagged(tag: u8, value: u64) -> Vec<u8> {
    let mut der = asn1::integer(value);
    der[0] = tag;
    der
}

/// inhibitAnyPolicy: after how many certificates anyPolicy means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct InhibitAnyPolicy(pub u64);

impl TypedExtension for InhibitAnyPolicy {
    const OID: ObjectIdentifier = oid::INHIBIT_ANY_POLICY;

    fn decode(value: &[u8]) -> Result<Self, Asn1Error> {
        asn1::unsigned(asn1::only(value, tag::INTEGER)?.content).map(Self)
    }

    fn encode(&self) -> Vec<u8> {
        asn1::integer(self.0)
    }
}

/// nameConstraints.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct NameConstraints {
    /// Only names under these; nothing means no such limit.
    pub permitted: Option<Vec<GeneralSubtree>>,
    /// No names under these.
    pub excluded: Option<Vec<GeneralSubtree>>,
}

/// A part of the space of names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GeneralSubtree {
    /// Its top.
    pub base: GeneralName,
    /// Levels left out at the top; 0 in RFC 5280.
    pub minimum: u64,
    /// Levels taken; absent in RFC 5280.
    pub maximum: Option<u64>,
}

impl TypedExtension for NameConstraints {
    const OID: ObjectIdentifier = oid::NAME_CONSTRAINTS;

    fn decode(value: &[u8]) -> Result<Self, Asn1Error> {
        let mut walker = sequence(value)?;
        let mut list = |number| {
            let found = walker.optional(tag::context(number))?;
            found
                .map(|tlv| members(Walker::new(tlv.content), subtree))
                .transpose()
        };
        let constraints = Self {
            permitted: list(0)?,
            excluded: list(1)?,
        };
        walker.finish()?;
        Ok(constraints)
    }

    fn encode(&self) -> Vec<u8> {
        let part = |number, list: &Option<Vec<GeneralSubtree>>| match list {
            None => Vec::new(),
            Some(list) => {
                let members: Vec<u8> = list.iter().flat_map(subtree_der).collect();
                asn1::tlv(tag::context(number), &members)
            }
        };
        asn1::sequence(&[&part(0, &self.permitted), &part(1, &self.excluded)])
    }
}

fn subtree(walker: &mut Walker<'_>) -> Result<GeneralSubtree, Asn1Error> {
    let mut inside = walker.enter(tag::SEQUENCE)?;
    let base = GeneralName::from_walker(&mut inside)?;
    let mut number = |number| {
        let found = inside.optional(tag::context_primitive(number))?;
        found.map(|tlv| asn1::unsigned(tlv.content)).transpose()
    };
    let (minimum, maximum) = (number(0)?.unwrap_or(0), number(1)?);
    inside.finish()?;
    Ok(GeneralSubtree {
        base,
        minimum,
        maximum,
    })
}

fn subtree_der(tree: &GeneralSubtree) -> Vec<u8> {
    let minimum = match tree.minimum {
        0 => Vec::new(),
        minimum => retagged(tag::context_primitive(0), minimum),
    };
    let maximum = tree
        .maximum
        .map(|value| retagged(tag::context_primitive(1), value));
    asn1::sequence(&[&tree.base.to_der(), &minimum, &maximum.unwrap_or_default()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_and_constraints_come_back() {
        let mut policies = CertificatePolicies::new(&[oid::ANY_POLICY, oid::SNILS]);
        policies.0[1].qualifiers = vec![PolicyQualifier {
            oid: oid::SNILS,
            value: vec![0x16, 1, 0x61],
        }];
        assert_eq!(
            CertificatePolicies::decode(&policies.encode()),
            Ok(policies.clone())
        );
        assert!(policies.contains(&oid::SNILS) && !policies.contains(&oid::INN));
        let mappings = PolicyMappings(vec![PolicyMapping {
            issuer: oid::SNILS,
            subject: oid::INN,
        }]);
        assert_eq!(PolicyMappings::decode(&mappings.encode()), Ok(mappings));
        let constraints = PolicyConstraints {
            require_explicit_policy: Some(0),
            inhibit_policy_mapping: Some(300),
        };
        assert_eq!(
            PolicyConstraints::decode(&constraints.encode()),
            Ok(constraints)
        );
        assert_eq!(
            InhibitAnyPolicy::decode(&[2, 1, 3]),
            Ok(InhibitAnyPolicy(3))
        );
        let subtree = GeneralSubtree {
            base: GeneralName::Dns("b.example".to_owned()),
            minimum: 0,
            maximum: Some(2),
        };
        let constraints = NameConstraints {
            permitted: Some(vec![subtree]),
            excluded: None,
        };
        assert_eq!(
            NameConstraints::decode(&constraints.encode()),
            Ok(constraints)
        );
    }
}

//! What path validation needs of a certificate, read once from its extensions.
//!
//! An extension that a decision hangs on must be exactly what RFC 5280 §4.2 says, or the certificate is
//! refused, critical or not. Extensions that no decision hangs on are not opened.

use const_oid::ObjectIdentifier;

use super::error::Fault;
use crate::asn1;
use crate::asn1::tag;
use crate::certificate::Certificate;
use crate::extension::{
    AuthorityInformationAccess, AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies,
    CrlDistributionPoints, ExtendedKeyUsage, Extensions, InhibitAnyPolicy, KeyUsage,
    NameConstraints, PolicyConstraints, PolicyMappings, SubjectAlternativeName,
    SubjectKeyIdentifier, TypedExtension,
};
use crate::oid;

/// The extensions that are understood: a critical one outside this list refuses its certificate.
const UNDERSTOOD: [ObjectIdentifier; 15] = [
    oid::AUTHORITY_KEY_IDENTIFIER,
    oid::SUBJECT_KEY_IDENTIFIER,
    oid::KEY_USAGE,
    oid::PRIVATE_KEY_USAGE_PERIOD,
    oid::CERTIFICATE_POLICIES,
    oid::POLICY_MAPPINGS,
    oid::SUBJECT_ALTERNATIVE_NAME,
    oid::ISSUER_ALTERNATIVE_NAME,
    oid::BASIC_CONSTRAINTS,
    oid::NAME_CONSTRAINTS,
    oid::POLICY_CONSTRAINTS,
    oid::EXTENDED_KEY_USAGE,
    oid::CRL_DISTRIBUTION_POINTS,
    oid::INHIBIT_ANY_POLICY,
    oid::AUTHORITY_INFORMATION_ACCESS,
];

/// What the extensions of one certificate say.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) basic_constraints: Option<BasicConstraints>,
    pub(super) key_usage: Option<KeyUsage>,
    pub(super) subject_key: Option<SubjectKeyIdentifier>,
    pub(super) authority_key: Option<AuthorityKeyIdentifier>,
    pub(super) purposes: Option<ExtendedKeyUsage>,
    pub(super) alternative_names: Option<SubjectAlternativeName>,
    pub(super) name_constraints: Option<NameConstraints>,
    pub(super) policies: Option<CertificatePolicies>,
    pub(super) mappings: Option<PolicyMappings>,
    pub(super) policy_constraints: Option<PolicyConstraints>,
    pub(super) inhibit_any_policy: Option<InhibitAnyPolicy>,
    pub(super) distribution_points: Option<CrlDistributionPoints>,
    /// The extensions that are marked critical.
    pub(super) critical: Vec<ObjectIdentifier>,
}

impl Facts {
    /// Reads the extensions of `certificate`.
    pub(super) fn read(certificate: &Certificate) -> Result<Self, Fault> {
        let extensions = certificate.extensions();
        if let Some(doubled) = extensions.doubled() {
            return Err(Fault::DoubledExtension(doubled));
        }
        let critical: Vec<ObjectIdentifier> = extensions
            .iter()
            .filter(|extension| extension.is_critical())
            .map(crate::extension::Extension::oid)
            .collect();
        if let Some(foreign) = critical.iter().find(|id| !UNDERSTOOD.contains(id)) {
            return Err(Fault::CriticalExtension(*foreign));
        }
        // Nothing here hangs on it, yet what cannot be read must not pass as understood.
        typed::<AuthorityInformationAccess>(extensions)?;
        let facts = Self {
            basic_constraints: typed(extensions)?,
            key_usage: typed(extensions)?,
            subject_key: typed(extensions)?,
            authority_key: typed(extensions)?,
            purposes: typed(extensions)?,
            alternative_names: typed(extensions)?,
            name_constraints: typed(extensions)?,
            policies: typed(extensions)?,
            mappings: typed(extensions)?,
            policy_constraints: typed(extensions)?,
            inhibit_any_policy: typed(extensions)?,
            distribution_points: typed(extensions)?,
            critical,
        };
        facts.check_not_empty()?;
        Ok(facts)
    }

    /// Tells whether the extension `id` is there and critical.
    pub(super) fn is_critical(&self, id: &ObjectIdentifier) -> bool {
        self.critical.contains(id)
    }

    /// Tells whether the certificate is an authority's.
    pub(super) fn is_authority(&self) -> bool {
        self.basic_constraints
            .as_ref()
            .is_some_and(|basic| basic.ca)
    }

    /// How many authorities may stand below this one.
    pub(super) fn path_length(&self) -> Option<u64> {
        self.basic_constraints
            .as_ref()
            .and_then(|basic| basic.path_length)
            .map(u64::from)
    }

    /// Tells whether the key may be used so: by the extension, or because there is none.
    pub(super) fn allows(&self, usage: KeyUsage) -> bool {
        self.key_usage.is_none_or(|bits| bits.contains(usage))
    }

    /// Constraints that constrain nothing are forbidden (§4.2.1.10, §4.2.1.11), and so is what RFC 5280
    /// leaves no meaning for in a subtree.
    fn check_not_empty(&self) -> Result<(), Fault> {
        let no_meaning = self.name_constraints.as_ref().is_some_and(|constraints| {
            let mut subtrees = constraints
                .permitted
                .iter()
                .chain(&constraints.excluded)
                .flatten();
            (constraints.permitted.is_none() && constraints.excluded.is_none())
                || subtrees.any(|tree| tree.minimum != 0 || tree.maximum.is_some())
        });
        if no_meaning {
            return Err(Fault::Extension(oid::NAME_CONSTRAINTS));
        }
        let empty = self.policy_constraints.as_ref().is_some_and(|constraints| {
            constraints.require_explicit_policy.is_none()
                && constraints.inhibit_policy_mapping.is_none()
        });
        if empty {
            Err(Fault::Extension(oid::POLICY_CONSTRAINTS))
        } else {
            Ok(())
        }
    }
}

fn typed<T: TypedExtension>(extensions: &Extensions) -> Result<Option<T>, Fault> {
    extensions
        .typed::<T>()
        .map_err(|_| Fault::Extension(T::OID))
}

/// Reads the subject key identifier of a certificate, when it has a readable one.
pub(crate) fn subject_key_identifier(certificate: &Certificate) -> Option<Vec<u8>> {
    let value = certificate
        .extensions()
        .find(&oid::SUBJECT_KEY_IDENTIFIER)?
        .value();
    asn1::only(value, tag::OCTET_STRING)
        .ok()
        .map(|tlv| tlv.content.to_vec())
}

//! Extensions of certificates and requests (RFC 5280, section 4.2; order 795; RFC 9215).
//!
//! [`Extensions`] keeps each one as it was read, known or not; the types of the submodules say what
//! a known one means. Decoding is asked for, never done in passing: a certificate with one strange
//! extension stays readable. What an extension must hold in which certificate is not known here.

mod access;
mod general_name;
mod identity;
mod policy;
mod russian;
mod usage;

use const_oid::ObjectIdentifier;

pub use access::{
    AccessDescription, AuthorityInformationAccess, CrlDistributionPoints, DistributionPoint,
    DistributionPointName,
};
pub use general_name::GeneralName;
pub use identity::{
    AuthorityKeyIdentifier, IssuerAlternativeName, SubjectAlternativeName, SubjectKeyIdentifier,
};
pub use policy::{
    CertificatePolicies, GeneralSubtree, InhibitAnyPolicy, NameConstraints, PolicyConstraints,
    PolicyInformation, PolicyMapping, PolicyMappings, PolicyQualifier,
};
pub use russian::{IdentificationKind, IssuerSignTool, SubjectSignTool};
pub use usage::{BasicConstraints, ExtendedKeyUsage, KeyUsage, PrivateKeyUsagePeriod};

use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::limits;

/// Why extensions, or the contents of one, cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExtensionError {
    /// The list itself is malformed.
    #[error("the list of extensions is malformed")]
    List(#[source] Asn1Error),
    /// More than [`limits::EXTENSIONS_MAX`].
    #[error("more than {} extensions", limits::EXTENSIONS_MAX)]
    TooMany,
    /// The same extension twice, so that nobody can say which one counts.
    #[error("extension {0} stands there twice")]
    Doubled(ObjectIdentifier),
    /// The contents are not what the identifier promises.
    #[error("the contents of extension {oid} are malformed")]
    Contents {
        /// The extension.
        oid: ObjectIdentifier,
        /// What is wrong.
        #[source]
        source: Asn1Error,
    },
}

/// One extension as it stands in a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Extension {
    oid: ObjectIdentifier,
    critical: bool,
    /// The default value FALSE was written out, which DER forbids and issuers do.
    explicit_default: bool,
    value: Vec<u8>,
}

impl Extension {
    /// Makes an extension with the DER of its contents.
    #[must_use]
    pub const fn new(oid: ObjectIdentifier, critical: bool, value: Vec<u8>) -> Self {
        Self {
            oid,
            critical,
            explicit_default: false,
            value,
        }
    }

    /// Returns the identifier.
    #[must_use]
    pub const fn oid(&self) -> ObjectIdentifier {
        self.oid
    }

    /// Tells whether who does not understand the extension must refuse the certificate.
    #[must_use]
    pub const fn is_critical(&self) -> bool {
        self.critical
    }

    /// Tells whether `critical FALSE` was written out against DER.
    #[must_use]
    pub const fn writes_default(&self) -> bool {
        self.explicit_default
    }

    /// Returns the DER of the contents, without the OCTET STRING around it.
    #[must_use]
    pub fn value(&self) -> &[u8] {
        &self.value
    }

    /// Reads the contents as the type `T`, whose identifier must be this extension's.
    ///
    /// # Errors
    ///
    /// When the contents are malformed.
    pub fn decode<T: TypedExtension>(&self) -> Result<T, ExtensionError> {
        T::decode(&self.value).map_err(|source| ExtensionError::Contents {
            oid: self.oid,
            source,
        })
    }

    fn from_walker(walker: &mut Walker<'_>) -> Result<Self, Asn1Error> {
        let mut inside = walker.enter(tag::SEQUENCE)?;
        let oid = inside.oid()?;
        let critical = inside.optional(tag::BOOLEAN)?;
        let critical = critical.map(|tlv| asn1::boolean(tlv.content)).transpose()?;
        let value = inside.expect(tag::OCTET_STRING)?.content.to_vec();
        inside.finish()?;
        Ok(Self {
            oid,
            critical: critical == Some(true),
            explicit_default: critical == Some(false),
            value,
        })
    }

    /// Writes the extension.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        let critical = if self.critical || self.explicit_default {
            asn1::boolean_der(self.critical)
        } else {
            Vec::new()
        };
        asn1::sequence(&[
            &asn1::oid(&self.oid),
            &critical,
            &asn1::octet_string(&self.value),
        ])
    }
}

/// A kind of extension whose contents this crate understands.
pub trait TypedExtension: Sized {
    /// The identifier.
    const OID: ObjectIdentifier;

    /// Reads the contents.
    ///
    /// # Errors
    ///
    /// When they are malformed.
    fn decode(value: &[u8]) -> Result<Self, Asn1Error>;

    /// Writes the contents.
    fn encode(&self) -> Vec<u8>;

    /// Makes the extension.
    fn to_extension(&self, critical: bool) -> Extension {
        Extension::new(Self::OID, critical, self.encode())
    }
}

/// The extensions of a certificate, a request or a revocation list, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Extensions {
    list: Vec<Extension>,
}

impl Extensions {
    /// Starts an empty list.
    #[must_use]
    pub const fn new() -> Self {
        Self { list: Vec::new() }
    }

    /// Reads `Extensions ::= SEQUENCE OF Extension`; an empty list is taken.
    ///
    /// # Errors
    ///
    /// When the list is malformed or too long.
    pub fn from_der(bytes: &[u8]) -> Result<Self, ExtensionError> {
        let list = asn1::only(bytes, tag::SEQUENCE).map_err(ExtensionError::List)?;
        let mut walker = Walker::new(list.content);
        let mut list = Vec::new();
        while !walker.is_empty() {
            if list.len() == limits::EXTENSIONS_MAX {
                return Err(ExtensionError::TooMany);
            }
            list.push(Extension::from_walker(&mut walker).map_err(ExtensionError::List)?);
        }
        Ok(Self { list })
    }

    /// Writes the list.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        let members: Vec<u8> = self.list.iter().flat_map(Extension::to_der).collect();
        asn1::tlv(tag::SEQUENCE, &members)
    }

    /// Adds an extension at the end.
    pub fn push(&mut self, extension: Extension) {
        self.list.push(extension);
    }

    /// Adds a typed extension at the end.
    #[must_use]
    pub fn with<T: TypedExtension>(mut self, extension: &T, critical: bool) -> Self {
        self.list.push(extension.to_extension(critical));
        self
    }

    /// Goes through all extensions in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Extension> {
        self.list.iter()
    }

    /// Returns how many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.list.len()
    }

    /// Tells whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the first extension with an identifier.
    #[must_use]
    pub fn find(&self, oid: &ObjectIdentifier) -> Option<&Extension> {
        self.list.iter().find(|extension| extension.oid == *oid)
    }

    /// Returns an identifier that stands there more than once.
    #[must_use]
    pub fn doubled(&self) -> Option<ObjectIdentifier> {
        let before = |index: usize, oid| self.list[..index].iter().any(|other| other.oid == oid);
        let mut numbered = self.list.iter().enumerate();
        numbered
            .find(|(index, one)| before(*index, one.oid))
            .map(|(_, one)| one.oid)
    }

    /// Reads the extension of type `T`, if there is one.
    ///
    /// # Errors
    ///
    /// When it stands there twice or its contents are malformed.
    pub fn typed<T: TypedExtension>(&self) -> Result<Option<T>, ExtensionError> {
        let mut found = self.list.iter().filter(|extension| extension.oid == T::OID);
        let Some(first) = found.next() else {
            return Ok(None);
        };
        if found.next().is_some() {
            return Err(ExtensionError::Doubled(T::OID));
        }
        first.decode().map(Some)
    }
}

impl<'a> IntoIterator for &'a Extensions {
    type Item = &'a Extension;
    type IntoIter = std::slice::Iter<'a, Extension>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl FromIterator<Extension> for Extensions {
    fn from_iter<I: IntoIterator<Item = Extension>>(extensions: I) -> Self {
        Self {
            list: extensions.into_iter().collect(),
        }
    }
}

macro_rules! typed_getters {
    ($($(#[$doc:meta])* $name:ident: $kind:ty;)*) => {
        /// Each returns nothing when the extension is absent and fails when it stands there twice
        /// or is malformed.
        impl Extensions {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                ///
                /// As [`Extensions::typed`].
                pub fn $name(&self) -> Result<Option<$kind>, ExtensionError> {
                    self.typed()
                }
            )*
        }
    };
}

typed_getters! {
    /// Reads keyUsage.
    key_usage: KeyUsage;
    /// Reads extKeyUsage.
    extended_key_usage: ExtendedKeyUsage;
    /// Reads basicConstraints.
    basic_constraints: BasicConstraints;
    /// Reads privateKeyUsagePeriod.
    private_key_usage_period: PrivateKeyUsagePeriod;
    /// Reads subjectKeyIdentifier.
    subject_key_identifier: SubjectKeyIdentifier;
    /// Reads authorityKeyIdentifier.
    authority_key_identifier: AuthorityKeyIdentifier;
    /// Reads subjectAltName.
    subject_alternative_name: SubjectAlternativeName;
    /// Reads issuerAltName.
    issuer_alternative_name: IssuerAlternativeName;
    /// Reads certificatePolicies.
    certificate_policies: CertificatePolicies;
    /// Reads policyMappings.
    policy_mappings: PolicyMappings;
    /// Reads policyConstraints.
    policy_constraints: PolicyConstraints;
    /// Reads inhibitAnyPolicy.
    inhibit_any_policy: InhibitAnyPolicy;
    /// Reads nameConstraints.
    name_constraints: NameConstraints;
    /// Reads cRLDistributionPoints.
    crl_distribution_points: CrlDistributionPoints;
    /// Reads authorityInfoAccess.
    authority_information_access: AuthorityInformationAccess;
    /// Reads subjectSignTool.
    subject_sign_tool: SubjectSignTool;
    /// Reads issuerSignTool.
    issuer_sign_tool: IssuerSignTool;
    /// Reads identificationKind.
    identification_kind: IdentificationKind;
}

/// Reads the members of a SEQUENCE OF, at least one, at most [`limits::EXTENSION_ENTRIES_MAX`].
fn members<T>(
    mut walker: Walker<'_>,
    mut read: impl FnMut(&mut Walker<'_>) -> Result<T, Asn1Error>,
) -> Result<Vec<T>, Asn1Error> {
    let mut list = Vec::new();
    while !walker.is_empty() {
        if list.len() == limits::EXTENSION_ENTRIES_MAX {
            return Err(Asn1Error::Value("list: too many members"));
        }
        list.push(read(&mut walker)?);
    }
    if list.is_empty() {
        Err(Asn1Error::Value("list: no member"))
    } else {
        Ok(list)
    }
}

/// Reads a whole value that is one SEQUENCE.
fn sequence(value: &[u8]) -> Result<Walker<'_>, Asn1Error> {
    asn1::only(value, tag::SEQUENCE).map(|tlv| Walker::new(tlv.content))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oid;

    #[test]
    fn a_written_out_default_comes_back() {
        let der = asn1::sequence(&[
            &asn1::oid(&oid::KEY_USAGE),
            &asn1::boolean_der(false),
            &asn1::octet_string(&[3, 2, 7, 0x80]),
        ]);
        let list = asn1::sequence(&[&der]);
        let read = Extensions::from_der(&list).expect("a tolerated deviation");
        let extension = read.find(&oid::KEY_USAGE).expect("it is there");
        assert!(extension.writes_default() && !extension.is_critical());
        assert_eq!(read.to_der(), list);
    }

    #[test]
    fn a_doubled_extension_means_nothing() {
        let usage = KeyUsage::DIGITAL_SIGNATURE;
        let list = Extensions::new().with(&usage, true);
        assert_eq!(list.key_usage(), Ok(Some(usage)));
        assert_eq!(list.doubled(), None);
        let list = list.with(&usage, true);
        assert_eq!(
            list.key_usage(),
            Err(ExtensionError::Doubled(oid::KEY_USAGE))
        );
        assert_eq!(list.doubled(), Some(oid::KEY_USAGE));
    }

    #[test]
    fn the_number_of_extensions_is_limited() {
        let build = |count| {
            let list: Extensions = (0..count)
                .map(|_| Extension::new(oid::CRL_NUMBER, false, vec![]))
                .collect();
            Extensions::from_der(&list.to_der()).map(|list| list.len())
        };
        assert_eq!(build(0), Ok(0));
        assert_eq!(build(limits::EXTENSIONS_MAX), Ok(limits::EXTENSIONS_MAX));
        assert_eq!(
            build(limits::EXTENSIONS_MAX + 1),
            Err(ExtensionError::TooMany)
        );
    }

    #[test]
    fn the_members_of_a_list_are_limited() {
        let build = |count| {
            ExtendedKeyUsage(vec![oid::EKU_CLIENT_AUTH; count])
                .to_extension(false)
                .decode() as Result<ExtendedKeyUsage, _>
        };
        assert!(build(limits::EXTENSION_ENTRIES_MAX).is_ok());
        assert!(build(limits::EXTENSION_ENTRIES_MAX + 1).is_err());
        assert!(build(0).is_err());
    }
}

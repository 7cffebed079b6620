//! What a rule sees: the certificate, its frame as written, its issuer, the context.

use const_oid::ObjectIdentifier;

use super::{LintContext, Origin};
use crate::asn1::{self, Asn1Error, Tlv, Walker, tag};
use crate::certificate::Certificate;
use crate::extension::{
    BasicConstraints, CertificatePolicies, ExtendedKeyUsage, Extension, KeyUsage, TypedExtension,
};
use crate::name::Attribute;
use crate::oid;
use crate::profile::{self, AttributeKind, HolderKind};

/// The fields of a certificate as written.
pub(super) struct Frame<'a> {
    /// The number in the version field; 0 where the field is absent.
    pub(super) version: u64,
    /// The serial's contents octets.
    pub(super) serial: &'a [u8],
    /// The signed signature algorithm, whole.
    pub(super) inner_algorithm: &'a [u8],
    /// The algorithm beside the signature, whole.
    pub(super) outer_algorithm: &'a [u8],
    /// notBefore and notAfter.
    pub(super) validity: [Tlv<'a>; 2],
    /// The key's algorithm, whole.
    pub(super) key_algorithm: &'a [u8],
    /// Whether issuerUniqueID or subjectUniqueID is there.
    pub(super) has_unique_ids: bool,
    /// Whether the field of extensions is there, entries in it or not.
    pub(super) has_extensions: bool,
}

impl<'a> Frame<'a> {
    fn read(der: &'a [u8]) -> Result<Self, Asn1Error> {
        let mut whole = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
        let mut tbs = whole.enter(tag::SEQUENCE)?;
        let outer_algorithm = whole.expect(tag::SEQUENCE)?.full;
        let version = match tbs.optional(tag::context(0))? {
            Some(tlv) => Walker::new(tlv.content).unsigned()?,
            None => 0,
        };
        let serial = tbs.expect(tag::INTEGER)?.content;
        let inner_algorithm = tbs.expect(tag::SEQUENCE)?.full;
        tbs.expect(tag::SEQUENCE)?;
        let mut validity = tbs.enter(tag::SEQUENCE)?;
        let validity = [validity.any()?, validity.any()?];
        tbs.expect(tag::SEQUENCE)?;
        let mut spki = tbs.enter(tag::SEQUENCE)?;
        let key_algorithm = spki.expect(tag::SEQUENCE)?.full;
        let mut has_unique_ids = false;
        let mut has_extensions = false;
        while !tbs.is_empty() {
            let tlv = tbs.any()?;
            if tlv.tag == tag::context(3) {
                has_extensions = true;
            } else {
                has_unique_ids = true;
            }
        }
        Ok(Self {
            version,
            serial,
            inner_algorithm,
            outer_algorithm,
            validity,
            key_algorithm,
            has_unique_ids,
            has_extensions,
        })
    }
}

/// What a rule looks at.
pub(super) struct Input<'a> {
    pub(super) certificate: &'a Certificate,
    pub(super) issuer: Option<&'a Certificate>,
    pub(super) context: &'a LintContext<'a>,
    pub(super) frame: Frame<'a>,
}

impl<'a> Input<'a> {
    pub(super) fn new(
        certificate: &'a Certificate,
        issuer: Option<&'a Certificate>,
        context: &'a LintContext<'a>,
    ) -> Option<Self> {
        let frame = Frame::read(certificate.der()).ok()?;
        Some(Self {
            certificate,
            issuer,
            context,
            frame,
        })
    }

    pub(super) fn extensions(&self) -> impl Iterator<Item = &'a Extension> + use<'a> {
        self.certificate.extensions().iter()
    }

    pub(super) fn extension(&self, oid: ObjectIdentifier) -> Option<&'a Extension> {
        self.certificate.extensions().find(&oid)
    }

    /// The first extension of a type, where it reads.
    pub(super) fn typed<T: TypedExtension>(&self) -> Option<T> {
        self.extension(T::OID)?.decode().ok()
    }

    /// An extension of the issuer's certificate, where it reads.
    pub(super) fn issuer_typed<T: TypedExtension>(&self) -> Option<T> {
        self.issuer?.extensions().find(&T::OID)?.decode().ok()
    }

    pub(super) fn is_ours(&self) -> bool {
        self.context.origin == Origin::Ours
    }

    pub(super) fn is_self_issued(&self) -> bool {
        self.certificate.issuer() == self.certificate.subject()
    }

    pub(super) fn is_authority(&self) -> bool {
        let constraints = self.extension(oid::BASIC_CONSTRAINTS);
        match constraints.map(Extension::decode::<BasicConstraints>) {
            Some(Ok(constraints)) => constraints.ca,
            // That it is malformed is a finding of its own; the key's use tells what was meant.
            Some(Err(_)) => self
                .typed::<KeyUsage>()
                .is_some_and(|usage| usage.contains(KeyUsage::KEY_CERT_SIGN)),
            None => false,
        }
    }

    /// Whether this is the certificate of a service of the authority (OCSP, time stamps), which
    /// names no holder.
    pub(super) fn is_service(&self) -> bool {
        let service = [oid::EKU_OCSP_SIGNING, oid::EKU_TIME_STAMPING];
        self.typed::<ExtendedKeyUsage>()
            .is_some_and(|usage| usage.0.iter().all(|purpose| service.contains(purpose)))
    }

    /// Whether this is a holder's certificate.
    pub(super) fn is_holder(&self) -> bool {
        !self.is_authority() && !self.is_service()
    }

    /// The policies, none where there is no such extension.
    pub(super) fn policies(&self) -> Vec<ObjectIdentifier> {
        self.typed::<CertificatePolicies>()
            .map(|policies| {
                policies
                    .0
                    .iter()
                    .map(|information| information.policy)
                    .collect()
            })
            .unwrap_or_default()
    }

    /// The subject's attributes that the profile knows.
    pub(super) fn subject_attributes(
        &self,
    ) -> impl Iterator<Item = (AttributeKind, &'a Attribute)> {
        self.certificate
            .subject()
            .attributes()
            .filter_map(|attribute| {
                AttributeKind::from_oid(&attribute.oid()).map(|kind| (kind, attribute))
            })
    }

    pub(super) fn has_attribute(&self, wanted: AttributeKind) -> bool {
        self.subject_attributes().any(|(kind, _)| kind == wanted)
    }

    /// The holder's kind that the procedure knows, or the guessed one.
    pub(super) fn holder(&self) -> HolderKind {
        self.context.holder.unwrap_or_else(|| {
            profile::read(self.certificate.subject(), self.context.fakes)
                .subject
                .kind
        })
    }
}

/// The path of a subject's attribute.
pub(super) fn subject_path(attribute: &Attribute) -> String {
    AttributeKind::from_oid(&attribute.oid()).map_or_else(
        || format!("tbsCertificate.subject.{}", attribute.oid()),
        |kind| format!("tbsCertificate.subject.{}", kind.id()),
    )
}

/// The path of an extension.
pub(super) fn extension_path(oid: &ObjectIdentifier) -> String {
    format!("tbsCertificate.extensions.{oid}")
}

/// The identifiers of a key's algorithm: its own, then those in its parameters.
pub(super) fn algorithm_parameters(
    algorithm: &[u8],
) -> Option<(ObjectIdentifier, Vec<ObjectIdentifier>)> {
    let mut walker = Walker::new(asn1::only(algorithm, tag::SEQUENCE).ok()?.content);
    let key = walker.oid().ok()?;
    let mut parameters = Vec::new();
    if let Some(tlv) = walker.optional(tag::SEQUENCE).ok()? {
        let mut inside = Walker::new(tlv.content);
        while !inside.is_empty() {
            parameters.push(inside.oid().ok()?);
        }
    }
    Some((key, parameters))
}

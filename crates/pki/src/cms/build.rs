//! Makes CAdES-BES signatures: one signer, signed attributes, signing-certificate-v2.

use const_oid::ObjectIdentifier;
use rand_core::CryptoRng;
use time::OffsetDateTime;

use super::attribute::{self, is_set_of_attributes};
use super::error::CmsError;
use super::ess;
use super::verify::message_digest;
use crate::algorithm::{DigestAlgorithm, KeyAlgorithm};
use crate::asn1::{self, tag};
use crate::certificate::Certificate;
use crate::key::Signer;
use crate::{oid, time::Time};

/// What is signed, and whether it travels inside.
#[derive(Clone, Copy, Debug)]
enum Content<'a> {
    Attached(&'a [u8]),
    Detached(&'a [u8]),
}

/// Collects what goes into a signature; [`SignedDataBuilder::sign`] makes it.
#[derive(Clone, Debug)]
pub struct SignedDataBuilder<'a> {
    content_type: ObjectIdentifier,
    binding_digest: DigestAlgorithm,
    content: Content<'a>,
    signing_time: Option<OffsetDateTime>,
    attributes: Vec<(ObjectIdentifier, Vec<u8>)>,
    certificates: Vec<Vec<u8>>,
}

impl<'a> SignedDataBuilder<'a> {
    /// Begins a signature over content of type `content_type`. `binding_digest` is the hash of
    /// signing-certificate-v2: that of the signer's key ([`KeyAlgorithm::binding_digest`]), or
    /// [`SignedDataBuilder::sign`] refuses; the hash of the content always follows from the key.
    #[must_use]
    pub const fn new(content_type: ObjectIdentifier, binding_digest: DigestAlgorithm) -> Self {
        Self {
            content_type,
            binding_digest,
            content: Content::Attached(&[]),
            signing_time: None,
            attributes: Vec::new(),
            certificates: Vec::new(),
        }
    }

    /// Signs `content` and carries it inside.
    #[must_use]
    pub const fn attached(mut self, content: &'a [u8]) -> Self {
        self.content = Content::Attached(content);
        self
    }

    /// Signs `content`, which travels beside the message.
    #[must_use]
    pub const fn detached(mut self, content: &'a [u8]) -> Self {
        self.content = Content::Detached(content);
        self
    }

    /// Sets the signing time; whole seconds of UTC are written.
    #[must_use]
    pub const fn signing_time(mut self, at: OffsetDateTime) -> Self {
        self.signing_time = Some(at);
        self
    }

    /// Adds a signed attribute with one value, given as whole DER.
    #[must_use]
    pub fn attribute(mut self, oid: ObjectIdentifier, value: Vec<u8>) -> Self {
        self.attributes.push((oid, value));
        self
    }

    /// Adds a further certificate to the message; the signer's own is always there.
    #[must_use]
    pub fn certificate(mut self, certificate: &Certificate) -> Self {
        self.certificates.push(certificate.der().to_vec());
        self
    }

    /// Makes the signature and returns the whole message as DER.
    ///
    /// # Errors
    /// When the signer's key is not the certificate's, no signing time was set, the digest is not the
    /// key's, an attribute occurs twice, the content has the form of signed attributes, or the signer
    /// fails.
    pub fn sign(
        mut self,
        signer: &dyn Signer,
        certificate: &Certificate,
        rng: &mut dyn CryptoRng,
    ) -> Result<Vec<u8>, CmsError> {
        let algorithm = signer.public_key().algorithm();
        self.check(signer, certificate)?;
        let digest = message_digest(algorithm);
        let attributes = self.signed_attributes(certificate, digest)?;
        let signature = signer
            .sign(&asn1::tlv(tag::SET, &attributes), rng)
            .map_err(CmsError::Sign)?;
        self.certificates.push(certificate.der().to_vec());
        self.certificates.sort();
        self.certificates.dedup();
        let info = signer_info(algorithm, certificate, digest, &attributes, &signature);
        Ok(self.message(digest, &info))
    }

    fn check(&self, signer: &dyn Signer, certificate: &Certificate) -> Result<(), CmsError> {
        let key = signer.public_key();
        if certificate.public_key().map_err(CmsError::Key)? != *key {
            return Err(CmsError::SignerNotOfCertificate);
        }
        if let KeyAlgorithm::Gost2001(_) = key.algorithm() {
            return Err(CmsError::VerifyOnly("GOST R 34.10-2001"));
        }
        let expected = key.algorithm().binding_digest();
        if self.binding_digest != expected {
            return Err(CmsError::DigestNotOfKey {
                found: self.binding_digest.name(),
                expected: expected.name(),
            });
        }
        if is_set_of_attributes(self.octets()) {
            return Err(CmsError::ContentIsAttributes);
        }
        Ok(())
    }

    const fn octets(&self) -> &'a [u8] {
        match self.content {
            Content::Attached(octets) | Content::Detached(octets) => octets,
        }
    }

    /// The contents octets of the SET OF signed attributes, in DER order.
    fn signed_attributes(
        &self,
        certificate: &Certificate,
        digest: DigestAlgorithm,
    ) -> Result<Vec<u8>, CmsError> {
        let at = self.signing_time.ok_or(CmsError::SigningTimeNotSet)?;
        let hash = asn1::octet_string(&digest.digest(self.octets()));
        let signing_certificate = ess::encode(certificate, self.binding_digest);
        let own = [
            (oid::CMS_CONTENT_TYPE, asn1::oid(&self.content_type)),
            (oid::CMS_SIGNING_TIME, Time::new(at).to_der()),
            (oid::CMS_MESSAGE_DIGEST, hash),
            (oid::CMS_SIGNING_CERTIFICATE_V2, signing_certificate),
        ];
        let mut seen: Vec<ObjectIdentifier> = Vec::new();
        let mut encoded = Vec::new();
        for (oid, value) in own.iter().chain(&self.attributes) {
            if seen.contains(oid) {
                return Err(CmsError::DoubledAttribute(*oid));
            }
            seen.push(*oid);
            encoded.push(attribute::encode(oid, value));
        }
        encoded.sort();
        Ok(encoded.concat())
    }

    fn message(&self, digest: DigestAlgorithm, signer_info: &[u8]) -> Vec<u8> {
        // RFC 5652 §5.1: 1 for id-data with signers by issuer and serial, 3 for other content.
        let version = if self.content_type == oid::CMS_DATA {
            1
        } else {
            3
        };
        let content = match self.content {
            Content::Attached(octets) => asn1::tlv(tag::context(0), &asn1::octet_string(octets)),
            Content::Detached(_) => Vec::new(),
        };
        let body = asn1::sequence(&[
            &asn1::integer(version),
            &asn1::set_of(vec![ess::digest_identifier(digest)]),
            &asn1::sequence(&[&asn1::oid(&self.content_type), &content]),
            &asn1::tlv(tag::context(0), &self.certificates.concat()),
            &asn1::set_of(vec![signer_info.to_vec()]),
        ]);
        asn1::sequence(&[
            &asn1::oid(&oid::CMS_SIGNED_DATA),
            &asn1::tlv(tag::context(0), &body),
        ])
    }
}

fn signer_info(
    algorithm: KeyAlgorithm,
    certificate: &Certificate,
    digest: DigestAlgorithm,
    attributes: &[u8],
    signature: &[u8],
) -> Vec<u8> {
    let identifier = asn1::sequence(&[certificate.issuer().der(), &ess::serial_der(certificate)]);
    asn1::sequence(&[
        &asn1::integer(1),
        &identifier,
        &ess::digest_identifier(digest),
        &asn1::tlv(tag::context(0), attributes),
        &ess::encode_algorithm(&algorithm.signature_algorithm().algorithm_identifier()),
        &asn1::octet_string(signature),
    ])
}

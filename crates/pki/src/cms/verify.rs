//! The strict verification: what the product acts on.
//!
//! The rules are those of the signed structures of the protocol: one signer, DER, content type as
//! expected, each signed attribute once, signing-certificate-v2 names the certificate that verifies,
//! hashes follow from the key, nothing that could be passed off as something else.

use const_oid::ObjectIdentifier;
use time::OffsetDateTime;

use super::attribute::{Attribute, is_set_of_attributes};
use super::error::CmsError;
use super::ess::SigningCertificate;
use super::signed_data::{SignedAttributes, SignedData, SignerIdentifier, SignerInfo};
use crate::algorithm::{DigestAlgorithm, KeyAlgorithm, SignatureAlgorithm};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::certificate::Certificate;
use crate::oid;
use crate::time::Time;

/// The attributes that each signature has; others are the caller's to expect.
const REQUIRED: [(ObjectIdentifier, &str); 4] = [
    (oid::CMS_CONTENT_TYPE, "content-type"),
    (oid::CMS_MESSAGE_DIGEST, "message-digest"),
    (oid::CMS_SIGNING_TIME, "signing-time"),
    (oid::CMS_SIGNING_CERTIFICATE_V2, "signing-certificate-v2"),
];

/// A CMS signature that passed [`SignedData::verify_strict`]; only that makes it. The signature is the
/// key's of [`VerifiedCms::signer`]; whether that certificate is trusted is another question.
#[derive(Clone, Debug)]
pub struct VerifiedCms {
    content: Vec<u8>,
    signer: Certificate,
    signing_time: OffsetDateTime,
    attributes: Vec<Attribute>,
    certificates: Vec<Vec<u8>>,
}

impl VerifiedCms {
    /// Returns the content that was signed.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// Returns the certificate whose key signed.
    #[must_use]
    pub const fn signer(&self) -> &Certificate {
        &self.signer
    }

    /// Returns the signing time that the signer claims.
    #[must_use]
    pub const fn signing_time(&self) -> OffsetDateTime {
        self.signing_time
    }

    /// Returns the one value of a signed attribute, as whole DER.
    #[must_use]
    pub fn attribute(&self, oid: &ObjectIdentifier) -> Option<&[u8]> {
        self.attributes
            .iter()
            .find(|attribute| attribute.oid() == oid)
            .and_then(|attribute| attribute.values().first())
            .map(Vec::as_slice)
    }

    /// Returns the certificates that came along, unverified: a pool for path building at most.
    #[must_use]
    pub fn certificates(&self) -> &[Vec<u8>] {
        &self.certificates
    }

    /// Demands that beside the four attributes of each signature exactly `named` are signed.
    ///
    /// # Errors
    /// When one of `named` is missing or another attribute is there.
    pub fn require_exactly(
        &self,
        named: &[(ObjectIdentifier, &'static str)],
    ) -> Result<(), CmsError> {
        if let Some((_, name)) = named.iter().find(|(oid, _)| self.attribute(oid).is_none()) {
            return Err(CmsError::MissingAttribute(name));
        }
        let known = |oid: &ObjectIdentifier| {
            REQUIRED
                .iter()
                .chain(named)
                .any(|(expected, _)| expected == oid)
        };
        match self
            .attributes
            .iter()
            .find(|attribute| !known(attribute.oid()))
        {
            Some(unknown) => Err(CmsError::UnexpectedAttribute(*unknown.oid())),
            None => Ok(()),
        }
    }
}

impl SignedData {
    /// Verifies a signature of our own kind; `detached` is the content when it travels beside.
    ///
    /// # Errors
    /// Each refusal is a variant of its own: see [`CmsError`].
    pub fn verify_strict(
        &self,
        expected_content_type: &ObjectIdentifier,
        detached: Option<&[u8]>,
    ) -> Result<VerifiedCms, CmsError> {
        self.check_form()?;
        let signer = self.only_signer()?;
        self.check_versions(signer)?;
        if self.content_type != *expected_content_type {
            return Err(CmsError::ContentType {
                expected: *expected_content_type,
                found: self.content_type,
            });
        }
        check_unsigned(signer)?;
        let attributes = check_signed(signer)?;
        self.check_content_type_attribute(attributes)?;
        let signing_time = read_signing_time(attributes)?;
        let content = self.content_for(detached)?;
        if is_set_of_attributes(content) {
            return Err(CmsError::ContentIsAttributes);
        }
        let certificate = self.signer_certificate(signer, attributes)?;
        self.check_digest(signer, attributes, &certificate, content)?;
        verify_attributes(signer, attributes, &certificate)?;
        Ok(VerifiedCms {
            content: content.to_vec(),
            signer: certificate,
            signing_time,
            attributes: attributes.list.clone(),
            certificates: self.certificates.clone(),
        })
    }

    fn check_form(&self) -> Result<(), CmsError> {
        if let Some(breach) = self.form.breach {
            return Err(CmsError::NotDer(breach));
        }
        match self.form.trailing {
            0 => Ok(()),
            trailing => Err(CmsError::TrailingBytes(trailing)),
        }
    }

    fn only_signer(&self) -> Result<&SignerInfo, CmsError> {
        match self.signers.as_slice() {
            [] => Err(CmsError::NoSigner),
            [signer] => Ok(signer),
            signers => Err(CmsError::SecondSigner(signers.len())),
        }
    }

    /// RFC 5652 §5.1 and §5.3.
    fn check_versions(&self, signer: &SignerInfo) -> Result<(), CmsError> {
        let by_serial = matches!(signer.identifier, SignerIdentifier::IssuerAndSerial { .. });
        let signer_version = if by_serial { 1 } else { 3 };
        if signer.version != signer_version {
            let (found, expected) = (signer.version, signer_version);
            return Err(CmsError::Version {
                part: "signer info",
                found,
                expected,
            });
        }
        let plain = by_serial && self.content_type == oid::CMS_DATA;
        let expected = if plain { 1 } else { 3 };
        // Attribute certificates and foreign formats would raise it further; we accept none.
        if self.other_certificates > 0 || self.version != expected {
            let found = self.version;
            return Err(CmsError::Version {
                part: "signed data",
                found,
                expected,
            });
        }
        Ok(())
    }

    fn check_content_type_attribute(&self, attributes: &SignedAttributes) -> Result<(), CmsError> {
        let value = value_of(attributes, &oid::CMS_CONTENT_TYPE)?;
        let attribute = read_whole(value, "content-type attribute", Walker::oid)?;
        if attribute == self.content_type {
            Ok(())
        } else {
            Err(CmsError::ContentTypeAttribute {
                attribute,
                content: self.content_type,
            })
        }
    }

    fn content_for<'a>(&'a self, detached: Option<&'a [u8]>) -> Result<&'a [u8], CmsError> {
        match (&self.content, detached) {
            (Some(_), Some(_)) => Err(CmsError::ContentTwice),
            (None, None) => Err(CmsError::ContentMissing),
            (None, Some(content)) => Ok(content),
            (Some(content), None) if content.tag == tag::OCTET_STRING => Ok(&content.octets),
            (Some(content), None) => Err(CmsError::Malformed {
                part: "content",
                source: Asn1Error::Tag {
                    expected: tag::OCTET_STRING,
                    found: content.tag,
                },
            }),
        }
    }

    /// Finds the certificate that both the signer's identifier and signing-certificate-v2 name.
    fn signer_certificate(
        &self,
        signer: &SignerInfo,
        attributes: &SignedAttributes,
    ) -> Result<Certificate, CmsError> {
        let named =
            SigningCertificate::read(value_of(attributes, &oid::CMS_SIGNING_CERTIFICATE_V2)?)?;
        if named.count != 1 {
            return Err(CmsError::SigningCertificateCount(named.count));
        }
        let candidates: Vec<Certificate> = self
            .certificates
            .iter()
            .filter_map(|der| Certificate::from_der(der).ok())
            .filter(|certificate| signer.identifier.means(certificate))
            .collect();
        if candidates.is_empty() {
            return Err(CmsError::SignerCertificateMissing);
        }
        let certificate = candidates
            .into_iter()
            .find(|certificate| named.names(certificate))
            .ok_or(CmsError::SigningCertificateMismatch)?;
        let expected = certificate
            .public_key()
            .map_err(CmsError::Key)?
            .algorithm()
            .binding_digest();
        if named.digest != expected {
            return Err(CmsError::SigningCertificateDigest {
                found: named.digest.name(),
                expected: expected.name(),
            });
        }
        Ok(certificate)
    }

    fn check_digest(
        &self,
        signer: &SignerInfo,
        attributes: &SignedAttributes,
        certificate: &Certificate,
        content: &[u8],
    ) -> Result<(), CmsError> {
        let found = signer_digest(signer)?;
        let expected = message_digest(certificate.public_key().map_err(CmsError::Key)?.algorithm());
        if found != expected {
            return Err(CmsError::DigestNotOfKey {
                found: found.name(),
                expected: expected.name(),
            });
        }
        if !self
            .digest_algorithms
            .iter()
            .any(|listed| listed.oid == found.oid())
        {
            return Err(CmsError::DigestNotListed);
        }
        check_message_digest(attributes, found, content)
    }
}

/// The hash of the content that follows from the signer's key: the one that the signature algorithm
/// hashes with; for Ed25519 SHA-512 (RFC 8419 §2.3).
pub(super) fn message_digest(key: KeyAlgorithm) -> DigestAlgorithm {
    key.signature_algorithm()
        .digest()
        .unwrap_or(DigestAlgorithm::Sha512)
}

/// Reads the digest algorithm of a signer.
pub(super) fn signer_digest(signer: &SignerInfo) -> Result<DigestAlgorithm, CmsError> {
    DigestAlgorithm::from_algorithm_identifier(&signer.digest_algorithm).map_err(|source| {
        CmsError::Algorithm {
            part: "digest algorithm",
            source,
        }
    })
}

/// Reads the signature algorithm of a signer and checks that the certificate's key can have made it.
pub(super) fn signer_algorithm(
    signer: &SignerInfo,
    key: KeyAlgorithm,
) -> Result<SignatureAlgorithm, CmsError> {
    let digest = signer_digest(signer)?;
    let algorithm =
        SignatureAlgorithm::from_signer_identifiers(&signer.signature_algorithm, digest).map_err(
            |source| CmsError::Algorithm {
                part: "signature algorithm",
                source,
            },
        )?;
    if key.signs_with(algorithm) {
        Ok(algorithm)
    } else {
        Err(CmsError::AlgorithmNotOfKey(algorithm.name()))
    }
}

/// Compares the message-digest attribute with the content.
pub(super) fn check_message_digest(
    attributes: &SignedAttributes,
    digest: DigestAlgorithm,
    content: &[u8],
) -> Result<(), CmsError> {
    let value = value_of(attributes, &oid::CMS_MESSAGE_DIGEST)?;
    let signed = asn1::only(value, tag::OCTET_STRING)
        .map_err(CmsError::malformed("message-digest attribute"))?;
    if signed.content == digest.digest(content) {
        Ok(())
    } else {
        Err(CmsError::MessageDigest)
    }
}

/// The one value of a signed attribute.
pub(super) fn value_of<'a>(
    attributes: &'a SignedAttributes,
    wanted: &ObjectIdentifier,
) -> Result<&'a [u8], CmsError> {
    let name = REQUIRED
        .iter()
        .find(|(oid, _)| oid == wanted)
        .map_or("", |(_, name)| *name);
    attributes
        .list
        .iter()
        .find(|attribute| attribute.oid() == wanted)
        .ok_or(CmsError::MissingAttribute(name))?
        .only_value()
}

fn check_unsigned(signer: &SignerInfo) -> Result<(), CmsError> {
    let foreign = signer
        .unsigned_attributes
        .iter()
        .find(|attribute| *attribute.oid() != oid::CMS_TIME_STAMP_TOKEN);
    foreign.map_or(Ok(()), |attribute| {
        Err(CmsError::UnsignedAttribute(*attribute.oid()))
    })
}

/// Checks that the signed attributes are there, each once and with one value, the required among them,
/// in the order of DER (the order under `[0]` is that of the SET that was signed).
fn check_signed(signer: &SignerInfo) -> Result<&SignedAttributes, CmsError> {
    let attributes = signer
        .signed_attributes
        .as_ref()
        .ok_or(CmsError::NoSignedAttributes)?;
    for (index, attribute) in attributes.list.iter().enumerate() {
        if attributes.list[..index]
            .iter()
            .any(|former| former.oid() == attribute.oid())
        {
            return Err(CmsError::DoubledAttribute(*attribute.oid()));
        }
        attribute.only_value()?;
    }
    for (oid, _) in &REQUIRED {
        value_of(attributes, oid)?;
    }
    super::der::check_set_order(&attributes.contents).map_err(CmsError::NotDer)?;
    Ok(attributes)
}

fn read_signing_time(attributes: &SignedAttributes) -> Result<OffsetDateTime, CmsError> {
    const PART: &str = "signing-time attribute";
    let time = Time::from_der(value_of(attributes, &oid::CMS_SIGNING_TIME)?)
        .map_err(CmsError::malformed(PART))?;
    if time.is_canonical() {
        Ok(time.instant())
    } else {
        Err(CmsError::Malformed {
            part: PART,
            source: Asn1Error::Value("time"),
        })
    }
}

fn read_whole<'a, T>(
    value: &'a [u8],
    part: &'static str,
    read: impl Fn(&mut Walker<'a>) -> Result<T, Asn1Error>,
) -> Result<T, CmsError> {
    let mut walker = Walker::new(value);
    let found = read(&mut walker).map_err(CmsError::malformed(part))?;
    walker.finish().map_err(CmsError::malformed(part))?;
    Ok(found)
}

fn verify_attributes(
    signer: &SignerInfo,
    attributes: &SignedAttributes,
    certificate: &Certificate,
) -> Result<(), CmsError> {
    let key = certificate.public_key().map_err(CmsError::Key)?;
    let algorithm = signer_algorithm(signer, key.algorithm())?;
    // RFC 5652 §5.4: signed is the SET OF with its own tag, not with [0].
    let message = asn1::tlv(tag::SET, &attributes.contents);
    key.verify(algorithm, &message, &signer.signature)
        .map_err(CmsError::Signature)
}

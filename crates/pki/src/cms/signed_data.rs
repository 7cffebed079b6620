//! A `SignedData` as it was read: the lenient form, of which nothing is verified.
//!
//! ```text
//! ContentInfo ::= SEQUENCE { contentType, content [0] EXPLICIT ANY }
//! SignedData ::= SEQUENCE {
//!   version, digestAlgorithms SET OF, encapContentInfo,
//!   certificates [0] IMPLICIT OPTIONAL, crls [1] IMPLICIT OPTIONAL, signerInfos SET OF }
//! SignerInfo ::= SEQUENCE {
//!   version, sid, digestAlgorithm, signedAttrs [0] IMPLICIT OPTIONAL,
//!   signatureAlgorithm, signature, unsignedAttrs [1] IMPLICIT OPTIONAL }
//! ```

use const_oid::ObjectIdentifier;
use spki::AlgorithmIdentifierOwned;
use time::OffsetDateTime;

use super::attribute::Attribute;
use super::ber;
use super::der::{self, DerError};
use super::error::CmsError;
use super::ess::{read_algorithm, serial_der};
use crate::asn1::{self, Asn1Error, Tlv, Walker, tag};
use crate::certificate::Certificate;
use crate::limits::{CMS_CERTIFICATES_MAX, CMS_OCTETS_MAX, CMS_SIGNERS_MAX};
use crate::path::subject_key_identifier;
use crate::{oid, pem, time::Time};

const PART: &str = "signed data";
const SIGNER: &str = "signer info";

/// A parsed `SignedData`. It says what the message claims; nothing has been verified.
#[derive(Clone, Debug)]
pub struct SignedData {
    pub(super) form: Form,
    pub(super) version: u64,
    pub(super) digest_algorithms: Vec<AlgorithmIdentifierOwned>,
    pub(super) content_type: ObjectIdentifier,
    pub(super) content: Option<Content>,
    pub(super) certificates: Vec<Vec<u8>>,
    pub(super) other_certificates: usize,
    pub(super) crls: Vec<Vec<u8>>,
    pub(super) signers: Vec<SignerInfo>,
}

/// How the bytes kept to DER.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) trailing: usize,
    pub(super) breach: Option<DerError>,
}

/// The content inside the message.
#[derive(Clone, Debug)]
pub(super) struct Content {
    /// OCTET STRING, except in PKCS#7 messages with structured content.
    pub(super) tag: u8,
    pub(super) octets: Vec<u8>,
}

/// One signer, as the message has it.
#[derive(Clone, Debug)]
pub struct SignerInfo {
    pub(super) version: u64,
    pub(super) identifier: SignerIdentifier,
    pub(super) digest_algorithm: AlgorithmIdentifierOwned,
    pub(super) signed_attributes: Option<SignedAttributes>,
    pub(super) signature_algorithm: AlgorithmIdentifierOwned,
    pub(super) signature: Vec<u8>,
    pub(super) unsigned_attributes: Vec<Attribute>,
}

/// The signed attributes, and the contents octets that were signed under the tag SET.
#[derive(Clone, Debug)]
pub(super) struct SignedAttributes {
    pub(super) contents: Vec<u8>,
    pub(super) list: Vec<Attribute>,
}

/// How a signer, or a recipient, is named by his certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignerIdentifier {
    /// By the issuer's name (whole DER) and the serial number (contents octets).
    IssuerAndSerial {
        /// The issuer's name, as DER.
        issuer: Vec<u8>,
        /// The contents octets of the serial number.
        serial: Vec<u8>,
    },
    /// By the subject key identifier.
    SubjectKeyIdentifier(Vec<u8>),
}

impl SignerIdentifier {
    /// Tells whether `certificate` is meant.
    #[must_use]
    pub fn means(&self, certificate: &Certificate) -> bool {
        match self {
            Self::IssuerAndSerial { issuer, serial } => {
                issuer == certificate.issuer().der()
                    && asn1::tlv(tag::INTEGER, serial) == serial_der(certificate)
            }
            Self::SubjectKeyIdentifier(wanted) => {
                subject_key_identifier(certificate).as_ref() == Some(wanted)
            }
        }
    }
}

impl SignerInfo {
    /// Returns how the signer says which certificate is his.
    #[must_use]
    pub const fn identifier(&self) -> &SignerIdentifier {
        &self.identifier
    }

    /// Returns the digest algorithm.
    #[must_use]
    pub const fn digest_algorithm(&self) -> &AlgorithmIdentifierOwned {
        &self.digest_algorithm
    }

    /// Returns the signature algorithm.
    #[must_use]
    pub const fn signature_algorithm(&self) -> &AlgorithmIdentifierOwned {
        &self.signature_algorithm
    }

    /// Returns the signature's octets.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// Returns the signed attributes; none when the signature is over the content itself.
    #[must_use]
    pub fn signed_attributes(&self) -> Option<&[Attribute]> {
        self.signed_attributes
            .as_ref()
            .map(|attributes| attributes.list.as_slice())
    }

    /// Returns the unsigned attributes.
    #[must_use]
    pub fn unsigned_attributes(&self) -> &[Attribute] {
        &self.unsigned_attributes
    }

    /// Returns the signing time that the signer claims.
    #[must_use]
    pub fn signing_time(&self) -> Option<OffsetDateTime> {
        let attribute = self
            .signed_attributes()?
            .iter()
            .find(|attribute| *attribute.oid() == oid::CMS_SIGNING_TIME)?;
        Time::from_der(attribute.values().first()?)
            .ok()
            .map(|time| time.instant())
    }
}

impl SignedData {
    /// Reads a CMS message, DER or BER. What is not DER, and bytes behind the message, are noted and
    /// refused only by [`SignedData::verify_strict`].
    ///
    /// # Errors
    /// When the message is too large, unreadable, or no signed data.
    pub fn from_der(bytes: &[u8]) -> Result<Self, CmsError> {
        if bytes.len() > CMS_OCTETS_MAX {
            return Err(CmsError::TooLarge(bytes.len()));
        }
        let mut walker = Walker::new(bytes);
        let direct = walker.any().ok().and_then(|tlv| Self::read(&tlv).ok());
        if let Some(mut message) = direct {
            message.form.trailing = walker.rest().len();
            let whole = &bytes[..bytes.len() - walker.rest().len()];
            message.form.breach = check_outside_certificates(whole).err();
            return Ok(message);
        }
        let (definite, used) = ber::to_definite(bytes).map_err(CmsError::Encoding)?;
        let tlv = Walker::new(&definite)
            .any()
            .map_err(CmsError::malformed("message"))?;
        let mut message = Self::read(&tlv)?;
        message.form.trailing = bytes.len() - used;
        message.form.breach = Some(DerError::Element(Asn1Error::Length));
        Ok(message)
    }

    /// Reads a CMS message as DER or BER, or as the first `CMS` or `PKCS7` block of PEM text.
    ///
    /// # Errors
    /// As [`SignedData::from_der`], and when PEM text cannot be read.
    pub fn from_der_or_pem(bytes: &[u8]) -> Result<Self, CmsError> {
        if !pem::is_pem(bytes) {
            return Self::from_der(bytes);
        }
        let block = pem::decode(bytes, &[pem::CMS, pem::PKCS7]);
        Self::from_der(&block.ok().flatten().ok_or(CmsError::Pem)?)
    }

    /// Returns the type of the content.
    #[must_use]
    pub const fn content_type(&self) -> &ObjectIdentifier {
        &self.content_type
    }

    /// Returns the content inside the message; none when the signature is detached.
    #[must_use]
    pub fn content(&self) -> Option<&[u8]> {
        self.content
            .as_ref()
            .map(|content| content.octets.as_slice())
    }

    /// Returns the embedded certificates, each as it came; nothing is trusted because it is here.
    #[must_use]
    pub fn certificates(&self) -> &[Vec<u8>] {
        &self.certificates
    }

    /// Returns the embedded revocation lists, each as it came.
    #[must_use]
    pub fn crls(&self) -> &[Vec<u8>] {
        &self.crls
    }

    /// Returns the signers.
    #[must_use]
    pub fn signers(&self) -> &[SignerInfo] {
        &self.signers
    }

    /// Returns the version number.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// Tells whether the message is DER with nothing behind it.
    #[must_use]
    pub const fn is_der(&self) -> bool {
        self.form.breach.is_none() && self.form.trailing == 0
    }

    fn read(tlv: &Tlv<'_>) -> Result<Self, CmsError> {
        let malformed = CmsError::malformed(PART);
        let mut body = enter_signed_data(tlv)?;
        let version = body.unsigned().map_err(&malformed)?;
        let mut digests = body.enter(tag::SET).map_err(&malformed)?;
        let mut digest_algorithms = Vec::new();
        while !digests.is_empty() {
            if digest_algorithms.len() == CMS_SIGNERS_MAX {
                return Err(CmsError::TooMany("digest algorithms"));
            }
            let digest = digests.any().map_err(&malformed)?;
            digest_algorithms.push(read_algorithm(digest.full, "digest algorithm")?);
        }
        let (content_type, content) = read_content(&mut body)?;
        let (certificates, other_certificates) =
            read_certificates(body.optional(tag::context(0)).map_err(&malformed)?)?;
        let crls = read_crls(body.optional(tag::context(1)).map_err(&malformed)?)?;
        let mut infos = body.enter(tag::SET).map_err(&malformed)?;
        body.finish().map_err(&malformed)?;
        let mut signers = Vec::new();
        while !infos.is_empty() {
            if signers.len() == CMS_SIGNERS_MAX {
                return Err(CmsError::TooMany("signers"));
            }
            signers.push(read_signer(&mut infos)?);
        }
        Ok(Self {
            form: Form {
                trailing: 0,
                breach: None,
            },
            version,
            digest_algorithms,
            content_type,
            content,
            certificates,
            other_certificates,
            crls,
            signers,
        })
    }
}

/// Walks from the `ContentInfo` to the fields of the `SignedData`.
fn enter_signed_data<'a>(tlv: &Tlv<'a>) -> Result<Walker<'a>, CmsError> {
    let malformed = CmsError::malformed("content info");
    let mut outer = Walker::new(tlv.full)
        .enter(tag::SEQUENCE)
        .map_err(&malformed)?;
    let content_type = outer.oid().map_err(&malformed)?;
    if content_type != oid::CMS_SIGNED_DATA {
        return Err(CmsError::NotSignedData(content_type));
    }
    let mut explicit = outer.enter(tag::context(0)).map_err(&malformed)?;
    outer.finish().map_err(&malformed)?;
    let body = explicit
        .enter(tag::SEQUENCE)
        .map_err(CmsError::malformed(PART))?;
    explicit.finish().map_err(&malformed)?;
    Ok(body)
}

fn read_content(body: &mut Walker<'_>) -> Result<(ObjectIdentifier, Option<Content>), CmsError> {
    let malformed = CmsError::malformed("content");
    let mut info = body.enter(tag::SEQUENCE).map_err(&malformed)?;
    let content_type = info.oid().map_err(&malformed)?;
    let content = info.optional(tag::context(0)).map_err(&malformed)?;
    info.finish().map_err(&malformed)?;
    let Some(explicit) = content else {
        return Ok((content_type, None));
    };
    let mut explicit = Walker::new(explicit.content);
    let value = explicit.any().map_err(&malformed)?;
    explicit.finish().map_err(&malformed)?;
    Ok((
        content_type,
        Some(Content {
            tag: value.tag,
            octets: value.content.to_vec(),
        }),
    ))
}

/// Reads the X.509 certificates and counts the other, obsolete kinds.
fn read_certificates(set: Option<Tlv<'_>>) -> Result<(Vec<Vec<u8>>, usize), CmsError> {
    let mut walker = Walker::new(set.map_or(&[], |tlv| tlv.content));
    let (mut certificates, mut others) = (Vec::new(), 0);
    while !walker.is_empty() {
        if certificates.len() + others == CMS_CERTIFICATES_MAX {
            return Err(CmsError::TooMany("certificates"));
        }
        let choice = walker
            .any()
            .map_err(CmsError::malformed("certificate set"))?;
        if choice.tag == tag::SEQUENCE {
            certificates.push(choice.full.to_vec());
        } else {
            others += 1;
        }
    }
    Ok((certificates, others))
}

fn read_crls(set: Option<Tlv<'_>>) -> Result<Vec<Vec<u8>>, CmsError> {
    let mut walker = Walker::new(set.map_or(&[], |tlv| tlv.content));
    let mut crls = Vec::new();
    while !walker.is_empty() {
        if crls.len() == CMS_CERTIFICATES_MAX {
            return Err(CmsError::TooMany("revocation lists"));
        }
        crls.push(
            walker
                .any()
                .map_err(CmsError::malformed("set of revocation lists"))?
                .full
                .to_vec(),
        );
    }
    Ok(crls)
}

fn read_signer(infos: &mut Walker<'_>) -> Result<SignerInfo, CmsError> {
    let malformed = CmsError::malformed(SIGNER);
    let mut info = infos.enter(tag::SEQUENCE).map_err(&malformed)?;
    let version = info.unsigned().map_err(&malformed)?;
    let identifier = read_identifier(&mut info).map_err(&malformed)?;
    let digest_algorithm = read_algorithm(
        info.expect(tag::SEQUENCE).map_err(&malformed)?.full,
        "digest algorithm",
    )?;
    let signed_attributes = match info.optional(tag::context(0)).map_err(&malformed)? {
        None => None,
        Some(tlv) => Some(SignedAttributes {
            contents: tlv.content.to_vec(),
            list: Attribute::read_all(tlv.content, "set of signed attributes")?,
        }),
    };
    let signature_algorithm = read_algorithm(
        info.expect(tag::SEQUENCE).map_err(&malformed)?.full,
        "signature algorithm",
    )?;
    let signature = info
        .expect(tag::OCTET_STRING)
        .map_err(&malformed)?
        .content
        .to_vec();
    let unsigned_attributes = match info.optional(tag::context(1)).map_err(&malformed)? {
        None => Vec::new(),
        Some(tlv) => Attribute::read_all(tlv.content, "set of unsigned attributes")?,
    };
    info.finish().map_err(&malformed)?;
    Ok(SignerInfo {
        version,
        identifier,
        digest_algorithm,
        signed_attributes,
        signature_algorithm,
        signature,
        unsigned_attributes,
    })
}

pub(super) fn read_identifier(info: &mut Walker<'_>) -> Result<SignerIdentifier, Asn1Error> {
    if let Some(key) = info.optional(tag::context_primitive(0))? {
        return Ok(SignerIdentifier::SubjectKeyIdentifier(key.content.to_vec()));
    }
    let mut pair = info.enter(tag::SEQUENCE)?;
    let issuer = pair.expect(tag::SEQUENCE)?.full.to_vec();
    let serial = pair.expect(tag::INTEGER)?.content.to_vec();
    pair.finish()?;
    Ok(SignerIdentifier::IssuerAndSerial { issuer, serial })
}

/// Checks the rules of DER everywhere but inside certificates and revocation lists, whose bytes are
/// other people's and judged by their own readers.
fn check_outside_certificates(message: &[u8]) -> Result<(), DerError> {
    let tlv = asn1::only(message, tag::SEQUENCE)?;
    let mut outer = Walker::new(tlv.content);
    der::check(outer.expect(tag::OID)?.full)?;
    let mut body = outer.enter(tag::context(0))?.enter(tag::SEQUENCE)?;
    while !body.is_empty() {
        let part = body.any()?;
        if part.tag == tag::context(0) || part.tag == tag::context(1) {
            der::check_set_order(part.content)?;
        } else {
            der::check(part.full)?;
        }
    }
    Ok(())
}

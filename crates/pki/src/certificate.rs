//! X.509 certificates, version 1 to 3 (RFC 5280, section 4.1), parsed.
//!
//! A [`Certificate`] says only that its bytes have the right shape: nothing is verified, no time is
//! looked at, its extensions are not understood yet. It owns its exact DER, and its fields suffice
//! to write the same bytes again ([`Certificate::to_der`]). What of a certificate is against the
//! documents and tolerated all the same, [`Certificate::deviations`] names.

mod deviation;
mod serial;

use std::ops::Range;

use digest::Digest as _;
use spki::AlgorithmIdentifierOwned;
use time::OffsetDateTime;

pub use self::deviation::Deviation;
pub use self::serial::SerialNumber;
use crate::algorithm::{self, AlgorithmError, SignatureAlgorithm};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::extension::{ExtensionError, Extensions};
use crate::key::{KeyError, PublicKey, SignatureError, SubjectPublicKeyInfo};
use crate::limits;
use crate::name::{Name, NameError};
use crate::pem::{self, PemError};
use crate::time::Time;

/// Why bytes are no certificate, or one is not signed by a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// More than [`limits::INPUT_OCTETS_MAX`].
    #[error("a certificate is larger than {} octets", limits::INPUT_OCTETS_MAX)]
    TooLarge,
    /// Not PEM, though it looked like it.
    #[error("the PEM text cannot be read")]
    Pem(#[from] PemError),
    /// PEM without a certificate in it.
    #[error("the PEM text holds no certificate")]
    NoCertificate,
    /// Not the DER of a certificate.
    #[error("the certificate is malformed")]
    Malformed(#[from] Asn1Error),
    /// A version that does not exist.
    #[error("certificate version {0} does not exist")]
    Version(u64),
    /// A serial number without octets or with too many.
    #[error(
        "the serial number has {octets} octets, not 1 to {}",
        limits::SERIAL_OCTETS_MAX
    )]
    Serial {
        /// How many it has.
        octets: usize,
    },
    /// A text that is no serial number.
    #[error("a serial number is written in hexadecimal digits")]
    SerialText,
    /// The issuer's or subject's name is malformed.
    #[error("a name in the certificate cannot be read")]
    Name(#[from] NameError),
    /// The list of extensions is malformed.
    #[error("the extensions of the certificate cannot be read")]
    Extensions(#[from] ExtensionError),
    /// A signature that does not fill its octets.
    #[error("the signature has bits that fill no octet")]
    SignatureBits,
    /// The algorithm inside of the signed part is not the one beside the signature.
    #[error("the certificate names two different signature algorithms")]
    AlgorithmsDiffer,
    /// The signature algorithm is unknown.
    #[error("the signature algorithm is not known")]
    Algorithm(#[from] AlgorithmError),
    /// The key in the certificate is none.
    #[error("the public key of the certificate cannot be used")]
    Key(#[from] KeyError),
    /// The signature is not of the issuer's key.
    #[error("the signature of the certificate is not valid")]
    Signature(#[from] SignatureError),
}

/// When a certificate is valid, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The first moment.
    pub not_before: Time,
    /// The last moment.
    pub not_after: Time,
}

impl Validity {
    /// Tells whether `at` is inside.
    #[must_use]
    pub fn contains(&self, at: OffsetDateTime) -> bool {
        self.not_before.instant() <= at && at <= self.not_after.instant()
    }

    fn from_walker(walker: &mut Walker<'_>) -> Result<Self, Asn1Error> {
        let mut inside = walker.enter(tag::SEQUENCE)?;
        let mut time = || {
            let tlv = inside.any()?;
            Time::from_content(tlv.tag, tlv.content)
        };
        let validity = Self {
            not_before: time()?,
            not_after: time()?,
        };
        inside.finish()?;
        Ok(validity)
    }

    /// Writes it.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        asn1::sequence(&[&self.not_before.to_der(), &self.not_after.to_der()])
    }
}

/// A parsed certificate that owns its exact DER.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    tbs: Range<usize>,
    fields: TbsFields,
    algorithm: AlgorithmIdentifierOwned,
    signature: Vec<u8>,
}

/// The fields of a TBSCertificate.
#[derive(Clone, Debug, PartialEq, Eq)]
struct TbsFields {
    /// As written; absent means version 1.
    version: Option<u8>,
    serial: SerialNumber,
    algorithm: AlgorithmIdentifierOwned,
    issuer: Name,
    validity: Validity,
    subject: Name,
    key: SubjectPublicKeyInfo,
    /// Contents octets of the BIT STRINGs of version 2.
    issuer_unique_id: Option<Vec<u8>>,
    subject_unique_id: Option<Vec<u8>>,
    extensions_written: bool,
    extensions: Extensions,
}

impl Certificate {
    /// Reads one certificate in DER, with nothing after it.
    ///
    /// # Errors
    ///
    /// When the bytes are too many or no certificate.
    pub fn from_der(bytes: &[u8]) -> Result<Self, CertificateError> {
        if bytes.len() > limits::INPUT_OCTETS_MAX {
            return Err(CertificateError::TooLarge);
        }
        let mut walker = Walker::new(asn1::only(bytes, tag::SEQUENCE)?.content);
        let tbs = walker.expect(tag::SEQUENCE)?;
        let algorithm = algorithm::read_identifier(&mut walker)?;
        let [unused, signature @ ..] = walker.expect(tag::BIT_STRING)?.content else {
            return Err(Asn1Error::Value("BIT STRING").into());
        };
        if *unused != 0 {
            return Err(CertificateError::SignatureBits);
        }
        walker.finish()?;
        // The signed part is the first thing inside of the outermost SEQUENCE.
        let header = bytes.len() - asn1::only(bytes, tag::SEQUENCE)?.content.len();
        Ok(Self {
            der: bytes.to_vec(),
            tbs: header..header + tbs.full.len(),
            fields: TbsFields::from_content(tbs.content)?,
            algorithm,
            signature: signature.to_vec(),
        })
    }

    /// Reads one certificate in DER, or the first one of a PEM text.
    ///
    /// # Errors
    ///
    /// As [`Certificate::from_der`], and when a PEM text is broken or holds no certificate.
    pub fn from_der_or_pem(bytes: &[u8]) -> Result<Self, CertificateError> {
        if !pem::is_pem(bytes) {
            return Self::from_der(bytes);
        }
        let der = pem::decode(bytes, &[pem::CERTIFICATE, "X509 CERTIFICATE"])?;
        Self::from_der(&der.ok_or(CertificateError::NoCertificate)?)
    }

    /// Returns the exact DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Writes the certificate anew from its fields.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        asn1::sequence(&[
            &self.fields.to_der(),
            &algorithm::identifier_der(&self.algorithm),
            &asn1::bit_string(&self.signature),
        ])
    }

    /// Writes the certificate as PEM.
    #[must_use]
    pub fn to_pem(&self) -> String {
        pem::encode(pem::CERTIFICATE, &self.der)
    }

    /// Returns the signed part, with its tag.
    #[must_use]
    pub fn tbs_der(&self) -> &[u8] {
        &self.der[self.tbs.clone()]
    }

    /// Returns the version: 1, 2 or 3.
    #[must_use]
    pub fn version(&self) -> u8 {
        self.fields.version.unwrap_or(0) + 1
    }

    /// Returns the serial number.
    #[must_use]
    pub const fn serial(&self) -> &SerialNumber {
        &self.fields.serial
    }

    /// Returns the name of the issuer.
    #[must_use]
    pub const fn issuer(&self) -> &Name {
        &self.fields.issuer
    }

    /// Returns the name of the subject.
    #[must_use]
    pub const fn subject(&self) -> &Name {
        &self.fields.subject
    }

    /// Tells whether issuer and subject are one name.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.fields.issuer == self.fields.subject
    }

    /// Returns both ends of the validity as written.
    #[must_use]
    pub const fn validity(&self) -> &Validity {
        &self.fields.validity
    }

    /// Returns the first moment of the validity.
    #[must_use]
    pub const fn not_before(&self) -> OffsetDateTime {
        self.fields.validity.not_before.instant()
    }

    /// Returns the last moment of the validity.
    #[must_use]
    pub const fn not_after(&self) -> OffsetDateTime {
        self.fields.validity.not_after.instant()
    }

    /// Reads the public key.
    ///
    /// # Errors
    ///
    /// When it is of an unknown algorithm or no usable key.
    pub fn public_key(&self) -> Result<PublicKey, KeyError> {
        PublicKey::from_info(self.fields.key.clone())
    }

    /// Returns the fields of the SubjectPublicKeyInfo, whatever its algorithm.
    #[must_use]
    pub const fn key_info(&self) -> &SubjectPublicKeyInfo {
        &self.fields.key
    }

    /// Returns the SubjectPublicKeyInfo.
    #[must_use]
    pub fn spki_der(&self) -> Vec<u8> {
        self.fields.key.to_der()
    }

    /// Returns the issuerUniqueID of version 2: contents octets of its BIT STRING.
    #[must_use]
    pub fn issuer_unique_id(&self) -> Option<&[u8]> {
        self.fields.issuer_unique_id.as_deref()
    }

    /// Returns the subjectUniqueID of version 2: contents octets of its BIT STRING.
    #[must_use]
    pub fn subject_unique_id(&self) -> Option<&[u8]> {
        self.fields.subject_unique_id.as_deref()
    }

    /// Returns the extensions.
    #[must_use]
    pub const fn extensions(&self) -> &Extensions {
        &self.fields.extensions
    }

    /// Returns the identifier beside the signature.
    #[must_use]
    pub const fn signature_algorithm_identifier(&self) -> &AlgorithmIdentifierOwned {
        &self.algorithm
    }

    /// Returns the identifier inside of the signed part; the two must be equal.
    #[must_use]
    pub const fn tbs_signature_algorithm_identifier(&self) -> &AlgorithmIdentifierOwned {
        &self.fields.algorithm
    }

    /// Returns the signature algorithm.
    ///
    /// # Errors
    ///
    /// When it is unknown.
    pub fn signature_algorithm(&self) -> Result<SignatureAlgorithm, AlgorithmError> {
        SignatureAlgorithm::from_algorithm_identifier(&self.algorithm)
    }

    /// Returns the signature.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// Returns SHA-256 of the DER, by which people and programs name the certificate.
    #[must_use]
    pub fn thumbprint(&self) -> [u8; 32] {
        sha2::Sha256::digest(&self.der).into()
    }

    /// Verifies that the signature is of `issuer`'s key. Nothing else is looked at.
    ///
    /// # Errors
    ///
    /// When it is not, or the certificate names two algorithms or an unknown one.
    pub fn verify_signed_by(&self, issuer: &PublicKey) -> Result<(), CertificateError> {
        if self.algorithm != self.fields.algorithm {
            return Err(CertificateError::AlgorithmsDiffer);
        }
        let algorithm = self.signature_algorithm()?;
        Ok(issuer.verify(algorithm, self.tbs_der(), &self.signature)?)
    }

    /// Names what is against the documents and tolerated.
    #[must_use]
    pub fn deviations(&self) -> Vec<Deviation> {
        deviation::of_certificate(self)
    }
}

impl TbsFields {
    fn from_content(content: &[u8]) -> Result<Self, CertificateError> {
        let mut walker = Walker::new(content);
        let version = match walker.optional(tag::context(0))? {
            None => None,
            Some(tlv) => {
                let mut inside = Walker::new(tlv.content);
                let number = inside.unsigned()?;
                inside.finish()?;
                let known = u8::try_from(number).ok().filter(|number| *number <= 2);
                Some(known.ok_or(CertificateError::Version(number.saturating_add(1)))?)
            }
        };
        let serial = SerialNumber::from_content(walker.expect(tag::INTEGER)?.content)?;
        let algorithm = algorithm::read_identifier(&mut walker)?;
        let issuer = Name::from_der(walker.expect(tag::SEQUENCE)?.full)?;
        let validity = Validity::from_walker(&mut walker)?;
        let subject = Name::from_der(walker.expect(tag::SEQUENCE)?.full)?;
        let key = SubjectPublicKeyInfo::from_der(walker.expect(tag::SEQUENCE)?.full)?;
        let mut unique_id = |number| {
            let found = walker.optional(tag::context_primitive(number));
            found.map(|found| found.map(|tlv| tlv.content.to_vec()))
        };
        let (issuer_unique_id, subject_unique_id) = (unique_id(1)?, unique_id(2)?);
        let list = walker.optional(tag::context(3))?;
        walker.finish()?;
        let extensions = list
            .map(|tlv| Extensions::from_der(tlv.content))
            .transpose()?;
        Ok(Self {
            version,
            serial,
            algorithm,
            issuer,
            validity,
            subject,
            key,
            issuer_unique_id,
            subject_unique_id,
            extensions_written: extensions.is_some(),
            extensions: extensions.unwrap_or_default(),
        })
    }

    fn to_der(&self) -> Vec<u8> {
        let optional = |number, content: &Option<Vec<u8>>| {
            content.as_ref().map_or_else(Vec::new, |content| {
                asn1::tlv(tag::context_primitive(number), content)
            })
        };
        let version = self.version.map_or_else(Vec::new, |version| {
            asn1::tlv(tag::context(0), &asn1::integer(u64::from(version)))
        });
        let extensions = if self.extensions_written {
            asn1::tlv(tag::context(3), &self.extensions.to_der())
        } else {
            Vec::new()
        };
        asn1::sequence(&[
            &version,
            &self.serial.to_der(),
            &algorithm::identifier_der(&self.algorithm),
            &self.issuer.to_der(),
            &self.validity.to_der(),
            &self.subject.to_der(),
            &self.key.to_der(),
            &optional(1, &self.issuer_unique_id),
            &optional(2, &self.subject_unique_id),
            &extensions,
        ])
    }
}

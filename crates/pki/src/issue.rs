//! Issuing: the signed part is frozen first, signed later, assembled last.
//!
//! An authority stores the frozen bytes before any signing call and signs exactly those, perhaps
//! after a restart. So the steps are apart: [`CertificateContents::freeze`], a signature made by
//! whoever holds the key, [`assemble`]. What may be certified for whom is not known here; the
//! writer refuses only what RFC 5280 forbids to write at all.

use rand_core::CryptoRng;
use time::OffsetDateTime;

use crate::algorithm::{self, SignatureAlgorithm};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::certificate::{Certificate, CertificateError, SerialNumber, Validity};
use crate::extension::{
    AuthorityKeyIdentifier, BasicConstraints, ExtensionError, Extensions, GeneralName, KeyUsage,
    SubjectKeyIdentifier, TypedExtension as _,
};
use crate::key::{PublicKey, SignError, Signer};
use crate::name::Name;
use crate::time::Time;

/// Why no certificate was made.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// The serial number is not 1 to 20 octets of a positive number in its shortest form.
    #[error("the serial number {0} may not be written")]
    Serial(SerialNumber),
    /// The end of the validity is not after its start.
    #[error("the validity ends before it starts")]
    Validity,
    /// The issuer has no name.
    #[error("the issuer has no name")]
    Issuer,
    /// An extension stands there twice, or a written-out default does.
    #[error("an extension is doubled or not in DER")]
    Extension(#[source] Option<ExtensionError>),
    /// The algorithm is only verified, or the key that should sign does not sign with it.
    #[error("certificates are not signed with {0}")]
    Algorithm(&'static str),
    /// The bytes are no signed part of a certificate.
    #[error("the stored bytes are no TBSCertificate")]
    Stored(#[source] Asn1Error),
    /// The signed part names another signature algorithm.
    #[error("the signature is of another algorithm than the frozen bytes name")]
    AlgorithmDiffers,
    /// The issuer's certificate cannot be read so far as to refer to it.
    #[error("the issuer's certificate cannot be referred to")]
    IssuerCertificate(#[source] ExtensionError),
    /// The key did not sign.
    #[error("the certificate could not be signed")]
    Sign(#[from] SignError),
    /// The assembled certificate cannot be read back or does not verify.
    #[error("the certificate that was made is not valid")]
    Made(#[from] CertificateError),
}

/// What a certificate will say.
#[derive(Clone, Debug)]
pub struct CertificateContents {
    /// The serial number.
    pub serial: SerialNumber,
    /// What the issuer's key signs with.
    pub signature_algorithm: SignatureAlgorithm,
    /// The issuer's name, as its certificate has it.
    pub issuer: Name,
    /// The first moment of the validity; fractions of a second are cut off.
    pub not_before: OffsetDateTime,
    /// The last moment of the validity; fractions of a second are cut off.
    pub not_after: OffsetDateTime,
    /// The subject's name.
    pub subject: Name,
    /// The subject's key.
    pub public_key: PublicKey,
    /// The extensions.
    pub extensions: Extensions,
}

impl CertificateContents {
    /// Writes the signed part, version 3.
    ///
    /// # Errors
    ///
    /// When something in it may not be written.
    pub fn freeze(&self) -> Result<TbsBytes, IssueError> {
        let serial = &self.serial;
        let length = serial.content().len();
        if serial.is_negative() || serial.is_zero() || serial.is_padded() || length > 20 {
            return Err(IssueError::Serial(serial.clone()));
        }
        let validity = Validity {
            not_before: Time::new(self.not_before),
            not_after: Time::new(self.not_after),
        };
        if validity.not_after.instant() <= validity.not_before.instant() {
            return Err(IssueError::Validity);
        }
        if self.issuer.is_empty() {
            return Err(IssueError::Issuer);
        }
        if let Some(oid) = self.extensions.doubled() {
            return Err(IssueError::Extension(Some(ExtensionError::Doubled(oid))));
        }
        if self
            .extensions
            .iter()
            .any(crate::extension::Extension::writes_default)
        {
            return Err(IssueError::Extension(None));
        }
        if self.signature_algorithm == SignatureAlgorithm::Gost2001 {
            return Err(IssueError::Algorithm(self.signature_algorithm.name()));
        }
        let identifier = self.signature_algorithm.algorithm_identifier();
        let extensions = if self.extensions.is_empty() {
            Vec::new()
        } else {
            asn1::tlv(tag::context(3), &self.extensions.to_der())
        };
        Ok(TbsBytes(asn1::sequence(&[
            &asn1::tlv(tag::context(0), &asn1::integer(2)),
            &serial.to_der(),
            &algorithm::identifier_der(&identifier),
            self.issuer.der(),
            &validity.to_der(),
            self.subject.der(),
            self.public_key.spki_der(),
            &extensions,
        ])))
    }
}

/// The frozen signed part of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TbsBytes(Vec<u8>);

impl TbsBytes {
    /// Takes bytes that were stored before; they are read when the certificate is assembled.
    ///
    /// # Errors
    ///
    /// When they are no single SEQUENCE.
    pub fn from_der(bytes: &[u8]) -> Result<Self, IssueError> {
        asn1::only(bytes, tag::SEQUENCE).map_err(IssueError::Stored)?;
        Ok(Self(bytes.to_vec()))
    }

    /// Returns the bytes to sign and to store.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0
    }

    /// Reads the signature algorithm that the bytes name.
    fn signature_identifier(&self) -> Result<spki::AlgorithmIdentifierOwned, Asn1Error> {
        let mut walker = Walker::new(asn1::only(&self.0, tag::SEQUENCE)?.content);
        walker.optional(tag::context(0))?;
        walker.expect(tag::INTEGER)?;
        algorithm::read_identifier(&mut walker)
    }
}

/// Puts signed part and signature together. The signature is not verified here: the issuer does
/// that with [`Certificate::verify_signed_by`] before the certificate leaves its process.
///
/// # Errors
///
/// When the frozen bytes name another algorithm, or the whole is no certificate.
pub fn assemble(
    tbs: &TbsBytes,
    algorithm: SignatureAlgorithm,
    signature: &[u8],
) -> Result<Certificate, IssueError> {
    let identifier = algorithm.algorithm_identifier();
    if tbs.signature_identifier().map_err(IssueError::Stored)? != identifier {
        return Err(IssueError::AlgorithmDiffers);
    }
    let der = asn1::sequence(&[
        &tbs.0,
        &algorithm::identifier_der(&identifier),
        &asn1::bit_string(signature),
    ]);
    Ok(Certificate::from_der(&der)?)
}

/// Signs frozen bytes, assembles the certificate and verifies its signature.
///
/// # Errors
///
/// As [`assemble`], and when the key does not sign or its signature does not verify.
pub fn sign(
    tbs: &TbsBytes,
    signer: &dyn Signer,
    rng: &mut dyn CryptoRng,
) -> Result<Certificate, IssueError> {
    let key = signer.public_key();
    let algorithm = key.algorithm().signature_algorithm();
    if tbs.signature_identifier().map_err(IssueError::Stored)? != algorithm.algorithm_identifier() {
        return Err(IssueError::AlgorithmDiffers);
    }
    let signature = signer.sign(tbs.der(), rng)?;
    let certificate = assemble(tbs, algorithm, &signature)?;
    certificate.verify_signed_by(key)?;
    Ok(certificate)
}

/// Returns the authorityKeyIdentifier of certificates that `issuer` signs: key identifier, and
/// issuer and serial number, as order 795 wants both.
///
/// # Errors
///
/// When the issuer's subjectKeyIdentifier is malformed.
pub fn authority_key_identifier(
    issuer: &Certificate,
) -> Result<AuthorityKeyIdentifier, IssueError> {
    let extensions = issuer.extensions();
    let key = extensions
        .subject_key_identifier()
        .map_err(IssueError::IssuerCertificate)?;
    Ok(AuthorityKeyIdentifier {
        key_identifier: key.map(|key| key.0),
        issuer: Some(vec![GeneralName::Directory(issuer.issuer().clone())]),
        serial: Some(issuer.serial().clone()),
    })
}

/// What a self-signed root will say.
#[derive(Clone, Debug)]
pub struct RootContents {
    /// The serial number.
    pub serial: SerialNumber,
    /// The name of issuer and subject.
    pub subject: Name,
    /// The first moment of the validity.
    pub not_before: OffsetDateTime,
    /// The last moment of the validity.
    pub not_after: OffsetDateTime,
    /// Extensions besides basicConstraints, keyUsage and subjectKeyIdentifier.
    pub extensions: Extensions,
}

/// Makes a self-signed root: basicConstraints, keyUsage (certificates and lists) and
/// subjectKeyIdentifier are added.
///
/// # Errors
///
/// When something in it may not be written or the key does not sign.
pub fn self_signed_root(
    contents: &RootContents,
    signer: &dyn Signer,
    rng: &mut dyn CryptoRng,
) -> Result<Certificate, IssueError> {
    let key = signer.public_key();
    let constraints = BasicConstraints {
        ca: true,
        path_length: None,
    };
    let usage = KeyUsage::KEY_CERT_SIGN | KeyUsage::CRL_SIGN;
    let mut extensions: Extensions = [
        constraints.to_extension(true),
        usage.to_extension(true),
        SubjectKeyIdentifier(key.key_identifier().to_vec()).to_extension(false),
    ]
    .into_iter()
    .collect();
    contents
        .extensions
        .iter()
        .for_each(|extension| extensions.push(extension.clone()));
    let tbs = CertificateContents {
        serial: contents.serial.clone(),
        signature_algorithm: key.algorithm().signature_algorithm(),
        issuer: contents.subject.clone(),
        not_before: contents.not_before,
        not_after: contents.not_after,
        subject: contents.subject.clone(),
        public_key: key.clone(),
        extensions,
    }
    .freeze()?;
    sign(&tbs, signer, rng)
}

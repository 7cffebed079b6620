//! What can be wrong with a CMS signature; one variant for each reason.

use const_oid::ObjectIdentifier;

use super::der::DerError;
use crate::algorithm::AlgorithmError;
use crate::asn1::Asn1Error;
use crate::certificate::CertificateError;
use crate::key::{KeyError, SignError, SignatureError};

/// Why a CMS signature cannot be read, made or accepted.
#[derive(Debug, thiserror::Error)]
pub enum CmsError {
    // --- reading ---
    /// The input is larger than [`crate::limits::CMS_OCTETS_MAX`].
    #[error("the CMS message has {0} bytes, more than are read")]
    TooLarge(usize),
    /// More of something than the limits allow.
    #[error("the CMS message has too many {0}")]
    TooMany(&'static str),
    /// A part is not what RFC 5652 says.
    #[error("the {part} of the CMS message cannot be read")]
    Malformed {
        /// Which part.
        part: &'static str,
        /// What stands there.
        source: Asn1Error,
    },
    /// Neither DER nor BER.
    #[error("the CMS message is neither DER nor BER")]
    Encoding(#[source] DerError),
    /// PEM text that cannot be read.
    #[error("the PEM text of the CMS message cannot be read")]
    Pem,
    /// Another kind of CMS message.
    #[error("a CMS message of type {0}, not signed data")]
    NotSignedData(ObjectIdentifier),
    /// An algorithm identifier that cannot be read.
    #[error("the {part} names an algorithm that is not supported")]
    Algorithm {
        /// Which part.
        part: &'static str,
        /// Why.
        source: AlgorithmError,
    },
    /// An embedded certificate that cannot be read.
    #[error("the signer's certificate cannot be read")]
    Certificate(#[source] CertificateError),

    // --- strict verification: form ---
    /// BER, where DER is demanded.
    #[error("the CMS message is not DER")]
    NotDer(#[source] DerError),
    /// Bytes after the message.
    #[error("{0} bytes follow the CMS message")]
    TrailingBytes(usize),
    /// A version number that RFC 5652 does not give to this content.
    #[error("the {part} has version {found}, RFC 5652 says {expected}")]
    Version {
        /// Which structure.
        part: &'static str,
        /// What stands there.
        found: u64,
        /// What should.
        expected: u64,
    },
    /// No signer.
    #[error("the CMS message has no signer")]
    NoSigner,
    /// More than one signer.
    #[error("the CMS message has {0} signers, exactly one is accepted")]
    SecondSigner(usize),
    /// The content is not of the type that was asked for.
    #[error("the content has type {found}, expected {expected}")]
    ContentType {
        /// What was asked for.
        expected: ObjectIdentifier,
        /// What stands there.
        found: ObjectIdentifier,
    },
    /// An unsigned attribute other than a time stamp.
    #[error("the unsigned attribute {0} is not a time stamp")]
    UnsignedAttribute(ObjectIdentifier),
    /// No signed attributes at all.
    #[error("the signature has no signed attributes")]
    NoSignedAttributes,
    /// A required attribute is missing.
    #[error("the signed attribute {0} is missing")]
    MissingAttribute(&'static str),
    /// An attribute occurs twice.
    #[error("the signed attribute {0} occurs twice")]
    DoubledAttribute(ObjectIdentifier),
    /// An attribute does not have exactly one value.
    #[error("the signed attribute {oid} has {count} values, expected one")]
    AttributeValues {
        /// Which attribute.
        oid: ObjectIdentifier,
        /// How many values it has.
        count: usize,
    },
    /// An attribute that this kind of message does not have.
    #[error("the signed attribute {0} does not belong to this kind of message")]
    UnexpectedAttribute(ObjectIdentifier),
    /// The content-type attribute contradicts the content.
    #[error("the content-type attribute says {attribute}, the content is {content}")]
    ContentTypeAttribute {
        /// What the attribute says.
        attribute: ObjectIdentifier,
        /// What the content is.
        content: ObjectIdentifier,
    },
    /// No content, neither inside nor beside.
    #[error("the signed content is missing")]
    ContentMissing,
    /// Content inside and beside.
    #[error("the content is inside the CMS message, none may be given beside it")]
    ContentTwice,
    /// Content that is itself a SET OF Attribute: its signature could be moved to it.
    #[error("the content has the form of signed attributes")]
    ContentIsAttributes,

    // --- strict verification: signer ---
    /// The signer's certificate is not in the message, or was not given.
    #[error("the signer's certificate is not available")]
    SignerCertificateMissing,
    /// The hash algorithm is not the one that follows from the key.
    #[error("the signature uses {found}, the signer's key demands {expected}")]
    DigestNotOfKey {
        /// What the message says.
        found: &'static str,
        /// What follows from the key.
        expected: &'static str,
    },
    /// The digest algorithm of the signer is not among those of the message.
    #[error("the signer's digest algorithm is not in the list of the message")]
    DigestNotListed,
    /// The signature algorithm does not belong to the signer's key.
    #[error("the signature algorithm {0} does not belong to the signer's key")]
    AlgorithmNotOfKey(&'static str),
    /// signing-certificate-v2 names another certificate.
    #[error("signing-certificate-v2 does not name the signer's certificate")]
    SigningCertificateMismatch,
    /// signing-certificate-v2 uses another hash than the key demands.
    #[error("signing-certificate-v2 uses {found}, the signer's key demands {expected}")]
    SigningCertificateDigest {
        /// What the attribute uses.
        found: &'static str,
        /// What follows from the key.
        expected: &'static str,
    },
    /// signing-certificate-v2 names several certificates.
    #[error("signing-certificate-v2 names {0} certificates, expected one")]
    SigningCertificateCount(usize),
    /// The content was changed, or is another.
    #[error("the content is not the one that was signed")]
    MessageDigest,
    /// The signer's key cannot be used.
    #[error("the signer's key cannot be used")]
    Key(#[source] KeyError),
    /// The signature is wrong.
    #[error("the signature over the signed attributes is wrong")]
    Signature(#[source] SignatureError),

    // --- building ---
    /// The builder was given no signing time.
    #[error("no signing time was given")]
    SigningTimeNotSet,
    /// The signer's key is not the certificate's.
    #[error("the signing key does not belong to the certificate")]
    SignerNotOfCertificate,
    /// The signer failed.
    #[error("the signature could not be made")]
    Sign(#[source] SignError),
    /// The signer's algorithm only verifies.
    #[error("{0} signatures are only verified, not made")]
    VerifyOnly(&'static str),
}

impl CmsError {
    /// Wraps a parsing error with the name of the part.
    pub(super) fn malformed(part: &'static str) -> impl Fn(Asn1Error) -> Self {
        move |source| Self::Malformed { part, source }
    }
}

//! Certificate revocation lists (RFC 5280 §5).
//!
//! A list can have a million entries, so it is never decoded into structs: [`CertificateRevocationList`]
//! keeps the bytes, checks their shape in one walk and finds a serial number in another; [`CrlBuilder`]
//! measures first and then writes once. Whether a list may be used for a certificate (signature,
//! freshness, scope) is decided in [`crate::path`]; where it comes from is not known here.

mod build;
mod read;

pub use build::CrlBuilder;
pub use read::{CertificateRevocationList, Reason, RevokedEntry};

use crate::algorithm::AlgorithmError;
use crate::asn1::Asn1Error;
use crate::certificate::{CertificateError, SerialNumber};
use crate::extension::ExtensionError;
use crate::key::{KeyError, SignError, SignatureError};
use crate::name::NameError;

/// Why a revocation list cannot be read, made or verified.
#[derive(Debug, thiserror::Error)]
pub enum CrlError {
    /// The input is larger than [`crate::limits::CRL_OCTETS_MAX`].
    #[error("the revocation list has {0} bytes, more than are read")]
    TooLarge(usize),
    /// More entries than [`crate::limits::CRL_ENTRIES_MAX`].
    #[error("the revocation list has more entries than are read")]
    TooManyEntries,
    /// PEM text that cannot be read.
    #[error("the PEM text of the revocation list cannot be read")]
    Pem,
    /// A part is not what RFC 5280 says.
    #[error("the {part} of the revocation list cannot be read")]
    Malformed {
        /// Which part.
        part: &'static str,
        /// What stands there.
        source: Asn1Error,
    },
    /// A version that does not exist.
    #[error("the revocation list has version {0}")]
    Version(u64),
    /// The issuer's name cannot be read.
    #[error("the issuer's name in the revocation list cannot be read")]
    Issuer(#[source] NameError),
    /// The extensions cannot be read.
    #[error("the extensions of the revocation list cannot be read")]
    Extensions(#[source] ExtensionError),
    /// The algorithm is named differently inside and outside the signed part.
    #[error("the signature algorithm inside the revocation list differs from the one outside")]
    AlgorithmMismatch,
    /// The signature algorithm is not supported.
    #[error("the signature algorithm of the revocation list is not supported")]
    Algorithm(#[source] AlgorithmError),
    /// The signature is wrong.
    #[error("the signature of the revocation list is wrong")]
    Signature(#[source] SignatureError),
    /// The issuer's certificate cannot be used to sign.
    #[error("the issuer's certificate cannot be used for a revocation list")]
    IssuerCertificate(#[source] CertificateError),
    /// The issuer's key cannot be used.
    #[error("the issuer's key cannot be used")]
    Key(#[source] KeyError),
    /// The signing key is not the issuer's.
    #[error("the signing key does not belong to the issuer's certificate")]
    SignerNotOfIssuer,
    /// The issuer's certificate has no subject key identifier to refer to.
    #[error("the issuer's certificate has no subject key identifier")]
    IssuerWithoutKeyIdentifier,
    /// nextUpdate is not after thisUpdate.
    #[error("the next update is not after this one")]
    UpdateOrder,
    /// A serial number occurs twice.
    #[error("serial number {0} occurs twice")]
    DoubledSerial(SerialNumber),
    /// The signer failed.
    #[error("the revocation list could not be signed")]
    Sign(#[source] SignError),
}

impl CrlError {
    fn malformed(part: &'static str) -> impl Fn(Asn1Error) -> Self {
        move |source| Self::Malformed { part, source }
    }
}

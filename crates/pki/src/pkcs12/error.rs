//! Why a PKCS#12 file could not be read, opened or written.

use const_oid::ObjectIdentifier;

use crate::asn1::Asn1Error;
use crate::certificate::CertificateError;
use crate::cms::DerError;
use crate::key::KeyError;
use crate::limits;
use crate::pem::PemError;

/// Why a PKCS#12 file could not be read, opened or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Pkcs12Error {
    /// More than [`limits::PFX_OCTETS_MAX`].
    #[error("a PKCS#12 file is larger than {} octets", limits::PFX_OCTETS_MAX)]
    TooLarge,
    /// Not PEM, though it looked like it.
    #[error("the PEM text cannot be read")]
    Pem(#[from] PemError),
    /// PEM without PKCS#12 in it.
    #[error("the PEM text holds no PKCS#12")]
    NotInPem,
    /// Neither DER nor BER.
    #[error("the PKCS#12 file is not encoded in DER or BER")]
    Encoding(#[from] DerError),
    /// DER of something else.
    #[error("the PKCS#12 file is malformed")]
    Malformed(#[from] Asn1Error),
    /// A version that is not 3.
    #[error("version {0} of PKCS#12 is not supported")]
    Version(u64),
    /// Signed, or encrypted for a certificate, where this reader wants a password.
    #[error("the PKCS#12 file is protected with certificates ({0}) and not with a password")]
    PublicKeyMode(ObjectIdentifier),
    /// A scheme, cipher or function that is not read here.
    #[error("the PKCS#12 file is protected with {0}, which is not supported")]
    Scheme(ObjectIdentifier),
    /// Iterations out of the limits.
    #[error(
        "the PKCS#12 file asks for {found} iterations, outside of 1 to {}",
        limits::PBKDF2_ITERATIONS_MAX
    )]
    Iterations {
        /// What the file asks for.
        found: u64,
    },
    /// A salt or parameters of scrypt out of the limits.
    #[error("the PKCS#12 file asks for more memory or work in one derivation than is allowed")]
    Cost,
    /// All derivations together ask for more than [`limits::PFX_WORK_MAX`].
    #[error("opening the PKCS#12 file would take too much work")]
    Work,
    /// More parts, bags or attributes than are read.
    #[error("the PKCS#12 file has more {0} than are read")]
    TooMany(&'static str),
    /// Bags inside of bags beyond [`limits::PFX_DEPTH_MAX`].
    #[error(
        "the bags of the PKCS#12 file are nested deeper than {}",
        limits::PFX_DEPTH_MAX
    )]
    TooDeep,
    /// Nothing in the file opens with this password. A file that was changed in all its parts, or
    /// has but one, looks the same.
    #[error("the password is wrong")]
    Password,
    /// The password is right, and the file was changed.
    #[error("the PKCS#12 file is damaged: the password fits, the contents do not")]
    Damaged,
    /// The code of authenticity fits the password, and a part is encrypted with another one.
    #[error("the PKCS#12 file is encrypted with another password than it is authenticated with")]
    SecondPassword,
    /// A private key cannot be used, or has no encoding.
    #[error("a private key in the PKCS#12 file cannot be used")]
    Key(#[from] KeyError),
    /// A certificate cannot be read.
    #[error("a certificate in the PKCS#12 file cannot be read")]
    Certificate(#[from] CertificateError),
    /// Fewer or more iterations than new files may have.
    #[error(
        "a new PKCS#12 file has {least} to {} iterations, not {found}",
        limits::PBKDF2_ITERATIONS_MAX
    )]
    NewIterations {
        /// What was asked for.
        found: u32,
        /// The fewest of the profile.
        least: u32,
    },
    /// Nothing was given to be written.
    #[error("a PKCS#12 file without contents is not written")]
    Empty,
}

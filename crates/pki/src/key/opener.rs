//! The trait that opens envelopes: what a private key does besides signing.
//!
//! One method for each way in which CMS hands over a content key: agreement of GOST keys (RFC 4357,
//! RFC 7836, RFC 9189), ECDH (RFC 5753) and RSA decryption (RFC 8017). A device implements those that
//! it has and answers the others with [`OpenError::Unsupported`]. What the agreed octets open is not
//! known here.

use std::error::Error;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::PublicKey;
use crate::algorithm::DigestAlgorithm;

/// How two GOST keys come to a common secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GostAgreement {
    /// 32 octets by VKO: with GOST R 34.11-2012 for keys of 2012 of either size (RFC 7836 section
    /// 4.3.1), with GOST R 34.11-94 for keys of 2001 (RFC 4357 section 5.2).
    Vko256,
    /// 64 octets, two keys, by KEG from material of 32 octets (RFC 9189 section 8.3.1).
    Keg,
}

impl GostAgreement {
    /// Returns the number of octets that are agreed on.
    #[must_use]
    pub const fn size(self) -> usize {
        match self {
            Self::Vko256 => 32,
            Self::Keg => 64,
        }
    }
}

/// How a message is padded for RSA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RsaPadding {
    /// PKCS#1 v1.5.
    Pkcs1v15,
    /// OAEP with this hash, in the mask too, and an empty label.
    Oaep(DigestAlgorithm),
}

/// Why a key gave no secret.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The key, or the device that holds it, does not do this.
    #[error("a key of {0} does not open this kind of envelope")]
    Unsupported(String),
    /// The other party's key is of another kind or curve, or the material is not usable.
    #[error("the other party's key or material does not fit the key")]
    OtherParty,
    /// The computation failed; RSA says no more than this, whatever was wrong.
    #[error("the secret could not be computed")]
    Computation,
    /// The device that holds the key did not answer.
    #[error("the device did not open the envelope")]
    Device(#[source] Box<dyn Error + Send + Sync>),
}

/// What opens: a key in memory, or one in a device.
pub trait Opener {
    /// Returns the public key of the key that opens.
    fn opening_key(&self) -> &PublicKey;

    /// Agrees with another GOST key on [`GostAgreement::size`] octets. `ukm` is the user keying
    /// material as messages carry it.
    ///
    /// # Errors
    /// A variant of [`OpenError`] for each reason.
    fn agree_gost(
        &self,
        agreement: GostAgreement,
        other: &PublicKey,
        ukm: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError>;

    /// Agrees with another key on the same NIST curve; gives the abscissa, big-endian in the full
    /// size (SEC 1 section 3.3.1).
    ///
    /// # Errors
    /// A variant of [`OpenError`] for each reason.
    fn agree_ecdh(&self, other: &PublicKey) -> Result<Zeroizing<Vec<u8>>, OpenError>;

    /// Decrypts a short message.
    ///
    /// With [`RsaPadding::Pkcs1v15`] a wrong padding is no error: other octets, of any length, come
    /// out (implicit rejection), so that nobody can learn from answers which messages were well
    /// formed. A device that does tell gives [`OpenError::Computation`] for it, and the caller must not
    /// pass the difference on.
    ///
    /// # Errors
    /// A variant of [`OpenError`] for each reason.
    fn decrypt_rsa(
        &self,
        padding: RsaPadding,
        encrypted: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<Zeroizing<Vec<u8>>, OpenError>;
}

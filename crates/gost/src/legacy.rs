//! GOST R 34.10-2001 with GOST R 34.11-94 (RFC 4491), for verifying what was signed before 2019.
//!
//! The equations and curves are those of GOST R 34.10-2012 with 256 bit; only the hash differs.
//! Nothing here signs, and no type here turns into one that does.

use digest::Digest as _;
use gost94::Gost94CryptoPro;

use crate::{KeyError, ParameterSet, VerifyError, VerifyingKey};

/// Hashes `message` with GOST R 34.11-94 and the CryptoPro parameters
/// (id-GostR3411-94-CryptoProParamSet, RFC 4357 section 11.2).
#[must_use]
pub fn gost94_digest(message: &[u8]) -> [u8; 32] {
    Gost94CryptoPro::digest(message).into()
}

/// A public key of GOST R 34.10-2001.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct VerifyingKey2001(VerifyingKey);

impl VerifyingKey2001 {
    /// Reads a public key from `X‖Y`, each little-endian (RFC 4491 section 2.3.2).
    ///
    /// # Errors
    /// As [`VerifyingKey::from_le_bytes`]; a 512-bit parameter set is refused by its length.
    pub fn from_le_bytes(parameter_set: ParameterSet, octets: &[u8]) -> Result<Self, KeyError> {
        const EXPECTED: usize = 64;
        if parameter_set.curve().size() != 32 || octets.len() != EXPECTED {
            return Err(KeyError::Length { expected: EXPECTED, found: octets.len() });
        }
        VerifyingKey::from_le_bytes(parameter_set, octets).map(Self)
    }

    /// `X‖Y`, each little-endian.
    #[must_use]
    pub fn to_le_bytes(&self) -> Vec<u8> {
        self.0.to_le_bytes()
    }

    /// The name of the curve that the key was read under.
    #[must_use]
    pub const fn parameter_set(&self) -> ParameterSet {
        self.0.parameter_set()
    }

    /// Verifies `s‖r` over a digest made by [`gost94_digest`].
    ///
    /// # Errors
    /// As [`VerifyingKey::verify_digest`].
    pub fn verify_digest(&self, digest: &[u8], signature: &[u8]) -> Result<(), VerifyError> {
        self.0.verify_digest(digest, signature)
    }
}

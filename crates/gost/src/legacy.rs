//! GOST R 34.10-2001 with GOST R 34.11-94 (RFC 4491), for verifying what was signed before 2019 and
//! for opening what was encrypted for its keys.
//!
//! The equations and curves are those of GOST R 34.10-2012 with 256 bit; only the hash differs.
//! A private key of 2001 signs to show that it belongs to its certificate; nothing may be issued
//! with it, and no type here turns into a [`crate::SigningKey`].

use digest::Digest as _;
use gost94::Gost94CryptoPro;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    AgreementError, KeyError, ParameterSet, SignError, SigningKey, VerifyError, VerifyingKey,
};

/// Octets of a private key.
const PRIVATE_KEY_SIZE: usize = 32;

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
            return Err(KeyError::Length {
                expected: EXPECTED,
                found: octets.len(),
            });
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

/// A private key of GOST R 34.10-2001; wiped when it is dropped.
///
/// There is no `Debug` and no `Clone`, as with [`SigningKey`].
pub struct PrivateKey2001(SigningKey);

impl PrivateKey2001 {
    /// Reads a private key from its little-endian octets.
    ///
    /// # Errors
    /// As [`SigningKey::from_le_bytes`]; a 512-bit parameter set is refused by its length.
    pub fn from_le_bytes(parameter_set: ParameterSet, octets: &[u8]) -> Result<Self, KeyError> {
        if parameter_set.curve().size() != PRIVATE_KEY_SIZE {
            return Err(KeyError::Length {
                expected: PRIVATE_KEY_SIZE,
                found: octets.len(),
            });
        }
        SigningKey::from_le_bytes(parameter_set, octets).map(Self)
    }

    /// The private key as little-endian octets.
    #[must_use]
    pub fn to_le_bytes(&self) -> Zeroizing<Vec<u8>> {
        self.0.to_le_bytes()
    }

    /// The public key.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey2001 {
        VerifyingKey2001(self.0.verifying_key().clone())
    }

    /// Agrees on 32 octets by VKO GOST R 34.10-2001 (RFC 4357 section 5.2).
    ///
    /// # Errors
    /// As [`SigningKey::agree_256`].
    pub fn agree(
        &self,
        other: &VerifyingKey2001,
        ukm: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>, AgreementError> {
        self.0.agree_2001(&other.0, ukm)
    }

    /// Signs a digest made by [`gost94_digest`], to show that a key works.
    ///
    /// # Errors
    /// As [`SigningKey::sign_digest`].
    pub fn sign_digest(
        &self,
        digest: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<Vec<u8>, SignError> {
        self.0.sign_digest(digest, rng)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{test_rng::SeededRng, test_vectors::vectors};

    #[test]
    fn messages_have_their_hashes() {
        for vector in vectors(include_str!("../tests/vectors/gost94.txt")) {
            assert_eq!(
                gost94_digest(&vector.text("message")).to_vec(),
                vector.bytes("hash")
            );
        }
    }

    #[test]
    fn an_old_signature_verifies_and_one_of_another_text_does_not() {
        let set = ParameterSet::CryptoProA;
        let key = SigningKey::generate(set, &mut SeededRng::new(1)).expect("a key");
        let digest = gost94_digest(b"text");
        let signature = key
            .sign_digest(&digest, &mut SeededRng::new(2))
            .expect("a signature");
        let octets = key.verifying_key().to_le_bytes();
        let old = VerifyingKey2001::from_le_bytes(set, &octets).expect("a key");
        assert_eq!(old.verify_digest(&digest, &signature), Ok(()));
        let other = gost94_digest(b"other text");
        assert_eq!(
            old.verify_digest(&other, &signature),
            Err(VerifyError::Mismatch)
        );
    }

    #[test]
    fn no_key_of_2001_is_longer_than_256_bit() {
        let key = SigningKey::generate(ParameterSet::Tc26512A, &mut SeededRng::new(1));
        let octets = key.expect("a key").verifying_key().to_le_bytes();
        let refusal = KeyError::Length {
            expected: 64,
            found: 128,
        };
        let read = VerifyingKey2001::from_le_bytes(ParameterSet::Tc26512A, &octets);
        assert_eq!(read, Err(refusal));
    }

    #[test]
    fn two_keys_of_2001_agree_and_one_shows_that_it_works() {
        let set = ParameterSet::CryptoProXchA;
        let read = |octet| PrivateKey2001::from_le_bytes(set, &[octet; 32]).expect("a key");
        let (first, second) = (read(1), read(2));
        let agreed = first
            .agree(&second.verifying_key(), &[5; 8])
            .expect("a key");
        let again = second
            .agree(&first.verifying_key(), &[5; 8])
            .expect("a key");
        assert_eq!(*agreed, *again);
        let of_2012 = SigningKey::from_le_bytes(set, &[1; 32]).expect("a key");
        let other = SigningKey::from_le_bytes(set, &[2; 32]).expect("a key");
        let agreed_2012 = of_2012
            .agree_256(other.verifying_key(), &[5; 8])
            .expect("a key");
        assert_ne!(*agreed, *agreed_2012);
        let digest = gost94_digest(b"text");
        let signature = first
            .sign_digest(&digest, &mut SeededRng::new(2))
            .expect("a signature");
        assert_eq!(
            first.verifying_key().verify_digest(&digest, &signature),
            Ok(())
        );
        let refused = PrivateKey2001::from_le_bytes(ParameterSet::Tc26512A, &[1; 64]);
        assert!(refused.is_err());
    }
}

//! What is computed with a public key: verification.

use rsa::{RsaPublicKey, pkcs8::DecodePublicKey as _, traits::PublicKeyParts as _};
use signature::hazmat::PrehashVerifier as _;
use smena_gost::VerifyingKey;
use smena_pki::{
    algorithm::{DigestAlgorithm, KeyAlgorithm},
    asn1::{self, tag},
    key::PublicKey,
};

use super::{
    private::{ecdsa_hash, rsa_scheme},
    widened,
};
use crate::error::TokenError;

/// A public key that verifies.
pub(crate) enum PublicMaterial {
    /// GOST R 34.10-2012.
    Gost(Box<VerifyingKey>),
    /// ECDSA on P-256.
    P256(Box<p256::ecdsa::VerifyingKey>),
    /// ECDSA on P-384.
    P384(Box<p384::ecdsa::VerifyingKey>),
    /// RSA.
    Rsa(Box<RsaPublicKey>),
}

impl PublicMaterial {
    /// Takes a public key as an object has it.
    ///
    /// # Errors
    ///
    /// The token has no mechanism for it.
    pub(crate) fn open(key: &PublicKey) -> Result<Self, TokenError> {
        match key.algorithm() {
            KeyAlgorithm::Gost(set) => {
                let point = asn1::only(key.key_bits(), tag::OCTET_STRING);
                let point = point.map_err(|_| TokenError::Device)?.content;
                VerifyingKey::from_le_bytes(set, point)
                    .map(|key| Self::Gost(Box::new(key)))
                    .map_err(|_| TokenError::Device)
            }
            KeyAlgorithm::EcdsaP256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(key.key_bits())
                .map(|key| Self::P256(Box::new(key)))
                .map_err(|_| TokenError::Device),
            KeyAlgorithm::EcdsaP384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(key.key_bits())
                .map(|key| Self::P384(Box::new(key)))
                .map_err(|_| TokenError::Device),
            KeyAlgorithm::Rsa { .. } => RsaPublicKey::from_public_key_der(key.spki_der())
                .map(|key| Self::Rsa(Box::new(key)))
                .map_err(|_| TokenError::Device),
            KeyAlgorithm::Gost2001(_) | KeyAlgorithm::Ed25519 => Err(TokenError::KeyType),
        }
    }

    /// Octets of a signature.
    pub(crate) fn signature_size(&self) -> usize {
        match self {
            Self::Gost(key) => 2 * key.curve().size(),
            Self::P256(_) => 64,
            Self::P384(_) => 96,
            Self::Rsa(key) => key.size(),
        }
    }

    /// Verifies a signature over data: over their hash where one is named, else over the data as they are.
    ///
    /// # Errors
    ///
    /// The signature is not of this key over these data, or one of them has a length that it cannot have.
    pub(crate) fn verify(
        &self,
        data: &[u8],
        digest: Option<DigestAlgorithm>,
        signature: &[u8],
    ) -> Result<(), TokenError> {
        if signature.len() != self.signature_size() {
            return Err(TokenError::SignatureLength);
        }
        let hashed = digest.map(|digest| digest.digest(data));
        let hash = hashed.as_deref().unwrap_or(data);
        let is_valid = match self {
            Self::Gost(key) if hash.len() == key.curve().size() => {
                key.verify_digest(hash, signature).is_ok()
            }
            Self::Gost(_) => return Err(TokenError::DataLength),
            Self::P256(key) => {
                let hash = widened(ecdsa_hash(hash)?, 32);
                p256::ecdsa::Signature::from_slice(signature)
                    .is_ok_and(|signature| key.verify_prehash(&hash, &signature).is_ok())
            }
            Self::P384(key) => {
                let hash = widened(ecdsa_hash(hash)?, 48);
                p384::ecdsa::Signature::from_slice(signature)
                    .is_ok_and(|signature| key.verify_prehash(&hash, &signature).is_ok())
            }
            Self::Rsa(key) => key.verify(rsa_scheme(digest), hash, signature).is_ok(),
        };
        if is_valid {
            Ok(())
        } else {
            Err(TokenError::Signature)
        }
    }
}

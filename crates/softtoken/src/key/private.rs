//! What is computed with a private key.

use p256::elliptic_curve::point::AffineCoordinates as _;
use rand_core::CryptoRng;
use rsa::{
    Pkcs1v15Encrypt, Pkcs1v15Sign, RsaPrivateKey, pkcs8::DecodePrivateKey as _,
    traits::PublicKeyParts as _,
};
use signature::hazmat::RandomizedPrehashSigner as _;
use smena_gost::{SigningKey, VerifyingKey};
use smena_pki::{
    algorithm::{DigestAlgorithm, KeyAlgorithm},
    key::{PrivateKey, PublicKey},
};
use zeroize::Zeroizing;

use super::{attributes::private_octets, widened};
use crate::error::TokenError;

/// Octets of padding that a signature or ciphertext of PKCS#1 v1.5 has at least (RFC 8017, sections 8.2 and 7.2).
const RSA_PADDING_OCTETS: usize = 11;

/// A private key that computes; wiped when it is dropped.
pub(crate) enum PrivateMaterial {
    /// GOST R 34.10-2012.
    Gost(Box<SigningKey>),
    /// ECDSA on P-256.
    P256(Box<p256::ecdsa::SigningKey>),
    /// ECDSA on P-384.
    P384(Box<p384::ecdsa::SigningKey>),
    /// RSA.
    Rsa(Box<RsaPrivateKey>),
}

impl PrivateMaterial {
    /// Opens a PKCS#8 that was sealed for this public key; it is checked that it is the key of that.
    ///
    /// # Errors
    ///
    /// It is not.
    pub(crate) fn open(pkcs8: &[u8], public: &PublicKey) -> Result<Self, TokenError> {
        PrivateKey::from_pkcs8_der_for(pkcs8, public).map_err(|_| TokenError::Device)?;
        match public.algorithm() {
            KeyAlgorithm::Gost(set) => {
                let octets = private_octets(pkcs8).map_err(|_| TokenError::Device)?;
                let key = SigningKey::from_le_bytes(set, octets);
                key.map(|key| Self::Gost(Box::new(key)))
                    .map_err(|_| TokenError::Device)
            }
            KeyAlgorithm::EcdsaP256 => p256::ecdsa::SigningKey::from_pkcs8_der(pkcs8)
                .map(|key| Self::P256(Box::new(key)))
                .map_err(|_| TokenError::Device),
            KeyAlgorithm::EcdsaP384 => p384::ecdsa::SigningKey::from_pkcs8_der(pkcs8)
                .map(|key| Self::P384(Box::new(key)))
                .map_err(|_| TokenError::Device),
            KeyAlgorithm::Rsa { .. } => RsaPrivateKey::from_pkcs8_der(pkcs8)
                .map(|key| Self::Rsa(Box::new(key)))
                .map_err(|_| TokenError::Device),
            KeyAlgorithm::Gost2001(_) | KeyAlgorithm::Ed25519 => Err(TokenError::KeyType),
        }
    }

    /// Octets of a signature, and for RSA of a ciphertext.
    pub(crate) fn signature_size(&self) -> usize {
        match self {
            Self::Gost(key) => 2 * key.parameter_set().curve().size(),
            Self::P256(_) => 64,
            Self::P384(_) => 96,
            Self::Rsa(key) => key.size(),
        }
    }

    /// Signs data: their hash where one is named, else the data as they are. GOST gives `s‖r`, ECDSA `r‖s`.
    ///
    /// # Errors
    ///
    /// The data have a length that cannot be signed as they are.
    pub(crate) fn sign(
        &self,
        data: &[u8],
        digest: Option<DigestAlgorithm>,
        rng: &mut dyn CryptoRng,
    ) -> Result<Vec<u8>, TokenError> {
        let hashed = digest.map(|digest| digest.digest(data));
        let hash = hashed.as_deref().unwrap_or(data);
        match self {
            Self::Gost(key) if hash.len() == key.parameter_set().curve().size() => {
                key.sign_digest(hash, rng).map_err(|_| TokenError::Failed)
            }
            Self::Gost(_) => Err(TokenError::DataLength),
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = key
                    .sign_prehash_with_rng(rng, &widened(ecdsa_hash(hash)?, 32))
                    .map_err(|_| TokenError::Failed)?;
                Ok(signature.to_bytes().to_vec())
            }
            Self::P384(key) => {
                let signature: p384::ecdsa::Signature = key
                    .sign_prehash_with_rng(rng, &widened(ecdsa_hash(hash)?, 48))
                    .map_err(|_| TokenError::Failed)?;
                Ok(signature.to_bytes().to_vec())
            }
            Self::Rsa(key) => {
                if digest.is_none() && hash.len() + RSA_PADDING_OCTETS > key.size() {
                    return Err(TokenError::DataLength);
                }
                key.sign_with_rng(rng, rsa_scheme(digest), hash)
                    .map_err(|_| TokenError::Failed)
            }
        }
    }

    /// Decrypts what was encrypted to an RSA key by PKCS#1 v1.5.
    ///
    /// # Errors
    ///
    /// It has another length, or was encrypted to another key.
    pub(crate) fn decrypt(
        &self,
        ciphertext: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<Zeroizing<Vec<u8>>, TokenError> {
        let Self::Rsa(key) = self else {
            return Err(TokenError::KeyType);
        };
        if ciphertext.len() != key.size() {
            return Err(TokenError::EncryptedLength);
        }
        key.decrypt_blinded(rng, Pkcs1v15Encrypt, ciphertext)
            .map(Zeroizing::new)
            .map_err(|_| TokenError::EncryptedData)
    }

    /// Agrees on the x coordinate of the common point with the owner of another key of the same curve (SEC 1, section
    /// 3.3.1). The point is uncompressed, with or without an OCTET STRING around it.
    ///
    /// # Errors
    ///
    /// The octets are no point of the curve, or the key is of no such kind.
    pub(crate) fn agree(&self, point: &[u8]) -> Result<Zeroizing<Vec<u8>>, TokenError> {
        let wrapped = smena_pki::asn1::only(point, smena_pki::asn1::tag::OCTET_STRING);
        let point = wrapped.map_or(point, |tlv| tlv.content);
        let bad = |_| TokenError::MechanismParameter;
        match self {
            Self::P256(key) => {
                let other = p256::PublicKey::from_sec1_bytes(point).map_err(bad)?;
                let common = other.to_projective() * **key.as_nonzero_scalar();
                Ok(Zeroizing::new(common.to_affine().x().to_vec()))
            }
            Self::P384(key) => {
                let other = p384::PublicKey::from_sec1_bytes(point).map_err(bad)?;
                let common = other.to_projective() * **key.as_nonzero_scalar();
                Ok(Zeroizing::new(common.to_affine().x().to_vec()))
            }
            Self::Gost(_) | Self::Rsa(_) => Err(TokenError::KeyType),
        }
    }

    /// Agrees on 32 octets with the owner of another GOST key of the same curve (RFC 7836, section 4.3.1). The public key is
    /// `X‖Y`, with or without an OCTET STRING around it.
    ///
    /// # Errors
    ///
    /// The octets are no key of the curve, the material is none, or the key is of no such kind.
    pub(crate) fn agree_vko_256(
        &self,
        public: &[u8],
        ukm: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, TokenError> {
        let (key, other) = self.gost_pair(public)?;
        let agreed = key.agree_256(&other, ukm);
        let agreed = agreed.map_err(|_| TokenError::MechanismParameter)?;
        Ok(Zeroizing::new(agreed.to_vec()))
    }

    /// Agrees on 64 octets; else as [`PrivateMaterial::agree_vko_256`] (RFC 7836, section 4.3.2).
    ///
    /// # Errors
    ///
    /// As there, and the key has 256 bits.
    pub(crate) fn agree_vko_512(
        &self,
        public: &[u8],
        ukm: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, TokenError> {
        let (key, other) = self.gost_pair(public)?;
        let agreed = key.agree_512(&other, ukm);
        let agreed = agreed.map_err(|_| TokenError::MechanismParameter)?;
        Ok(Zeroizing::new(agreed.to_vec()))
    }

    fn gost_pair(&self, public: &[u8]) -> Result<(&SigningKey, VerifyingKey), TokenError> {
        let Self::Gost(key) = self else {
            return Err(TokenError::KeyType);
        };
        let wrapped = smena_pki::asn1::only(public, smena_pki::asn1::tag::OCTET_STRING);
        let public = wrapped.map_or(public, |tlv| tlv.content);
        let other = VerifyingKey::from_le_bytes(key.parameter_set(), public)
            .map_err(|_| TokenError::MechanismParameter)?;
        Ok((key, other))
    }
}

/// A hash that ECDSA takes as it is: any but an empty one or one longer than the longest hash.
pub(super) fn ecdsa_hash(hash: &[u8]) -> Result<&[u8], TokenError> {
    if hash.is_empty() || hash.len() > 64 {
        return Err(TokenError::DataLength);
    }
    Ok(hash)
}

/// PKCS#1 v1.5 with the hash's name before it, or with what the caller has put there.
pub(super) fn rsa_scheme(digest: Option<DigestAlgorithm>) -> Pkcs1v15Sign {
    match digest {
        Some(DigestAlgorithm::Sha256) => Pkcs1v15Sign::new::<sha2::Sha256>(),
        Some(DigestAlgorithm::Sha384) => Pkcs1v15Sign::new::<sha2::Sha384>(),
        Some(DigestAlgorithm::Sha512) => Pkcs1v15Sign::new::<sha2::Sha512>(),
        _ => Pkcs1v15Sign::new_unprefixed(),
    }
}

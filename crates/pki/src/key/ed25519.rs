//! Ed25519 keys: RFC 8410.

use ::spki::AlgorithmIdentifierOwned;
use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::{KeyError, Point, SubjectPublicKeyInfo};
use crate::algorithm::AlgorithmError;
use crate::asn1::{self, tag};
use crate::oid;

pub(super) const fn algorithm() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid: oid::ED25519,
        parameters: None,
    }
}

pub(super) fn public_info(key: &SigningKey) -> SubjectPublicKeyInfo {
    SubjectPublicKeyInfo::new(algorithm(), key.verifying_key().to_bytes().to_vec())
}

pub(super) fn read_public(info: &SubjectPublicKeyInfo) -> Result<Point, KeyError> {
    // RFC 8410 wants no parameters; NULL is not met in the wild and stays refused.
    if info.algorithm().parameters.is_some() {
        return Err(AlgorithmError::Parameters(info.algorithm().oid).into());
    }
    let octets = info
        .key_bits()
        .try_into()
        .map_err(|_| KeyError::NotOnCurve)?;
    let key = VerifyingKey::from_bytes(octets).map_err(|_| KeyError::NotOnCurve)?;
    if key.is_weak() {
        Err(KeyError::OutsideGroup)
    } else {
        Ok(Point::Ed25519(key))
    }
}

pub(super) fn verify(key: &VerifyingKey, message: &[u8], signature: &[u8]) -> bool {
    Signature::from_slice(signature)
        .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok())
}

pub(super) fn generate(rng: &mut dyn CryptoRng) -> SigningKey {
    let mut seed = Zeroizing::new([0; 32]);
    rng.fill_bytes(&mut *seed);
    SigningKey::from_bytes(&seed)
}

/// Reads the contents of the privateKey of PKCS#8: an OCTET STRING with the seed.
pub(super) fn read_private(octets: &[u8]) -> Result<SigningKey, KeyError> {
    let seed = asn1::only(octets, tag::OCTET_STRING)?.content;
    let seed = seed.try_into().map_err(|_| KeyError::PrivateOutOfRange)?;
    Ok(SigningKey::from_bytes(seed))
}

/// Writes the contents of the privateKey of PKCS#8.
pub(super) fn private_der(key: &SigningKey) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(asn1::octet_string(key.as_bytes()))
}

//! RSA keys with PKCS#1 v1.5 signatures and both paddings of encryption: RFC 8017, RFC 4055.

use ::rsa::pkcs1::{DecodeRsaPrivateKey as _, EncodeRsaPrivateKey as _};
use ::rsa::traits::PublicKeyParts as _;
use ::rsa::{Oaep, Pkcs1v15Encrypt, Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};
use ::spki::AlgorithmIdentifierOwned;
use crypto_bigint::BoxedUint;
use der::Any;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::{KeyError, OpenError, Point, RsaPadding, SignError, SubjectPublicKeyInfo};
use crate::algorithm::{AlgorithmError, DigestAlgorithm, SignatureAlgorithm};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::{limits, oid};

pub(super) fn algorithm() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid: oid::RSA_ENCRYPTION,
        parameters: Some(Any::null()),
    }
}

pub(super) fn bits(key: &RsaPublicKey) -> u32 {
    key.n().bits_vartime()
}

pub(super) fn components(key: &RsaPublicKey) -> (Vec<u8>, Vec<u8>) {
    (key.n_bytes().into_vec(), key.e_bytes().into_vec())
}

pub(super) fn public_der(key: &RsaPublicKey) -> Vec<u8> {
    let (modulus, exponent) = components(key);
    asn1::sequence(&[
        &asn1::integer_octets(&modulus),
        &asn1::integer_octets(&exponent),
    ])
}

pub(super) fn public_info(key: &RsaPrivateKey) -> SubjectPublicKeyInfo {
    SubjectPublicKeyInfo::new(algorithm(), public_der(key.as_public_key()))
}

pub(super) fn read_public(info: &SubjectPublicKeyInfo) -> Result<Point, KeyError> {
    if info
        .algorithm()
        .parameters
        .as_ref()
        .is_some_and(|parameters| !parameters.is_null())
    {
        return Err(AlgorithmError::Parameters(info.algorithm().oid).into());
    }
    let mut walker = Walker::new(asn1::only(info.key_bits(), tag::SEQUENCE)?.content);
    let modulus = number(&mut walker)?;
    let exponent = number(&mut walker)?;
    walker.finish()?;
    let sizes = RsaPublicKey::MIN_SIZE..=limits::RSA_BITS_MAX as usize;
    RsaPublicKey::new_with_size_limits(modulus, exponent, sizes)
        .map(|key| Point::Rsa(Box::new(key)))
        .map_err(|_| KeyError::Rsa)
}

fn number(walker: &mut Walker<'_>) -> Result<BoxedUint, KeyError> {
    let octets = match walker.expect(tag::INTEGER)?.content {
        [0, octets @ ..] => octets,
        [first, ..] if first & 0x80 != 0 => return Err(Asn1Error::Value("RSA key").into()),
        octets => octets,
    };
    if octets.is_empty() || octets.len() > limits::RSA_BITS_MAX as usize / 8 {
        return Err(KeyError::Rsa);
    }
    Ok(BoxedUint::from_be_slice_vartime(octets))
}

pub(super) fn verify(
    key: &RsaPublicKey,
    algorithm: SignatureAlgorithm,
    hash: &[u8],
    signature: &[u8],
) -> bool {
    let scheme = match algorithm.digest() {
        Some(DigestAlgorithm::Sha256) => Pkcs1v15Sign::new::<sha2::Sha256>(),
        Some(DigestAlgorithm::Sha384) => Pkcs1v15Sign::new::<sha2::Sha384>(),
        Some(DigestAlgorithm::Sha512) => Pkcs1v15Sign::new::<sha2::Sha512>(),
        _ => return false,
    };
    key.verify(scheme, hash, signature).is_ok()
}

pub(super) fn generate(bits: u32, rng: &mut dyn CryptoRng) -> Result<RsaPrivateKey, KeyError> {
    if !(2_048..=limits::RSA_BITS_MAX).contains(&bits) || !bits.is_multiple_of(8) {
        return Err(KeyError::Rsa);
    }
    RsaPrivateKey::new(rng, bits as usize).map_err(|_| KeyError::Generation)
}

pub(super) fn sign(
    key: &RsaPrivateKey,
    message: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<Vec<u8>, SignError> {
    let hash = DigestAlgorithm::Sha256.digest(message);
    key.sign_with_rng(rng, Pkcs1v15Sign::new::<sha2::Sha256>(), &hash)
        .map_err(|_| SignError::Computation)
}

/// Evaluates an expression with a type name bound to the hash of OAEP, when it is one of SHA.
macro_rules! with_sha {
    ($digest:expr, $hash:ident => $body:expr) => {
        match $digest {
            DigestAlgorithm::Sha1 => {
                type $hash = sha1::Sha1;
                $body
            }
            DigestAlgorithm::Sha256 => {
                type $hash = sha2::Sha256;
                $body
            }
            DigestAlgorithm::Sha384 => {
                type $hash = sha2::Sha384;
                $body
            }
            DigestAlgorithm::Sha512 => {
                type $hash = sha2::Sha512;
                $body
            }
            other => return Err(OpenError::Unsupported(other.name().to_owned())),
        }
    };
}

pub(super) fn encrypt_oaep(
    key: &RsaPublicKey,
    digest: DigestAlgorithm,
    message: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<Vec<u8>, OpenError> {
    let encrypted = with_sha!(digest, H => key.encrypt(rng, Oaep::<H>::new(), message));
    encrypted.map_err(|_| OpenError::Computation)
}

pub(super) fn decrypt(
    key: &RsaPrivateKey,
    padding: RsaPadding,
    encrypted: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let message = match padding {
        RsaPadding::Pkcs1v15 => key.decrypt_blinded(rng, Pkcs1v15Encrypt, encrypted),
        RsaPadding::Oaep(digest) => {
            with_sha!(digest, H => key.decrypt_blinded(rng, Oaep::<H>::new(), encrypted))
        }
    };
    message
        .map(Zeroizing::new)
        .map_err(|_| OpenError::Computation)
}

/// Reads the contents of the privateKey of PKCS#8: an `RSAPrivateKey` of RFC 8017.
pub(super) fn read_private(octets: &[u8]) -> Result<RsaPrivateKey, KeyError> {
    asn1::only(octets, tag::SEQUENCE)?;
    let key = RsaPrivateKey::from_pkcs1_der(octets).map_err(|_| KeyError::PrivateOutOfRange)?;
    key.validate().map_err(|_| KeyError::PrivateOutOfRange)?;
    Ok(key)
}

/// Writes the contents of the privateKey of PKCS#8.
pub(super) fn private_der(key: &RsaPrivateKey) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let document = key
        .to_pkcs1_der()
        .map_err(|_| KeyError::PrivateOutOfRange)?;
    Ok(Zeroizing::new(document.as_bytes().to_vec()))
}

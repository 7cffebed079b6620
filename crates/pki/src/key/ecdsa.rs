//! ECDSA and ECDH keys on P-256 and P-384: RFC 5480, RFC 5915.

use ::signature::hazmat::{PrehashVerifier as _, RandomizedPrehashSigner as _};
use ::spki::AlgorithmIdentifierOwned;
use const_oid::ObjectIdentifier;
use der::Any;
use p256::elliptic_curve::point::AffineCoordinates as _;
use rand_core::CryptoRng;
use zeroize::{Zeroize as _, Zeroizing};

use super::{KeyError, Point, SignError, SubjectPublicKeyInfo};
use crate::algorithm::{AlgorithmError, DigestAlgorithm};
use crate::asn1::{self, Walker, tag};
use crate::oid;

pub(super) fn algorithm(curve: ObjectIdentifier) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid: oid::EC_PUBLIC_KEY,
        parameters: Some(Any::from(&curve)),
    }
}

pub(super) fn curve(algorithm: &AlgorithmIdentifierOwned) -> Result<ObjectIdentifier, KeyError> {
    let parameters = algorithm.parameters.as_ref();
    let curve = parameters.and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
    curve.ok_or_else(|| AlgorithmError::Parameters(algorithm.oid).into())
}

pub(super) fn read_public(info: &SubjectPublicKeyInfo) -> Result<Point, KeyError> {
    match curve(info.algorithm())? {
        oid::CURVE_P256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(info.key_bits())
            .map(Point::P256)
            .map_err(|_| KeyError::NotOnCurve),
        oid::CURVE_P384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(info.key_bits())
            .map(Point::P384)
            .map_err(|_| KeyError::NotOnCurve),
        unknown => Err(KeyError::Curve(unknown)),
    }
}

/// Reads the contents of the privateKey of PKCS#8: an `ECPrivateKey` of RFC 5915. Returns the
/// octets of the number and the public key that stands beside it, if one does.
pub(super) fn read_private(
    octets: &[u8],
    curve: ObjectIdentifier,
) -> Result<(&[u8], Option<&[u8]>), KeyError> {
    let mut walker = Walker::new(asn1::only(octets, tag::SEQUENCE)?.content);
    if walker.unsigned()? != 1 {
        return Err(asn1::Asn1Error::Value("ECPrivateKey").into());
    }
    let number = walker.expect(tag::OCTET_STRING)?.content;
    if let Some(parameters) = walker.optional(tag::context(0))? {
        let named = Walker::new(parameters.content).oid()?;
        if named != curve {
            return Err(KeyError::Curve(named));
        }
    }
    let public = walker.optional(tag::context(1))?;
    walker.finish()?;
    let public = public
        .map(
            |tlv| match asn1::only(tlv.content, tag::BIT_STRING)?.content {
                [0, point @ ..] => Ok(point),
                _ => Err(asn1::Asn1Error::Value("BIT STRING of whole octets")),
            },
        )
        .transpose()?;
    Ok((number, public))
}

/// Writes the contents of the privateKey of PKCS#8.
pub(super) fn private_der(number: &[u8], point: &[u8]) -> Zeroizing<Vec<u8>> {
    let number = Zeroizing::new(asn1::octet_string(number));
    let public = asn1::tlv(tag::context(1), &asn1::bit_string(point));
    let mut inside = Zeroizing::new(Vec::with_capacity(8 + number.len() + public.len()));
    inside.extend_from_slice(&asn1::integer(1));
    inside.extend_from_slice(&number);
    inside.extend_from_slice(&public);
    Zeroizing::new(asn1::tlv(tag::SEQUENCE, &inside))
}

macro_rules! curve_functions {
    ($curve:ident, $size:literal, $digest:expr, $oid:expr, $verify:ident, $generate:ident, $read:ident, $sign:ident, $info:ident, $agree:ident) => {
        pub(super) fn $verify(
            key: &$curve::ecdsa::VerifyingKey,
            hash: &[u8],
            signature: &[u8],
        ) -> bool {
            $curve::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify_prehash(hash, &signature).is_ok())
        }

        /// Draws numbers until one is in the range; nearly always the first is.
        pub(super) fn $generate(
            rng: &mut dyn CryptoRng,
        ) -> Result<$curve::ecdsa::SigningKey, KeyError> {
            for _ in 0..128 {
                let mut number = Zeroizing::new([0; $size]);
                rng.fill_bytes(&mut *number);
                if let Ok(key) = $curve::ecdsa::SigningKey::from_slice(&*number) {
                    return Ok(key);
                }
            }
            Err(KeyError::Generation)
        }

        pub(super) fn $read(number: &[u8]) -> Result<$curve::ecdsa::SigningKey, KeyError> {
            $curve::ecdsa::SigningKey::from_slice(number).map_err(|_| KeyError::PrivateOutOfRange)
        }

        pub(super) fn $sign(
            key: &$curve::ecdsa::SigningKey,
            message: &[u8],
            rng: &mut dyn CryptoRng,
        ) -> Result<Vec<u8>, SignError> {
            let hash = $digest.digest(message);
            let signature: $curve::ecdsa::Signature = key
                .sign_prehash_with_rng(rng, &hash)
                .map_err(|_| SignError::Computation)?;
            Ok(signature.to_der().as_bytes().to_vec())
        }

        /// Multiplies the other key's point by the number, in constant time; the product's abscissa.
        pub(super) fn $agree(
            key: &$curve::ecdsa::SigningKey,
            other: &$curve::ecdsa::VerifyingKey,
        ) -> Zeroizing<Vec<u8>> {
            let other = $curve::ProjectivePoint::from(*other.as_affine());
            let scalar = **key.as_nonzero_scalar();
            let mut product = (other * scalar).to_affine();
            let mut abscissa = product.x();
            let copy = Zeroizing::new(abscissa.to_vec());
            abscissa.as_mut_slice().zeroize();
            product.zeroize();
            copy
        }

        pub(super) fn $info(key: &$curve::ecdsa::SigningKey) -> SubjectPublicKeyInfo {
            let point = key.verifying_key().to_sec1_point(false);
            SubjectPublicKeyInfo::new(algorithm($oid), point.as_bytes().to_vec())
        }
    };
}

curve_functions!(
    p256,
    32,
    DigestAlgorithm::Sha256,
    oid::CURVE_P256,
    verify_p256,
    generate_p256,
    private_p256,
    sign_p256,
    info_p256,
    agree_p256
);
curve_functions!(
    p384,
    48,
    DigestAlgorithm::Sha384,
    oid::CURVE_P384,
    verify_p384,
    generate_p384,
    private_p384,
    sign_p384,
    info_p384,
    agree_p384
);

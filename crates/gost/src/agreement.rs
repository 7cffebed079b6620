//! Key agreement VKO (RFC 7836 section 4.3, RFC 4357 section 5.2) and the pair of keys that RFC 9189
//! derives from it.
//!
//! Each party multiplies the other's point by its own key, the user keying material and the cofactor,
//! and hashes the coordinates. The material is an integer in little-endian octets. The other's point
//! was checked when it became a [`VerifyingKey`]: it is in the group of the generator. What is done
//! with the result is in [`crate::key_wrap`].

use thiserror::Error;
use zeroize::Zeroizing;

use crate::{
    SigningKey, Streebog, VerifyingKey,
    curve::{Group, Scalar, on_curve},
    key_derivation::{TREE_LABEL, kdf_tree_streebog256},
    legacy::gost94_digest,
};

/// Octets of the material that [`SigningKey::agree_pair`] takes.
pub const PAIR_MATERIAL_SIZE: usize = 32;

/// Octets of the integer in that material, and of the seed after it.
const PAIR_INTEGER_SIZE: usize = 16;
const PAIR_SEED_SIZE: usize = 8;

/// Why two keys agree on nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum AgreementError {
    /// The keys are on different curves.
    #[error("the other key is on another curve")]
    OtherCurve,
    /// The keys are on a curve that the algorithm does not know: 512 bit where 256 are asked for.
    #[error("the curve has another size than the algorithm")]
    OtherSize,
    /// The material has no octets or more than an integer of the curve.
    #[error("the user keying material has {0} octets")]
    MaterialLength(usize),
    /// The material is zero modulo the order of the curve, which would give everybody the same key.
    #[error("the user keying material is zero")]
    MaterialIsZero,
}

impl SigningKey {
    /// Agrees on 32 octets by `VKO_GOSTR3410_2012_256` (RFC 7836 section 4.3.1), on any curve.
    ///
    /// # Errors
    /// A variant of [`AgreementError`] for each way to be no pair of keys with its material.
    pub fn agree_256(
        &self,
        other: &VerifyingKey,
        ukm: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>, AgreementError> {
        let digest = Zeroizing::new(Streebog::Bits256.digest(&self.agreed_point(other, ukm)?));
        Ok(array_of(&digest))
    }

    /// Agrees on 64 octets by `VKO_GOSTR3410_2012_512` (RFC 7836 section 4.3.2), on a 512-bit curve.
    ///
    /// # Errors
    /// As [`Self::agree_256`], and [`AgreementError::OtherSize`] for a 256-bit curve.
    pub fn agree_512(
        &self,
        other: &VerifyingKey,
        ukm: &[u8],
    ) -> Result<Zeroizing<[u8; 64]>, AgreementError> {
        if self.verifying_key().curve().size() != 64 {
            return Err(AgreementError::OtherSize);
        }
        let digest = Zeroizing::new(Streebog::Bits512.digest(&self.agreed_point(other, ukm)?));
        Ok(array_of(&digest))
    }

    /// Agrees on two keys of 32 octets by KEG (RFC 9189 section 8.3.1): first the one that proves
    /// authenticity, then the one that encrypts.
    ///
    /// # Errors
    /// As [`Self::agree_256`].
    pub fn agree_pair(
        &self,
        other: &VerifyingKey,
        material: &[u8; PAIR_MATERIAL_SIZE],
    ) -> Result<Zeroizing<[u8; 64]>, AgreementError> {
        let ukm = pair_integer(material);
        if self.verifying_key().curve().size() == 64 {
            return self.agree_512(other, &ukm);
        }
        Ok(pair_of(&*self.agree_256(other, &ukm)?, material))
    }

    /// Agrees on 32 octets by the algorithm of GOST R 34.10-2001 (RFC 4357 section 5.2).
    pub(crate) fn agree_2001(
        &self,
        other: &VerifyingKey,
        ukm: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>, AgreementError> {
        let point = self.agreed_point(other, ukm)?;
        Ok(Zeroizing::new(gost94_digest(&point)))
    }

    /// K(x, y, UKM) of RFC 7836 section 4.3 as `X‖Y`, each little-endian.
    fn agreed_point(
        &self,
        other: &VerifyingKey,
        ukm: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, AgreementError> {
        let curve = self.verifying_key().curve();
        if other.curve() != curve {
            return Err(AgreementError::OtherCurve);
        }
        if ukm.is_empty() || ukm.len() > curve.size() {
            return Err(AgreementError::MaterialLength(ukm.len()));
        }
        on_curve!(curve, G => multiplied::<G>(self.secret(), other, ukm))
    }
}

/// The integer with which two keys agree in KEG, as the algorithms of VKO take it: for callers whose key agrees in a
/// device. It stands big-endian in the material and is 1 for 0, unlike in VKO itself.
#[must_use]
pub fn pair_integer(material: &[u8; PAIR_MATERIAL_SIZE]) -> Vec<u8> {
    let integer = &material[..PAIR_INTEGER_SIZE];
    let mut ukm: Vec<u8> = integer.iter().rev().copied().collect();
    if ukm.iter().all(|octet| *octet == 0) {
        ukm[0] = 1;
    }
    ukm
}

/// The two keys of KEG from what two keys of 256 bits agreed on with [`pair_integer`]; keys of 512 bits agree on the pair
/// itself, by [`SigningKey::agree_512`].
#[must_use]
pub fn pair_of(agreed: &[u8; 32], material: &[u8; PAIR_MATERIAL_SIZE]) -> Zeroizing<[u8; 64]> {
    let seed = &material[PAIR_INTEGER_SIZE..PAIR_INTEGER_SIZE + PAIR_SEED_SIZE];
    let mut pair = Zeroizing::new([0; 64]);
    kdf_tree_streebog256(agreed, TREE_LABEL, seed, &mut *pair);
    pair
}

fn multiplied<G: Group>(
    secret: &[u8],
    other: &VerifyingKey,
    ukm: &[u8],
) -> Result<Zeroizing<Vec<u8>>, AgreementError> {
    let material = integer_of::<G>(ukm);
    if bool::from(material.is_zero()) {
        return Err(AgreementError::MaterialIsZero);
    }
    let public_factor = material.times(&integer_of::<G>(&[G::COFACTOR]));
    let secret = Zeroizing::new(G::Scalar::from_reduced(secret));
    let multiple = Zeroizing::new(secret.times(&public_factor));
    let (x, y) = other.coordinates();
    let point = G::decode_accepted(&x, &y).expect("a public key was decoded when it was read");
    let agreed = Zeroizing::new(G::multiply(&point, &multiple));
    let coordinates = G::coordinates(&agreed)
        .expect("no factor is zero modulo the prime order, and the point is not the identity");
    let (x, y) = (Zeroizing::new(coordinates.x), Zeroizing::new(coordinates.y));
    Ok(Zeroizing::new(
        x.iter().rev().chain(y.iter().rev()).copied().collect(),
    ))
}

/// Reads a public little-endian integer of at most the full size.
fn integer_of<G: Group>(octets: &[u8]) -> G::Scalar {
    let mut whole = vec![0; G::SIZE - octets.len()];
    whole.extend(octets.iter().rev());
    G::Scalar::from_reduced(&whole)
}

fn array_of<const SIZE: usize>(digest: &[u8]) -> Zeroizing<[u8; SIZE]> {
    let mut array = Zeroizing::new([0; SIZE]);
    array.copy_from_slice(digest);
    array
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ParameterSet, test_rng::SeededRng, test_vectors::vectors};

    fn key(set: ParameterSet, seed: u64) -> SigningKey {
        SigningKey::generate(set, &mut SeededRng::new(seed)).expect("a key")
    }

    #[test]
    fn examples_of_rfc_7836_are_agreed_on_by_both_parties() {
        for vector in vectors(include_str!("../tests/vectors/rfc7836-vko.txt")) {
            let read = |name| {
                SigningKey::from_le_bytes(ParameterSet::Tc26512A, &vector.bytes(name))
                    .expect("a key")
            };
            let (first, second) = (read("first"), read("second"));
            let ukm = vector.bytes("ukm");
            for (one, other) in [(&first, &second), (&second, &first)] {
                let other = other.verifying_key();
                let short = one.agree_256(other, &ukm).expect("a key");
                assert_eq!(short[..], vector.bytes("agreed256"));
                let long = one.agree_512(other, &ukm).expect("a key");
                assert_eq!(long[..], vector.bytes("agreed512"));
            }
        }
    }

    #[test]
    fn two_parties_agree_on_every_curve_and_on_nothing_with_a_third() {
        for set in ParameterSet::all() {
            let (first, second, third) = (key(*set, 1), key(*set, 2), key(*set, 3));
            let agree = |one: &SigningKey, other: &SigningKey, ukm: &[u8]| {
                one.agree_256(other.verifying_key(), ukm).expect("a key")
            };
            let agreed = agree(&first, &second, &[5; 8]);
            assert_eq!(*agreed, *agree(&second, &first, &[5; 8]), "{set:?}");
            assert_ne!(*agreed, *agree(&first, &third, &[5; 8]), "{set:?}");
            assert_ne!(*agreed, *agree(&first, &second, &[6; 8]), "{set:?}");
            let pair = |one: &SigningKey, other: &SigningKey, material| {
                one.agree_pair(other.verifying_key(), &material)
                    .expect("a pair")
            };
            assert_eq!(
                *pair(&first, &second, [9; 32]),
                *pair(&second, &first, [9; 32])
            );
            assert_ne!(
                *pair(&first, &second, [9; 32]),
                *pair(&first, &second, [8; 32])
            );
            let mut one = [0; 32];
            one[15] = 1;
            assert_eq!(*pair(&first, &second, [0; 32]), *pair(&first, &second, one));
        }
    }

    #[test]
    fn what_is_no_pair_of_keys_with_material_is_refused() {
        let small = key(ParameterSet::CryptoProA, 1);
        let other = key(ParameterSet::Tc26256C, 2);
        let agree = |ukm: &[u8]| small.agree_256(small.verifying_key(), ukm).err();
        assert_eq!(
            small.agree_256(other.verifying_key(), &[1]).err(),
            Some(AgreementError::OtherCurve)
        );
        assert_eq!(
            small.agree_512(small.verifying_key(), &[1]).err(),
            Some(AgreementError::OtherSize)
        );
        assert_eq!(agree(&[]), Some(AgreementError::MaterialLength(0)));
        assert_eq!(agree(&[1; 33]), Some(AgreementError::MaterialLength(33)));
        assert_eq!(agree(&[1; 32]), None);
        assert_eq!(agree(&[0; 8]), Some(AgreementError::MaterialIsZero));
    }

    #[test]
    fn synonyms_of_a_curve_agree() {
        let first = key(ParameterSet::CryptoProA, 1);
        let second = key(ParameterSet::CryptoProXchA, 2);
        let agreed = first
            .agree_256(second.verifying_key(), &[1])
            .expect("a key");
        let again = second
            .agree_256(first.verifying_key(), &[1])
            .expect("a key");
        assert_eq!(*agreed, *again);
    }
}

//! Keys of GOST R 34.10-2012 as documents carry them: little-endian (RFC 9215 section 4.3).

use rand_core::CryptoRng;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::{
    Curve, ParameterSet, SignError, Streebog, VerifyError,
    curve::{Group, PointRefusal, Scalar, on_curve},
    signature::{self, Once, Prepared, SigningInputs},
};

/// Why octets are no key, or why no key was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum KeyError {
    /// The octets are too few or too many for the parameter set.
    #[error("a key of {found} octets was given where the parameter set has {expected}")]
    Length {
        /// Octets of such a key.
        expected: usize,
        /// Octets that were given.
        found: usize,
    },
    /// The private key is zero or not below the order of the curve.
    #[error("the private key is out of range")]
    SecretOutOfRange,
    /// The coordinates are not those of a point of the curve.
    #[error("the public key is no point of the curve")]
    NotOnCurve,
    /// The point has a component of low order: it is outside the group of the generator.
    #[error("the public key is outside the group of the generator")]
    NotInSubgroup,
    /// The random generator gave nothing usable: our fault.
    #[error("the random generator gave no usable octets")]
    RandomnessFailed,
}

impl From<PointRefusal> for KeyError {
    fn from(refusal: PointRefusal) -> Self {
        match refusal {
            PointRefusal::NotOnCurve => Self::NotOnCurve,
            PointRefusal::NotInSubgroup => Self::NotInSubgroup,
        }
    }
}

/// A private key; wiped when it is dropped.
///
/// There is no `Debug` and no `Clone`, so that it shows nowhere and is nowhere twice by accident.
pub struct SigningKey {
    /// d, big-endian in the full size, in [1, q − 1]. On the heap: a move leaves no copy.
    secret: Zeroizing<Vec<u8>>,
    verifying_key: VerifyingKey,
    /// Hash of the public key, for the nonces.
    key_id: Vec<u8>,
}

impl SigningKey {
    /// Draws a new key, uniform in [1, q − 1].
    ///
    /// # Errors
    /// [`KeyError::RandomnessFailed`] when `rng` gives no integer in that range again and again.
    pub fn generate(
        parameter_set: ParameterSet,
        rng: &mut dyn CryptoRng,
    ) -> Result<Self, KeyError> {
        on_curve!(parameter_set.curve(), G => {
            let secret = signature::random_scalar::<G>(rng).ok_or(KeyError::RandomnessFailed)?;
            Ok(Self::from_scalar::<G>(parameter_set, &secret))
        })
    }

    /// Reads a private key from its little-endian octets (RFC 9215 appendix; RFC 9548).
    ///
    /// # Errors
    /// [`KeyError::Length`] for another size than the curve's, [`KeyError::SecretOutOfRange`] for
    /// zero and for what is not below the order.
    pub fn from_le_bytes(parameter_set: ParameterSet, octets: &[u8]) -> Result<Self, KeyError> {
        let expected = parameter_set.curve().size();
        if octets.len() != expected {
            return Err(KeyError::Length {
                expected,
                found: octets.len(),
            });
        }
        let secret = Zeroizing::new(octets.iter().rev().copied().collect::<Vec<u8>>());
        on_curve!(parameter_set.curve(), G => {
            let secret =
                signature::nonzero_scalar::<G>(&secret).ok_or(KeyError::SecretOutOfRange)?;
            Ok(Self::from_scalar::<G>(parameter_set, &secret))
        })
    }

    /// The private key as little-endian octets.
    #[must_use]
    pub fn to_le_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.secret.iter().rev().copied().collect())
    }

    /// The name of the curve that the key was made or read under.
    #[must_use]
    pub const fn parameter_set(&self) -> ParameterSet {
        self.verifying_key.parameter_set
    }

    /// The public key.
    #[must_use]
    pub const fn verifying_key(&self) -> &VerifyingKey {
        &self.verifying_key
    }

    /// Signs a digest of the hash that belongs to the curve; gives `s‖r`, each big-endian.
    ///
    /// The nonce comes from HMAC-DRBG seeded with 32 octets of `rng`, the private key, the whole
    /// digest, the parameter set and the public key, so that a failing generator alone never
    /// repeats it for another digest.
    ///
    /// # Errors
    /// [`SignError::DigestLength`] for a digest of another size, [`SignError::RandomnessFailed`]
    /// when `rng` gives only zeros.
    pub fn sign_digest(
        &self,
        digest: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<Vec<u8>, SignError> {
        let inputs = SigningInputs {
            secret: &self.secret,
            parameter_set: self.parameter_set().oid(),
            key_id: &self.key_id,
        };
        on_curve!(self.verifying_key.curve(), G => signature::sign::<G>(&inputs, digest, rng))
    }

    /// d, big-endian in the full size.
    pub(crate) fn secret(&self) -> &[u8] {
        &self.secret
    }

    fn from_scalar<G: Group>(parameter_set: ParameterSet, secret: &G::Scalar) -> Self {
        let coordinates = G::coordinates(&G::multiply_generator(secret))
            .expect("a multiple of the generator in [1, q − 1] is never the identity");
        let x = coordinates.x.iter().rev();
        let octets: Vec<u8> = x.chain(coordinates.y.iter().rev()).copied().collect();
        Self {
            secret: secret.to_octets(),
            key_id: Streebog::Bits256.digest(&octets),
            verifying_key: VerifyingKey {
                parameter_set,
                octets,
            },
        }
    }
}

/// A public key: a point in the group of the generator, never the identity.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct VerifyingKey {
    parameter_set: ParameterSet,
    /// X‖Y, each little-endian.
    octets: Vec<u8>,
}

impl VerifyingKey {
    /// Reads a public key from `X‖Y`, each little-endian (RFC 9215 section 4.3).
    ///
    /// # Errors
    /// [`KeyError::Length`] for another size than the curve's, [`KeyError::NotOnCurve`] for a
    /// coordinate beyond the field or a point off the curve, [`KeyError::NotInSubgroup`] for a point
    /// with a component of low order. The identity has no such encoding.
    pub fn from_le_bytes(parameter_set: ParameterSet, octets: &[u8]) -> Result<Self, KeyError> {
        let expected = 2 * parameter_set.curve().size();
        if octets.len() != expected {
            return Err(KeyError::Length {
                expected,
                found: octets.len(),
            });
        }
        let key = Self {
            parameter_set,
            octets: octets.to_vec(),
        };
        let (x, y) = key.coordinates();
        on_curve!(parameter_set.curve(), G => G::decode(&x, &y).map(|_| ()))?;
        Ok(key)
    }

    /// `X‖Y`, each little-endian.
    #[must_use]
    pub fn to_le_bytes(&self) -> Vec<u8> {
        self.octets.clone()
    }

    /// The name of the curve that the key was made or read under.
    #[must_use]
    pub const fn parameter_set(&self) -> ParameterSet {
        self.parameter_set
    }

    /// The curve of the key.
    #[must_use]
    pub const fn curve(&self) -> Curve {
        self.parameter_set.curve()
    }

    /// Whether this is the same point of the same curve, whatever names the curve was given.
    #[must_use]
    pub fn is_same_point(&self, other: &Self) -> bool {
        self.curve() == other.curve() && self.octets == other.octets
    }

    /// Verifies `s‖r` over a digest of the hash that belongs to the curve.
    ///
    /// # Errors
    /// A variant of [`VerifyError`] for each way to be no signature of this digest by this key.
    pub fn verify_digest(&self, digest: &[u8], signature: &[u8]) -> Result<(), VerifyError> {
        let (x, y) = self.coordinates();
        on_curve!(self.curve(), G => {
            let point = G::decode_accepted(&x, &y).map_err(|_| VerifyError::Mismatch)?;
            signature::verify(&Once::<G>(point), digest, signature)
        })
    }

    /// Makes a table of the key's multiples, for a key that verifies often: of an authority, of a
    /// holder whose documents are checked one after another.
    ///
    /// # Panics
    /// Never: the point was accepted when the key was read or made.
    #[must_use]
    pub fn prepared(&self) -> PreparedVerifyingKey {
        let (x, y) = self.coordinates();
        let table: Box<dyn DigestVerifier> = on_curve!(self.curve(), G => {
            let point = G::decode_accepted(&x, &y)
                .expect("the point was accepted when the key was read or made");
            Box::new(Prepared::<G>(G::prepare(&point)))
        });
        PreparedVerifyingKey {
            key: self.clone(),
            table,
        }
    }

    /// The coordinates, big-endian.
    pub(crate) fn coordinates(&self) -> (Vec<u8>, Vec<u8>) {
        let (x, y) = self.octets.split_at(self.curve().size());
        (
            x.iter().rev().copied().collect(),
            y.iter().rev().copied().collect(),
        )
    }
}

/// A public key with a table of its multiples: 8 KiB of a 256-bit curve, 16 KiB of a 512-bit one, half
/// as much again in twisted Edwards form.
///
/// It verifies about three times as fast as [`VerifyingKey`], and making it takes the time of a few
/// verifications (`docs/performance.md` has figures).
pub struct PreparedVerifyingKey {
    key: VerifyingKey,
    table: Box<dyn DigestVerifier>,
}

impl PreparedVerifyingKey {
    /// The key.
    #[must_use]
    pub const fn verifying_key(&self) -> &VerifyingKey {
        &self.key
    }

    /// Verifies `s‖r` over a digest of the hash that belongs to the curve.
    ///
    /// # Errors
    /// As [`VerifyingKey::verify_digest`].
    pub fn verify_digest(&self, digest: &[u8], signature: &[u8]) -> Result<(), VerifyError> {
        self.table.verify(digest, signature)
    }
}

/// A prepared key of some curve.
trait DigestVerifier: Send + Sync {
    fn verify(&self, digest: &[u8], signature: &[u8]) -> Result<(), VerifyError>;
}

impl<G: Group> DigestVerifier for Prepared<G> {
    fn verify(&self, digest: &[u8], signature: &[u8]) -> Result<(), VerifyError> {
        signature::verify(self, digest, signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        test_rng::{SeededRng, StuckRng},
        test_vectors::vectors,
    };

    /// `X‖Y` little-endian of big-endian coordinates.
    fn encoded(x: &[u8], y: &[u8]) -> Vec<u8> {
        x.iter().rev().chain(y.iter().rev()).copied().collect()
    }

    /// q little-endian.
    fn order(set: ParameterSet) -> Vec<u8> {
        let mut one = vec![0; set.curve().size()];
        *one.last_mut().expect("a coordinate has octets") = 1;
        let last = on_curve!(set.curve(), G => {
            <G as Group>::Scalar::from_reduced(&one).negated().to_octets().to_vec()
        });
        let mut order: Vec<u8> = last.into_iter().rev().collect();
        order[0] |= 1;
        order
    }

    #[test]
    fn keys_are_read_as_they_were_written() {
        for set in ParameterSet::all() {
            let key = SigningKey::generate(*set, &mut SeededRng::new(1)).expect("a key");
            let again = SigningKey::from_le_bytes(*set, &key.to_le_bytes()).expect("a key");
            assert_eq!(again.verifying_key(), key.verifying_key());
            assert_eq!(again.to_le_bytes(), key.to_le_bytes());
            let octets = key.verifying_key().to_le_bytes();
            let public = VerifyingKey::from_le_bytes(*set, &octets);
            assert_eq!(public.as_ref(), Ok(key.verifying_key()), "{set:?}");
        }
    }

    #[test]
    fn private_keys_end_below_the_order() {
        for set in ParameterSet::all() {
            let read = |octets: &[u8]| SigningKey::from_le_bytes(*set, octets).err();
            let order = order(*set);
            let mut last = order.clone();
            last[0] -= 1;
            assert_eq!(read(&last), None, "{set:?}");
            assert_eq!(read(&order), Some(KeyError::SecretOutOfRange), "{set:?}");
            assert_eq!(
                read(&vec![0; order.len()]),
                Some(KeyError::SecretOutOfRange)
            );
            assert_eq!(
                read(&vec![0xff; order.len()]),
                Some(KeyError::SecretOutOfRange)
            );
            let short = KeyError::Length {
                expected: order.len(),
                found: order.len() - 1,
            };
            assert_eq!(read(&order[1..]), Some(short));
        }
    }

    #[test]
    fn points_of_low_order_and_their_sums_with_the_generator_are_refused() {
        for vector in vectors(include_str!("../tests/vectors/low-order-points.txt")) {
            let set = match vector.text("curve").as_slice() {
                b"256-A" => ParameterSet::Tc26256A,
                _ => ParameterSet::Tc26512C,
            };
            let octets = encoded(&vector.bytes("x"), &vector.bytes("y"));
            let read = VerifyingKey::from_le_bytes(set, &octets);
            assert_eq!(read, Err(KeyError::NotInSubgroup), "{set:?}");
        }
    }

    #[test]
    fn points_off_the_curve_and_the_zeros_that_stand_for_the_identity_are_refused() {
        for set in ParameterSet::all() {
            let key = SigningKey::generate(*set, &mut SeededRng::new(1)).expect("a key");
            let good = key.verifying_key().to_le_bytes();
            for at in [0, good.len() / 2, good.len() - 1] {
                let mut bad = good.clone();
                bad[at] ^= 1;
                let read = VerifyingKey::from_le_bytes(*set, &bad);
                assert_eq!(read, Err(KeyError::NotOnCurve), "{set:?} {at}");
            }
            let zeros = vec![0; good.len()];
            assert_eq!(
                VerifyingKey::from_le_bytes(*set, &zeros),
                Err(KeyError::NotOnCurve)
            );
            let refusal = KeyError::Length {
                expected: good.len(),
                found: good.len() - 1,
            };
            assert_eq!(VerifyingKey::from_le_bytes(*set, &good[1..]), Err(refusal));
        }
    }

    #[test]
    fn a_coordinate_beyond_the_field_is_refused_though_it_is_right_modulo_the_prime() {
        // The generator of 256-B has x = 1; p + 1 fits in 32 octets.
        let set = ParameterSet::CryptoProA;
        let mut one = vec![0; 32];
        one[0] = 1;
        let generator = SigningKey::from_le_bytes(set, &one).expect("the key 1");
        let mut octets = generator.verifying_key().to_le_bytes();
        assert_eq!(octets[..32], one);
        octets[..32].fill(0xff);
        octets[0] = 0x98;
        octets[1] = 0xfd;
        assert_eq!(
            VerifyingKey::from_le_bytes(set, &octets),
            Err(KeyError::NotOnCurve)
        );
    }

    #[test]
    fn a_prepared_key_judges_as_the_key_itself() {
        for set in ParameterSet::all() {
            let key = SigningKey::generate(*set, &mut SeededRng::new(1)).expect("a key");
            let prepared = key.verifying_key().prepared();
            assert_eq!(prepared.verifying_key(), key.verifying_key());
            let digest = Streebog::for_curve(set.curve()).digest(b"text");
            let good = key
                .sign_digest(&digest, &mut SeededRng::new(2))
                .expect("a signature");
            assert_eq!(prepared.verify_digest(&digest, &good), Ok(()), "{set:?}");
            let mut other = digest.clone();
            other[0] ^= 1;
            let size = good.len();
            let mut zero_r = good.clone();
            zero_r[size / 2..].fill(0);
            let mut flipped = good.clone();
            flipped[size - 1] ^= 1;
            for (digest, signature) in [
                (&other, &good),
                (&digest, &zero_r),
                (&digest, &flipped),
                (&digest, &digest),
                (&good, &good),
            ] {
                let refusal = key.verifying_key().verify_digest(digest, signature);
                assert!(refusal.is_err(), "{set:?}");
                assert_eq!(
                    prepared.verify_digest(digest, signature),
                    refusal,
                    "{set:?}"
                );
            }
        }
    }

    #[test]
    fn one_point_under_two_names_is_two_keys_but_the_same_point() {
        let key = |set| SigningKey::from_le_bytes(set, &[0x11; 32]).expect("a key");
        let (a, b) = (key(ParameterSet::CryptoProA), key(ParameterSet::Tc26256B));
        let c = key(ParameterSet::CryptoProC);
        assert_ne!(a.verifying_key(), b.verifying_key());
        assert!(a.verifying_key().is_same_point(b.verifying_key()));
        assert!(!a.verifying_key().is_same_point(c.verifying_key()));
    }

    #[test]
    fn a_broken_generator_makes_no_key() {
        for set in ParameterSet::all() {
            let made = SigningKey::generate(*set, &mut StuckRng::new(0, usize::MAX));
            assert_eq!(made.err(), Some(KeyError::RandomnessFailed));
        }
    }
}

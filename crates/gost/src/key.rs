//! Keys of GOST R 34.10-2012 as documents carry them: little-endian (RFC 9215 section 4.3).

use rand_core::CryptoRng;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::{
    Curve, ParameterSet, SignError, Streebog, VerifyError,
    curve::{Group, PointRefusal, Scalar, on_curve},
    signature::{self, SigningInputs},
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
            return Err(KeyError::Length { expected, found: octets.len() });
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
            key_id: &Streebog::Bits256.digest(&self.verifying_key.octets),
        };
        on_curve!(self.verifying_key.curve(), G => signature::sign::<G>(&inputs, digest, rng))
    }

    fn from_scalar<G: Group>(parameter_set: ParameterSet, secret: &G::Scalar) -> Self {
        let coordinates = G::coordinates(&G::multiply_generator(secret))
            .expect("a multiple of the generator in [1, q − 1] is never the identity");
        let x = coordinates.x.iter().rev();
        let octets = x.chain(coordinates.y.iter().rev()).copied().collect();
        Self { secret: secret.to_octets(), verifying_key: VerifyingKey { parameter_set, octets } }
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
            return Err(KeyError::Length { expected, found: octets.len() });
        }
        let key = Self { parameter_set, octets: octets.to_vec() };
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
            signature::verify::<G>(&point, digest, signature)
        })
    }

    /// The coordinates, big-endian.
    fn coordinates(&self) -> (Vec<u8>, Vec<u8>) {
        let (x, y) = self.octets.split_at(self.curve().size());
        (x.iter().rev().copied().collect(), y.iter().rev().copied().collect())
    }
}

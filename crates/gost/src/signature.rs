//! The equations of GOST R 34.10-2012 (RFC 7091 section 6) over any [`Group`].
//!
//! Signatures are `s‖r`, each big-endian in the full size (RFC 9215 section 2). A digest is read
//! little-endian, modulo q, and 0 becomes 1. This module knows no parameter sets and no encodings
//! of keys.

use rand_core::CryptoRng;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::{
    ObjectIdentifier,
    curve::{Group, Scalar},
    limits,
    nonce::{NOISE_SIZE, NonceGenerator, Seed},
};

/// Why no signature was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum SignError {
    /// The digest does not have the size of the key: a caller's mistake.
    #[error("a digest of {found} octets was given to a key that signs {expected}")]
    DigestLength {
        /// Octets that the key signs.
        expected: usize,
        /// Octets that were given.
        found: usize,
    },
    /// The random generator gave nothing usable: our fault, and nothing may be signed until it is
    /// found.
    #[error("the random generator gave no usable octets")]
    RandomnessFailed,
}

/// Why a signature was not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum VerifyError {
    /// The digest does not have the size of the key: another hash than the key's was used.
    #[error("a digest of {found} octets was given to a key that verifies {expected}")]
    DigestLength {
        /// Octets that the key verifies.
        expected: usize,
        /// Octets that were given.
        found: usize,
    },
    /// The signature does not have twice the size of the key.
    #[error("the signature has {found} octets and not {expected}")]
    SignatureLength {
        /// Octets of a signature under this key.
        expected: usize,
        /// Octets that were given.
        found: usize,
    },
    /// A half of the signature is zero or not below the order of the curve.
    #[error("a half of the signature is out of range")]
    OutOfRange,
    /// The signature is not one of this digest by this key.
    #[error("the signature does not belong to this digest and key")]
    Mismatch,
}

/// The key as the equations take it.
pub(crate) struct SigningInputs<'a> {
    /// d, big-endian in the full size, already found to be in [1, q − 1].
    pub(crate) secret: &'a [u8],
    /// The name of the curve.
    pub(crate) parameter_set: ObjectIdentifier,
    /// Hash of the public key.
    pub(crate) key_id: &'a [u8],
}

/// Signs a digest of the size of the key.
pub(crate) fn sign<G: Group>(
    inputs: &SigningInputs<'_>,
    digest: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<Vec<u8>, SignError> {
    if digest.len() != G::SIZE {
        return Err(SignError::DigestLength {
            expected: G::SIZE,
            found: digest.len(),
        });
    }
    // Noise and blinding in one call: each costs a turn of the system.
    let mut drawn = Zeroizing::new(vec![0; NOISE_SIZE + G::SIZE]);
    rng.fill_bytes(&mut drawn);
    let (noise, candidate) = drawn
        .split_first_chunk_mut::<NOISE_SIZE>()
        .expect("more octets than those of the noise");
    // A generator that leaves the octets alone is a defect to be seen, not to be lived with.
    if *noise == [0; NOISE_SIZE] {
        return Err(SignError::RandomnessFailed);
    }
    let blinding = scalar_of_candidate::<G>(candidate)
        .or_else(|| random_scalar::<G>(rng))
        .ok_or(SignError::RandomnessFailed)?;
    let secret = Zeroizing::new(G::Scalar::from_reduced(inputs.secret));
    let mut nonces = NonceGenerator::new(&Seed {
        noise,
        secret: inputs.secret,
        digest,
        parameter_set: inputs.parameter_set,
        key_id: inputs.key_id,
    });
    let e = digest_scalar::<G>(digest);
    for _ in 0..limits::NONCE_CANDIDATES_MAX {
        let mut candidate = Zeroizing::new(vec![0; G::SIZE]);
        nonces.next_candidate(&mut candidate);
        let signature = scalar_of_candidate::<G>(&mut candidate)
            .and_then(|k| sign_with_nonce::<G>(&secret, &e, &k, &blinding));
        if let Some(signature) = signature {
            return Ok(signature);
        }
    }
    Err(SignError::RandomnessFailed)
}

/// Steps 4 to 6 of RFC 7091 section 6.1 for one k; none when r or s is zero.
///
/// s = r·d + k·e is computed as r·(d − b) + e·(k − b) + b·(r + e) with a random b, so that no product
/// has a secret and a value known to others as its factors: d − b and k − b are as random as b.
pub(crate) fn sign_with_nonce<G: Group>(
    secret: &G::Scalar,
    e: &G::Scalar,
    k: &G::Scalar,
    blinding: &G::Scalar,
) -> Option<Vec<u8>> {
    let point = Zeroizing::new(G::multiply_generator(k));
    let abscissa = G::coordinates(&point)?.x;
    let r = G::Scalar::from_reduced(&abscissa);
    let blinded_secret = Zeroizing::new(secret.minus(blinding));
    let blinded_nonce = Zeroizing::new(k.minus(blinding));
    let blinded = Zeroizing::new(blinded_secret.times(&r).plus(&blinded_nonce.times(e)));
    let s = blinded.plus(&blinding.times(&r.plus(e)));
    if bool::from(r.is_zero() | s.is_zero()) {
        return None;
    }
    let mut signature = s.to_octets().to_vec();
    signature.extend_from_slice(&r.to_octets());
    Some(signature)
}

/// A public key in one of the forms that verify: its sum with the generator for two multiples.
pub(crate) trait Verifier<G: Group> {
    /// `a` times the generator and `b` times the key.
    fn combine(&self, a: &G::Scalar, b: &G::Scalar) -> G::Point;
}

/// A key that comes once: the point.
pub(crate) struct Once<G: Group>(pub(crate) G::Point);

impl<G: Group> Verifier<G> for Once<G> {
    fn combine(&self, a: &G::Scalar, b: &G::Scalar) -> G::Point {
        G::combine_vartime(a, b, &self.0)
    }
}

/// A key that comes often: a table of its multiples.
pub(crate) struct Prepared<G: Group>(pub(crate) G::Prepared);

impl<G: Group> Verifier<G> for Prepared<G> {
    fn combine(&self, a: &G::Scalar, b: &G::Scalar) -> G::Point {
        G::combine_prepared_vartime(a, b, &self.0)
    }
}

/// Verifies `s‖r` over a digest (RFC 7091 section 6.2). In variable time: all of it is public.
pub(crate) fn verify<G: Group>(
    key: &impl Verifier<G>,
    digest: &[u8],
    signature: &[u8],
) -> Result<(), VerifyError> {
    if digest.len() != G::SIZE {
        return Err(VerifyError::DigestLength {
            expected: G::SIZE,
            found: digest.len(),
        });
    }
    if signature.len() != 2 * G::SIZE {
        return Err(VerifyError::SignatureLength {
            expected: 2 * G::SIZE,
            found: signature.len(),
        });
    }
    let (s, r) = signature.split_at(G::SIZE);
    let s = nonzero_scalar::<G>(s).ok_or(VerifyError::OutOfRange)?;
    let r = nonzero_scalar::<G>(r).ok_or(VerifyError::OutOfRange)?;
    let v = digest_scalar::<G>(digest)
        .inverted_vartime()
        .expect("the integer of a digest is never zero modulo a prime");
    let point = key.combine(&s.times(&v), &r.times(&v).negated());
    if G::has_abscissa_vartime(&point, &r) {
        Ok(())
    } else {
        Err(VerifyError::Mismatch)
    }
}

/// Draws an integer in [1, q − 1] by rejection; none when the generator is broken.
pub(crate) fn random_scalar<G: Group>(rng: &mut dyn CryptoRng) -> Option<Zeroizing<G::Scalar>> {
    (0..limits::SCALAR_CANDIDATES_MAX).find_map(|_| {
        let mut candidate = Zeroizing::new(vec![0; G::SIZE]);
        rng.fill_bytes(&mut candidate);
        scalar_of_candidate::<G>(&mut candidate)
    })
}

/// Reads an integer in [1, q − 1]. Only whether it is one shows in the time.
pub(crate) fn nonzero_scalar<G: Group>(octets: &[u8]) -> Option<Zeroizing<G::Scalar>> {
    let scalar = Zeroizing::new(G::Scalar::from_canonical(octets).into_option()?);
    (!bool::from(scalar.is_zero())).then_some(scalar)
}

/// The leftmost bits of a candidate as an integer in [1, q − 1] (`bits2int` of RFC 6979 section
/// 2.3.2), or none.
fn scalar_of_candidate<G: Group>(candidate: &mut [u8]) -> Option<Zeroizing<G::Scalar>> {
    let excess = u32::try_from(8 * G::SIZE).expect("512 at most") - G::Scalar::BITS;
    let mut carried = 0;
    for octet in candidate.iter_mut() {
        let wide = (u16::from(carried) << 8) | u16::from(*octet);
        carried = *octet;
        *octet = (wide >> excess).to_be_bytes()[1];
    }
    nonzero_scalar::<G>(candidate)
}

/// The integer e of a digest (RFC 7091 section 6.1, steps 1 and 2).
fn digest_scalar<G: Group>(digest: &[u8]) -> G::Scalar {
    let mut octets = digest.to_vec();
    octets.reverse();
    let e = G::Scalar::from_reduced(&octets);
    if bool::from(e.is_zero()) {
        let last = octets.len() - 1;
        octets.fill(0);
        octets[last] = 1;
        return G::Scalar::from_reduced(&octets);
    }
    e
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ParameterSet, SigningKey, Streebog,
        curve::{Tc26256A, Tc26512C, Test256, Test512},
        test_rng::{SeededRng, StuckRng},
        test_vectors::{Vector, vectors},
    };

    fn reversed(octets: &[u8]) -> Vec<u8> {
        octets.iter().rev().copied().collect()
    }

    fn sign_the_example<G: Group>(vector: &Vector) {
        let scalar = |name| nonzero_scalar::<G>(&vector.bytes(name)).expect("in range");
        let (d, k) = (scalar("d"), scalar("k"));
        let digest = reversed(&vector.bytes("e"));
        let e = digest_scalar::<G>(&digest);
        let expected = [vector.bytes("s"), vector.bytes("r")].concat();
        for seed in 0..3 {
            let blinding = random_scalar::<G>(&mut SeededRng::new(seed)).expect("a good generator");
            let signature =
                sign_with_nonce::<G>(&d, &e, &k, &blinding).expect("r and s differ from 0");
            assert_eq!(signature, expected, "whatever the blinding");
        }
        let key = G::decode(&vector.bytes("x"), &vector.bytes("y")).expect("a key");
        let own = G::coordinates(&G::multiply_generator(&d)).expect("not the identity");
        assert_eq!((own.x, own.y), (vector.bytes("x"), vector.bytes("y")));
        assert_eq!(
            verify(&Prepared::<G>(G::prepare(&key)), &digest, &expected),
            Ok(())
        );
        assert_eq!(verify(&Once::<G>(key), &digest, &expected), Ok(()));
    }

    #[test]
    fn examples_of_rfc_7091_are_signed_and_verified() {
        for vector in vectors(include_str!("../tests/vectors/rfc7091.txt")) {
            match vector.number("curve") {
                256 => sign_the_example::<Test256>(&vector),
                _ => sign_the_example::<Test512>(&vector),
            }
        }
    }

    #[test]
    fn integers_far_above_a_small_order_are_reduced_in_full() {
        fn check<G: Group>() {
            // 4·q is below 2^(8·SIZE) on the curves with cofactor 4, 2^(8·SIZE) − 1 is above 4·q.
            let all_ones = G::Scalar::from_reduced(&vec![0xff; G::SIZE]);
            let mut one = vec![0; G::SIZE];
            one[G::SIZE - 1] = 1;
            let one = G::Scalar::from_reduced(&one);
            let mut sum = one;
            for _ in 1..8 * G::SIZE {
                sum = sum.plus(&sum).plus(&one);
            }
            assert_eq!(all_ones.to_octets(), sum.to_octets());
        }
        check::<Tc26256A>();
        check::<Tc26512C>();
    }

    #[test]
    fn a_digest_that_is_zero_modulo_the_order_counts_as_one() {
        fn check<G: Group>() {
            let mut one = vec![0; G::SIZE];
            one[G::SIZE - 1] = 1;
            let minus_one = G::Scalar::from_reduced(&one).negated().to_octets();
            let mut order = minus_one.to_vec();
            // q is odd, so q − 1 ends in a zero bit.
            order[G::SIZE - 1] |= 1;
            assert_eq!(*digest_scalar::<G>(&reversed(&order)).to_octets(), one);
            assert_eq!(*digest_scalar::<G>(&vec![0; G::SIZE]).to_octets(), one);
            assert_eq!(*digest_scalar::<G>(&reversed(&one)).to_octets(), one);
        }
        check::<Tc26256A>();
        check::<Test512>();
    }

    #[test]
    fn halves_out_of_range_are_refused() {
        for set in ParameterSet::all() {
            let key = SigningKey::generate(*set, &mut SeededRng::new(2)).expect("a key");
            let size = set.curve().size();
            let digest = Streebog::for_curve(set.curve()).digest(b"text");
            let good = key
                .sign_digest(&digest, &mut SeededRng::new(3))
                .expect("a signature");
            let verify = |signature: &[u8]| key.verifying_key().verify_digest(&digest, signature);
            assert_eq!(verify(&good), Ok(()));
            for half in [0..size, size..2 * size] {
                for octet in [0x00, 0xff] {
                    let mut bad = good.clone();
                    bad[half.clone()].fill(octet);
                    assert_eq!(verify(&bad), Err(VerifyError::OutOfRange), "{set:?}");
                }
                let mut bad = good.clone();
                bad[half.end - 1] ^= 1;
                assert_eq!(verify(&bad), Err(VerifyError::Mismatch), "{set:?}");
            }
            let swapped = [&good[size..], &good[..size]].concat();
            assert_eq!(verify(&swapped), Err(VerifyError::Mismatch));
        }
    }

    #[test]
    fn lengths_are_checked_before_anything_else() {
        let set = ParameterSet::CryptoProA;
        let key = SigningKey::generate(set, &mut SeededRng::new(2)).expect("a key");
        let digest = Streebog::Bits512.digest(b"text");
        let refusal = SignError::DigestLength {
            expected: 32,
            found: 64,
        };
        assert_eq!(
            key.sign_digest(&digest, &mut SeededRng::new(1)),
            Err(refusal)
        );
        let refusal = VerifyError::DigestLength {
            expected: 32,
            found: 64,
        };
        assert_eq!(
            key.verifying_key().verify_digest(&digest, &[0; 64]),
            Err(refusal)
        );
        for found in [0, 63, 65, 128] {
            let refusal = VerifyError::SignatureLength {
                expected: 64,
                found,
            };
            let signature = vec![1; found];
            assert_eq!(
                key.verifying_key().verify_digest(&digest[..32], &signature),
                Err(refusal)
            );
        }
    }

    #[test]
    fn a_generator_that_gives_zeros_signs_nothing() {
        let key = SigningKey::generate(ParameterSet::Tc26256A, &mut SeededRng::new(2));
        let key = key.expect("a key");
        let sign = |rng: &mut StuckRng| key.sign_digest(&[5; 32], rng);
        assert_eq!(
            sign(&mut StuckRng::new(0, 1)),
            Err(SignError::RandomnessFailed)
        );
        assert!(sign(&mut StuckRng::new(0, 0)).is_ok());
    }

    #[test]
    fn candidates_are_bounded() {
        let draw = |calls| random_scalar::<Tc26256A>(&mut StuckRng::new(0, calls));
        assert!(draw(limits::SCALAR_CANDIDATES_MAX - 1).is_some());
        assert!(draw(limits::SCALAR_CANDIDATES_MAX).is_none());
    }

    #[test]
    fn a_candidate_is_its_leftmost_bits_and_is_never_reduced() {
        // 255 bits: the last bit goes; all ones is above the order and is refused, not reduced.
        assert!(scalar_of_candidate::<Tc26256A>(&mut [0xff; 32]).is_none());
        let mut candidate = [0; 32];
        candidate[31] = 0b0000_0011;
        let scalar = scalar_of_candidate::<Tc26256A>(&mut candidate).expect("in range");
        assert_eq!(scalar.to_octets()[31], 1);
        // 510 bits: two bits go.
        let mut candidate = [0; 64];
        candidate[62] = 1;
        candidate[63] = 0b0000_0111;
        let scalar = scalar_of_candidate::<Tc26512C>(&mut candidate).expect("in range");
        assert_eq!(scalar.to_octets()[62..], [0, 0b0100_0001]);
    }
}

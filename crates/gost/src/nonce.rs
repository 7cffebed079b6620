//! Nonces of signatures: HMAC-DRBG of RFC 6979, hedged with fresh randomness.
//!
//! The shape is that of draft-irtf-cfrg-det-sigs-with-noise: the generator of RFC 6979 section 3.2
//! over HMAC of the key's size, seeded with
//!
//! ```text
//! V ‖ 0x00 or 0x01 ‖ Z ‖ zero padding to the block ‖ d ‖ digest ‖ personalisation
//! personalisation = "smena-gost-nonce-1" ‖ DER of the parameter set's identifier ‖ key id
//! ```
//!
//! Z is 32 fresh octets, the padding completes a block of the hash counted from V, d is big-endian
//! in the full size, the digest is whole: as hashed, before reduction and before "0 becomes 1". With
//! Z a fault attack cannot repeat a nonce; without Z (a failed generator) it still differs for
//! different messages, keys and names of curves: one d under two names never gives one k for two e.
//! Candidates are the leftmost bits and are rejected, never reduced.

use std::sync::OnceLock;

use const_oid::ObjectIdentifier;
use zeroize::Zeroizing;

use crate::{Streebog, mac::KeyedHmac};

/// Octets of fresh randomness in the seed.
pub(crate) const NOISE_SIZE: usize = 32;

const LABEL: &[u8] = b"smena-gost-nonce-1";
const BLOCK_SIZE: usize = 64;
const OBJECT_IDENTIFIER_TAG: u8 = 0x06;

/// What a nonce depends on.
pub(crate) struct Seed<'a> {
    /// Z.
    pub(crate) noise: &'a [u8; NOISE_SIZE],
    /// d, big-endian in the full size.
    pub(crate) secret: &'a [u8],
    /// The whole digest.
    pub(crate) digest: &'a [u8],
    /// The name of the curve.
    pub(crate) parameter_set: ObjectIdentifier,
    /// Hash of the public key.
    pub(crate) key_id: &'a [u8],
}

/// The generator, in the state of RFC 6979 section 3.2 between two candidates.
pub(crate) struct NonceGenerator {
    hash: Streebog,
    key: KeyedHmac,
    value: Zeroizing<Vec<u8>>,
    used: bool,
}

impl NonceGenerator {
    /// Seeds the generator; `secret` tells the size of the hash.
    pub(crate) fn new(seed: &Seed<'_>) -> Self {
        let size = seed.secret.len();
        let hash = match size {
            32 => Streebog::Bits256,
            _ => Streebog::Bits512,
        };
        let mut generator = Self {
            hash,
            key: zero_key(hash).clone(),
            value: Zeroizing::new(vec![0x01; size]),
            used: false,
        };
        let before_padding = size + 1 + NOISE_SIZE;
        let padding = vec![0; before_padding.next_multiple_of(BLOCK_SIZE) - before_padding];
        let identifier = seed.parameter_set.as_bytes();
        let length = u8::try_from(identifier.len()).expect("an identifier has at most 39 octets");
        let material: [&[u8]; 8] = [
            seed.noise,
            &padding,
            seed.secret,
            seed.digest,
            LABEL,
            &[OBJECT_IDENTIFIER_TAG, length],
            identifier,
            seed.key_id,
        ];
        generator.update(0x00, &material);
        generator.update(0x01, &material);
        generator
    }

    /// Fills `candidate` with the next octets: steps h.2 and h.3 of RFC 6979 section 3.2, before the
    /// cut to the bits of the order.
    pub(crate) fn next_candidate(&mut self, candidate: &mut [u8]) {
        if self.used {
            self.update(0x00, &[]);
        }
        self.used = true;
        for part in candidate.chunks_mut(self.value.len()) {
            self.value = self.key.code(&[&self.value]);
            part.copy_from_slice(&self.value[..part.len()]);
        }
    }

    /// Steps d to g, and the step between two candidates.
    fn update(&mut self, round: u8, material: &[&[u8]]) {
        let mut parts: Vec<&[u8]> = vec![&self.value];
        let round = [round];
        parts.push(&round);
        parts.extend_from_slice(material);
        let key = self.key.code(&parts);
        self.key = KeyedHmac::new(self.hash, &key);
        self.value = self.key.code(&[&self.value]);
    }
}

/// The key of zeros that each generator begins with (step c), taken in once for the life of the
/// program.
fn zero_key(hash: Streebog) -> &'static KeyedHmac {
    static BITS_256: OnceLock<KeyedHmac> = OnceLock::new();
    static BITS_512: OnceLock<KeyedHmac> = OnceLock::new();
    match hash {
        Streebog::Bits256 => BITS_256.get_or_init(|| KeyedHmac::new(hash, &[0; 32])),
        Streebog::Bits512 => BITS_512.get_or_init(|| KeyedHmac::new(hash, &[0; 64])),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        ParameterSet, SigningKey, Streebog,
        test_rng::{SeededRng, StuckRng},
        test_vectors::vectors,
    };

    #[test]
    fn candidates_are_those_of_an_independent_computation() {
        for vector in vectors(include_str!("../tests/vectors/nonce.txt")) {
            let noise = std::array::from_fn(|at| u8::try_from(at).expect("32 octets"));
            let set = match vector.number("bits") {
                256 => ParameterSet::CryptoProA,
                _ => ParameterSet::Tc26512A,
            };
            let mut generator = NonceGenerator::new(&Seed {
                noise: &noise,
                secret: &vector.bytes("secret"),
                digest: &vector.bytes("digest"),
                parameter_set: set.oid(),
                key_id: &vector.bytes("key-id"),
            });
            for name in ["first", "second"] {
                let mut candidate = vec![0; set.curve().size()];
                generator.next_candidate(&mut candidate);
                assert_eq!(candidate, vector.bytes(name), "{name}");
            }
        }
    }

    /// The half r of a signature made with a generator whose output never changes.
    fn r_with_constant_randomness(key: &SigningKey, digest: &[u8]) -> Vec<u8> {
        let signature = key.sign_digest(digest, &mut StuckRng::new(0x42, usize::MAX));
        let signature = signature.expect("a signature");
        assert_eq!(
            key.verifying_key().verify_digest(digest, &signature),
            Ok(())
        );
        signature[digest.len()..].to_vec()
    }

    #[test]
    fn with_constant_randomness_no_r_repeats_over_messages_and_names_of_curves() {
        let mut seen = BTreeSet::new();
        // One d under every name; it is below the order of every curve of its size.
        for set in ParameterSet::all() {
            let secret = vec![0x11; set.curve().size()];
            let key = SigningKey::from_le_bytes(*set, &secret).expect("a key");
            for message in 0..20_u8 {
                let digest = Streebog::for_curve(set.curve()).digest(&[message]);
                assert!(
                    seen.insert(r_with_constant_randomness(&key, &digest)),
                    "{set:?}"
                );
            }
        }
        assert_eq!(seen.len(), 20 * ParameterSet::all().len());
    }

    #[test]
    fn digests_with_one_integer_have_different_nonces() {
        // 0 and 1 both become e = 1; the digest goes in before that.
        let key = SigningKey::from_le_bytes(ParameterSet::CryptoProA, &[0x11; 32]).expect("a key");
        let mut one = [0; 32];
        one[0] = 1;
        let (zero, one) = (
            r_with_constant_randomness(&key, &[0; 32]),
            r_with_constant_randomness(&key, &one),
        );
        assert_ne!(zero, one);
    }

    #[test]
    fn two_keys_have_different_nonces_for_one_digest_and_constant_randomness() {
        let r = |secret: u8| {
            let secret = [secret; 64];
            let key = SigningKey::from_le_bytes(ParameterSet::Tc26512C, &secret).expect("a key");
            r_with_constant_randomness(&key, &[5; 64])
        };
        assert_ne!(r(0x11), r(0x12));
    }

    #[test]
    fn fresh_randomness_changes_the_nonce_of_the_same_digest() {
        let key = SigningKey::from_le_bytes(ParameterSet::Tc26256A, &[0x11; 32]).expect("a key");
        let mut rng = SeededRng::new(7);
        let first = key.sign_digest(&[5; 32], &mut rng).expect("a signature");
        let second = key.sign_digest(&[5; 32], &mut rng).expect("a signature");
        assert_ne!(first[32..], second[32..]);
    }
}

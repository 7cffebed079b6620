//! Keys from passwords and keys from keys: PBKDF2 with HMAC over the 512-bit hash of GOST R
//! 34.11-2012 (RFC 9337 section 4), the functions of RFC 7836 sections 4.4 and 4.5, and `CryptoPro`'s
//! diversification (RFC 4357 section 6.5).
//!
//! Which numbers of iterations are acceptable is decided by the reader of key files, not here. What
//! the containers of `CryptoPro` do with a password is in [`crate::cryptopro_kdf`].

use zeroize::Zeroizing;

use crate::{
    gost28147::{self, Gost28147, KeyMeshing, SBox},
    mac::hmac_streebog256_parts,
    streebog::Streebog512,
};

/// The label of the trees that RFC 9189 and RFC 9337 derive pairs of keys with.
pub(crate) const TREE_LABEL: &[u8] = b"kdf tree";

/// Fills `out` with a key derived from `password` (RFC 9337 section 4, RFC 8018 section 5.2).
pub fn pbkdf2_streebog512(password: &[u8], salt: &[u8], iterations: u32, out: &mut [u8]) {
    pbkdf2::pbkdf2_hmac::<Streebog512>(password, salt, iterations, out);
}

/// Derives a key with `KDF_GOSTR3411_2012_256` (RFC 7836 section 4.4).
#[must_use]
pub fn kdf_streebog256(key: &[u8], label: &[u8], seed: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut derived = Zeroizing::new([0; 32]);
    kdf_tree_streebog256(key, label, seed, &mut *derived);
    derived
}

/// Fills `out` with keys derived by `KDF_TREE_GOSTR3411_2012_256` with R = 1 (RFC 7836 section
/// 4.5).
///
/// # Panics
/// When `out` is no whole number of 32 octets, or more than 255 times as many: a counter of one
/// octet numbers no more.
pub fn kdf_tree_streebog256(key: &[u8], label: &[u8], seed: &[u8], out: &mut [u8]) {
    let (keys, rest) = out.as_chunks_mut::<32>();
    assert!(rest.is_empty(), "the tree gives whole keys");
    let bits = (u32::try_from(keys.len()).expect("255 at most") * 256).to_be_bytes();
    let significant = bits
        .iter()
        .position(|octet| *octet != 0)
        .unwrap_or(bits.len());
    for (index, key_out) in keys.iter_mut().enumerate() {
        let counter = u8::try_from(index + 1).expect("255 keys at most, as the documentation says");
        let parts = [&[counter], label, &[0], seed, &bits[significant..]];
        *key_out = hmac_streebog256_parts(key, &parts);
    }
}

/// Derives a key from a key and eight public octets as `CryptoPro` does (RFC 4357 section 6.5).
#[must_use]
pub fn diversify_cryptopro(
    sbox: SBox,
    key: &[u8; gost28147::KEY_SIZE],
    ukm: &[u8; 8],
) -> Zeroizing<[u8; gost28147::KEY_SIZE]> {
    let mut derived = Zeroizing::new(*key);
    for selection in ukm {
        let mut sums = Zeroizing::new([0_u32; 2]);
        for (number, word) in derived.as_chunks().0.iter().enumerate() {
            let sum = &mut sums[usize::from((selection >> number) & 1 == 0)];
            *sum = sum.wrapping_add(u32::from_le_bytes(*word));
        }
        let mut iv = Zeroizing::new([0; gost28147::BLOCK_SIZE]);
        iv[..4].copy_from_slice(&sums[0].to_le_bytes());
        iv[4..].copy_from_slice(&sums[1].to_le_bytes());
        Gost28147::new(sbox, &derived).encrypt_cfb(&iv, KeyMeshing::None, &mut *derived);
    }
    derived
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_vectors::vectors;

    #[test]
    fn examples_of_rfc_7836_have_their_keys() {
        for vector in vectors(include_str!("../tests/vectors/rfc7836-kdf.txt")) {
            let (key, label, seed) = (
                vector.bytes("key"),
                vector.bytes("label"),
                vector.bytes("seed"),
            );
            let expected = vector.bytes("derived");
            let mut derived = vec![0; expected.len()];
            kdf_tree_streebog256(&key, &label, &seed, &mut derived);
            assert_eq!(derived, expected);
            if expected.len() == 32 {
                assert_eq!(kdf_streebog256(&key, &label, &seed)[..], expected);
            }
        }
    }

    #[test]
    fn a_tree_has_at_most_255_keys() {
        let mut longest = vec![0; 255 * 32];
        kdf_tree_streebog256(&[1; 32], b"label", b"seed", &mut longest);
        assert_ne!(longest[..32], longest[254 * 32..]);
        let mut longer = vec![0; 256 * 32];
        let refused = std::panic::catch_unwind(move || {
            kdf_tree_streebog256(&[1; 32], b"label", b"seed", &mut longer);
        });
        assert!(refused.is_err());
    }

    #[test]
    fn diversified_keys_differ_with_each_octet() {
        let key = [0x5a; 32];
        let of = |ukm| diversify_cryptopro(SBox::CryptoProA, &key, &ukm);
        let first = of([1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(*first, *of([1, 2, 3, 4, 5, 6, 7, 8]));
        assert_ne!(*first, *of([1, 2, 3, 4, 5, 6, 7, 9]));
        assert_ne!(*first, *of([0, 2, 3, 4, 5, 6, 7, 8]));
    }

    #[test]
    fn examples_of_rfc_9337_have_their_keys() {
        for vector in vectors(include_str!("../tests/vectors/rfc9337-pbkdf2.txt")) {
            let expected = vector.bytes("key");
            let mut key = vec![0; expected.len()];
            let iterations = vector.number("iterations");
            pbkdf2_streebog512(
                &vector.text("password"),
                &vector.text("salt"),
                iterations,
                &mut key,
            );
            assert_eq!(key, expected);
        }
    }
}

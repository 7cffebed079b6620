//! Wrapping of keys with keys: by GOST 28147-89 (RFC 4357 section 6) and by the ciphers of GOST R
//! 34.12-2015 (`KExp15` and `KImp15`, RFC 9189 section 8.2.1).
//!
//! Where the wrapping key comes from is said by [`crate::SigningKey::agree_256`] and its like, the
//! structures around the octets are those of the formats.

use subtle::ConstantTimeEq as _;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::{
    acpkm,
    block_cipher::{self, BlockCipher},
    gost28147::{self, BLOCK_SIZE, Gost28147, KeyMeshing, MAC_SIZE, SBox},
    key_derivation::diversify_cryptopro,
};

/// Octets of the user keying material of the wraps by GOST 28147-89.
pub const UKM_SIZE: usize = 8;

/// Why octets are no wrapped key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum UnwrapError {
    /// There are too few octets, or no whole number of blocks.
    #[error("{0} octets are no wrapped key")]
    Length(usize),
    /// The code of authenticity does not fit: the key is another one, or octets were changed.
    #[error("the wrapped key does not belong to the key that it is opened with, or was changed")]
    Mismatch,
}

/// A key wrapped by GOST 28147-89; the material is kept beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrappedKey {
    /// `CEK_ENC`: as many octets as the key has.
    pub encrypted: Vec<u8>,
    /// `CEK_MAC`.
    pub mac: [u8; MAC_SIZE],
}

/// Wraps a key of whole blocks without diversification (RFC 4357 section 6.1).
///
/// # Panics
/// When `key` is no whole number of blocks of 8 octets.
#[must_use]
pub fn wrap(cipher: &Gost28147, ukm: &[u8; UKM_SIZE], key: &[u8]) -> WrappedKey {
    let mac = cipher.imitovstavka(ukm, KeyMeshing::None, key);
    // The plain key is wiped by its owner; here it becomes the encrypted one in place.
    let mut encrypted = key.to_vec();
    cipher.encrypt_ecb(&mut encrypted);
    WrappedKey { encrypted, mac }
}

/// Opens what [`wrap`] gives (RFC 4357 section 6.2).
///
/// # Errors
/// [`UnwrapError::Length`] for no whole number of blocks, [`UnwrapError::Mismatch`] when the code
/// does not fit.
pub fn unwrap(
    cipher: &Gost28147,
    ukm: &[u8; UKM_SIZE],
    wrapped: &WrappedKey,
) -> Result<Zeroizing<Vec<u8>>, UnwrapError> {
    let length = wrapped.encrypted.len();
    if length == 0 || !length.is_multiple_of(BLOCK_SIZE) {
        return Err(UnwrapError::Length(length));
    }
    let mut key = Zeroizing::new(wrapped.encrypted.clone());
    cipher.decrypt_ecb(&mut key);
    let mac = cipher.imitovstavka(ukm, KeyMeshing::None, &key);
    checked(key, &mac, &wrapped.mac)
}

/// Wraps a key with a diversified key (`CryptoPro` key wrap, RFC 4357 section 6.3).
///
/// # Panics
/// As [`wrap`].
#[must_use]
pub fn wrap_cryptopro(
    sbox: SBox,
    kek: &[u8; gost28147::KEY_SIZE],
    ukm: &[u8; UKM_SIZE],
    key: &[u8],
) -> WrappedKey {
    let diversified = diversify_cryptopro(sbox, kek, ukm);
    wrap(&Gost28147::new(sbox, &diversified), ukm, key)
}

/// Opens what [`wrap_cryptopro`] gives (RFC 4357 section 6.4).
///
/// # Errors
/// As [`unwrap`].
pub fn unwrap_cryptopro(
    sbox: SBox,
    kek: &[u8; gost28147::KEY_SIZE],
    ukm: &[u8; UKM_SIZE],
    wrapped: &WrappedKey,
) -> Result<Zeroizing<Vec<u8>>, UnwrapError> {
    let diversified = diversify_cryptopro(sbox, kek, ukm);
    unwrap(&Gost28147::new(sbox, &diversified), ukm, wrapped)
}

/// The two keys of `KExp15`.
#[derive(Clone, Copy)]
pub struct ExportKeys<'a> {
    /// `K_Exp_MAC`.
    pub mac: &'a [u8; block_cipher::KEY_SIZE],
    /// `K_Exp_ENC`.
    pub encryption: &'a [u8; block_cipher::KEY_SIZE],
}

impl<'a> ExportKeys<'a> {
    /// Takes both keys as [`crate::SigningKey::agree_pair`] gives them.
    #[must_use]
    pub fn of_pair(pair: &'a [u8; 2 * block_cipher::KEY_SIZE]) -> Self {
        let (keys, _) = pair.as_chunks();
        Self {
            mac: &keys[0],
            encryption: &keys[1],
        }
    }
}

/// Wraps a key of any length with `KExp15` (RFC 9189 section 8.2.1).
///
/// # Panics
/// When `iv` is not half a block of the cipher.
#[must_use]
pub fn kexp15(cipher: BlockCipher, keys: ExportKeys<'_>, iv: &[u8], key: &[u8]) -> Vec<u8> {
    // Large enough at once: growing would leave a copy of the key behind.
    let mut exported = Vec::with_capacity(key.len() + cipher.block_size());
    exported.extend_from_slice(key);
    exported.extend(cipher.omac(keys.mac, &[iv, key]));
    acpkm::ctr(cipher, keys.encryption, iv, &mut exported);
    exported
}

/// Opens what [`kexp15`] gives (`KImp15`).
///
/// # Errors
/// [`UnwrapError::Length`] when there is nothing beside the code, [`UnwrapError::Mismatch`] when
/// the code does not fit.
///
/// # Panics
/// As [`kexp15`].
pub fn kimp15(
    cipher: BlockCipher,
    keys: ExportKeys<'_>,
    iv: &[u8],
    exported: &[u8],
) -> Result<Zeroizing<Vec<u8>>, UnwrapError> {
    let Some(length) = exported
        .len()
        .checked_sub(cipher.block_size())
        .filter(|n| *n > 0)
    else {
        return Err(UnwrapError::Length(exported.len()));
    };
    let mut opened = Zeroizing::new(exported.to_vec());
    acpkm::ctr(cipher, keys.encryption, iv, &mut opened);
    let mac = opened.split_off(length);
    let expected = cipher.omac(keys.mac, &[iv, &opened]);
    checked(opened, &expected, &mac)
}

fn checked(
    key: Zeroizing<Vec<u8>>,
    expected: &[u8],
    found: &[u8],
) -> Result<Zeroizing<Vec<u8>>, UnwrapError> {
    if bool::from(expected.ct_eq(found)) {
        Ok(key)
    } else {
        Err(UnwrapError::Mismatch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kdf_streebog256, test_vectors::vectors};

    const KEY: [u8; 32] = *b"a key of two hundred and 56 bits";
    const UKM: [u8; 8] = *b"material";

    #[test]
    fn the_example_of_rfc_7836_is_wrapped_and_opened() {
        for vector in vectors(include_str!("../tests/vectors/rfc7836-wrap.txt")) {
            let seed = vector.bytes("seed");
            let kek = kdf_streebog256(&vector.bytes("kek"), &vector.bytes("label"), &seed);
            let cipher = Gost28147::new(SBox::ParamZ, &kek);
            let ukm = seed.try_into().expect("8 octets");
            let key = vector.bytes("key");
            let wrapped = wrap(&cipher, &ukm, &key);
            assert_eq!(wrapped.encrypted, vector.bytes("encrypted"));
            assert_eq!(wrapped.mac.to_vec(), vector.bytes("mac"));
            assert_eq!(*unwrap(&cipher, &ukm, &wrapped).expect("the key"), key);
        }
    }

    #[test]
    fn the_example_of_kexp15_is_exported_and_imported() {
        for vector in vectors(include_str!("../tests/vectors/kexp15.txt")) {
            let key_of = |name| vector.bytes(name).try_into().expect("32 octets");
            let (mac, encryption) = (key_of("mac"), key_of("encryption"));
            let keys = ExportKeys {
                mac: &mac,
                encryption: &encryption,
            };
            let (iv, key) = (vector.bytes("iv"), vector.bytes("key"));
            let exported = kexp15(BlockCipher::Magma, keys, &iv, &key);
            assert_eq!(exported, vector.bytes("exported"));
            let imported = kimp15(BlockCipher::Magma, keys, &iv, &exported).expect("the key");
            assert_eq!(*imported, key);
        }
    }

    #[test]
    fn a_flipped_bit_of_a_wrapped_key_is_refused() {
        let wrapped = wrap_cryptopro(SBox::CryptoProA, &KEY, &UKM, &[3; 32]);
        let open = |ukm, wrapped: &WrappedKey| {
            unwrap_cryptopro(SBox::CryptoProA, &KEY, ukm, wrapped).map(|key| key.to_vec())
        };
        assert_eq!(open(&UKM, &wrapped), Ok(vec![3; 32]));
        for at in 0..wrapped.encrypted.len() {
            let mut changed = wrapped.clone();
            changed.encrypted[at] ^= 1;
            assert_eq!(open(&UKM, &changed), Err(UnwrapError::Mismatch));
        }
        for at in 0..MAC_SIZE {
            let mut changed = wrapped.clone();
            changed.mac[at] ^= 0x80;
            assert_eq!(open(&UKM, &changed), Err(UnwrapError::Mismatch));
        }
        let mut ukm = UKM;
        ukm[7] ^= 1;
        assert_eq!(open(&ukm, &wrapped), Err(UnwrapError::Mismatch));
        let other = unwrap_cryptopro(SBox::CryptoProA, &[9; 32], &UKM, &wrapped);
        assert_eq!(other.err(), Some(UnwrapError::Mismatch));
        for length in [0, 31] {
            let changed = WrappedKey {
                encrypted: vec![0; length],
                mac: [0; 4],
            };
            assert_eq!(open(&UKM, &changed), Err(UnwrapError::Length(length)));
        }
    }

    #[test]
    fn a_flipped_bit_of_an_exported_key_is_refused() {
        for cipher in [BlockCipher::Magma, BlockCipher::Kuznyechik] {
            let pair = [KEY, [7; 32]].concat().try_into().expect("two keys");
            let keys = ExportKeys::of_pair(&pair);
            let iv = vec![5; cipher.iv_size()];
            let exported = kexp15(cipher, keys, &iv, &[3; 32]);
            assert_eq!(exported.len(), 32 + cipher.block_size());
            let open =
                |exported: &[u8]| kimp15(cipher, keys, &iv, exported).map(|key| key.to_vec());
            assert_eq!(open(&exported), Ok(vec![3; 32]));
            for at in 0..exported.len() {
                let mut changed = exported.clone();
                changed[at] ^= 1;
                assert_eq!(open(&changed), Err(UnwrapError::Mismatch));
            }
            let nothing = vec![0; cipher.block_size()];
            assert_eq!(open(&nothing), Err(UnwrapError::Length(nothing.len())));
            let swapped = ExportKeys {
                mac: keys.encryption,
                encryption: keys.mac,
            };
            let opened = kimp15(cipher, swapped, &iv, &exported);
            assert_eq!(opened.err(), Some(UnwrapError::Mismatch));
        }
    }
}

//! Magma and Kuznyechik in counter mode with key meshing, CTR-ACPKM (RFC 8645 section 6.2.2), alone
//! and with a code of authenticity (RFC 9337 section 5, R 1323565.1.025-2019).
//!
//! Encryption and decryption are one operation. CTR-ACPKM alone has no integrity: whoever decrypts
//! must check the result by other means before any use.

use subtle::ConstantTimeEq as _;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::{
    block_cipher::{BLOCK_SIZE_MAX, BlockCipher, KEY_SIZE, KeyedCipher},
    key_derivation::{TREE_LABEL, kdf_tree_streebog256},
};

/// Octets of the seed in `ukm`, after the initialisation vector (RFC 9337 section 5.1.1). Only
/// CTR-ACPKM-OMAC uses them.
pub const SEED_SIZE: usize = 8;

/// The constant D of RFC 8645 section 6.2.1 for a 256-bit key: it is cut into blocks.
const D: [u8; KEY_SIZE] = [
    0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f,
    0x90, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9d, 0x9e, 0x9f,
];

/// The code of authenticity does not fit: the key is another one, or octets were changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("the code of authenticity does not fit the text and the key")]
pub struct Mismatch;

impl BlockCipher {
    /// Octets that one section key covers in key files and CMS: 8 KiB for Magma and 256 KiB for
    /// Kuznyechik, as the Russian recommendations behind RFC 9337 have it.
    ///
    /// OpenSSL's gost engine encrypts CMS with these. When it decrypts CMS, its own too, and in PBES2
    /// it changes the key after 1,024 and 4,096 octets already, so all agree on whatever is not
    /// longer than that; a GOST key file is some 200 octets.
    #[must_use]
    pub const fn section_size(self) -> usize {
        match self {
            Self::Magma => 8 * 1024,
            Self::Kuznyechik => 256 * 1024,
        }
    }
}

/// Encrypts or decrypts `data` in place, with [`BlockCipher::section_size`]; `iv` has
/// [`BlockCipher::iv_size`] octets: the first of `ukm` in a key file (RFC 9337 section 5.1.1).
///
/// # Panics
/// When `iv` has another size.
pub fn ctr_acpkm(cipher: BlockCipher, key: &[u8; KEY_SIZE], iv: &[u8], data: &mut [u8]) {
    ctr_acpkm_with_section(cipher, key, iv, cipher.section_size(), data);
}

/// Encrypts or decrypts `data` in place, changing the key after each `section_size` octets.
///
/// # Panics
/// When `iv` has another size than half a block, or `section_size` is zero or no multiple of the
/// block.
pub fn ctr_acpkm_with_section(
    cipher: BlockCipher,
    key: &[u8; KEY_SIZE],
    iv: &[u8],
    section_size: usize,
    data: &mut [u8],
) {
    assert!(
        section_size > 0 && section_size.is_multiple_of(cipher.block_size()),
        "a section is a whole number of blocks"
    );
    let mut counter = Counter::new(cipher, iv);
    let mut section_key = Zeroizing::new(*key);
    for (number, section) in data.chunks_mut(section_size).enumerate() {
        if number > 0 {
            section_key = next_section_key(cipher, &section_key);
        }
        counter.mask(&KeyedCipher::new(cipher, &section_key), section);
    }
}

/// Encrypts or decrypts `data` in place in counter mode with one key (GOST R 34.13-2015 section
/// 5.2).
///
/// # Panics
/// When `iv` has another size than half a block.
pub(crate) fn ctr(cipher: BlockCipher, key: &[u8; KEY_SIZE], iv: &[u8], data: &mut [u8]) {
    Counter::new(cipher, iv).mask(&KeyedCipher::new(cipher, key), data);
}

/// Encrypts a text with its code of authenticity, CTR-ACPKM-OMAC (RFC 9337 section 5.1.2): gives the
/// encrypted text and after it the encrypted code, of the size of a block. CMS carries the code
/// apart from the text.
///
/// # Panics
/// When `ukm` has another size than [`BlockCipher::ukm_size`].
#[must_use]
pub fn seal(cipher: BlockCipher, key: &[u8; KEY_SIZE], ukm: &[u8], text: &[u8]) -> Vec<u8> {
    let keys = SealingKeys::derive(cipher, key, ukm);
    // Large enough at once: growing would leave a copy of the text behind.
    let mut sealed = Vec::with_capacity(text.len() + cipher.block_size());
    sealed.extend_from_slice(text);
    sealed.extend(cipher.omac(&keys.mac, &[text]));
    ctr_acpkm(
        cipher,
        &keys.encryption,
        &ukm[..cipher.iv_size()],
        &mut sealed,
    );
    sealed
}

/// Decrypts what [`seal`] gives and checks its code.
///
/// # Errors
/// [`Mismatch`] when the code does not fit or there is none.
///
/// # Panics
/// As [`seal`].
pub fn open(
    cipher: BlockCipher,
    key: &[u8; KEY_SIZE],
    ukm: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Mismatch> {
    let length = sealed
        .len()
        .checked_sub(cipher.block_size())
        .ok_or(Mismatch)?;
    let keys = SealingKeys::derive(cipher, key, ukm);
    let mut text = Zeroizing::new(sealed.to_vec());
    ctr_acpkm(
        cipher,
        &keys.encryption,
        &ukm[..cipher.iv_size()],
        &mut text,
    );
    let code = text.split_off(length);
    if bool::from(cipher.omac(&keys.mac, &[&text]).ct_eq(&code)) {
        Ok(text)
    } else {
        Err(Mismatch)
    }
}

/// The two keys of CTR-ACPKM-OMAC (RFC 9337 section 5.1.2).
struct SealingKeys {
    encryption: Zeroizing<[u8; KEY_SIZE]>,
    mac: Zeroizing<[u8; KEY_SIZE]>,
}

impl SealingKeys {
    fn derive(cipher: BlockCipher, key: &[u8; KEY_SIZE], ukm: &[u8]) -> Self {
        assert!(
            ukm.len() == cipher.ukm_size(),
            "a vector of half a block and a seed"
        );
        let mut both = Zeroizing::new([0; 2 * KEY_SIZE]);
        kdf_tree_streebog256(key, TREE_LABEL, &ukm[cipher.iv_size()..], &mut *both);
        let mut keys = Self {
            encryption: Zeroizing::new([0; KEY_SIZE]),
            mac: Zeroizing::new([0; KEY_SIZE]),
        };
        keys.encryption.copy_from_slice(&both[..KEY_SIZE]);
        keys.mac.copy_from_slice(&both[KEY_SIZE..]);
        keys
    }
}

/// The counter that the gamma is made of, between two blocks.
struct Counter {
    block_size: usize,
    value: u128,
}

impl Counter {
    fn new(cipher: BlockCipher, iv: &[u8]) -> Self {
        assert!(iv.len() == cipher.iv_size(), "a vector of half a block");
        let block_size = cipher.block_size();
        let mut octets = [0; BLOCK_SIZE_MAX];
        let start = BLOCK_SIZE_MAX - block_size;
        octets[start..start + iv.len()].copy_from_slice(iv);
        let value = u128::from_be_bytes(octets);
        Self { block_size, value }
    }

    fn mask(&mut self, cipher: &KeyedCipher, data: &mut [u8]) {
        let mut gamma = Zeroizing::new([0; BLOCK_SIZE_MAX]);
        for part in data.chunks_mut(self.block_size) {
            *gamma = self.value.to_be_bytes();
            let block = &mut gamma[BLOCK_SIZE_MAX - self.block_size..];
            cipher.encrypt_block(block);
            for (octet, mask) in part.iter_mut().zip(block) {
                *octet ^= *mask;
            }
            // Beyond a block of 64 bits the carry is cut off when the octets are taken.
            self.value = self.value.wrapping_add(1);
        }
    }
}

/// The ACPKM transformation: the constant encrypted with the key of the section before.
fn next_section_key(cipher: BlockCipher, key: &[u8; KEY_SIZE]) -> Zeroizing<[u8; KEY_SIZE]> {
    let keyed = KeyedCipher::new(cipher, key);
    let mut next = Zeroizing::new(D);
    for block in next.chunks_exact_mut(cipher.block_size()) {
        keyed.encrypt_block(block);
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{pbkdf2_streebog512, test_vectors::vectors};

    const KUZNYECHIK: BlockCipher = BlockCipher::Kuznyechik;
    const BOTH: [BlockCipher; 2] = [BlockCipher::Magma, KUZNYECHIK];

    #[test]
    fn the_example_of_rfc_8645_has_its_ciphertext() {
        for vector in vectors(include_str!("../tests/vectors/rfc8645.txt")) {
            let key = vector.bytes("key").try_into().expect("32 octets");
            let iv = vector.bytes("iv");
            let section = vector.number("section") as usize;
            let mut data = vector.bytes("plaintext");
            ctr_acpkm_with_section(KUZNYECHIK, &key, &iv, section, &mut data);
            assert_eq!(data, vector.bytes("ciphertext"));
            ctr_acpkm_with_section(KUZNYECHIK, &key, &iv, section, &mut data);
            assert_eq!(data, vector.bytes("plaintext"));
        }
    }

    #[test]
    fn a_key_file_of_openssl_opens() {
        for vector in vectors(include_str!("../tests/vectors/openssl-pkcs8.txt")) {
            let mut key = [0; 32];
            let (password, salt) = (vector.text("password"), vector.bytes("salt"));
            pbkdf2_streebog512(&password, &salt, vector.number("iterations"), &mut key);
            let ukm = vector.bytes("ukm");
            assert_eq!(ukm.len(), KUZNYECHIK.ukm_size());
            let iv = &ukm[..KUZNYECHIK.iv_size()];
            let mut data = vector.bytes("ciphertext");
            ctr_acpkm(KUZNYECHIK, &key, iv, &mut data);
            assert_eq!(data, vector.bytes("plaintext"));
        }
    }

    #[test]
    fn the_key_changes_after_a_section_and_not_before() {
        for cipher in BOTH {
            let (key, iv) = ([7; 32], vec![9; cipher.iv_size()]);
            let section = cipher.section_size();
            let mut meshed = vec![0; section + cipher.block_size()];
            let mut plain = meshed.clone();
            ctr_acpkm(cipher, &key, &iv, &mut meshed);
            ctr(cipher, &key, &iv, &mut plain);
            assert_eq!(meshed[..section], plain[..section]);
            assert_ne!(meshed[section..], plain[section..]);
        }
    }

    #[test]
    fn an_incomplete_last_block_is_a_prefix_of_the_complete_one() {
        for cipher in BOTH {
            let (key, iv) = ([7; 32], vec![9; cipher.iv_size()]);
            let mut long = [0; 48];
            let mut short = [0; 37];
            ctr_acpkm(cipher, &key, &iv, &mut long);
            ctr_acpkm(cipher, &key, &iv, &mut short);
            assert_eq!(long[..37], short);
        }
    }

    #[test]
    fn a_flipped_bit_of_a_sealed_text_is_refused() {
        for cipher in BOTH {
            let (key, ukm) = ([7; 32], vec![9; cipher.ukm_size()]);
            for text in [&b""[..], b"t", b"a text of more than one block"] {
                let sealed = seal(cipher, &key, &ukm, text);
                assert_eq!(sealed.len(), text.len() + cipher.block_size());
                let opened = |key, ukm: &[u8], sealed: &[u8]| {
                    open(cipher, key, ukm, sealed).map(|text| text.to_vec())
                };
                assert_eq!(opened(&key, &ukm, &sealed), Ok(text.to_vec()));
                for at in 0..sealed.len() {
                    let mut changed = sealed.clone();
                    changed[at] ^= 0x10;
                    assert_eq!(opened(&key, &ukm, &changed), Err(Mismatch));
                }
                for at in [0, cipher.iv_size(), cipher.ukm_size() - 1] {
                    let mut changed = ukm.clone();
                    changed[at] ^= 1;
                    assert_eq!(opened(&key, &changed, &sealed), Err(Mismatch));
                }
                assert_eq!(opened(&[8; 32], &ukm, &sealed), Err(Mismatch));
            }
            let short = vec![0; cipher.block_size() - 1];
            assert_eq!(open(cipher, &key, &ukm, &short).err(), Some(Mismatch));
        }
    }
}

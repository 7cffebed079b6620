//! Kuznyechik in counter mode with key meshing, CTR-ACPKM (RFC 8645 section 6.2.2).
//!
//! Encryption and decryption are one operation. The mode has no integrity: whoever decrypts must
//! check the result by other means before any use.

use cipher::{Array, BlockCipherEncrypt as _, KeyInit as _, array::sizes::U16};
use kuznyechik::KuznyechikEnc;
use zeroize::{Zeroize as _, Zeroizing};

/// Octets of the initialisation vector: half a block (RFC 8645 section 6.2.2). In a key file it is
/// the first half of the 16 octets `ukm` (RFC 9337 section 5.1.1).
pub const IV_SIZE: usize = 8;

/// Octets of `ukm` in the parameters of Kuznyechik CTR-ACPKM (RFC 9337 section 7.3).
pub const UKM_SIZE: usize = 16;

/// Octets that one section key covers in key files and CMS: 256 KiB, as the Russian
/// recommendations behind RFC 9337 have it for Kuznyechik.
///
/// OpenSSL's gost engine changes the key after 4,096 octets already, in PBES2 too. The two agree on
/// whatever is not longer than that, and a GOST key file is some 200 octets.
pub const SECTION_SIZE: usize = 256 * 1024;

const BLOCK_SIZE: usize = 16;

type Block = Array<u8, U16>;

/// The constants D of RFC 8645 section 6.2.1 for a 256-bit key and a 128-bit block.
const D: [[u8; BLOCK_SIZE]; 2] = [
    [
        0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e,
        0x8f,
    ],
    [
        0x90, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9d, 0x9e,
        0x9f,
    ],
];

/// Encrypts or decrypts `data` in place, with [`SECTION_SIZE`].
pub fn kuznyechik_ctr_acpkm(key: &[u8; 32], iv: &[u8; IV_SIZE], data: &mut [u8]) {
    kuznyechik_ctr_acpkm_with_section(key, iv, SECTION_SIZE, data);
}

/// Encrypts or decrypts `data` in place, changing the key after each `section_size` octets.
///
/// # Panics
/// When `section_size` is zero or no multiple of the block of 16 octets.
pub fn kuznyechik_ctr_acpkm_with_section(
    key: &[u8; 32],
    iv: &[u8; IV_SIZE],
    section_size: usize,
    data: &mut [u8],
) {
    assert!(
        section_size > 0 && section_size.is_multiple_of(BLOCK_SIZE),
        "a section is a whole number of blocks"
    );
    let mut section_key = Zeroizing::new(*key);
    let mut gamma = Block::default();
    let mut counter = 0_u64;
    for (number, section) in data.chunks_mut(section_size).enumerate() {
        if number > 0 {
            section_key = next_section_key(&section_key);
        }
        let cipher = KuznyechikEnc::new((&*section_key).into());
        for block in section.chunks_mut(BLOCK_SIZE) {
            gamma[..IV_SIZE].copy_from_slice(iv);
            gamma[IV_SIZE..].copy_from_slice(&counter.to_be_bytes());
            cipher.encrypt_block(&mut gamma);
            for (octet, mask) in block.iter_mut().zip(&gamma) {
                *octet ^= mask;
            }
            counter = counter.wrapping_add(1);
        }
    }
    gamma.as_mut_slice().zeroize();
}

/// The ACPKM transformation: the constants encrypted with the key of the section before.
fn next_section_key(key: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    let cipher = KuznyechikEnc::new(key.into());
    let mut next = Zeroizing::new([0; 32]);
    for (half, constant) in next.chunks_exact_mut(BLOCK_SIZE).zip(D) {
        let mut block = Block::from(constant);
        cipher.encrypt_block(&mut block);
        half.copy_from_slice(&block);
        block.as_mut_slice().zeroize();
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{pbkdf2_streebog512, test_vectors::vectors};

    #[test]
    fn the_example_of_rfc_8645_has_its_ciphertext() {
        for vector in vectors(include_str!("../tests/vectors/rfc8645.txt")) {
            let key = vector.bytes("key").try_into().expect("32 octets");
            let iv = vector.bytes("iv").try_into().expect("8 octets");
            let section = vector.number("section") as usize;
            let mut data = vector.bytes("plaintext");
            kuznyechik_ctr_acpkm_with_section(&key, &iv, section, &mut data);
            assert_eq!(data, vector.bytes("ciphertext"));
            kuznyechik_ctr_acpkm_with_section(&key, &iv, section, &mut data);
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
            assert_eq!(ukm.len(), UKM_SIZE);
            let iv = ukm[..IV_SIZE].try_into().expect("8 octets");
            let mut data = vector.bytes("ciphertext");
            kuznyechik_ctr_acpkm(&key, &iv, &mut data);
            assert_eq!(data, vector.bytes("plaintext"));
        }
    }

    #[test]
    fn the_key_changes_after_a_section_and_not_before() {
        let (key, iv) = ([7; 32], [9; 8]);
        let mut meshed = vec![0; SECTION_SIZE + BLOCK_SIZE];
        let mut plain = meshed.clone();
        kuznyechik_ctr_acpkm(&key, &iv, &mut meshed);
        kuznyechik_ctr_acpkm_with_section(&key, &iv, 4 * SECTION_SIZE, &mut plain);
        assert_eq!(meshed[..SECTION_SIZE], plain[..SECTION_SIZE]);
        assert_ne!(meshed[SECTION_SIZE..], plain[SECTION_SIZE..]);
    }

    #[test]
    fn an_incomplete_last_block_is_a_prefix_of_the_complete_one() {
        let (key, iv) = ([7; 32], [9; 8]);
        let mut long = [0; 48];
        let mut short = [0; 37];
        kuznyechik_ctr_acpkm(&key, &iv, &mut long);
        kuznyechik_ctr_acpkm(&key, &iv, &mut short);
        assert_eq!(long[..37], short);
    }
}

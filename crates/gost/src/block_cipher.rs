//! The block ciphers of GOST R 34.12-2015 (RFC 7801, RFC 8891) and their code of authenticity.
//!
//! Magma has big-endian words here, as GOST R 34.12-2015 has it; the older form is
//! [`crate::gost28147`]. The modes that encrypt are in [`crate::acpkm`].

use cipher::{Array, BlockCipherEncrypt as _, KeyInit as _};
use kuznyechik::KuznyechikEnc;
use magma::Magma;
use zeroize::Zeroizing;

use crate::acpkm;

/// Octets of a key of either cipher.
pub(crate) const KEY_SIZE: usize = 32;

/// Octets of the larger block.
pub(crate) const BLOCK_SIZE_MAX: usize = 16;

/// A cipher of GOST R 34.12-2015.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BlockCipher {
    /// Blocks of 64 bits (RFC 8891).
    Magma,
    /// Blocks of 128 bits (RFC 7801).
    Kuznyechik,
}

impl BlockCipher {
    /// Octets of a block and of [`Self::omac`].
    #[must_use]
    pub const fn block_size(self) -> usize {
        match self {
            Self::Magma => 8,
            Self::Kuznyechik => 16,
        }
    }

    /// Octets of the initialisation vector of the counter modes: half a block (RFC 8645 section
    /// 6.2.2).
    #[must_use]
    pub const fn iv_size(self) -> usize {
        self.block_size() / 2
    }

    /// Octets of `ukm` in the parameters of CTR-ACPKM: the vector and the seed of the keys of
    /// CTR-ACPKM-OMAC (RFC 9337 section 7.3).
    #[must_use]
    pub const fn ukm_size(self) -> usize {
        self.iv_size() + acpkm::SEED_SIZE
    }

    /// Computes OMAC1, the code of authenticity of GOST R 34.13-2015 section 5.6 (CMAC), of the
    /// size of a block, over the concatenation of `parts`.
    #[must_use]
    pub fn omac(self, key: &[u8; KEY_SIZE], parts: &[&[u8]]) -> Vec<u8> {
        let cipher = KeyedCipher::new(self, key);
        let size = self.block_size();
        let mut state = Zeroizing::new([0; BLOCK_SIZE_MAX]);
        let mut filled = 0;
        for octet in parts.iter().flat_map(|part| part.iter()) {
            // The last block waits until it is known to be the last.
            if filled == size {
                cipher.encrypt_block(&mut state[..size]);
                filled = 0;
            }
            state[filled] ^= octet;
            filled += 1;
        }
        let mut subkey = Zeroizing::new([0; BLOCK_SIZE_MAX]);
        cipher.encrypt_block(&mut subkey[..size]);
        double(self, &mut subkey[..size]);
        if filled < size {
            double(self, &mut subkey[..size]);
            state[filled] ^= 0x80;
        }
        for (octet, mask) in state.iter_mut().zip(&*subkey) {
            *octet ^= mask;
        }
        cipher.encrypt_block(&mut state[..size]);
        state[..size].to_vec()
    }
}

/// Multiplies by x in the field of GOST R 34.13-2015 section 5.6.1, without a branch on the bit
/// that is carried out.
fn double(cipher: BlockCipher, octets: &mut [u8]) {
    let polynomial = match cipher {
        BlockCipher::Magma => 0x1b,
        BlockCipher::Kuznyechik => 0x87,
    };
    let mut carried = 0;
    for octet in octets.iter_mut().rev() {
        let next = *octet >> 7;
        *octet = (*octet << 1) | carried;
        carried = next;
    }
    let last = octets.len() - 1;
    octets[last] ^= polynomial & 0_u8.wrapping_sub(carried);
}

/// A cipher with its key; wiped when it is dropped.
pub(crate) enum KeyedCipher {
    Magma(Magma),
    Kuznyechik(Box<KuznyechikEnc>),
}

impl KeyedCipher {
    /// Takes a key.
    pub(crate) fn new(cipher: BlockCipher, key: &[u8; KEY_SIZE]) -> Self {
        match cipher {
            BlockCipher::Magma => Self::Magma(Magma::new(key.into())),
            BlockCipher::Kuznyechik => Self::Kuznyechik(Box::new(KuznyechikEnc::new(key.into()))),
        }
    }

    /// Encrypts one block in place.
    pub(crate) fn encrypt_block(&self, block: &mut [u8]) {
        const ONE_BLOCK: &str = "callers of this crate cut whole blocks";
        match self {
            Self::Magma(cipher) => {
                cipher.encrypt_block(<&mut Array<u8, _>>::try_from(block).expect(ONE_BLOCK));
            }
            Self::Kuznyechik(cipher) => {
                cipher.encrypt_block(<&mut Array<u8, _>>::try_from(block).expect(ONE_BLOCK));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_vectors::{from_hex, vectors};

    #[test]
    fn examples_of_gost_r_34_13_have_their_codes() {
        for vector in vectors(include_str!("../tests/vectors/gost3413-omac.txt")) {
            let cipher = match &vector.text("cipher")[..] {
                b"magma" => BlockCipher::Magma,
                _ => BlockCipher::Kuznyechik,
            };
            let key = vector.bytes("key").try_into().expect("32 octets");
            let (message, expected) = (vector.bytes("message"), vector.bytes("code"));
            let code = cipher.omac(&key, &[&message]);
            assert_eq!(code.len(), cipher.block_size());
            assert_eq!(code[..expected.len()], expected);
        }
    }

    #[test]
    fn parts_are_one_message() {
        let message: Vec<u8> = (0..50).collect();
        for cipher in [BlockCipher::Magma, BlockCipher::Kuznyechik] {
            for length in [0, 1, 15, 16, 17, 50] {
                let whole = cipher.omac(&[7; 32], &[&message[..length]]);
                for cut in 0..=length {
                    let (first, second) = message[..length].split_at(cut);
                    assert_eq!(cipher.omac(&[7; 32], &[first, second]), whole);
                }
            }
        }
    }

    #[test]
    fn doubling_carries_into_the_polynomial() {
        let mut octets = from_hex("8000000000000001");
        double(BlockCipher::Magma, &mut octets);
        assert_eq!(octets, from_hex("0000000000000019"));
        let mut octets = from_hex("c0000000000000000000000000000000");
        double(BlockCipher::Kuznyechik, &mut octets);
        assert_eq!(octets, from_hex("80000000000000000000000000000087"));
    }
}

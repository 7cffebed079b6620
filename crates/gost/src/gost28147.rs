//! GOST 28147-89 (RFC 5830) in the byte order of its time, with the modes of RFC 4357.
//!
//! Halves of a block and words of a key are little-endian here; Magma of GOST R 34.12-2015 is the
//! same function with the S-boxes of [`SBox::ParamZ`] and big-endian words, and is elsewhere. `CryptoPro`
//! containers, PFX files and the CMS recipients of RFC 4490 use this form.
//!
//! The rounds are our own, because the imitovstavka has 16 of them and the crate `magma` offers 32
//! only. A substitution is a shift of a 64-bit constant by its nibble: no memory is read at an
//! address that depends on the key or the text. The S-boxes are those of `magma` but for one.

use const_oid::ObjectIdentifier;
use magma::{Gost89, Gost89CryptoProA, Gost89CryptoProB, Gost89CryptoProC, Magma, Sbox};
use zeroize::{Zeroize as _, Zeroizing};

use crate::oid;

/// Octets of a block and of an initialisation vector.
pub const BLOCK_SIZE: usize = 8;

/// Octets of a key.
pub const KEY_SIZE: usize = 32;

/// Octets of an imitovstavka as RFC 4357 uses it.
pub const MAC_SIZE: usize = 4;

/// Octets that one key covers under [`KeyMeshing::CryptoPro`] (RFC 4357 section 2.3.2).
const MESHED_SECTION_SIZE: usize = 1024;

/// The constant C of RFC 4357 section 2.3.2, from which a meshed key is made.
const MESHING_CONSTANT: [u8; KEY_SIZE] = [
    0x69, 0x00, 0x72, 0x22, 0x64, 0xc9, 0x04, 0x23, 0x8d, 0x3a, 0xdb, 0x96, 0x46, 0xe9, 0x2a, 0xc4,
    0x18, 0xfe, 0xac, 0x94, 0x00, 0xed, 0x07, 0x12, 0xc0, 0x86, 0xdc, 0xc2, 0xef, 0x4c, 0xa9, 0x2b,
];

/// The steps of the counter in gamma mode (RFC 5830 section 6.2).
const COUNTER_STEPS: [u32; 2] = [0x0101_0101, 0x0101_0104];

type Block = [u8; BLOCK_SIZE];

/// Eight substitutions, each as sixteen nibbles of a word; the first is for the lowest nibble.
type Tables = [u64; 8];

/// A set of substitutions under the name that documents give it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SBox {
    /// id-tc26-gost-28147-param-Z (RFC 7836 appendix C), the one of today.
    ParamZ,
    /// id-Gost28147-89-CryptoPro-A-ParamSet (RFC 4357 section 11.2).
    CryptoProA,
    /// id-Gost28147-89-CryptoPro-B-ParamSet.
    CryptoProB,
    /// id-Gost28147-89-CryptoPro-C-ParamSet.
    CryptoProC,
    /// id-Gost28147-89-CryptoPro-D-ParamSet.
    CryptoProD,
}

const ALL: [SBox; 5] = [
    SBox::ParamZ,
    SBox::CryptoProA,
    SBox::CryptoProB,
    SBox::CryptoProC,
    SBox::CryptoProD,
];

impl SBox {
    /// Every set.
    #[must_use]
    pub const fn all() -> &'static [Self] {
        &ALL
    }

    /// Finds the set that an object identifier names.
    #[must_use]
    pub fn from_oid(oid: &ObjectIdentifier) -> Option<Self> {
        ALL.into_iter().find(|set| set.oid() == *oid)
    }

    /// The object identifier of the set.
    #[must_use]
    pub const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::ParamZ => oid::GOST28147_PARAM_Z,
            Self::CryptoProA => oid::GOST28147_CRYPTOPRO_A,
            Self::CryptoProB => oid::GOST28147_CRYPTOPRO_B,
            Self::CryptoProC => oid::GOST28147_CRYPTOPRO_C,
            Self::CryptoProD => oid::GOST28147_CRYPTOPRO_D,
        }
    }

    const fn tables(self) -> &'static Tables {
        match self {
            Self::ParamZ => &<Magma as Substitutions>::TABLES,
            Self::CryptoProA => &<Gost89CryptoProA as Substitutions>::TABLES,
            Self::CryptoProB => &<Gost89CryptoProB as Substitutions>::TABLES,
            Self::CryptoProC => &<Gost89CryptoProC as Substitutions>::TABLES,
            Self::CryptoProD => &CRYPTOPRO_D,
        }
    }
}

/// RFC 4357 section 11.2. The box that `magma` calls so is another one: that of GOST R 34.11-94 with
/// the parameters of `CryptoPro`.
const CRYPTOPRO_D: Tables = packed(&[
    [15, 12, 2, 10, 6, 4, 5, 0, 7, 9, 14, 13, 1, 11, 8, 3],
    [11, 6, 3, 4, 12, 15, 14, 2, 7, 13, 8, 0, 5, 10, 9, 1],
    [1, 12, 11, 0, 15, 14, 6, 5, 10, 13, 4, 8, 9, 3, 7, 2],
    [1, 5, 14, 12, 10, 7, 0, 13, 6, 2, 11, 4, 9, 3, 15, 8],
    [0, 12, 8, 9, 13, 2, 10, 11, 7, 3, 6, 5, 4, 14, 15, 1],
    [8, 0, 15, 3, 2, 5, 14, 11, 1, 10, 4, 7, 12, 9, 13, 6],
    [3, 0, 6, 15, 1, 14, 9, 2, 13, 8, 12, 4, 11, 10, 5, 7],
    [1, 10, 6, 8, 15, 11, 0, 4, 12, 3, 5, 9, 7, 13, 2, 14],
]);

/// Reaches the S-box of a cipher type: `magma` names the ciphers and not the boxes.
trait Substitutions {
    const TABLES: Tables;
}

impl<S: Sbox> Substitutions for Gost89<S> {
    const TABLES: Tables = packed(&S::SBOX);
}

const fn packed(boxes: &[[u8; 16]; 8]) -> Tables {
    let mut tables = [0; 8];
    let mut row = 0;
    while row < 8 {
        let mut nibble = 0;
        while nibble < 16 {
            tables[row] |= (boxes[row][nibble] as u64) << (4 * nibble);
            nibble += 1;
        }
        row += 1;
    }
    tables
}

/// Whether the key changes within one text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum KeyMeshing {
    /// One key for all of it (id-Gost28147-89-None-KeyMeshing).
    None,
    /// Another key after each 1,024 octets (id-Gost28147-89-CryptoPro-KeyMeshing, RFC 4357 section
    /// 2.3.2). The mode that the parameter sets of `CryptoPro` and TC26 imply.
    CryptoPro,
}

/// The cipher with a key; wiped when it is dropped.
pub struct Gost28147 {
    sbox: SBox,
    words: Zeroizing<[u32; 8]>,
}

impl Gost28147 {
    /// Takes a key.
    #[must_use]
    pub fn new(sbox: SBox, key: &[u8; KEY_SIZE]) -> Self {
        let mut words = Zeroizing::new([0; 8]);
        for (word, octets) in words.iter_mut().zip(key.as_chunks().0) {
            *word = u32::from_le_bytes(*octets);
        }
        Self { sbox, words }
    }

    /// Encrypts whole blocks in place, each by itself (ECB, RFC 5830 section 5).
    ///
    /// # Panics
    /// When `data` is no whole number of blocks of [`BLOCK_SIZE`] octets.
    pub fn encrypt_ecb(&self, data: &mut [u8]) {
        for block in whole_blocks(data) {
            self.encrypt_block(block);
        }
    }

    /// Decrypts whole blocks in place, each by itself.
    ///
    /// # Panics
    /// As [`Self::encrypt_ecb`].
    pub fn decrypt_ecb(&self, data: &mut [u8]) {
        for block in whole_blocks(data) {
            self.decrypt_block(block);
        }
    }

    /// Encrypts in place with cipher feedback (RFC 5830 section 7).
    pub fn encrypt_cfb(&self, iv: &[u8; BLOCK_SIZE], meshing: KeyMeshing, data: &mut [u8]) {
        self.cfb(*iv, meshing, data, |_, after| after);
    }

    /// Decrypts in place with cipher feedback.
    pub fn decrypt_cfb(&self, iv: &[u8; BLOCK_SIZE], meshing: KeyMeshing, data: &mut [u8]) {
        self.cfb(*iv, meshing, data, |before, _| before);
    }

    /// Encrypts or decrypts in place with a gamma of a counter (RFC 5830 section 6).
    pub fn apply_gamma(&self, iv: &[u8; BLOCK_SIZE], meshing: KeyMeshing, data: &mut [u8]) {
        let mut section_cipher = self.copied();
        let mut counter = Zeroizing::new(*iv);
        let mut gamma = Zeroizing::new(Block::default());
        self.encrypt_block(&mut counter);
        for (number, section) in data.chunks_mut(MESHED_SECTION_SIZE).enumerate() {
            if number > 0 && meshing == KeyMeshing::CryptoPro {
                section_cipher = section_cipher.meshed();
                section_cipher.encrypt_block(&mut counter);
            }
            for part in section.chunks_mut(BLOCK_SIZE) {
                let [low, high] = halves(*counter);
                let (sum, carry) = high.overflowing_add(COUNTER_STEPS[1]);
                // Modulo 2³² − 1, as the standard has it for this half.
                let high = sum.wrapping_add(u32::from(carry));
                *counter = joined([low.wrapping_add(COUNTER_STEPS[0]), high]);
                *gamma = *counter;
                section_cipher.encrypt_block(&mut gamma);
                mask(part, &*gamma);
            }
        }
    }

    /// Computes the imitovstavka of a text (RFC 5830 section 8), from an initial state as RFC 4357
    /// section 6 asks for; zeros where no document names one. The last block is filled up with
    /// zeros, and a text of one block is followed by a block of zeros.
    #[must_use]
    pub fn imitovstavka(
        &self,
        iv: &[u8; BLOCK_SIZE],
        meshing: KeyMeshing,
        text: &[u8],
    ) -> [u8; MAC_SIZE] {
        let mut section_cipher = self.copied();
        let mut state = Zeroizing::new(*iv);
        for (number, section) in text.chunks(MESHED_SECTION_SIZE).enumerate() {
            if number > 0 && meshing == KeyMeshing::CryptoPro {
                section_cipher = section_cipher.meshed();
            }
            for part in section.chunks(BLOCK_SIZE) {
                mask(&mut state[..part.len()], part);
                section_cipher.half_encrypt_block(&mut state);
            }
        }
        if (1..=BLOCK_SIZE).contains(&text.len()) {
            section_cipher.half_encrypt_block(&mut state);
        }
        let [first, second, third, fourth, ..] = *state;
        [first, second, third, fourth]
    }

    /// `next` chooses what is fed back: a block as it was before or as it is after the mask.
    fn cfb(
        &self,
        iv: Block,
        meshing: KeyMeshing,
        data: &mut [u8],
        next: impl Fn(Block, Block) -> Block,
    ) {
        let mut section_cipher = self.copied();
        let mut register = Zeroizing::new(iv);
        for (number, section) in data.chunks_mut(MESHED_SECTION_SIZE).enumerate() {
            if number > 0 && meshing == KeyMeshing::CryptoPro {
                section_cipher = section_cipher.meshed();
                section_cipher.encrypt_block(&mut register);
            }
            for part in section.chunks_mut(BLOCK_SIZE) {
                section_cipher.encrypt_block(&mut register);
                // An incomplete block is the last one, and nothing is fed back after it.
                let mut before = Block::default();
                before[..part.len()].copy_from_slice(part);
                mask(part, &*register);
                let mut after = Block::default();
                after[..part.len()].copy_from_slice(part);
                *register = next(before, after);
                before.zeroize();
                after.zeroize();
            }
        }
    }

    /// The same key once more, to be changed while a text goes on.
    fn copied(&self) -> Self {
        Self {
            sbox: self.sbox,
            words: self.words.clone(),
        }
    }

    /// The cipher with the key that follows this one: the constant decrypted with it.
    fn meshed(&self) -> Self {
        let mut key = Zeroizing::new(MESHING_CONSTANT);
        self.decrypt_ecb(&mut *key);
        Self::new(self.sbox, &key)
    }

    fn encrypt_block(&self, block: &mut Block) {
        let forwards = self.words.iter().cycle().take(24);
        let [left, right] = self.rounds(halves(*block), forwards.chain(self.words.iter().rev()));
        *block = joined([right, left]);
    }

    fn decrypt_block(&self, block: &mut Block) {
        let backwards = self.words.iter().rev().cycle().take(24);
        let [left, right] = self.rounds(halves(*block), self.words.iter().chain(backwards));
        *block = joined([right, left]);
    }

    /// The 16 rounds of the imitovstavka, which end without the exchange of halves.
    fn half_encrypt_block(&self, block: &mut Block) {
        *block = joined(self.rounds(halves(*block), self.words.iter().cycle().take(16)));
    }

    fn rounds<'a>(
        &self,
        [mut low, mut high]: [u32; 2],
        words: impl Iterator<Item = &'a u32>,
    ) -> [u32; 2] {
        let tables = self.sbox.tables();
        for word in words {
            (low, high) = (high ^ round(tables, low.wrapping_add(*word)), low);
        }
        [low, high]
    }
}

/// The substitution of eight nibbles and the rotation after it.
fn round(tables: &Tables, value: u32) -> u32 {
    let value = u64::from(value);
    let mut substituted = 0;
    for (position, table) in tables.iter().enumerate() {
        let shift = 4 * position;
        let nibble = (value >> shift) & 0xf;
        substituted |= ((table >> (4 * nibble)) & 0xf) << shift;
    }
    let [first, second, third, fourth, ..] = substituted.to_le_bytes();
    u32::from_le_bytes([first, second, third, fourth]).rotate_left(11)
}

fn whole_blocks(data: &mut [u8]) -> &mut [Block] {
    let (blocks, rest) = data.as_chunks_mut();
    assert!(rest.is_empty(), "ECB takes a whole number of blocks");
    blocks
}

fn halves(block: Block) -> [u32; 2] {
    let (words, _) = block.as_chunks();
    [u32::from_le_bytes(words[0]), u32::from_le_bytes(words[1])]
}

fn joined([low, high]: [u32; 2]) -> Block {
    let mut block = Block::default();
    block[..4].copy_from_slice(&low.to_le_bytes());
    block[4..].copy_from_slice(&high.to_le_bytes());
    block
}

fn mask(octets: &mut [u8], with: &[u8]) {
    for (octet, mask) in octets.iter_mut().zip(with) {
        *octet ^= mask;
    }
}

#[cfg(test)]
mod tests {
    use cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};

    use super::*;

    const KEY: [u8; 32] = *b"a key of two hundred and 56 bits";
    const IV: Block = *b"eight oc";

    /// Some blocks encrypted, and the same decrypted.
    type BothWays = (Vec<u8>, Vec<u8>);

    /// `magma`, with the octets of blocks and of the words of the key turned round.
    fn by_the_other_implementation<C>(data: &[u8]) -> BothWays
    where
        C: KeyInit + BlockCipherEncrypt + BlockCipherDecrypt,
    {
        let mut key = KEY;
        key.chunks_exact_mut(4).for_each(<[u8]>::reverse);
        let cipher = C::new_from_slice(&key).expect("32 octets");
        let run = |transform: &dyn Fn(&mut [u8])| {
            let mut data = data.to_vec();
            for block in data.chunks_exact_mut(8) {
                block.reverse();
                transform(block);
                block.reverse();
            }
            data
        };
        (
            run(&|block| cipher.encrypt_block(block.try_into().expect("a block"))),
            run(&|block| cipher.decrypt_block(block.try_into().expect("a block"))),
        )
    }

    #[test]
    fn the_rounds_are_those_of_another_implementation() {
        let data: Vec<u8> = (0..64).collect();
        let check = |sbox, expected: BothWays| {
            let cipher = Gost28147::new(sbox, &KEY);
            let (mut encrypted, mut decrypted) = (data.clone(), data.clone());
            cipher.encrypt_ecb(&mut encrypted);
            cipher.decrypt_ecb(&mut decrypted);
            assert_eq!((encrypted, decrypted), expected, "{sbox:?}");
        };
        let by = |other: fn(&[u8]) -> BothWays| other(&data);
        check(SBox::ParamZ, by(by_the_other_implementation::<Magma>));
        let expected = by(by_the_other_implementation::<Gost89CryptoProA>);
        check(SBox::CryptoProA, expected);
        let expected = by(by_the_other_implementation::<Gost89CryptoProB>);
        check(SBox::CryptoProB, expected);
        let expected = by(by_the_other_implementation::<Gost89CryptoProC>);
        check(SBox::CryptoProC, expected);
    }

    #[test]
    fn every_mode_undoes_itself_and_depends_on_meshing_after_a_section() {
        let cipher = Gost28147::new(SBox::ParamZ, &KEY);
        let text: Vec<u8> = (0..=250)
            .cycle()
            .take(2 * MESHED_SECTION_SIZE + 13)
            .collect();
        for length in [0, 1, 7, 8, 9, 1024, 1025, text.len()] {
            let run = |meshing| {
                let (mut fed_back, mut counted) =
                    (text[..length].to_vec(), text[..length].to_vec());
                cipher.encrypt_cfb(&IV, meshing, &mut fed_back);
                cipher.apply_gamma(&IV, meshing, &mut counted);
                let shown = (fed_back.clone(), counted.clone());
                cipher.decrypt_cfb(&IV, meshing, &mut fed_back);
                cipher.apply_gamma(&IV, meshing, &mut counted);
                assert_eq!(
                    (&fed_back[..], &counted[..]),
                    (&text[..length], &text[..length])
                );
                (shown, cipher.imitovstavka(&IV, meshing, &text[..length]))
            };
            let alike = run(KeyMeshing::None) == run(KeyMeshing::CryptoPro);
            assert_eq!(alike, length <= MESHED_SECTION_SIZE, "{length} octets");
        }
    }

    #[test]
    fn an_imitovstavka_tells_texts_apart() {
        let cipher = Gost28147::new(SBox::CryptoProA, &KEY);
        let of = |text: &[u8]| cipher.imitovstavka(&[0; 8], KeyMeshing::None, text);
        assert_ne!(of(b"text"), of(b"texs"));
        assert_ne!(of(b"sixteen octets  "), of(b"sixteen octetz  "));
        // The filling is not told from the text: whoever uses it must fix the length.
        assert_eq!(of(b"text"), of(b"text\0"));
        assert_eq!(of(b"text"), of(b"text\0\0\0\0\0\0\0\0\0\0\0\0"));
        let other_state = cipher.imitovstavka(&[1; 8], KeyMeshing::None, b"text");
        assert_ne!(of(b"text"), other_state);
    }

    #[test]
    fn every_set_is_found_by_its_identifier() {
        for set in SBox::all() {
            assert_eq!(SBox::from_oid(&set.oid()), Some(*set));
        }
        assert_eq!(SBox::from_oid(&oid::GOST28147), None);
    }

    #[test]
    #[should_panic(expected = "whole number of blocks")]
    fn ecb_takes_whole_blocks_only() {
        Gost28147::new(SBox::ParamZ, &KEY).encrypt_ecb(&mut [0; 9]);
    }
}

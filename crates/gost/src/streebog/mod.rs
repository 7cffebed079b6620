//! The hash of GOST R 34.11-2012 (RFC 6986) behind the traits of `digest`.
//!
//! It is RustCrypto's `streebog` (the oracle of the tests) about a quarter faster, by the shape of one
//! function: [`lps`] takes word after word of its input, keeps the eight words of its output in
//! registers and is not inlined, so that the compiler has no reason to spill them. As there, octets
//! index a table of 16 KiB, so that the time may depend on them through the cache.

mod constants;

use std::fmt;

use digest::{
    HashMarker, InvalidOutputSize, Output,
    array::Array,
    block_api::{
        AlgorithmName, Block, BlockSizeUser, Buffer, BufferKindUser, CtOutWrapper, Eager,
        OutputSizeUser, TruncSide, UpdateCore, VariableOutputCore,
    },
    common::hazmat::{DeserializeStateError, SerializableState, SerializedState},
    consts::{U32, U64, U192},
};
use zeroize::{Zeroize, ZeroizeOnDrop};

use self::constants::{ITERATIONS, TABLE};

digest::buffer_fixed!(
    /// The hash of 256 bit.
    pub(crate) struct Streebog256(CtOutWrapper<Core, U32>);
    impl: BaseFixedTraits AlgorithmName Default Clone HashMarker Reset FixedOutputReset
        SerializableState;
);

digest::buffer_fixed!(
    /// The hash of 512 bit.
    pub(crate) struct Streebog512(CtOutWrapper<Core, U64>);
    impl: BaseFixedTraits AlgorithmName Default Clone HashMarker Reset FixedOutputReset
        SerializableState;
);

const BLOCK_SIZE: u64 = 64;

/// The compiler's word that what waits for a whole block is wiped as well.
const _: fn(&Buffer<Core>) -> &dyn ZeroizeOnDrop = |buffer| buffer;

/// A vector of 512 bits.
type Vector = [u64; 8];

/// The state between blocks: h, N and Σ of RFC 6986 section 8.
#[derive(Clone)]
pub(crate) struct Core {
    hash: Vector,
    bits: Vector,
    sum: Vector,
}

impl Core {
    fn compress(&mut self, block: &Vector, octets: u64) {
        compress(&mut self.hash, &self.bits, block);
        add(&mut self.bits, &[8 * octets, 0, 0, 0, 0, 0, 0, 0]);
        add(&mut self.sum, block);
    }
}

/// The compression function g (RFC 6986 section 7), with the key of the block cipher made beside it.
fn compress(hash: &mut Vector, bits: &Vector, block: &Vector) {
    let mut key = *hash;
    let mut text = *block;
    lps(&mut key, bits);
    for constant in &ITERATIONS {
        lps(&mut text, &key);
        lps(&mut key, constant);
    }
    for (at, word) in hash.iter_mut().enumerate() {
        *word ^= text[at] ^ key[at] ^ block[at];
    }
}

/// The transformations X, S, P and L (RFC 6986 section 6): octet i of word j, through the table of
/// place j, goes into word i.
#[inline(never)]
fn lps(vector: &mut Vector, other: &Vector) {
    let mut out = [0; 8];
    for ((word, other), table) in vector.iter().zip(other).zip(&TABLE) {
        for (sum, octet) in out.iter_mut().zip((word ^ other).to_le_bytes()) {
            *sum ^= table[usize::from(octet)];
        }
    }
    *vector = out;
}

/// Addition modulo 2⁵¹².
fn add(to: &mut Vector, other: &Vector) {
    let mut carry = false;
    for (word, other) in to.iter_mut().zip(other) {
        (*word, carry) = word.carrying_add(*other, carry);
    }
}

fn vector(octets: &[u8]) -> Vector {
    let mut vector = [0; 8];
    for (word, octets) in vector.iter_mut().zip(octets.as_chunks().0) {
        *word = u64::from_le_bytes(*octets);
    }
    vector
}

fn octets(vector: &Vector) -> Array<u8, U64> {
    let mut octets = Array::default();
    for (octets, word) in octets.as_chunks_mut::<8>().0.iter_mut().zip(vector) {
        *octets = word.to_le_bytes();
    }
    octets
}

impl HashMarker for Core {}

impl BlockSizeUser for Core {
    type BlockSize = U64;
}

impl BufferKindUser for Core {
    type BufferKind = Eager;
}

impl OutputSizeUser for Core {
    type OutputSize = U64;
}

impl UpdateCore for Core {
    fn update_blocks(&mut self, blocks: &[Block<Self>]) {
        for block in blocks {
            self.compress(&vector(block), BLOCK_SIZE);
        }
    }
}

impl VariableOutputCore for Core {
    const TRUNC_SIDE: TruncSide = TruncSide::Right;

    fn new(output_size: usize) -> Result<Self, InvalidOutputSize> {
        let word = match output_size {
            32 => 0x0101_0101_0101_0101,
            64 => 0,
            _ => return Err(InvalidOutputSize),
        };
        Ok(Self {
            hash: [word; 8],
            bits: [0; 8],
            sum: [0; 8],
        })
    }

    fn finalize_variable_core(&mut self, buffer: &mut Buffer<Self>, out: &mut Output<Self>) {
        let length = buffer.get_pos();
        let mut block = buffer.pad_with_zeros();
        block[length] = 1;
        let length = u64::try_from(length).expect("less than a block");
        self.compress(&vector(&block), length);
        compress(&mut self.hash, &[0; 8], &self.bits);
        compress(&mut self.hash, &[0; 8], &self.sum);
        *out = octets(&self.hash);
    }
}

impl AlgorithmName for Core {
    fn write_alg_name(f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Streebog")
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Streebog { .. }")
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        self.hash.zeroize();
        self.bits.zeroize();
        self.sum.zeroize();
    }
}

impl ZeroizeOnDrop for Core {}

impl SerializableState for Core {
    type SerializedStateSize = U192;

    fn serialize(&self) -> SerializedState<Self> {
        octets(&self.hash)
            .concat(octets(&self.bits))
            .concat(octets(&self.sum))
    }

    fn deserialize(state: &SerializedState<Self>) -> Result<Self, DeserializeStateError> {
        Ok(Self {
            hash: vector(&state[..64]),
            bits: vector(&state[64..128]),
            sum: vector(&state[128..]),
        })
    }
}

#[cfg(test)]
mod tests {
    use digest::Digest as _;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            ..ProptestConfig::with_cases(400)
        })]

        #[test]
        fn hashes_are_those_of_the_oracle_however_the_message_is_cut(
            message in prop::collection::vec(any::<u8>(), 0..400),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
        ) {
            let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(message.len() + 1)).collect();
            cuts.sort_unstable();
            let (mut short, mut long, mut from) = (Streebog256::new(), Streebog512::new(), 0);
            for to in cuts.into_iter().chain([message.len()]) {
                short.update(&message[from..to]);
                long.update(&message[from..to]);
                from = to;
            }
            prop_assert_eq!(
                short.finalize().to_vec(),
                ::streebog::Streebog256::digest(&message).to_vec()
            );
            prop_assert_eq!(
                long.finalize().to_vec(),
                ::streebog::Streebog512::digest(&message).to_vec()
            );
        }
    }

    #[test]
    fn the_sum_of_blocks_carries_over_all_words() {
        let message = [[0xff; 64], [1; 64], [0xff; 64]].concat();
        assert_eq!(
            Streebog512::digest(&message).to_vec(),
            ::streebog::Streebog512::digest(&message).to_vec()
        );
    }

    #[test]
    fn a_stored_state_goes_on_where_it_was() {
        let mut core = <Core as VariableOutputCore>::new(64).expect("a size of this hash");
        core.update_blocks(&[Array([0x5a; 64])]);
        let again = Core::deserialize(&core.serialize()).expect("any state is good");
        assert_eq!(
            (again.hash, again.bits, again.sum),
            (core.hash, core.bits, core.sum)
        );
    }
}

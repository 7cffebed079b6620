//! Integers modulo 2⁶⁴ᴺ⁻¹ + C for a small C: 2²⁵⁵ + 3225 and 2⁵¹¹ + 111.
//!
//! A value is always below the prime. Since 2⁶⁴ᴺ⁻¹ ≡ −C, the bits of a product above 2⁶⁴ᴺ⁻¹ come back
//! at the bottom times −C.

use zeroize::Zeroize;

use super::Field;
use crate::curve::{
    inversion,
    limbs::{self, Limbs, Mask},
};

const TOP_BIT: u64 = 1 << 63;

/// An integer modulo 2⁶⁴ᴺ⁻¹ + C.
#[derive(Clone, Copy)]
pub(crate) struct Above<const N: usize, const C: u64>(Limbs<N>);

impl<const N: usize, const C: u64> Above<N, C> {
    const PRIME: Limbs<N> = {
        assert!(C < 1 << 16, "the bounds below are for a small C");
        let mut prime = [0; N];
        prime[0] = C;
        prime[N - 1] = TOP_BIT;
        prime
    };
    const INVERSION: inversion::Modulus<N> = inversion::Modulus::new(&Self::PRIME);

    /// A constant in hexadecimal, in the full size.
    pub(crate) const fn from_hex(text: &str) -> Self {
        Self(limbs::from_hex(text))
    }

    /// Reduces a product of two values below the prime.
    ///
    /// With the product as h·2⁶⁴ᴺ⁻¹ + l the value is l − C·h, where l < 2⁶⁴ᴺ⁻¹ and
    /// h < 2⁶⁴ᴺ⁻¹ + 2C + 1. C·h is split once more, as t·2⁶⁴ᴺ⁻¹ + m with t ≤ C, which makes the
    /// value l − m + C·t. That is above −2⁶⁴ᴺ⁻¹ and below 2⁶⁴ᴺ⁻¹ + C², so after adding the prime
    /// where it is negative it is below twice the prime.
    #[inline(always)]
    const fn folded(low: &Limbs<N>, high: &Limbs<N>) -> Self {
        let mut rest = *low;
        rest[N - 1] &= !TOP_BIT;
        // h, a bit of the low half and all but the top bit of the high one: the product is below
        // 2¹²⁸ᴺ⁻¹, since the prime's square is.
        let mut multiple = [0; N];
        let mut top = 0;
        let mut below = low[N - 1];
        let mut at = 0;
        while at < N {
            let word = (high[at] << 1) | (below >> 63);
            below = high[at];
            (multiple[at], top) = limbs::multiply_words(word, C, top, 0);
            at += 1;
        }
        let turns = (top << 1) | (multiple[N - 1] >> 63);
        multiple[N - 1] &= !TOP_BIT;
        let (difference, borrow) = limbs::subtract(&rest, &multiple);
        // The borrow stands for −2⁶⁴ᴺ. C·t is below 2³³; the sum may pay for the borrow.
        let (sum, carry) = limbs::add_word(&difference, turns.wrapping_mul(C));
        let negative = Mask::of_carry(borrow).and(Mask::of_carry(carry).not());
        let mut prime = [0; N];
        prime[0] = negative.keep(C);
        prime[N - 1] = negative.keep(TOP_BIT);
        let (sum, _) = limbs::add(&sum, &prime);
        Self(limbs::reduce_once(&sum, false, &Self::PRIME))
    }
}

impl<const N: usize, const C: u64> Zeroize for Above<N, C> {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl<const N: usize, const C: u64> Field for Above<N, C> {
    const ZERO: Self = Self([0; N]);
    const ONE: Self = Self(limbs::add_word(&[0; N], 1).0);
    const NOTHING: Self = Self([0; N]);

    fn decoded(octets: &[u8]) -> Option<Self> {
        let value = limbs::from_octets(octets);
        let (_, below) = limbs::subtract(&value, &Self::PRIME);
        below.then_some(Self(value))
    }

    fn to_octets(self) -> Vec<u8> {
        limbs::to_octets(&self.0).to_vec()
    }

    #[inline(always)]
    fn plus(&self, other: &Self) -> Self {
        Self(limbs::add_modular(&self.0, &other.0, &Self::PRIME))
    }

    #[inline(always)]
    fn minus(&self, other: &Self) -> Self {
        Self(limbs::subtract_modular(&self.0, &other.0, &Self::PRIME))
    }

    #[inline(always)]
    fn times(&self, other: &Self) -> Self {
        let (low, high) = limbs::multiply(&self.0, &other.0);
        Self::folded(&low, &high)
    }

    #[inline(always)]
    fn squared(&self) -> Self {
        let (low, high) = limbs::square(&self.0);
        Self::folded(&low, &high)
    }

    #[inline(always)]
    fn halved(&self) -> Self {
        Self(limbs::halve_modular(&self.0, &Self::PRIME))
    }

    fn inverted(&self) -> Self {
        Self(Self::INVERSION.invert(&self.0))
    }

    fn inverted_vartime(&self) -> Self {
        Self(Self::INVERSION.invert_vartime(&self.0))
    }

    #[inline(always)]
    fn is_zero(&self) -> Mask {
        limbs::is_zero(&self.0)
    }

    #[inline(always)]
    fn choose(mask: Mask, then: &Self, other: &Self) -> Self {
        Self(limbs::choose(mask, &then.0, &other.0))
    }

    #[inline(always)]
    fn gather(&mut self, mask: Mask, other: &Self) {
        for (limb, other) in self.0.iter_mut().zip(&other.0) {
            *limb |= mask.keep(*other);
        }
    }
}

//! Integers modulo 2⁶⁴ᴺ − C for a small C: 2²⁵⁶ − 617 and 2⁵¹² − 569.
//!
//! A value is kept as any integer below 2⁶⁴ᴺ, not only below the prime: since 2⁶⁴ᴺ ≡ C, what leaves
//! the top comes back at the bottom times C, and nothing has to be compared with the prime until a
//! value is shown or asked whether it is zero.

use zeroize::Zeroize;

use super::Field;
use crate::curve::{
    inversion,
    limbs::{self, Limbs, Mask},
};

/// An integer modulo 2⁶⁴ᴺ − C.
#[derive(Clone, Copy)]
pub(crate) struct Below<const N: usize, const C: u64>(Limbs<N>);

impl<const N: usize, const C: u64> Below<N, C> {
    const PRIME: Limbs<N> = {
        assert!(C < 1 << 16, "the bounds below are for a small C");
        limbs::subtract_word(&[0; N], C).0
    };
    const INVERSION: inversion::Modulus<N> = inversion::Modulus::new(&Self::PRIME);

    /// A constant in hexadecimal, in the full size.
    pub(crate) const fn from_hex(text: &str) -> Self {
        Self(limbs::from_hex(text))
    }

    /// The integer below the prime: the value is below twice the prime.
    fn canonical(&self) -> Limbs<N> {
        limbs::reduce_once(&self.0, false, &Self::PRIME)
    }

    /// Folds a carry out of the top of a sum: the value is that of `sum` and `carry`·2⁶⁴ᴺ.
    ///
    /// Adding C may carry once more, but then what is left is below C, and a second C does not.
    #[inline(always)]
    const fn folded_carry(sum: &Limbs<N>, carry: bool) -> Self {
        let (mut sum, again) = limbs::add_word(sum, Mask::of_carry(carry).keep(C));
        sum[0] = sum[0].wrapping_add(Mask::of_carry(again).keep(C));
        Self(sum)
    }

    /// Reduces a product: `low` + 2⁶⁴ᴺ·`high` ≡ `low` + C·`high`, which is below (C + 1)·2⁶⁴ᴺ; the
    /// word above 2⁶⁴ᴺ is at most C, so that its product with C is below 2³².
    #[inline(always)]
    const fn folded(low: &Limbs<N>, high: &Limbs<N>) -> Self {
        let mut sum = [0; N];
        let mut top = 0;
        let mut at = 0;
        while at < N {
            (sum[at], top) = limbs::multiply_words(high[at], C, top, low[at]);
            at += 1;
        }
        let (mut sum, again) = limbs::add_word(&sum, top.wrapping_mul(C));
        // After a carry the rest is below 2³², so that one more C does not carry.
        sum[0] = sum[0].wrapping_add(Mask::of_carry(again).keep(C));
        Self(sum)
    }
}

impl<const N: usize, const C: u64> Zeroize for Below<N, C> {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl<const N: usize, const C: u64> Field for Below<N, C> {
    const ZERO: Self = Self([0; N]);
    const ONE: Self = Self(limbs::add_word(&[0; N], 1).0);
    const NOTHING: Self = Self([0; N]);

    fn decoded(octets: &[u8]) -> Option<Self> {
        let value = limbs::from_octets(octets);
        let (_, below) = limbs::subtract(&value, &Self::PRIME);
        below.then_some(Self(value))
    }

    fn to_octets(self) -> Vec<u8> {
        limbs::to_octets(&self.canonical()).to_vec()
    }

    #[inline(always)]
    fn plus(&self, other: &Self) -> Self {
        let (sum, carry) = limbs::add(&self.0, &other.0);
        Self::folded_carry(&sum, carry)
    }

    #[inline(always)]
    fn minus(&self, other: &Self) -> Self {
        // A borrow of 2⁶⁴ᴺ is one of C; should that borrow again, the value is above 2⁶⁴ᴺ − C, and
        // a second C does not.
        let (difference, borrow) = limbs::subtract(&self.0, &other.0);
        let (mut difference, again) =
            limbs::subtract_word(&difference, Mask::of_carry(borrow).keep(C));
        difference[0] = difference[0].wrapping_sub(Mask::of_carry(again).keep(C));
        Self(difference)
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
        Self(Self::INVERSION.invert(&self.canonical()))
    }

    fn inverted_vartime(&self) -> Self {
        Self(Self::INVERSION.invert_vartime(&self.canonical()))
    }

    #[inline(always)]
    fn is_zero(&self) -> Mask {
        limbs::is_zero(&self.canonical())
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

//! Integers modulo a prime near a power of two: 2²⁵⁶ − 617, 2⁵¹² − 569, 2²⁵⁵ + 3225 and 2⁵¹¹ + 111.
//!
//! The type says what 2⁶⁴ᴺ is modulo the prime: `TOP` is C for the prime 2⁶⁴ᴺ − C, and −2C for
//! 2⁶⁴ᴺ⁻¹ + C, of which 2⁶⁴ᴺ + 2C is twice. A value is kept as any integer below 2⁶⁴ᴺ, which is less
//! than twice the prime: what leaves the top comes back at the bottom times `TOP`, and nothing has to
//! be compared with the prime until a value is shown or asked whether it is zero.

use std::hint::black_box;

use zeroize::Zeroize;

use super::{Field, Wide};
use crate::curve::{
    inversion,
    limbs::{self, Limbs, Mask},
};

const TOP_BIT: u64 = 1 << 63;

/// The bound of what stands above 2⁶⁴ᴺ in a sum or product before it is reduced.
const TOP_MAX: u64 = 1 << 30;

/// An integer modulo the prime near a power of two of which 2⁶⁴ᴺ leaves `TOP`.
#[derive(Clone, Copy)]
pub(crate) struct Near<const N: usize, const TOP: i64>(Limbs<N>);

/// `words` + `top`·2⁶⁴ᴺ, where `top` is below [`TOP_MAX`] in absolute value.
///
/// A product has a `top` of at most |`TOP`| + 1 < 2¹⁶, a value one of zero, and a sum or difference
/// at most those of both and one more; so formulas may add up thousands.
#[derive(Clone, Copy)]
pub(crate) struct NearWide<const N: usize, const TOP: i64> {
    words: Limbs<N>,
    top: i64,
}

impl<const N: usize, const TOP: i64> Near<N, TOP> {
    const PRIME: Limbs<N> = {
        let magnitude = TOP.unsigned_abs();
        assert!(
            magnitude < 1 << 15,
            "the bounds below are for a small integer"
        );
        if TOP > 0 {
            limbs::subtract_word(&[0; N], magnitude).0
        } else {
            assert!(magnitude.is_multiple_of(2), "twice the prime is even");
            let mut prime = [0; N];
            prime[0] = magnitude / 2;
            prime[N - 1] = TOP_BIT;
            prime
        }
    };
    const INVERSION: inversion::Modulus<N> = inversion::Modulus::new(&Self::PRIME);

    /// A constant in hexadecimal, in the full size.
    pub(crate) const fn from_hex(text: &str) -> Self {
        Self(limbs::from_hex(text))
    }

    /// The integer below the prime.
    fn canonical(&self) -> Limbs<N> {
        limbs::reduce_once(&self.0, false, &Self::PRIME)
    }
}

impl<const N: usize, const TOP: i64> NearWide<N, TOP> {
    /// `low` + 2⁶⁴ᴺ·`high` ≡ `low` + `TOP`·`high`, of which the last product is below |`TOP`|·2⁶⁴ᴺ in
    /// absolute value.
    #[inline(always)]
    fn folded(low: &Limbs<N>, high: &Limbs<N>) -> Self {
        let mut multiple = [0; N];
        let mut above = 0;
        for (multiple, word) in multiple.iter_mut().zip(high) {
            (*multiple, above) = limbs::multiply_words(*word, TOP.unsigned_abs(), above, 0);
        }
        let above = above.cast_signed();
        if TOP > 0 {
            let (words, carry) = limbs::add(low, &multiple);
            let top = above.wrapping_add(i64::from(carry));
            Self { words, top }
        } else {
            let (words, borrow) = limbs::subtract(low, &multiple);
            let top = above.wrapping_add(i64::from(borrow)).wrapping_neg();
            Self { words, top }
        }
    }
}

impl<const N: usize, const TOP: i64> Wide<Near<N, TOP>> for NearWide<N, TOP> {
    #[inline(always)]
    fn plus(&self, other: &Self) -> Self {
        let (words, carry) = limbs::add(&self.words, &other.words);
        let top = self.top.wrapping_add(other.top);
        let top = top.wrapping_add(i64::from(carry));
        Self { words, top }
    }

    #[inline(always)]
    fn minus(&self, other: &Self) -> Self {
        let (words, borrow) = limbs::subtract(&self.words, &other.words);
        let top = self.top.wrapping_sub(other.top);
        let top = top.wrapping_sub(i64::from(borrow));
        Self { words, top }
    }

    #[inline(always)]
    fn halved(&self) -> Self {
        let odd = Mask::of_lowest_bit(self.words[0]);
        let mut added = Near::<N, TOP>::PRIME;
        for word in &mut added {
            *word = odd.keep(*word);
        }
        let (sum, carry) = limbs::add(&self.words, &added);
        let top = self.top.wrapping_add(i64::from(carry));
        Self {
            words: limbs::shifted_down(&sum, top.cast_unsigned()),
            top: top >> 1,
        }
    }

    /// The value is S = `words` + m modulo the prime p, with m = `top`·`TOP` and |m| < 2⁴⁵. What S
    /// leaves above 2⁶⁴ᴺ is 1, 0 or −1, and comes back once more.
    ///
    /// * For `TOP` > 0 as `TOP`: after a carry the words are below 2⁴⁵, after a borrow at least
    ///   2⁶⁴ᴺ − 2⁴⁵, so that it changes the lowest word alone.
    /// * For `TOP` < 0 that could leave the range again, and S ∓ p is taken: after a carry
    ///   2⁶⁴ᴺ ≤ S < 2⁶⁴ᴺ + 2⁴⁵ and S − p lies above 2⁶⁴ᴺ⁻¹ − 2¹⁵, after a borrow −2⁴⁵ ≤ S < 0 and S + p
    ///   lies between 0 and p. The half 2⁶⁴ᴺ⁻¹ of p flips the highest bit, whatever its sign.
    #[inline(always)]
    fn reduced(&self) -> Near<N, TOP> {
        debug_assert!(self.top.unsigned_abs() < TOP_MAX, "a sum of too much");
        let (mut words, left) = plus_signed(&self.words, self.top.wrapping_mul(TOP));
        if TOP > 0 {
            words[0] = words[0].wrapping_add(left.wrapping_mul(TOP).cast_unsigned());
        } else {
            (words, _) = plus_signed(&words, left.wrapping_mul(TOP / 2));
            words[N - 1] ^= left.cast_unsigned() << 63;
        }
        Near(words)
    }
}

/// The sum with a signed word, and what it leaves above: −1, 0 or 1. The compiler must not see that
/// there are three cases.
#[inline(always)]
fn plus_signed<const N: usize>(words: &Limbs<N>, word: i64) -> (Limbs<N>, i64) {
    let sign = word >> 63;
    let extension = sign.cast_unsigned();
    let (sum, carry) = limbs::add_extended(words, word.cast_unsigned(), extension);
    let left = black_box(0_i64).wrapping_add(sign);
    (sum, left.wrapping_add(i64::from(carry)))
}

impl<const N: usize, const TOP: i64> Zeroize for Near<N, TOP> {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl<const N: usize, const TOP: i64> Field for Near<N, TOP> {
    type Wide = NearWide<N, TOP>;

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

    /// The zero above is hidden, so that a carry that is added to it does not look like two cases.
    #[inline(always)]
    fn wide(&self) -> Self::Wide {
        NearWide {
            words: self.0,
            top: black_box(0),
        }
    }

    #[inline(always)]
    fn product(&self, other: &Self) -> Self::Wide {
        let (low, high) = limbs::multiply(&self.0, &other.0);
        NearWide::folded(&low, &high)
    }

    #[inline(always)]
    fn square(&self) -> Self::Wide {
        let (low, high) = limbs::square(&self.0);
        NearWide::folded(&low, &high)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// `words` + `top`·2⁶⁴ᴺ below the prime, step by step.
    fn rest<const N: usize, const TOP: i64>(words: &Limbs<N>, top: i64) -> Limbs<N> {
        let prime = &Near::<N, TOP>::PRIME;
        let step = limbs::add_word(&[0; N], TOP.unsigned_abs()).0;
        let mut rest = Near::<N, TOP>(*words).canonical();
        for _ in 0..top.unsigned_abs() {
            rest = if (top > 0) == (TOP > 0) {
                limbs::add_modular(&rest, &step, prime)
            } else {
                limbs::subtract_modular(&rest, &step, prime)
            };
        }
        rest
    }

    /// Words at and around all places where a carry or borrow comes or goes.
    fn check<const N: usize, const TOP: i64>() {
        let (prime, zero) = (Near::<N, TOP>::PRIME, [0; N]);
        let twice = limbs::add(&prime, &prime).0;
        for top in -40..=40_i64 {
            let turn = top.wrapping_mul(TOP).unsigned_abs();
            for offset in (0..4).chain(turn.saturating_sub(3)..turn + 4) {
                for near in [zero, prime, twice] {
                    let above = limbs::add_word(&near, offset).0;
                    for words in [above, limbs::subtract_word(&near, offset).0] {
                        let wide = NearWide::<N, TOP> { words, top };
                        let expected = rest::<N, TOP>(&words, top);
                        assert_eq!(wide.reduced().canonical(), expected, "{words:x?} {top}");
                        let half = wide.halved();
                        let again = half.plus(&half).reduced();
                        assert_eq!(again.canonical(), expected, "{words:x?} {top}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_sum_at_an_edge_is_reduced_to_what_it_is() {
        check::<4, 617>();
        check::<8, 569>();
        check::<4, -6450>();
        check::<4, -2146>();
        check::<8, -222>();
    }
}

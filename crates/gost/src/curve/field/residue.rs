//! Integers modulo any odd prime of 64·N bits or less, kept times 2⁶⁴ᴺ (Montgomery, "Modular
//! multiplication without trial division", 1985): the field of 256-D, those of the curves of the
//! published examples, and the integers modulo the orders of all generators.

use std::marker::PhantomData;

use subtle::{Choice, CtOption};
use zeroize::{Zeroize, Zeroizing};

use super::{Field, Wide};
use crate::curve::{
    Scalar, inversion,
    limbs::{self, Limbs, Mask},
    multiples::Order,
};

/// Names a prime.
pub(crate) trait Modulus<const N: usize>: Copy + Send + Sync + 'static {
    /// The prime.
    const PRIME: Limbs<N>;
}

/// An integer modulo the prime of `M`: below it, and times 2⁶⁴ᴺ.
#[derive(Clone, Copy)]
pub(crate) struct Residue<M, const N: usize>(Limbs<N>, PhantomData<M>);

impl<M: Modulus<N>, const N: usize> Residue<M, N> {
    const PRIME: Limbs<N> = M::PRIME;
    /// −1/p modulo 2⁶⁴.
    const FACTOR: u64 = inversion::word_inverse(M::PRIME[0]).wrapping_neg();
    /// 2⁶⁴ᴺ, which stands for one.
    const UNIT: Limbs<N> = doubled_often::<N>(&limbs::add_word(&[0; N], 1).0, &M::PRIME);
    /// 2¹²⁸ᴺ, which stands for 2⁶⁴ᴺ.
    const UNIT_SQUARED: Limbs<N> = doubled_often::<N>(&Self::UNIT, &M::PRIME);
    const INVERSION: inversion::Modulus<N> = inversion::Modulus::new(&M::PRIME);

    /// A constant below the prime in hexadecimal, in the full size.
    pub(crate) const fn from_hex(text: &str) -> Self {
        Self::from_limbs(&limbs::from_hex(text))
    }

    /// Any integer of the full size, modulo the prime.
    const fn from_limbs(value: &Limbs<N>) -> Self {
        Self(Self::montgomery(value, &Self::UNIT_SQUARED), PhantomData)
    }

    /// The integer below the prime.
    pub(crate) const fn canonical(&self) -> Limbs<N> {
        Self::montgomery_reduced(&self.0, &[0; N])
    }

    /// a·b/2⁶⁴ᴺ modulo the prime, for any a and for b below the prime: before the last step the
    /// value is below b + p.
    #[inline(always)]
    const fn montgomery(a: &Limbs<N>, b: &Limbs<N>) -> Limbs<N> {
        let (low, high) = limbs::multiply(a, b);
        Self::montgomery_reduced(&low, &high)
    }

    /// (low + 2⁶⁴ᴺ·high)/2⁶⁴ᴺ modulo the prime, for a value below 2⁶⁴ᴺ·p: each round adds the
    /// multiple of the prime that clears the lowest word. What is left is below twice the prime.
    #[inline(always)]
    const fn montgomery_reduced(low: &Limbs<N>, high: &Limbs<N>) -> Limbs<N> {
        let mut low = *low;
        let mut high = *high;
        let mut top = false;
        let mut round = 0;
        while round < N {
            let multiple = low[round].wrapping_mul(Self::FACTOR);
            let mut carry = 0;
            let mut at = 0;
            while at < N {
                let place = round + at;
                let word = if place < N {
                    low[place]
                } else {
                    high[place - N]
                };
                let sum;
                (sum, carry) = limbs::multiply_words(multiple, Self::PRIME[at], carry, word);
                if place < N {
                    low[place] = sum;
                } else {
                    high[place - N] = sum;
                }
                at += 1;
            }
            (high[round], top) = limbs::add_words(high[round], carry, top);
            round += 1;
        }
        limbs::reduce_once(&high, top, &Self::PRIME)
    }
}

/// The integer doubled 64·N times modulo the prime.
const fn doubled_often<const N: usize>(value: &Limbs<N>, prime: &Limbs<N>) -> Limbs<N> {
    let mut value = *value;
    let mut round = 0;
    while round < 64 * N {
        value = limbs::add_modular(&value, &value, prime);
        round += 1;
    }
    value
}

impl<M: Modulus<N>, const N: usize> Zeroize for Residue<M, N> {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

/// Products are reduced at once: by Montgomery's way that costs as much as the product.
impl<M: Modulus<N>, const N: usize> Wide<Self> for Residue<M, N> {
    #[inline(always)]
    fn plus(&self, other: &Self) -> Self {
        let sum = limbs::add_modular(&self.0, &other.0, &Self::PRIME);
        Self(sum, PhantomData)
    }

    #[inline(always)]
    fn minus(&self, other: &Self) -> Self {
        let difference = limbs::subtract_modular(&self.0, &other.0, &Self::PRIME);
        Self(difference, PhantomData)
    }

    #[inline(always)]
    fn halved(&self) -> Self {
        Self(limbs::halve_modular(&self.0, &Self::PRIME), PhantomData)
    }

    #[inline(always)]
    fn reduced(&self) -> Self {
        *self
    }
}

impl<M: Modulus<N>, const N: usize> Field for Residue<M, N> {
    type Wide = Self;

    const ZERO: Self = Self([0; N], PhantomData);
    const ONE: Self = Self(Self::UNIT, PhantomData);
    const NOTHING: Self = Self([0; N], PhantomData);

    fn decoded(octets: &[u8]) -> Option<Self> {
        let value = limbs::from_octets(octets);
        let (_, below) = limbs::subtract(&value, &Self::PRIME);
        below.then(|| Self::from_limbs(&value))
    }

    fn to_octets(self) -> Vec<u8> {
        limbs::to_octets(&self.canonical()).to_vec()
    }

    #[inline(always)]
    fn wide(&self) -> Self {
        *self
    }

    #[inline(always)]
    fn product(&self, other: &Self) -> Self {
        Self(Self::montgomery(&self.0, &other.0), PhantomData)
    }

    #[inline(always)]
    fn square(&self) -> Self {
        let (low, high) = limbs::square(&self.0);
        Self(Self::montgomery_reduced(&low, &high), PhantomData)
    }

    fn inverted(&self) -> Self {
        Self::from_limbs(&Self::INVERSION.invert(&self.canonical()))
    }

    fn inverted_vartime(&self) -> Self {
        Self::from_limbs(&Self::INVERSION.invert_vartime(&self.canonical()))
    }

    #[inline(always)]
    fn is_zero(&self) -> Mask {
        limbs::is_zero(&self.0)
    }

    #[inline(always)]
    fn choose(mask: Mask, then: &Self, other: &Self) -> Self {
        Self(limbs::choose(mask, &then.0, &other.0), PhantomData)
    }

    #[inline(always)]
    fn gather(&mut self, mask: Mask, other: &Self) {
        for (limb, other) in self.0.iter_mut().zip(&other.0) {
            *limb |= mask.keep(*other);
        }
    }
}

impl<M: Modulus<N>, const N: usize> Scalar for Residue<M, N> {
    const BITS: u32 = limbs::bit_length(&M::PRIME);

    fn from_canonical(octets: &[u8]) -> CtOption<Self> {
        let value = limbs::from_octets(octets);
        let (_, below) = limbs::subtract(&value, &Self::PRIME);
        CtOption::new(Self::from_limbs(&value), Mask::of_carry(below).to_choice())
    }

    fn from_reduced(octets: &[u8]) -> Self {
        Self::from_limbs(&limbs::from_octets(octets))
    }

    fn to_octets(&self) -> Zeroizing<Vec<u8>> {
        limbs::to_octets(&self.canonical())
    }

    fn is_zero(&self) -> Choice {
        Field::is_zero(self).to_choice()
    }

    fn plus(&self, other: &Self) -> Self {
        Field::plus(self, other)
    }

    fn minus(&self, other: &Self) -> Self {
        Field::minus(self, other)
    }

    fn times(&self, other: &Self) -> Self {
        Field::times(self, other)
    }

    fn negated(&self) -> Self {
        Field::negated(self)
    }

    fn inverted_vartime(&self) -> Option<Self> {
        (!Field::is_zero(self).reveal()).then(|| Field::inverted_vartime(self))
    }
}

impl<M: Modulus<N>, const N: usize> Order for Residue<M, N> {
    type Words = Limbs<N>;

    const ORDER_LOWEST: u64 = M::PRIME[0];

    fn words(&self) -> Limbs<N> {
        self.canonical()
    }

    fn plus_order(octets: &[u8]) -> Option<Vec<u8>> {
        let (sum, carry) = limbs::add(&limbs::from_octets(octets), &Self::PRIME);
        (!carry).then(|| limbs::to_octets(&sum).to_vec())
    }

    fn made_odd(&self) -> (Limbs<N>, Mask) {
        let mut words = self.canonical();
        let even = Mask::of_lowest_bit(words[0]).not();
        // q − k does not borrow: k is below q.
        let (mut complement, _) = limbs::subtract(&Self::PRIME, &words);
        let odd = limbs::choose(even, &complement, &words);
        words.zeroize();
        complement.zeroize();
        (odd, even)
    }
}

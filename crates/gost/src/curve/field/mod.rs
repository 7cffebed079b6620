//! Integers modulo the primes of the curves.
//!
//! Two kinds of prime, two ways to reduce a product: [`Near`] for 2⁶⁴ᴺ − C and 2⁶⁴ᴺ⁻¹ + C, and
//! [`Residue`] by Montgomery's way for a prime of no special form and for the orders of the
//! generators. Curves see [`Field`] alone, and [`Wide`] for sums of products that are reduced once.

mod near;
mod residue;

use zeroize::Zeroize;

pub(crate) use self::{
    near::Near,
    residue::{Modulus, Residue},
};
use super::limbs::Mask;

/// A product, or a sum of products and values, before it is reduced: adding to it costs no reduction.
/// Formulas add up no more than some tens of them. In constant time.
pub(crate) trait Wide<F>: Copy {
    /// The sum.
    fn plus(&self, other: &Self) -> Self;

    /// The difference.
    fn minus(&self, other: &Self) -> Self;

    /// Half of the integer modulo the prime.
    fn halved(&self) -> Self;

    /// The value.
    fn reduced(&self) -> F;

    /// Twice the integer.
    #[inline(always)]
    fn doubled(&self) -> Self {
        self.plus(self)
    }

    /// Three times the integer.
    #[inline(always)]
    fn tripled(&self) -> Self {
        self.doubled().plus(self)
    }
}

/// The operations of a prime field. In constant time unless named otherwise.
pub(crate) trait Field: Copy + Zeroize + Send + Sync + 'static {
    /// Products and sums that are not reduced.
    type Wide: Wide<Self>;

    /// Zero.
    const ZERO: Self;
    /// One.
    const ONE: Self;

    /// Reads a public big-endian integer of the full size; none when it is not below the prime.
    fn decoded(octets: &[u8]) -> Option<Self>;

    /// Writes the integer below the prime big-endian in the full size.
    fn to_octets(self) -> Vec<u8>;

    /// The value as a sum of one summand.
    fn wide(&self) -> Self::Wide;

    /// The product, not reduced.
    fn product(&self, other: &Self) -> Self::Wide;

    /// The square, not reduced.
    fn square(&self) -> Self::Wide;

    /// The inverse; zero for zero.
    fn inverted(&self) -> Self;

    /// The inverse of a public value, in variable time; zero for zero.
    fn inverted_vartime(&self) -> Self;

    /// Whether the integer is zero modulo the prime.
    fn is_zero(&self) -> Mask;

    /// `then` where the mask is set, else `other`.
    fn choose(mask: Mask, then: &Self, other: &Self) -> Self;

    /// Adds the words of `other` by "or" where the mask is set: looks up a table that starts from
    /// zero words.
    fn gather(&mut self, mask: Mask, other: &Self);

    /// Zero words, to gather into.
    const NOTHING: Self;

    /// The sum.
    #[inline(always)]
    fn plus(&self, other: &Self) -> Self {
        self.wide().plus(&other.wide()).reduced()
    }

    /// The difference.
    #[inline(always)]
    fn minus(&self, other: &Self) -> Self {
        self.wide().minus(&other.wide()).reduced()
    }

    /// The product.
    #[inline(always)]
    fn times(&self, other: &Self) -> Self {
        self.product(other).reduced()
    }

    /// The square.
    #[inline(always)]
    fn squared(&self) -> Self {
        self.square().reduced()
    }

    /// The negative.
    #[inline(always)]
    fn negated(&self) -> Self {
        Self::ZERO.minus(self)
    }

    /// The negative where the mask is set.
    #[inline(always)]
    fn negated_where(&self, mask: Mask) -> Self {
        Self::choose(mask, &self.negated(), self)
    }

    /// Whether two integers are equal modulo the prime.
    #[inline(always)]
    fn equals(&self, other: &Self) -> Mask {
        self.minus(other).is_zero()
    }
}

/// The inverses of public values that are not zero, by one inversion (Montgomery's trick).
pub(crate) fn inverted_together_vartime<F: Field>(values: &[F]) -> Vec<F> {
    let mut product = F::ONE;
    let mut inverses = Vec::with_capacity(values.len());
    for value in values {
        inverses.push(product);
        product = product.times(value);
    }
    let mut rest = product.inverted_vartime();
    for (inverse, value) in inverses.iter_mut().zip(values).rev() {
        *inverse = inverse.times(&rest);
        rest = rest.times(value);
    }
    inverses
}

#[cfg(test)]
mod tests;

//! Multiples of points in constant time: of the generator and of any point. What it asks of a form
//! of curve is [`Law`].
//!
//! # Constant time
//!
//! A secret multiple k of [0, q − 1] is first made odd: k′ = k where k is odd, else q − k, and the
//! result is negated at the end. k′ has n digits ±1, ±3, …, ±(2ʷ − 1) of w bits, taken from the
//! top: each step makes S·2ʷ + d of the sum S. The multiples d·P lie in a table that is read as a
//! whole. For the generator the table has such multiples of 2ʷⁱ·G for each i, so that nothing is
//! doubled.
//!
//! # No exceptional case
//!
//! Addition on a short Weierstrass curve divides by zero when both points are equal or opposite, or
//! when one is the identity; a complete law (twisted Edwards) is not concerned. Let S·2ʷ and d be
//! the summands, as integers: before digit i, S is the odd integer ⌊k′/2^(w(i+1))⌋ with its lowest
//! bit set, so S ≥ 1.
//!
//! * Neither is the identity: d is odd with |d| < q, and 0 < S·2ʷ < k′ + 2ʷ for i = 0, far less for
//!   i > 0; S·2ʷ ≡ 0 would mean q divides S, and S < q.
//! * i > 0: |S·2ʷ ± d| ≤ k′/2^(w·i) + 2·2ʷ < q, and S·2ʷ > |d|, so S·2ʷ ≢ ±d modulo q.
//! * i = 0: S·2ʷ + d = k′ lies in [1, q]. It is 0 modulo q only for k′ = q, that is k = 0: the
//!   summands are opposite, and the formulas give Z = 0, which is the identity, as they should.
//!   S·2ʷ − d = k′ − 2d is odd and lies between −q and 2q, so it is 0 modulo q only when it is q
//!   (k′ = 2d is even): then d = −t and k′ = q − 2t with t ≥ 1. The digit of this k′ is
//!   ((q − 2t) mod 2ʷ⁺¹) − 2ʷ, and it is −t exactly when t ≡ q + 2ʷ modulo 2ʷ⁺¹. Since t < 2ʷ, there
//!   is such a t if and only if bit w of q is set. On these curves, and no others, one multiple has
//!   equal summands in its last step; there both the sum and the double are computed and one is
//!   chosen by a mask. [`last_may_double`] is this condition, and a constant for each curve.

use std::hint::black_box;

use zeroize::{Zeroize, Zeroizing};

use super::{
    Scalar,
    field::Field,
    limbs::Mask,
    recoding::{self, OddDigit},
};

/// An integer modulo the order, as words.
pub(crate) trait Order: Scalar {
    /// The words of an integer, least significant first.
    type Words: AsRef<[u64]> + Zeroize;

    /// The lowest word of q.
    const ORDER_LOWEST: u64;

    /// The integer below q.
    fn words(&self) -> Self::Words;

    /// The sum of an integer and q, both as octets; none when it has no place.
    fn plus_order(octets: &[u8]) -> Option<Vec<u8>>;

    /// The integer where it is odd, else q without it; and whether the latter. For zero q is taken.
    fn made_odd(&self) -> (Self::Words, Mask);
}

/// Points with their addition, in one form of curve.
pub(crate) trait Law: Sized + 'static {
    /// Multiples are counted in these.
    type Scalar: Order;
    /// A point in projective coordinates.
    type Point: Copy + Zeroize;
    /// A point in affine coordinates, made ready to be added.
    type Entry: Summand;
    /// A point in projective coordinates, made ready to be added.
    type Cached: Summand;
    /// A sum of entries that is never doubled.
    type Sum: Zeroize;

    /// The bits of a digit for multiples of the generator.
    const GENERATOR_WIDTH: usize = 6;
    /// The bits of a digit for multiples of any point.
    const POINT_WIDTH: usize = 5;

    /// The identity.
    const IDENTITY: Self::Point;

    /// The generator.
    fn generator() -> Self::Point;

    /// The sum of any two points, in variable time.
    fn sum_vartime(a: &Self::Point, b: &Self::Point) -> Self::Point;

    /// Twice a point. Without `extended` what only an addition needs may be left out.
    fn double(point: &Self::Point, extended: bool) -> Self::Point;

    /// Makes points ready, in variable time; none is the identity.
    fn entries_vartime(points: &[Self::Point]) -> Vec<Self::Entry>;

    /// Makes a point ready.
    fn cache(point: &Self::Point) -> Self::Cached;

    /// Begins a sum.
    fn begin(entry: &Self::Entry) -> Self::Sum;

    /// Adds to a sum, within the bounds proved above.
    fn accumulate(sum: &mut Self::Sum, entry: &Self::Entry);

    /// Adds the last entry to a sum, which may be equal to it where `may_double`.
    fn finish(sum: &Self::Sum, entry: &Self::Entry, may_double: bool) -> Self::Point;

    /// Adds, within the bounds proved above; without `extended` what only an addition needs may be
    /// left out.
    fn add(point: &Self::Point, cached: &Self::Cached, extended: bool) -> Self::Point;

    /// Adds the last summand, which may be equal to the point where `may_double`.
    fn add_last(point: &Self::Point, cached: &Self::Cached, may_double: bool) -> Self::Point;

    /// The point that a summand stands for.
    fn uncache(cached: &Self::Cached) -> Self::Point;

    /// The negative where the mask is set.
    fn negated_where(point: &Self::Point, mask: Mask) -> Self::Point;

    /// Adds any summand to any point, in variable time; without `extended` as [`Self::double`].
    fn add_entry_vartime(point: &Self::Point, entry: &Self::Entry, extended: bool) -> Self::Point;

    /// Adds any summand to any point, in variable time; without `extended` as [`Self::double`].
    fn add_vartime(point: &Self::Point, cached: &Self::Cached, extended: bool) -> Self::Point;
}

/// What lies in tables.
pub(crate) trait Summand: Copy + Zeroize + Send + Sync {
    /// Zero words, to gather into.
    const NOTHING: Self;

    /// Adds the words of `other` by "or" where the mask is set.
    fn gather(&mut self, mask: Mask, other: &Self);

    /// The negative where the mask is set.
    fn negated_where(&self, mask: Mask) -> Self;

    /// The negative where a public digit says so.
    fn negated_if_public(&self, negative: bool) -> Self {
        if negative {
            self.negated_where(Mask::of_carry(true))
        } else {
            *self
        }
    }
}

/// Whether one multiple has equal summands in its last step (the proof is at the head of the file).
const fn last_may_double<O: Order>(width: usize) -> bool {
    (O::ORDER_LOWEST >> width) & 1 == 1
}

/// Digits of a multiple of the generator, or of a point, in constant time.
const fn digits_of<L: Law>(width: usize) -> usize {
    recoding::digit_count(<L::Scalar as Scalar>::BITS, width)
}

/// The table for [`multiply_generator`]: for each digit, the odd multiples that it may stand for.
pub(crate) fn generator_windows<L: Law>() -> Vec<L::Entry> {
    let width = L::GENERATOR_WIDTH;
    let mut points = Vec::new();
    let mut base = L::generator();
    for _ in 0..digits_of::<L>(width) {
        points.extend(odd_multiples::<L>(&base, 1 << (width - 1)));
        for _ in 0..width {
            base = L::double(&base, true);
        }
    }
    L::entries_vartime(&points)
}

/// P, 3·P, 5·P and so on.
pub(crate) fn odd_multiples<L: Law>(point: &L::Point, count: usize) -> Vec<L::Point> {
    let twice = L::double(point, true);
    std::iter::successors(Some(*point), |last| Some(L::sum_vartime(last, &twice)))
        .take(count)
        .collect()
}

/// The entry with this index, read so that the index does not show.
#[inline(always)]
fn look_up<S: Summand>(table: &[S], digit: &OddDigit) -> S {
    let wanted = black_box(digit.index);
    let mut found = S::NOTHING;
    for (index, entry) in (0_u64..).zip(table) {
        found.gather(Mask::of_zero(index ^ wanted), entry);
    }
    found.negated_where(digit.negative)
}

/// The multiple of the generator, in constant time. `windows` is [`generator_windows`].
#[inline(always)]
pub(crate) fn multiply_generator<L: Law>(windows: &[L::Entry], multiple: &L::Scalar) -> L::Point {
    let width = L::GENERATOR_WIDTH;
    let count = digits_of::<L>(width);
    let (odd, negative) = multiple.made_odd();
    let odd = Zeroizing::new(odd);
    let entry = |at: usize| {
        let start = at << (width - 1);
        let window = &windows[start..start + (1 << (width - 1))];
        look_up(
            window,
            &recoding::odd_digit((*odd).as_ref(), at, count, width),
        )
    };
    let mut sum = Zeroizing::new(L::begin(&entry(count - 1)));
    for at in (1..count - 1).rev() {
        L::accumulate(&mut sum, &entry(at));
    }
    let may_double = const { last_may_double::<L::Scalar>(L::GENERATOR_WIDTH) };
    let point = L::finish(&sum, &entry(0), may_double);
    L::negated_where(&point, negative)
}

/// A multiple of any point of the group but the identity, in constant time.
#[inline(always)]
pub(crate) fn multiply<L: Law>(point: &L::Point, multiple: &L::Scalar) -> L::Point {
    let width = L::POINT_WIDTH;
    let count = digits_of::<L>(width);
    let (odd, negative) = multiple.made_odd();
    let odd = Zeroizing::new(odd);
    let twice = L::cache(&L::double(point, true));
    let mut last = *point;
    let mut table = Vec::with_capacity(1 << (width - 1));
    table.push(L::cache(&last));
    while table.len() < 1 << (width - 1) {
        last = L::add(&last, &twice, true);
        table.push(L::cache(&last));
    }
    let summand = |at: usize| {
        look_up(
            &table,
            &recoding::odd_digit((*odd).as_ref(), at, count, width),
        )
    };
    let mut sum = Zeroizing::new(L::uncache(&summand(count - 1)));
    for at in (0..count - 1).rev() {
        for doubling in 1..=width {
            *sum = L::double(&sum, doubling == width);
        }
        *sum = if at > 0 {
            L::add(&sum, &summand(at), false)
        } else {
            let may_double = const { last_may_double::<L::Scalar>(L::POINT_WIDTH) };
            L::add_last(&sum, &summand(0), may_double)
        };
    }
    L::negated_where(&sum, negative)
}

/// The integers r, r + q, r + 2q and so on below the prime of the field: the abscissas of which r is
/// the rest modulo q. In variable time.
pub(crate) fn abscissas<F: Field, O: Order>(r: &O) -> impl Iterator<Item = F> {
    std::iter::successors(Some(r.to_octets().to_vec()), |last| {
        O::plus_order(last.as_slice())
    })
    .map_while(|octets| F::decoded(&octets))
}

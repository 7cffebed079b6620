//! Integers of a fixed number of 64-bit words, least significant first, and masks.
//!
//! Everything here is in constant time unless its name says otherwise: no branch and no index
//! depends on the value of a word. Loops run over the number of words, which is a constant, and
//! sums that may wrap say so. The module knows no modulus.

use std::hint::black_box;

use zeroize::Zeroizing;

/// An integer of `N` words.
pub(crate) type Limbs<const N: usize> = [u64; N];

/// A truth value as a word of all ones or of zeros, for choices that leave no trace in time.
#[derive(Clone, Copy)]
pub(crate) struct Mask(u64);

impl Mask {
    /// The mask of a bit.
    ///
    /// The compiler must not see that there are two cases: it would make branches of them, and did.
    /// A zero that it cannot see through, added to the bit, leaves it none; the zero is there before
    /// the bit is, so that nothing waits for it.
    #[inline(always)]
    const fn of_bit(bit: u64) -> Self {
        Self(black_box(0_u64).wrapping_add(bit).wrapping_neg())
    }

    /// The mask of a carry.
    #[inline(always)]
    pub(crate) const fn of_carry(carry: bool) -> Self {
        Self::of_bit(carry as u64)
    }

    /// The mask of the lowest bit of a word.
    #[inline(always)]
    pub(crate) const fn of_lowest_bit(word: u64) -> Self {
        Self::of_bit(word & 1)
    }

    /// Whether a word is zero.
    #[inline(always)]
    pub(crate) const fn of_zero(word: u64) -> Self {
        let top_set_unless_zero = word | word.wrapping_neg();
        Self::of_bit(top_set_unless_zero >> 63).not()
    }

    /// Both.
    #[inline(always)]
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The opposite.
    #[inline(always)]
    pub(crate) const fn not(self) -> Self {
        Self(!self.0)
    }

    /// The word where the mask is set, else zero.
    #[inline(always)]
    pub(crate) const fn keep(self, word: u64) -> u64 {
        self.0 & word
    }

    /// `then` where the mask is set, else `other`.
    #[inline(always)]
    pub(crate) const fn choose(self, then: u64, other: u64) -> u64 {
        other ^ (self.0 & (then ^ other))
    }

    /// The truth value, for what may show in the time.
    #[inline(always)]
    pub(crate) const fn reveal(self) -> bool {
        self.0 != 0
    }

    /// The lowest bit, for a value of `subtle`.
    #[inline(always)]
    pub(crate) fn to_choice(self) -> subtle::Choice {
        subtle::Choice::from(u8::from(self.0 & 1 == 1))
    }
}

/// The sum of two words and a carry, and its carry.
#[inline(always)]
pub(crate) const fn add_words(a: u64, b: u64, carry: bool) -> (u64, bool) {
    let (sum, first) = a.overflowing_add(b);
    let (sum, second) = sum.overflowing_add(carry as u64);
    (sum, first | second)
}

/// The difference of two words and a borrow, and its borrow.
#[inline(always)]
const fn subtract_words(a: u64, b: u64, borrow: bool) -> (u64, bool) {
    let (difference, first) = a.overflowing_sub(b);
    let (difference, second) = difference.overflowing_sub(borrow as u64);
    (difference, first | second)
}

/// The low and the high word of a·b + c + d, which is below 2¹²⁸.
#[inline(always)]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the low word is what is asked for; it is a constant function, in which no conversion trait can be called"
)]
pub(crate) const fn multiply_words(a: u64, b: u64, c: u64, d: u64) -> (u64, u64) {
    let product = (a as u128).wrapping_mul(b as u128);
    let sum = product.wrapping_add(c as u128).wrapping_add(d as u128);
    (sum as u64, (sum >> 64) as u64)
}

/// The sum and its carry.
#[inline(always)]
pub(crate) const fn add<const N: usize>(a: &Limbs<N>, b: &Limbs<N>) -> (Limbs<N>, bool) {
    add_carrying(a, b, false)
}

/// The sum with a carry, and its carry.
#[inline(always)]
const fn add_carrying<const N: usize>(a: &Limbs<N>, b: &Limbs<N>, carry: bool) -> (Limbs<N>, bool) {
    let mut sum = [0; N];
    let mut carry = carry;
    let mut at = 0;
    while at < N {
        (sum[at], carry) = add_words(a[at], b[at], carry);
        at += 1;
    }
    (sum, carry)
}

/// The difference and its borrow.
#[inline(always)]
pub(crate) const fn subtract<const N: usize>(a: &Limbs<N>, b: &Limbs<N>) -> (Limbs<N>, bool) {
    let mut difference = [0; N];
    let mut borrow = false;
    let mut at = 0;
    while at < N {
        (difference[at], borrow) = subtract_words(a[at], b[at], borrow);
        at += 1;
    }
    (difference, borrow)
}

/// The sum with one word and its carry.
#[inline(always)]
pub(crate) const fn add_word<const N: usize>(a: &Limbs<N>, word: u64) -> (Limbs<N>, bool) {
    add_extended(a, word, 0)
}

/// The sum with an integer of which all words above the lowest are `extension`, and its carry.
#[inline(always)]
pub(crate) const fn add_extended<const N: usize>(
    a: &Limbs<N>,
    word: u64,
    extension: u64,
) -> (Limbs<N>, bool) {
    let mut sum = *a;
    let mut carry;
    (sum[0], carry) = a[0].overflowing_add(word);
    let mut at = 1;
    while at < N {
        (sum[at], carry) = add_words(a[at], extension, carry);
        at += 1;
    }
    (sum, carry)
}

/// The difference with one word and its borrow.
#[inline(always)]
pub(crate) const fn subtract_word<const N: usize>(a: &Limbs<N>, word: u64) -> (Limbs<N>, bool) {
    let mut difference = *a;
    let mut borrow;
    (difference[0], borrow) = a[0].overflowing_sub(word);
    let mut at = 1;
    while at < N {
        (difference[at], borrow) = subtract_words(a[at], 0, borrow);
        at += 1;
    }
    (difference, borrow)
}

/// `then` where the mask is set, else `other`.
#[inline(always)]
pub(crate) const fn choose<const N: usize>(
    mask: Mask,
    then: &Limbs<N>,
    other: &Limbs<N>,
) -> Limbs<N> {
    let mut chosen = [0; N];
    let mut at = 0;
    while at < N {
        chosen[at] = mask.choose(then[at], other[at]);
        at += 1;
    }
    chosen
}

/// Whether the integer is zero.
#[inline(always)]
pub(crate) const fn is_zero<const N: usize>(a: &Limbs<N>) -> Mask {
    let mut all = 0;
    let mut at = 0;
    while at < N {
        all |= a[at];
        at += 1;
    }
    Mask::of_zero(all)
}

/// Reduces an integer with a carry word of 0 or 1 that is below twice the modulus.
#[inline(always)]
pub(crate) const fn reduce_once<const N: usize>(
    a: &Limbs<N>,
    carry: bool,
    modulus: &Limbs<N>,
) -> Limbs<N> {
    let (less, borrow) = subtract(a, modulus);
    // The integer is below the modulus when the subtraction borrows and no carry pays for it.
    let below = Mask::of_carry(borrow).and(Mask::of_carry(carry).not());
    choose(below, a, &less)
}

/// The sum of two integers below the modulus, reduced.
#[inline(always)]
pub(crate) const fn add_modular<const N: usize>(
    a: &Limbs<N>,
    b: &Limbs<N>,
    modulus: &Limbs<N>,
) -> Limbs<N> {
    let (sum, carry) = add(a, b);
    reduce_once(&sum, carry, modulus)
}

/// The difference of two integers below the modulus, reduced.
#[inline(always)]
pub(crate) const fn subtract_modular<const N: usize>(
    a: &Limbs<N>,
    b: &Limbs<N>,
    modulus: &Limbs<N>,
) -> Limbs<N> {
    let (difference, borrow) = subtract(a, b);
    let mask = Mask::of_carry(borrow);
    let mut back = [0; N];
    let mut at = 0;
    while at < N {
        back[at] = mask.keep(modulus[at]);
        at += 1;
    }
    add(&difference, &back).0
}

/// Half of an integer modulo an odd modulus: of the integer, or of its sum with the modulus where it
/// is odd.
#[inline(always)]
pub(crate) const fn halve_modular<const N: usize>(a: &Limbs<N>, modulus: &Limbs<N>) -> Limbs<N> {
    let odd = Mask::of_lowest_bit(a[0]);
    let mut added = [0; N];
    let mut at = 0;
    while at < N {
        added[at] = odd.keep(modulus[at]);
        at += 1;
    }
    let (sum, carry) = add(a, &added);
    shifted_down(&sum, carry as u64)
}

/// Half of an integer that goes on with the lowest bit of `above`, without its own lowest bit.
#[inline(always)]
pub(crate) const fn shifted_down<const N: usize>(a: &Limbs<N>, above: u64) -> Limbs<N> {
    let mut half = [0; N];
    let mut at = 0;
    while at < N {
        let above = if at + 1 < N { a[at + 1] } else { above };
        half[at] = (a[at] >> 1) | (above << 63);
        at += 1;
    }
    half
}

/// The low and the high half of the product.
#[inline(always)]
pub(crate) const fn multiply<const N: usize>(a: &Limbs<N>, b: &Limbs<N>) -> (Limbs<N>, Limbs<N>) {
    if N <= 4 {
        multiply_by_rows(a, b)
    } else {
        multiply_in_place(a, b)
    }
}

/// The product as the sum of its rows, each made before it is added: that takes fewer additions than
/// [`multiply_in_place`] and more registers, which eight words do not leave.
#[inline(always)]
const fn multiply_by_rows<const N: usize>(a: &Limbs<N>, b: &Limbs<N>) -> (Limbs<N>, Limbs<N>) {
    let mut halves = [[0; N]; 2];
    let mut row = 0;
    while row < N {
        let (product, top) = multiply_by_word(b, a[row]);
        let mut carry = false;
        let mut column = 0;
        while column < N {
            let at = row + column;
            let sum = halves[at / N][at % N];
            (halves[at / N][at % N], carry) = add_words(sum, product[column], carry);
            column += 1;
        }
        // The product of all words so far has its place, so that nothing leaves the top.
        halves[1][row] = top.wrapping_add(carry as u64);
        row += 1;
    }
    (halves[0], halves[1])
}

/// The product with a word, and the word above it.
#[inline(always)]
const fn multiply_by_word<const N: usize>(a: &Limbs<N>, word: u64) -> (Limbs<N>, u64) {
    let mut product = [0; N];
    let mut above = [0; N];
    let mut at = 0;
    while at < N {
        (product[at], above[at]) = multiply_words(a[at], word, 0, 0);
        at += 1;
    }
    let mut carry = false;
    at = 1;
    while at < N {
        (product[at], carry) = add_words(product[at], above[at - 1], carry);
        at += 1;
    }
    (product, above[N - 1].wrapping_add(carry as u64))
}

/// The product row by row, with the words that are still to grow in `high`, from which each row takes
/// the lowest.
#[inline(always)]
const fn multiply_in_place<const N: usize>(a: &Limbs<N>, b: &Limbs<N>) -> (Limbs<N>, Limbs<N>) {
    let mut low = [0; N];
    let mut high = [0; N];
    let mut row = 0;
    while row < N {
        let mut carry;
        (low[row], carry) = multiply_words(a[row], b[0], high[0], 0);
        let mut column = 1;
        while column < N {
            (high[column - 1], carry) = multiply_words(a[row], b[column], high[column], carry);
            column += 1;
        }
        high[N - 1] = carry;
        row += 1;
    }
    (low, high)
}

/// The low and the high half of the square, for four or eight words. That of eight is made of the
/// squares of its halves and twice their product.
#[inline(always)]
pub(crate) const fn square<const N: usize>(a: &Limbs<N>) -> (Limbs<N>, Limbs<N>) {
    let below: Limbs<4> = part(a, 0);
    let (first, second) = square_of_four(&below);
    if N == 4 {
        return (part(&first, 0), part(&second, 0));
    }
    let above: Limbs<4> = part(a, 4);
    let (third, fourth) = square_of_four(&above);
    let (cross_low, cross_high) = multiply(&below, &above);
    let (cross_low, top) = doubled(&cross_low, 0);
    let (cross_high, top) = doubled(&cross_high, top);
    let (second, carry) = add(&second, &cross_low);
    let (third, carry) = add_carrying(&third, &cross_high, carry);
    // The square is below 2¹⁰²⁴, so nothing leaves the top.
    let (fourth, _) = add_carrying(&fourth, &[top, 0, 0, 0], carry);
    (joined(&first, &second), joined(&third, &fourth))
}

/// The words from `from` on.
const fn part<const N: usize, const M: usize>(a: &Limbs<N>, from: usize) -> Limbs<M> {
    let mut part = [0; M];
    let mut at = 0;
    while at < M {
        part[at] = a[from + at];
        at += 1;
    }
    part
}

/// Both halves in one.
const fn joined<const N: usize, const M: usize>(low: &Limbs<M>, high: &Limbs<M>) -> Limbs<N> {
    let mut joined = [0; N];
    let mut at = 0;
    while at < M {
        joined[at] = low[at];
        joined[M + at] = high[at];
        at += 1;
    }
    joined
}

/// Twice an integer and a bit, and the bit that leaves the top.
#[inline(always)]
const fn doubled<const N: usize>(a: &Limbs<N>, bit: u64) -> (Limbs<N>, u64) {
    let mut doubled = [0; N];
    let mut bit = bit;
    let mut at = 0;
    while at < N {
        doubled[at] = (a[at] << 1) | bit;
        bit = a[at] >> 63;
        at += 1;
    }
    (doubled, bit)
}

/// The square as the products above the diagonal once, doubled, and the diagonal. The products are in
/// two rows, that of the lowest word and that of the others, which have carries of their own.
#[inline(always)]
const fn square_of_four(a: &Limbs<4>) -> (Limbs<4>, Limbs<4>) {
    let (first1, carry) = multiply_words(a[0], a[1], 0, 0);
    let (first2, carry) = multiply_words(a[0], a[2], carry, 0);
    let (first3, first4) = multiply_words(a[0], a[3], carry, 0);
    let (second3, carry) = multiply_words(a[1], a[2], 0, 0);
    let (second4, carry) = multiply_words(a[1], a[3], carry, 0);
    let (second5, second6) = multiply_words(a[2], a[3], carry, 0);
    // The last does not overflow: the sum is less than half of the square.
    let ([third, fourth, fifth, sixth], _) = add(
        &[first3, first4, 0, 0],
        &[second3, second4, second5, second6],
    );
    let (low, top) = doubled(&[0, first1, first2, third], 0);
    let (high, _) = doubled(&[fourth, fifth, sixth, 0], top);
    let mut halves = [low, high];
    let mut carry = false;
    let mut on = 0;
    while on < 4 {
        let (low, high) = multiply_words(a[on], a[on], 0, 0);
        let (even, odd) = (2 * on, 2 * on + 1);
        (halves[even / 4][even % 4], carry) = add_words(halves[even / 4][even % 4], low, carry);
        (halves[odd / 4][odd % 4], carry) = add_words(halves[odd / 4][odd % 4], high, carry);
        on += 1;
    }
    (halves[0], halves[1])
}

/// `count` bits (at most 63) beginning at bit `from`; bits beyond the integer are zero. Which bits
/// are read is public, what they are is not.
#[inline(always)]
pub(crate) const fn bits(a: &[u64], from: usize, count: usize) -> u64 {
    let (word, shift) = (from / 64, from % 64);
    let low = if word < a.len() { a[word] >> shift } else { 0 };
    let high = if shift > 0 && word + 1 < a.len() {
        a[word + 1] << (64 - shift)
    } else {
        0
    };
    (low | high) & ((1 << count) - 1)
}

/// Bits of an integer above zero.
pub(crate) const fn bit_length<const N: usize>(a: &Limbs<N>) -> u32 {
    let mut length = 0;
    let mut word_start = 0;
    let mut at = 0;
    while at < N {
        if a[at] != 0 {
            length = word_start + 64 - a[at].leading_zeros();
        }
        word_start += 64;
        at += 1;
    }
    length
}

/// Reads a big-endian integer of exactly `8·N` octets.
///
/// # Panics
/// For another number of octets; callers have checked it.
pub(crate) fn from_octets<const N: usize>(octets: &[u8]) -> Limbs<N> {
    let (words, rest) = octets.as_chunks::<8>();
    assert!(
        words.len() == N && rest.is_empty(),
        "an integer of {N} words"
    );
    let mut limbs = [0; N];
    for (limb, word) in limbs.iter_mut().rev().zip(words) {
        *limb = u64::from_be_bytes(*word);
    }
    limbs
}

/// Writes an integer big-endian in the full size.
pub(crate) fn to_octets<const N: usize>(a: &Limbs<N>) -> Zeroizing<Vec<u8>> {
    let mut octets = Zeroizing::new(Vec::with_capacity(8 * N));
    for limb in a.iter().rev() {
        octets.extend_from_slice(&limb.to_be_bytes());
    }
    octets
}

/// Reads a constant in hexadecimal of exactly `16·N` digits.
///
/// # Panics
/// For another number of digits or another character: when the constant is compiled.
pub(crate) const fn from_hex<const N: usize>(text: &str) -> Limbs<N> {
    let digits = text.as_bytes();
    assert!(digits.len() == 16 * N, "a constant in the full size");
    let mut limbs = [0; N];
    let mut at = 0;
    while at < digits.len() {
        let digit = match digits[at] {
            digit @ b'0'..=b'9' => digit - b'0',
            digit @ b'a'..=b'f' => digit - b'a' + 10,
            _ => panic!("a hexadecimal digit"),
        };
        let limb = N - 1 - at / 16;
        limbs[limb] = (limbs[limb] << 4) | digit as u64;
        at += 1;
    }
    limbs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_and_squares_of_all_ones_are_right() {
        // (2²⁵⁶ − 1)² = 2⁵¹² − 2·2²⁵⁶ + 1.
        let ones = [u64::MAX; 4];
        let expected = ([1, 0, 0, 0], [u64::MAX - 1, u64::MAX, u64::MAX, u64::MAX]);
        assert_eq!(multiply(&ones, &ones), expected);
        assert_eq!(square(&ones), expected);
        let ones = [u64::MAX; 8];
        let mut high = ones;
        high[0] -= 1;
        assert_eq!(multiply(&ones, &ones), ([1, 0, 0, 0, 0, 0, 0, 0], high));
        assert_eq!(square(&ones), ([1, 0, 0, 0, 0, 0, 0, 0], high));
    }

    #[test]
    fn bits_are_read_across_words_and_end_with_the_integer() {
        let a = [0x8000_0000_0000_0001, 0b101];
        assert_eq!(bits(&a, 0, 6), 1);
        assert_eq!(bits(&a, 63, 4), 0b1011);
        assert_eq!(bits(&a, 64, 3), 0b101);
        assert_eq!(bits(&a, 66, 6), 1);
        assert_eq!(bits(&a, 128, 6), 0);
    }

    #[test]
    fn masks_choose_by_all_bits() {
        assert!(Mask::of_zero(0).reveal());
        for word in [1, 2, 1 << 63, u64::MAX] {
            assert!(!Mask::of_zero(word).reveal());
        }
        assert_eq!(choose(Mask::of_carry(true), &[1, 2], &[3, 4]), [1, 2]);
        assert_eq!(choose(Mask::of_carry(false), &[1, 2], &[3, 4]), [3, 4]);
    }
}

//! Integers as digits with signs.
//!
//! Two ways. For secrets: digits of a fixed width that are all odd, so that none is zero and every
//! step adds the same kind of value (Joye and Tunstall, "Exponent recoding and regular
//! exponentiation algorithms", 2009). For public values: the sparse form of width w, in which
//! w − 1 zeros follow each odd digit.

use super::limbs::{self, Mask};

/// One digit of an odd secret integer: ±(2·`index` + 1).
pub(crate) struct OddDigit {
    /// Half of the absolute value.
    pub(crate) index: u64,
    /// Whether the digit is negative.
    pub(crate) negative: Mask,
}

/// Digits of `width` bits of an integer of `bits` bits.
pub(crate) const fn digit_count(bits: u32, width: usize) -> usize {
    (bits as usize).div_ceil(width)
}

/// Digit number `at` of `count` of an odd integer below 2^(`width`·`count`).
///
/// Beginning from below, digit i is (k mod 2ʷ⁺¹) − 2ʷ, which is odd, and k goes on as
/// (k − digit)/2ʷ = ⌊k/2ʷ⌋ with its lowest bit set. So digit i is made of the bits from w·i to
/// w·i + w of the first k with the lowest set: the highest of them is clear for a negative digit.
/// The last digit is what is left of k, and is positive.
#[inline(always)]
pub(crate) fn odd_digit(odd: &[u64], at: usize, count: usize, width: usize) -> OddDigit {
    let bits = limbs::bits(odd, at * width, width + 1);
    let last = u64::from(at + 1 == count);
    let positive = Mask::of_lowest_bit((bits >> width) | last);
    let magnitude = positive.choose(bits, !bits);
    OddDigit {
        index: (magnitude & ((1 << width) - 1)) >> 1,
        negative: positive.not(),
    }
}

/// The sparse digits of bits `from` to `from + length` of a public integer, lowest first: one more
/// than `length`, each zero or odd and below 2^(`width` − 1) in absolute value.
pub(crate) fn sparse_digits(a: &[u64], from: usize, length: usize, width: usize) -> Vec<i16> {
    let mut digits = vec![0; length + 1];
    let mut carry = 0;
    let mut at = 0;
    while at < length {
        if limbs::bits(a, from + at, 1) == carry {
            at += 1;
            continue;
        }
        let taken = width.min(length - at);
        let value = limbs::bits(a, from + at, taken) + carry;
        carry = (value >> (width - 1)) & 1;
        let value = i16::try_from(value).expect("a digit has at most eleven bits");
        digits[at] = if carry == 1 {
            value - (1 << width)
        } else {
            value
        };
        at += taken;
    }
    if carry == 1 {
        digits[length] = 1;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_digits_add_up_to_the_integer() {
        for width in 2..8 {
            for k in (1..1024_u64).step_by(2).chain([u64::from(u32::MAX)]) {
                let count = 33_usize.div_ceil(width);
                let mut sum = 0_i128;
                for at in (0..count).rev() {
                    let digit = odd_digit(&[k, 0], at, count, width);
                    assert!(digit.index < 1 << (width - 1));
                    let magnitude = 2 * i128::from(digit.index) + 1;
                    let value = if digit.negative.reveal() {
                        -magnitude
                    } else {
                        magnitude
                    };
                    sum = (sum << width) + value;
                }
                assert_eq!(sum, i128::from(k), "width {width}");
            }
        }
    }

    #[test]
    fn sparse_digits_add_up_to_the_bits_asked_for() {
        let numbers = [0, 1, 2, 0xff, 0x5555, 0xffff_ffff, 0x8000_0001, 0x0123_4567];
        for width in 2..12 {
            for (k, from) in numbers.iter().flat_map(|k| [(*k, 0), (*k, 40)]) {
                let digits = sparse_digits(&[k << from, k >> (64 - from).min(63)], from, 32, width);
                let mut sum = 0_i128;
                for digit in digits.iter().rev() {
                    assert!(*digit == 0 || digit % 2 != 0);
                    assert!(digit.abs() < 1 << (width - 1));
                    sum = 2 * sum + i128::from(*digit);
                }
                assert_eq!(sum, i128::from(k & 0xffff_ffff), "width {width}");
            }
        }
    }
}

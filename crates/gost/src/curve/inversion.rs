//! Inverses modulo an odd prime by division steps (Bernstein and Yang, "Fast constant-time gcd
//! computation and modular inversion", 2019), in the variant that starts from δ = 1/2.
//!
//! Sixty-two steps at a time are gathered in a matrix from the lowest words of f and g alone; the
//! matrix is then applied to f and g and, modulo the prime, to d and e, so that always d·x ≡ f and
//! e·x ≡ g up to the common factor. When g is zero, f is ±1 and ±d the inverse. The number of
//! steps that makes g zero for every input is (45907·bits + 30179)/19929 (bound by computer-aided
//! proof for this variant; published with the "safegcd-bounds" of P. Wuille).
//!
//! Two ways: with that fixed number of steps and no branch, and until g is zero, for public values.

use super::limbs::{self, Limbs, Mask};

/// Steps gathered in one matrix, and bits of a digit.
const BATCH: usize = 62;
const DIGIT: u64 = (1 << BATCH) - 1;

/// Digits that hold 512 bits and a sign.
const DIGITS_MAX: usize = 9;

/// A signed integer in digits of 62 bits: all but the last used are not negative.
type Digits = [i64; DIGITS_MAX];

/// The product of a batch of steps, times 2⁶².
#[derive(Clone, Copy)]
struct Matrix {
    u: i64,
    v: i64,
    q: i64,
    r: i64,
}

/// What inversions modulo one prime need.
#[derive(Clone, Copy)]
pub(crate) struct Modulus<const N: usize> {
    digits: Digits,
    /// The inverse of the prime modulo 2⁶².
    inverse: u64,
    batches: usize,
}

impl<const N: usize> Modulus<N> {
    /// Prepares an odd prime.
    pub(crate) const fn new(prime: &Limbs<N>) -> Self {
        let steps = (45907 * (64 * N) + 30179) / 19929;
        Self {
            digits: digits(prime),
            inverse: word_inverse(prime[0]) & DIGIT,
            batches: steps.div_ceil(BATCH),
        }
    }

    /// The inverse of an integer below the prime; zero for zero. In constant time.
    pub(crate) fn invert(&self, x: &Limbs<N>) -> Limbs<N> {
        let mut state = State::new(self, x);
        let mut zeta = -1_i64;
        for _ in 0..self.batches {
            let matrix = gather(&mut zeta, low_word(&state.f), low_word(&state.g));
            state.apply(&matrix);
        }
        state.inverse()
    }

    /// The inverse of a public integer below the prime; zero for zero. In variable time.
    pub(crate) fn invert_vartime(&self, x: &Limbs<N>) -> Limbs<N> {
        let mut state = State::new(self, x);
        let mut eta = -1_i64;
        while state.g != [0; DIGITS_MAX] {
            let matrix = gather_vartime(&mut eta, low_word(&state.f), low_word(&state.g));
            state.apply(&matrix);
        }
        state.inverse()
    }
}

/// The inverse of an odd word modulo 2⁶⁴: each round doubles the bits that are right, from three.
pub(crate) const fn word_inverse(odd: u64) -> u64 {
    let mut inverse = odd;
    let mut round = 0;
    while round < 5 {
        inverse = inverse.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(inverse)));
        round += 1;
    }
    inverse
}

const fn digits<const N: usize>(a: &Limbs<N>) -> Digits {
    let mut digits = [0; DIGITS_MAX];
    let mut at = 0;
    while at <= N {
        digits[at] = limbs::bits(a, BATCH * at, BATCH).cast_signed();
        at += 1;
    }
    digits
}

/// The lowest 64 bits of a signed integer.
fn low_word(a: &Digits) -> u64 {
    a[0].cast_unsigned() | (a[1].cast_unsigned() << BATCH)
}

struct State<'a, const N: usize> {
    modulus: &'a Modulus<N>,
    f: Digits,
    g: Digits,
    d: Digits,
    e: Digits,
}

impl<'a, const N: usize> State<'a, N> {
    fn new(modulus: &'a Modulus<N>, x: &Limbs<N>) -> Self {
        let mut e = [0; DIGITS_MAX];
        e[0] = 1;
        Self {
            modulus,
            f: modulus.digits,
            g: digits(x),
            d: [0; DIGITS_MAX],
            e,
        }
    }

    fn apply(&mut self, matrix: &Matrix) {
        apply_exactly::<N>(matrix, &mut self.f, &mut self.g);
        self.apply_modulo(matrix);
    }

    /// Applies the matrix to d and e modulo the prime and divides by 2⁶². Both stay between −2
    /// times and once the prime.
    fn apply_modulo(&mut self, matrix: &Matrix) {
        let &Matrix { u, v, q, r } = matrix;
        let (d, e) = (&mut self.d, &mut self.e);
        let prime = &self.modulus.digits;
        let (d_sign, e_sign) = (sign_of(d[N]), sign_of(e[N]));
        // A negative d or e counts as itself and the prime.
        let mut d_primes = (u & d_sign) + (v & e_sign);
        let mut e_primes = (q & d_sign) + (r & e_sign);
        let mut d_carry = wide(u, d[0]) + wide(v, e[0]);
        let mut e_carry = wide(q, d[0]) + wide(r, e[0]);
        // As many primes as make the lowest digit zero.
        d_primes -= clearing(d_carry, d_primes, self.modulus.inverse);
        e_primes -= clearing(e_carry, e_primes, self.modulus.inverse);
        d_carry = (d_carry + wide(prime[0], d_primes)) >> BATCH;
        e_carry = (e_carry + wide(prime[0], e_primes)) >> BATCH;
        for at in 1..=N {
            d_carry += wide(u, d[at]) + wide(v, e[at]) + wide(prime[at], d_primes);
            e_carry += wide(q, d[at]) + wide(r, e[at]) + wide(prime[at], e_primes);
            d[at - 1] = low_digit(d_carry);
            e[at - 1] = low_digit(e_carry);
            d_carry >>= BATCH;
            e_carry >>= BATCH;
        }
        d[N] = low_signed(d_carry);
        e[N] = low_signed(e_carry);
    }

    /// d with the sign of f, reduced.
    fn inverse(&self) -> Limbs<N> {
        let prime = &self.modulus.digits;
        let mut inverse = self.d;
        let f_sign = sign_of(self.f[N]);
        let negative = sign_of(inverse[N]);
        for at in 0..=N {
            inverse[at] = ((inverse[at] + (prime[at] & negative)) ^ f_sign) - f_sign;
        }
        carry_digits::<N>(&mut inverse);
        let negative = sign_of(inverse[N]);
        for at in 0..=N {
            inverse[at] += prime[at] & negative;
        }
        carry_digits::<N>(&mut inverse);
        let mut limbs = [0; N];
        for (at, limb) in limbs.iter_mut().enumerate() {
            let (digit, shift) = (64 * at / BATCH, 64 * at % BATCH);
            let next = inverse
                .get(digit + 1)
                .map_or(0, |next| next.cast_unsigned());
            *limb = (inverse[digit].cast_unsigned() >> shift) | (next << (BATCH - shift));
        }
        limbs
    }
}

/// All ones for a negative integer, by its highest digit. As a shift alone the compiler made a jump of it.
fn sign_of(highest: i64) -> i64 {
    Mask::of_lowest_bit(highest.cast_unsigned() >> 63)
        .keep(u64::MAX)
        .cast_signed()
}

/// The multiple of the prime's count that clears the lowest digit of a sum.
fn clearing(sum: i128, primes: i64, inverse: u64) -> i64 {
    let wanted = inverse.wrapping_mul(low_word_of(sum));
    (wanted.wrapping_add(primes.cast_unsigned()) & DIGIT).cast_signed()
}

/// Brings all digits but the last into [0, 2⁶²).
fn carry_digits<const N: usize>(a: &mut Digits) {
    for at in 0..N {
        a[at + 1] += a[at] >> BATCH;
        a[at] &= DIGIT.cast_signed();
    }
}

/// Applies the matrix to f and g and divides by 2⁶²; nothing is lost.
fn apply_exactly<const N: usize>(matrix: &Matrix, f: &mut Digits, g: &mut Digits) {
    let &Matrix { u, v, q, r } = matrix;
    let mut f_carry = (wide(u, f[0]) + wide(v, g[0])) >> BATCH;
    let mut g_carry = (wide(q, f[0]) + wide(r, g[0])) >> BATCH;
    for at in 1..=N {
        f_carry += wide(u, f[at]) + wide(v, g[at]);
        g_carry += wide(q, f[at]) + wide(r, g[at]);
        f[at - 1] = low_digit(f_carry);
        g[at - 1] = low_digit(g_carry);
        f_carry >>= BATCH;
        g_carry >>= BATCH;
    }
    f[N] = low_signed(f_carry);
    g[N] = low_signed(g_carry);
}

fn wide(a: i64, b: i64) -> i128 {
    i128::from(a) * i128::from(b)
}

fn low_word_of(a: i128) -> u64 {
    let [b0, b1, b2, b3, b4, b5, b6, b7, ..] = a.to_le_bytes();
    u64::from_le_bytes([b0, b1, b2, b3, b4, b5, b6, b7])
}

fn low_signed(a: i128) -> i64 {
    low_word_of(a).cast_signed()
}

fn low_digit(a: i128) -> i64 {
    (low_word_of(a) & DIGIT).cast_signed()
}

/// One batch of steps in constant time. ζ is −(δ + 1/2).
fn gather(zeta: &mut i64, f: u64, g: u64) -> Matrix {
    let (mut f, mut g) = (f, g);
    let (mut u, mut v, mut q, mut r) = (1_u64, 0_u64, 0_u64, 1_u64);
    for _ in 0..BATCH {
        let negative = (*zeta >> 63).cast_unsigned();
        let odd = Mask::of_lowest_bit(g);
        // f, u and v with the sign that the step gives them.
        let signed = |a: u64| (a ^ negative).wrapping_sub(negative);
        g = g.wrapping_add(odd.keep(signed(f)));
        q = q.wrapping_add(odd.keep(signed(u)));
        r = r.wrapping_add(odd.keep(signed(v)));
        let swapped = odd.keep(negative);
        *zeta = (*zeta ^ swapped.cast_signed()).wrapping_sub(1);
        f = f.wrapping_add(g & swapped);
        u = u.wrapping_add(q & swapped);
        v = v.wrapping_add(r & swapped);
        g >>= 1;
        u <<= 1;
        v <<= 1;
    }
    Matrix {
        u: u.cast_signed(),
        v: v.cast_signed(),
        q: q.cast_signed(),
        r: r.cast_signed(),
    }
}

/// One batch of steps in variable time: runs of even g at once, and up to six bits of g cleared by
/// one multiple of f. η is −δ.
fn gather_vartime(eta: &mut i64, f: u64, g: u64) -> Matrix {
    let (mut f, mut g) = (f, g);
    let (mut u, mut v, mut q, mut r) = (1_u64, 0_u64, 0_u64, 1_u64);
    let mut left = 62_u32;
    loop {
        let zeros = (g | (u64::MAX << left)).trailing_zeros();
        g >>= zeros;
        u <<= zeros;
        v <<= zeros;
        *eta -= i64::from(zeros);
        left -= zeros;
        if left == 0 {
            break;
        }
        let swaps = *eta < 0;
        if swaps {
            *eta = -*eta;
            (f, g) = (g, f.wrapping_neg());
            (u, q) = (q, u.wrapping_neg());
            (v, r) = (r, v.wrapping_neg());
        }
        // No more bits than are left, or than there are steps before the next swap.
        let bits_max = if swaps { 6 } else { 4 };
        let until_swap = u32::try_from(*eta + 1).unwrap_or(u32::MAX);
        let mask = (1_u64 << until_swap.min(left).min(bits_max)) - 1;
        // −g/f modulo 2⁶ by f·(f² − 2), modulo 2⁴ by f + 2·((f + 1) & 4).
        let multiple = if swaps {
            f.wrapping_mul(g)
                .wrapping_mul(f.wrapping_mul(f).wrapping_sub(2))
                & mask
        } else {
            let inverse = f.wrapping_add((f.wrapping_add(1) & 4) << 1);
            inverse.wrapping_neg().wrapping_mul(g) & mask
        };
        g = g.wrapping_add(f.wrapping_mul(multiple));
        q = q.wrapping_add(u.wrapping_mul(multiple));
        r = r.wrapping_add(v.wrapping_mul(multiple));
    }
    Matrix {
        u: u.cast_signed(),
        v: v.cast_signed(),
        q: q.cast_signed(),
        r: r.cast_signed(),
    }
}

//! Which public keys may be certified (security: the check of a PKCS#10 before anything else).
//!
//! A key that parses is not yet one to put a name on. RSA keys fail in ways that only show in the
//! modulus: too short, an exponent of 1 or 3, the generator known as ROCA (CVE-2017-15361), two
//! primes so close that Fermat finds them, a small factor. Which algorithms an authority allows is
//! its procedure's business and not known here.

use std::ops::Not as _;

use crypto_bigint::{BoxedUint, Limb, NonZero, Resize as _};

use super::PublicKey;
use crate::algorithm::KeyAlgorithm;
use crate::limits;

/// Shortest RSA modulus that is certified.
pub const RSA_BITS_MIN: u32 = 2_048;
/// Smallest RSA exponent that is certified.
pub const RSA_EXPONENT_MIN: u64 = 65_537;
/// Rounds of Fermat's method that a modulus must withstand.
pub const FERMAT_ROUNDS: usize = 100;

/// Why a key is not certified.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakKey {
    /// The algorithm is only verified, or its parameters are those of published examples.
    #[error("keys of {0} are not certified")]
    Algorithm(String),
    /// The modulus is too short or too long.
    #[error(
        "an RSA modulus of {bits} bits is outside of {RSA_BITS_MIN} to {}",
        limits::RSA_BITS_MAX
    )]
    Size {
        /// Its length.
        bits: u32,
    },
    /// The exponent is too small or even.
    #[error("the RSA exponent is even or below {RSA_EXPONENT_MIN}")]
    Exponent,
    /// The modulus is even, a prime power or has a small factor.
    #[error("the RSA modulus has a small factor")]
    SmallFactor,
    /// The modulus comes from the generator known as ROCA.
    #[error("the RSA modulus has the pattern of CVE-2017-15361 (ROCA)")]
    Roca,
    /// The primes are too close to each other.
    #[error("the two primes of the RSA modulus are too close")]
    ClosePrimes,
}

/// Checks a public key before a certificate is made for it.
///
/// # Errors
///
/// When the key is weak, or of an algorithm that is not certified.
pub fn check(key: &PublicKey) -> Result<(), WeakKey> {
    match key.algorithm() {
        KeyAlgorithm::Gost(set) if set.is_for_examples() => {
            Err(WeakKey::Algorithm(key.algorithm().name()))
        }
        KeyAlgorithm::Gost2001(_) => Err(WeakKey::Algorithm(key.algorithm().name())),
        KeyAlgorithm::Rsa { bits } => {
            let (modulus, exponent) = key.rsa_components().unwrap_or_default();
            check_rsa(bits, &modulus, &exponent)
        }
        _ => Ok(()),
    }
}

fn check_rsa(bits: u32, modulus: &[u8], exponent: &[u8]) -> Result<(), WeakKey> {
    if !(RSA_BITS_MIN..=limits::RSA_BITS_MAX).contains(&bits) {
        return Err(WeakKey::Size { bits });
    }
    let exponent = exponent.iter().try_fold(0u64, |value, octet| {
        value
            .checked_mul(256)
            .map(|value| value | u64::from(*octet))
    });
    if exponent.is_none_or(|value| value < RSA_EXPONENT_MIN || value.is_multiple_of(2)) {
        return Err(WeakKey::Exponent);
    }
    let modulus = BoxedUint::from_be_slice_vartime(modulus);
    if small_primes().any(|prime| remainder(&modulus, prime) == 0) {
        return Err(WeakKey::SmallFactor);
    }
    if has_roca_pattern(&modulus) {
        return Err(WeakKey::Roca);
    }
    if has_close_primes(&modulus) {
        return Err(WeakKey::ClosePrimes);
    }
    Ok(())
}

/// Goes through the primes below 752, the range that FIPS 186-4 wants tried.
fn small_primes() -> impl Iterator<Item = u32> {
    (2u32..752).filter(|number| {
        (2..*number)
            .any(|divisor| number.is_multiple_of(divisor))
            .not()
    })
}

fn remainder(modulus: &BoxedUint, prime: u32) -> u32 {
    let divisor = NonZero::<Limb>::new(Limb::from(prime)).into_option();
    let rest = divisor.map_or(0, |divisor| modulus.rem_limb(divisor).0);
    u32::try_from(rest).unwrap_or(0)
}

/// The faulty generator made primes `k·M + (65537^a mod M)`, M a product of the first primes: so
/// the modulus is a power of 65537 modulo each of them, which a random one hardly ever is.
fn has_roca_pattern(modulus: &BoxedUint) -> bool {
    small_primes()
        .filter(|prime| (3..=167).contains(prime))
        .all(|prime| is_power_of_65537(remainder(modulus, prime), prime))
}

fn is_power_of_65537(number: u32, prime: u32) -> bool {
    let generator = 65_537 % prime;
    let mut power = 1;
    // The group has fewer than `prime` members.
    for _ in 0..prime {
        if power == number {
            return true;
        }
        power = power * generator % prime;
    }
    false
}

/// Fermat: the modulus is `a² − b²`; with close primes `a` is just above the square root.
fn has_close_primes(modulus: &BoxedUint) -> bool {
    // Room for the square of a number a little above the root.
    let precision = modulus.bits_precision() + 64;
    let modulus = modulus.resize_unchecked(precision);
    let one = BoxedUint::one_with_precision(precision);
    let root = modulus.floor_sqrt_vartime().resize_unchecked(precision);
    let square = |number: &BoxedUint| number.wrapping_mul(number);
    let mut a = if square(&root) == modulus {
        root
    } else {
        root.wrapping_add(&one)
    };
    let mut rest = square(&a).wrapping_sub(&modulus);
    for _ in 0..FERMAT_ROUNDS {
        let b = rest.floor_sqrt_vartime().resize_unchecked(precision);
        if square(&b) == rest {
            return true;
        }
        // (a + 1)² − n = a² − n + 2a + 1
        rest = rest.wrapping_add(&a).wrapping_add(&a).wrapping_add(&one);
        a = a.wrapping_add(&one);
    }
    false
}

#[cfg(test)]
mod tests {
    use crypto_bigint::ConcatenatingMul as _;

    use super::*;

    /// A modulus of 2048 bits from OpenSSL (`openssl genpkey -algorithm rsa`), made for this test.
    const GOOD: &str = concat!(
        "cc234791d05defda7ead559e1f00e93b749dc46cce4b6390aa9f8cfdc484ec64e92b9cfb2d691577",
        "eea45f6c3c3e89f1d227cb5455375023d27ec5035ba6300cbfbb603c8f354ff08e002d3c93166d8c",
        "77b67e0128f55a6cc13f80e585a1697a50125c5f3dd1e5f0b679142c477bb5229867958e4a3c502a",
        "c2967725489ba019f40009afa677917321b3d7cf55a1b1e1c8c562e2cdf577ad1bb1257391e0d3a3",
        "a574bd3891b303b043d592dd541ae7d371858e8d34a204ccfc971b542ac7ae68bbcb0c8296eab5cd",
        "0bd300f3fb0d83370dea1fb18bf80e60f430c3cc02b663d37be33ac1f1ba5bc9f593e7f70aee6459",
        "31921ed3cf6cc2e662b3560a7af112fd",
    );

    fn number(hexadecimal: &str) -> BoxedUint {
        BoxedUint::from_be_slice_vartime(&hex::decode(hexadecimal).expect("hexadecimal"))
    }

    fn octets(number: &BoxedUint) -> Vec<u8> {
        number.to_be_bytes_trimmed_vartime().into_vec()
    }

    const F4: [u8; 3] = [1, 0, 1];

    #[test]
    fn an_ordinary_key_passes_and_its_limits_hold() {
        let modulus = octets(&number(GOOD));
        assert_eq!(check_rsa(2_048, &modulus, &F4), Ok(()));
        assert_eq!(
            check_rsa(2_047, &modulus, &F4),
            Err(WeakKey::Size { bits: 2_047 })
        );
        assert_eq!(check_rsa(8_192, &modulus, &F4), Ok(()));
        assert_eq!(
            check_rsa(8_193, &modulus, &F4),
            Err(WeakKey::Size { bits: 8_193 })
        );
        for exponent in [&[1][..], &[3], &[0xff, 0xff], &[1, 0, 2], &[1; 9]] {
            assert_eq!(check_rsa(2_048, &modulus, exponent), Err(WeakKey::Exponent));
        }
    }

    #[test]
    fn a_small_factor_is_found() {
        let modulus = number(GOOD);
        for prime in [3u32, 751] {
            let product = modulus.concatenating_mul(BoxedUint::from(prime));
            assert_eq!(
                check_rsa(2_058, &octets(&product), &F4),
                Err(WeakKey::SmallFactor)
            );
        }
    }

    #[test]
    fn close_primes_are_found() {
        // Fermat needs no primes: the product of two odd numbers that differ by 2^500.
        let p = number(&GOOD[..256]);
        let mut q = p.clone();
        for bit in 1..500 {
            q = q.wrapping_add(BoxedUint::one_with_precision(q.bits_precision()).shl(bit));
        }
        let far = p.concatenating_mul(&q);
        assert!(
            has_close_primes(&far),
            "2^500 is close for primes of 1024 bits"
        );
        assert!(has_close_primes(&p.concatenating_mul(&p)), "a square");
        assert!(!has_close_primes(&number(GOOD)));
    }

    #[test]
    fn the_pattern_of_the_faulty_generator_is_found() {
        // 1 is 65537^0 modulo every prime: 1 + k·M has the pattern for each k.
        let mut product = BoxedUint::one_with_precision(2_048);
        for prime in small_primes().filter(|prime| (3..=167).contains(prime)) {
            product = product.wrapping_mul(BoxedUint::from(prime));
        }
        let shifted = product.shl(1_500);
        let pattern = shifted.wrapping_add(BoxedUint::one_with_precision(2_048));
        assert!(has_roca_pattern(&pattern));
        assert!(!has_roca_pattern(&number(GOOD)));
        assert!(is_power_of_65537(65_537 % 163, 163) && !is_power_of_65537(0, 163));
    }
}

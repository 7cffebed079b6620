//! The fields against `crypto-bigint`: random values, and values near zero, near the prime, near 2⁶⁴ᴺ
//! and with words of all ones or zeros.

use elliptic_curve::bigint::{NonZero, U256, U512};
use proptest::prelude::*;

use super::{Field, Modulus, Near, Residue};
use crate::curve::limbs;

#[derive(Clone, Copy)]
struct PrimeOf256D;

impl Modulus<4> for PrimeOf256D {
    const PRIME: [u64; 4] =
        limbs::from_hex("9b9f605f5a858107ab1ec85e6b41c8aacf846e86789051d37998f7b9022d759b");
}

/// The order of the generator of 256-B, whose upper half is all ones.
#[derive(Clone, Copy)]
struct OrderOf256B;

impl Modulus<4> for OrderOf256B {
    const PRIME: [u64; 4] =
        limbs::from_hex("ffffffffffffffffffffffffffffffff6c611070995ad10045841b09b761b893");
}

#[derive(Clone, Copy)]
struct PrimeOfTest512;

impl Modulus<8> for PrimeOfTest512 {
    const PRIME: [u64; 8] = limbs::from_hex(concat!(
        "4531acd1fe0023c7550d267b6b2fee80922b14b2ffb90f04d4eb7c09b5d2d15d",
        "f1d852741af4704a0458047e80e4546d35b8336fac224dd81664bbf528be6373"
    ));
}

/// Words of which an edge is made: zeros, ones, and any.
fn word() -> impl Strategy<Value = u64> {
    prop_oneof![
        Just(0),
        Just(u64::MAX),
        Just(1),
        Just(1 << 63),
        any::<u64>()
    ]
}

macro_rules! checks {
    ($name:ident, $field:ty, $uint:ident, $words:literal, $prime:expr) => {
        mod $name {
            use super::*;

            fn prime() -> NonZero<$uint> {
                NonZero::new($prime).expect("a prime is not zero")
            }

            /// An integer below the prime, often near an edge.
            fn value() -> impl Strategy<Value = $uint> {
                let near = any::<u16>().prop_map(|offset| $uint::from(offset));
                let words = prop::array::uniform::<_, $words>(word());
                prop_oneof![
                    near.clone(),
                    near.prop_map(|offset| prime().get().wrapping_sub(&offset)),
                    words.prop_map(|words| {
                        let octets: Vec<u8> =
                            words.iter().flat_map(|word| word.to_be_bytes()).collect();
                        $uint::from_be_slice(&octets)
                    }),
                ]
                .prop_map(|value| value.rem_vartime(&prime()))
            }

            fn ours(value: &$uint) -> $field {
                <$field>::decoded(&value.to_be_bytes()).expect("below the prime")
            }

            fn half(wide: &<$field as Field>::Wide) -> $field {
                reduced(&crate::curve::field::Wide::<$field>::halved(wide))
            }

            fn wide_sum(
                a: &<$field as Field>::Wide,
                b: &<$field as Field>::Wide,
            ) -> <$field as Field>::Wide {
                crate::curve::field::Wide::<$field>::plus(a, b)
            }

            fn reduced(wide: &<$field as Field>::Wide) -> $field {
                crate::curve::field::Wide::<$field>::reduced(wide)
            }

            fn check(found: $field, expected: &$uint) -> Result<(), TestCaseError> {
                prop_assert_eq!(found.to_octets(), expected.to_be_bytes().to_vec());
                prop_assert_eq!(found.is_zero().reveal(), *expected == $uint::ZERO);
                prop_assert!(found.equals(&ours(expected)).reveal());
                Ok(())
            }

            proptest! {
                #![proptest_config(ProptestConfig {
                    failure_persistence: None,
                    ..ProptestConfig::with_cases(2000)
                })]

                #[test]
                fn operations_are_those_of_the_oracle(a in value(), b in value(), c in value()) {
                    let (p, x, y) = (prime(), ours(&a), ours(&b));
                    check(x.plus(&y), &a.add_mod(&b, &p))?;
                    check(x.minus(&y), &a.sub_mod(&b, &p))?;
                    check(x.negated(), &a.neg_mod(&p))?;
                    check(half(&x.wide()).plus(&half(&x.wide())), &a)?;
                    let half_of_sum = half(&wide_sum(&x.wide(), &y.wide()));
                    check(half_of_sum.plus(&half_of_sum), &a.add_mod(&b, &p))?;
                    let sum_of_products = wide_sum(&x.product(&y), &x.square());
                    let expected = a.mul_mod(&b, &p).add_mod(&a.mul_mod(&a, &p), &p);
                    check(reduced(&sum_of_products), &expected)?;
                    check(x.times(&y), &a.mul_mod(&b, &p))?;
                    check(x.squared(), &a.mul_mod(&a, &p))?;
                    // Results that are not below the prime inside go on as well as those that are.
                    let z = ours(&c);
                    let sum = x.plus(&y);
                    let sum = sum.plus(&sum).plus(&z);
                    let expected = a.add_mod(&b, &p);
                    let expected = expected.add_mod(&expected, &p).add_mod(&c, &p);
                    check(sum, &expected)?;
                    let difference = z.minus(&sum);
                    check(difference, &c.sub_mod(&expected, &p))?;
                    let expected = expected.mul_mod(&c.sub_mod(&expected, &p), &p);
                    check(sum.times(&difference), &expected)?;
                    check(sum.times(&difference).squared(), &expected.mul_mod(&expected, &p))?;
                }

                #[test]
                fn an_inverse_times_its_integer_is_one(a in value()) {
                    let x = ours(&a);
                    let expected = if a == $uint::ZERO { $uint::ZERO } else { $uint::ONE };
                    check(x.inverted().times(&x), &expected)?;
                    check(x.inverted_vartime().times(&x), &expected)?;
                    check(x.inverted().minus(&x.inverted_vartime()), &$uint::ZERO)?;
                }
            }

            #[test]
            fn an_integer_is_read_when_it_is_below_the_prime() {
                let last = prime().get().wrapping_sub(&$uint::ONE);
                assert!(<$field>::decoded(&last.to_be_bytes()).is_some());
                assert!(<$field>::decoded(&prime().get().to_be_bytes()).is_none());
                assert!(<$field>::decoded(&$uint::MAX.to_be_bytes()).is_none());
            }
        }
    };
}

checks!(below_256, Near<4, 617>, U256, 4, U256::ZERO.wrapping_sub(&U256::from(617_u32)));
checks!(below_512, Near<8, 569>, U512, 8, U512::ZERO.wrapping_sub(&U512::from(569_u32)));
checks!(above_256, Near<4, -6450>, U256, 4, U256::ONE.shl_vartime(255).wrapping_add(&U256::from(3225_u32)));
checks!(above_256_test, Near<4, -2146>, U256, 4, U256::ONE.shl_vartime(255).wrapping_add(&U256::from(1073_u32)));
checks!(above_512, Near<8, -222>, U512, 8, U512::ONE.shl_vartime(511).wrapping_add(&U512::from(111_u32)));
checks!(residue_256_d, Residue<PrimeOf256D, 4>, U256, 4, U256::from_be_hex("9b9f605f5a858107ab1ec85e6b41c8aacf846e86789051d37998f7b9022d759b"));
checks!(residue_order_256_b, Residue<OrderOf256B, 4>, U256, 4, U256::from_be_hex("ffffffffffffffffffffffffffffffff6c611070995ad10045841b09b761b893"));
checks!(residue_test_512, Residue<PrimeOfTest512, 8>, U512, 8, U512::from_be_hex(concat!(
    "4531acd1fe0023c7550d267b6b2fee80922b14b2ffb90f04d4eb7c09b5d2d15d",
    "f1d852741af4704a0458047e80e4546d35b8336fac224dd81664bbf528be6373"
)));

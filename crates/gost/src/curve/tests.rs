//! The curves against the oracle, on random multiples and on those where a formula could divide by
//! zero.

use super::{Group, PointRefusal, Scalar, oracle};
use crate::test_rng::SeededRng;

/// Random cases of one curve.
const CASES: u64 = 24;

fn octets_of<G: Group>(small: u64) -> Vec<u8> {
    let mut octets = vec![0; G::SIZE];
    octets[G::SIZE - 8..].copy_from_slice(&small.to_be_bytes());
    octets
}

fn small<G: Group>(value: u64) -> Vec<u8> {
    G::Scalar::from_reduced(&octets_of::<G>(value))
        .to_octets()
        .to_vec()
}

/// q − `value`.
fn below_order<G: Group>(value: u64) -> Vec<u8> {
    let value = G::Scalar::from_reduced(&octets_of::<G>(value));
    value.negated().to_octets().to_vec()
}

fn random<G: Group>(rng: &mut SeededRng) -> Vec<u8> {
    use rand_core::Rng as _;
    let mut octets = vec![0; G::SIZE];
    rng.fill_bytes(&mut octets);
    G::Scalar::from_reduced(&octets).to_octets().to_vec()
}

fn scalar<G: Group>(octets: &[u8]) -> G::Scalar {
    G::Scalar::from_reduced(octets)
}

fn shown<G: Group>(point: &G::Point) -> Option<(Vec<u8>, Vec<u8>)> {
    G::coordinates(point).map(|found| (found.x, found.y))
}

fn point<G: Group>((x, y): &(Vec<u8>, Vec<u8>)) -> G::Point {
    G::decode(x, y).expect("a point of the group")
}

/// Multiples at the edges: small ones, those near the order (among them the one that makes the last
/// addition a doubling, q − 2t with t < 2⁷), powers of two and their neighbours.
fn edges<G: Group>() -> Vec<Vec<u8>> {
    let mut edges: Vec<_> = (0..140).map(small::<G>).collect();
    edges.extend((1..260).map(below_order::<G>));
    let mut power = scalar::<G>(&small::<G>(1));
    let one = power;
    for _ in 0..8 * G::SIZE {
        power = power.plus(&power);
        edges.push(power.to_octets().to_vec());
        edges.push(power.minus(&one).to_octets().to_vec());
    }
    edges
}

fn check_multiples<G: Group, O: Group>() {
    let mut rng = SeededRng::new(11);
    let base_multiple = random::<O>(&mut rng);
    let base = O::multiply_generator(&scalar::<O>(&base_multiple));
    let affine = shown::<O>(&base).expect("not the identity");
    let ours = point::<G>(&affine);
    let mut multiples: Vec<_> = (0..CASES).map(|_| random::<O>(&mut rng)).collect();
    multiples.extend(edges::<O>());
    for multiple in multiples {
        let expected = shown::<O>(&O::multiply_generator(&scalar::<O>(&multiple)));
        let found = shown::<G>(&G::multiply_generator(&scalar::<G>(&multiple)));
        assert_eq!(found, expected, "{multiple:02x?} times the generator");
        let expected = shown::<O>(&O::multiply(&base, &scalar::<O>(&multiple)));
        let found = shown::<G>(&G::multiply(&ours, &scalar::<G>(&multiple)));
        assert_eq!(
            found, expected,
            "{multiple:02x?} times {base_multiple:02x?}"
        );
    }
}

fn check_sums<G: Group, O: Group>() {
    let mut rng = SeededRng::new(12);
    for point_multiple in [
        random::<O>(&mut rng),
        small::<O>(1),
        small::<O>(2),
        below_order::<O>(1),
    ] {
        let base = O::multiply_generator(&scalar::<O>(&point_multiple));
        let ours = point::<G>(&shown::<O>(&base).expect("not the identity"));
        let prepared = G::prepare(&ours);
        let edge = || {
            [
                small::<O>(0),
                small::<O>(1),
                small::<O>(2),
                below_order::<O>(1),
            ]
        };
        let mut cases: Vec<_> = (0..CASES)
            .map(|_| (random::<O>(&mut rng), random::<O>(&mut rng)))
            .collect();
        cases.extend(
            edge()
                .into_iter()
                .flat_map(|a| edge().map(|b| (a.clone(), b))),
        );
        // Sums that are the identity: a = −(b·m).
        for _ in 0..3 {
            let b = random::<O>(&mut rng);
            let product = scalar::<O>(&b).times(&scalar::<O>(&point_multiple));
            cases.push((product.negated().to_octets().to_vec(), b));
        }
        for (a, b) in cases {
            let expected = O::combine_vartime(&scalar::<O>(&a), &scalar::<O>(&b), &base);
            let expected = shown::<O>(&expected);
            let (a, b) = (scalar::<G>(&a), scalar::<G>(&b));
            let found = G::combine_vartime(&a, &b, &ours);
            assert_eq!(shown::<G>(&found), expected);
            let found = G::combine_prepared_vartime(&a, &b, &prepared);
            assert_eq!(shown::<G>(&found), expected);
            check_abscissa::<G>(&found, expected.map(|(x, _)| x));
        }
    }
}

fn check_abscissa<G: Group>(found: &G::Point, x: Option<Vec<u8>>) {
    let one = scalar::<G>(&octets_of::<G>(1));
    match x {
        None => assert!(!G::has_abscissa_vartime(found, &one)),
        Some(x) => {
            let r = scalar::<G>(&x);
            assert!(G::has_abscissa_vartime(found, &r));
            assert!(!G::has_abscissa_vartime(found, &r.plus(&one)));
        }
    }
}

fn check_scalars<G: Group, O: Group>() {
    let mut rng = SeededRng::new(13);
    let mut values: Vec<_> = (0..CASES).map(|_| random::<O>(&mut rng)).collect();
    values.extend([
        small::<O>(0),
        small::<O>(1),
        below_order::<O>(1),
        below_order::<O>(2),
    ]);
    for a in &values {
        for b in &values {
            let (x, y) = (scalar::<G>(a), scalar::<G>(b));
            let (p, q) = (scalar::<O>(a), scalar::<O>(b));
            assert_eq!(x.plus(&y).to_octets(), p.plus(&q).to_octets());
            assert_eq!(x.minus(&y).to_octets(), p.minus(&q).to_octets());
            assert_eq!(x.times(&y).to_octets(), p.times(&q).to_octets());
        }
        let inverse = |value: Option<_>| value.map(|value: G::Scalar| value.to_octets());
        let expected = scalar::<O>(a)
            .inverted_vartime()
            .map(|value| value.to_octets());
        assert_eq!(inverse(scalar::<G>(a).inverted_vartime()), expected);
    }
    let ones = vec![0xff; G::SIZE];
    let (found, expected) = (
        scalar::<G>(&ones).to_octets(),
        scalar::<O>(&ones).to_octets(),
    );
    assert_eq!(found, expected);
    assert_eq!(G::Scalar::BITS, O::Scalar::BITS);
    assert!(bool::from(
        G::Scalar::from_canonical(&below_order::<O>(1)).is_some()
    ));
    assert!(bool::from(G::Scalar::from_canonical(&ones).is_none()));
}

fn check_decoding<G: Group, O: Group>() {
    let generator = O::multiply_generator(&scalar::<O>(&small::<O>(1)));
    let (x, y) = shown::<O>(&generator).expect("not the identity");
    assert_eq!(
        shown::<G>(&point::<G>(&(x.clone(), y.clone()))),
        Some((x.clone(), y.clone()))
    );
    for at in [0, G::SIZE / 2, G::SIZE - 1] {
        let mut other = y.clone();
        other[at] ^= 1;
        for (x, y) in [(&x, &other), (&other, &y)] {
            assert_eq!(O::decode(x, y).err(), Some(PointRefusal::NotOnCurve));
            assert_eq!(G::decode(x, y).err(), Some(PointRefusal::NotOnCurve));
        }
    }
    let ones = vec![0xff; G::SIZE];
    assert_eq!(G::decode(&ones, &y).err(), Some(PointRefusal::NotOnCurve));
    assert_eq!(G::decode(&x, &ones).err(), Some(PointRefusal::NotOnCurve));
}

macro_rules! checks {
    ($($module:ident $curve:ident)+) => {
        $(mod $module {
            use super::*;

            #[test]
            fn multiples_are_those_of_the_oracle() {
                check_multiples::<crate::curve::$curve, oracle::$curve>();
            }

            #[test]
            fn sums_of_two_multiples_are_those_of_the_oracle() {
                check_sums::<crate::curve::$curve, oracle::$curve>();
            }

            #[test]
            fn integers_modulo_the_order_are_those_of_the_oracle() {
                check_scalars::<crate::curve::$curve, oracle::$curve>();
            }

            #[test]
            fn points_are_read_as_by_the_oracle() {
                check_decoding::<crate::curve::$curve, oracle::$curve>();
            }
        })+
    };
}

checks! {
    curve_256_a Tc26256A
    curve_256_b Tc26256B
    curve_256_c Tc26256C
    curve_256_d Tc26256D
    curve_512_a Tc26512A
    curve_512_b Tc26512B
    curve_512_c Tc26512C
    curve_test_256 Test256
    curve_test_512 Test512
}

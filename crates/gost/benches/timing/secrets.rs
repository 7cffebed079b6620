//! Whether times depend on secrets: a statistical test in the manner of "dudect" (Reparaz, Balasch and
//! Verbauwhede, "Dude, is my code constant time?", 2017), on demand:
//!
//! ```text
//! cargo test --release -p smena-gost --lib -- --ignored --nocapture timing
//! ```
//!
//! Two classes of secret integers, one fixed and one random for each call, are measured in random order;
//! the slowest times, which interrupts make, are cut off at several places; and Welch's t is printed, the
//! largest of the cuts. An absolute value above ten says that the times differ; nothing is asserted, since
//! a loaded machine can say so too. What was seen stands in `docs/constant-time.md`.
//!
//! It is a module of the tests of `curve`, since it measures what is private there, and lies here, since
//! the sources of the crate ask no clock.

use std::{hint::black_box, time::Instant};

use rand_core::Rng as _;

use super::{Group, Scalar};
use crate::{signature, test_rng::SeededRng};

/// Measurements of one comparison.
const MEASUREMENTS: usize = 40_000;

/// Shares of the measurements that are kept, in percent.
const CUTS: [usize; 5] = [50, 70, 80, 90, 99];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Fixed,
    Random,
}

/// Measures `work` on the fixed integer and on random ones.
fn compare<G: Group>(what: &str, fixed: G::Scalar, mut work: impl FnMut(&G::Scalar)) {
    let mut rng = SeededRng::new(21);
    let inputs: Vec<_> = (0..MEASUREMENTS)
        .map(|_| {
            let random = signature::random_scalar::<G>(&mut rng).expect("a good generator");
            if rng.next_u32() & 1 == 0 {
                (Class::Fixed, fixed)
            } else {
                (Class::Random, *random)
            }
        })
        .collect();
    work(&fixed);
    let measured: Vec<_> = inputs
        .iter()
        .map(|(class, scalar)| {
            let begin = Instant::now();
            work(black_box(scalar));
            (*class, begin.elapsed().as_secs_f64() * 1e9)
        })
        .collect();
    let mut sorted: Vec<_> = measured.iter().map(|(_, time)| *time).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let largest = CUTS
        .iter()
        .map(|cut| {
            let limit = sorted[sorted.len() * cut / 100];
            let of = |wanted| {
                let times = measured.iter().filter(move |(class, _)| *class == wanted);
                Moments::of(times.map(|(_, time)| *time).filter(|time| *time <= limit))
            };
            of(Class::Fixed).welch(&of(Class::Random))
        })
        .max_by(|a, b| a.abs().total_cmp(&b.abs()))
        .expect("there are cuts");
    println!(
        "{what:48} t = {largest:7.2}   median {:8.0} ns",
        sorted[sorted.len() / 2]
    );
}

struct Moments {
    count: f64,
    mean: f64,
    variance: f64,
}

impl Moments {
    fn of(times: impl Iterator<Item = f64>) -> Self {
        let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
        for time in times {
            count += 1.0;
            let off = time - mean;
            mean += off / count;
            squares += off * (time - mean);
        }
        Self {
            count,
            mean,
            variance: squares / (count - 1.0),
        }
    }

    fn welch(&self, other: &Self) -> f64 {
        let error = self.variance / self.count + other.variance / other.count;
        (self.mean - other.mean) / error.sqrt()
    }
}

fn compare_all<G: Group>(name: &str) {
    // Not 1: the generator of 256-D has the abscissa 0, for which no signature is made.
    let mut two = vec![0; G::SIZE];
    two[G::SIZE - 1] = 2;
    let two = G::Scalar::from_reduced(&two);
    let mut rng = SeededRng::new(22);
    let draw = |rng: &mut SeededRng| *signature::random_scalar::<G>(rng).expect("a good generator");
    let (secret, e, blinding) = (draw(&mut rng), draw(&mut rng), draw(&mut rng));
    let point = G::multiply_generator(&secret);
    for (which, fixed) in [("2", two), ("q - 2", two.negated())] {
        compare::<G>(
            &format!("{name}: generator, {which} or random"),
            fixed,
            |k| {
                black_box(G::multiply_generator(k));
            },
        );
        compare::<G>(&format!("{name}: point, {which} or random"), fixed, |k| {
            black_box(G::multiply(&point, k));
        });
        compare::<G>(
            &format!("{name}: signature, nonce {which} or random"),
            fixed,
            |k| {
                black_box(signature::sign_with_nonce::<G>(&secret, &e, k, &blinding));
            },
        );
        compare::<G>(
            &format!("{name}: signature, key {which} or random"),
            fixed,
            |d| {
                black_box(signature::sign_with_nonce::<G>(d, &e, &secret, &blinding));
            },
        );
    }
}

macro_rules! timing {
    ($($test:ident $curve:ident)+) => {
        $(
            #[test]
            #[ignore = "a measurement of minutes, on demand"]
            fn $test() {
                compare_all::<super::$curve>(stringify!($curve));
            }
        )+
    };
}

timing! {
    times_of_256_a Tc26256A
    times_of_256_b Tc26256B
    times_of_256_c Tc26256C
    times_of_256_d Tc26256D
    times_of_512_a Tc26512A
    times_of_512_b Tc26512B
    times_of_512_c Tc26512C
}

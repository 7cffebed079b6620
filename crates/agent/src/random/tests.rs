//! What the estimate gives to people, to machines and to habits, and what the generator makes of it.

use std::convert::Infallible;

use proptest::prelude::*;
use rand_core::{TryCryptoRng, TryRng, utils::next_word_via_fill};

use super::{ESCAPE, Event, EventKind, GOAL_BITS, Sensor};

/// A generator of the system that gives one octet for ever: it has failed, or everybody knows it.
struct Stuck(u8);

impl TryRng for Stuck {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        next_word_via_fill(self)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        next_word_via_fill(self)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        out.fill(self.0);
        Ok(())
    }
}

impl TryCryptoRng for Stuck {}

/// Numbers that look random and are the same in every run (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % limit
    }

    /// About normally distributed: twelve uniform numbers.
    fn around(&mut self, middle: u64, deviation: u64) -> u64 {
        let sum: u64 = (0..12).map(|_| self.below(deviation)).sum();
        (middle + sum).saturating_sub(6 * deviation)
    }
}

fn sensor() -> Sensor {
    Sensor::new(Box::new(Stuck(7)))
}

/// Feeds keys with these pauses between them, each key another than the one before.
fn type_with(sensor: &mut Sensor, pauses: impl IntoIterator<Item = u64>) {
    let mut at_ms = 1_000;
    for (number, pause) in (0..).zip(pauses) {
        at_ms += pause;
        sensor.feed(key(at_ms, 65 + number % 26));
    }
}

fn key(at_ms: u64, number: i32) -> Event {
    Event {
        kind: EventKind::Key,
        at_ms,
        x: number,
        y: 0,
    }
}

fn pointer(at_ms: u64, x: i32, y: i32) -> Event {
    Event {
        kind: EventKind::Pointer,
        at_ms,
        x,
        y,
    }
}

/// The pauses of somebody who types as people do: 180 ms, give or take 40.
fn human_pauses(seed: u64) -> impl Iterator<Item = u64> {
    let mut chance = Chance(seed);
    std::iter::repeat_with(move || chance.around(180, 40))
}

fn millibits(sensor: &Sensor) -> u64 {
    sensor.estimate.millibits()
}

#[test]
fn a_person_who_types_reaches_the_goal_with_one_bit_an_event_at_most() {
    for seed in 0..20 {
        let mut sensor = sensor();
        let mut count = 0;
        let mut at_ms = 0;
        for pause in human_pauses(seed) {
            at_ms += pause;
            count += 1;
            sensor.feed(key(at_ms, 65 + count % 26));
            if sensor.is_done() {
                break;
            }
        }
        assert!(count > i32::try_from(GOAL_BITS).expect("small"), "{count}");
        assert!(count < 200, "{count}");
        assert_eq!(sensor.progress(), 100);
        assert!(sensor.finish().is_some());
    }
}

#[test]
fn too_little_gives_no_generator() {
    let mut sensor = sensor();
    type_with(&mut sensor, human_pauses(1).take(100));
    let progress = sensor.progress();
    assert!((30..100).contains(&progress), "{progress}");
    assert!(sensor.finish().is_none());
}

#[test]
fn a_key_that_is_held_gives_nothing_however_its_repetition_trembles() {
    let mut sensor = sensor();
    let mut chance = Chance(3);
    let mut at_ms = 0;
    for _ in 0..5_000 {
        at_ms += 25 + chance.below(20);
        sensor.feed(key(at_ms, 65));
    }
    assert_eq!(millibits(&sensor), 0);
}

#[test]
fn constant_and_evenly_changing_intervals_give_nothing() {
    let mut chance = Chance(4);
    let trembling: Vec<u64> = (0..2_000).map(|_| 98 + chance.below(5)).collect();
    for pauses in [vec![0; 2_000], vec![33; 2_000], trembling] {
        let mut sensor = sensor();
        type_with(&mut sensor, pauses);
        assert_eq!(millibits(&sensor), 0);
    }
    let mut sensor = sensor();
    type_with(&mut sensor, (0..90).map(|number| 10 + 20 * number));
    assert!(millibits(&sensor) < 1_000, "{}", millibits(&sensor));
}

#[test]
fn a_pattern_that_is_replayed_is_worth_no_more_than_once() {
    for length in [7, 20, 90] {
        let pattern: Vec<u64> = human_pauses(5).take(length).collect();
        let mut chance = Chance(6);
        // A program that replays is late by a millisecond now and then.
        let late = |pause: &u64| pause + chance.below(2);
        let passes: Vec<u64> = pattern.iter().cycle().take(40 * length).map(late).collect();
        let mut sensor = sensor();
        type_with(&mut sensor, passes[..2 * length].iter().copied());
        let twice = millibits(&sensor);
        type_with(&mut sensor, passes[2 * length..].iter().copied());
        let once_at_most = u64::try_from(length).expect("small") * 1_000;
        assert!(twice <= once_at_most, "{length}: {twice}");
        // Between the two calls lies a pause of its own.
        assert!(millibits(&sensor) <= twice + 1_000, "{length}");
    }
}

#[test]
fn esc_changes_nothing_at_all() {
    let mut with = sensor();
    let mut without = sensor();
    let mut at_ms = 0;
    for (number, pause) in (0..).zip(human_pauses(8).take(300)) {
        at_ms += pause;
        with.feed(key(at_ms - 30, ESCAPE));
        with.feed(key(at_ms, 65 + number % 26));
        without.feed(key(at_ms, 65 + number % 26));
        assert_eq!(millibits(&with), millibits(&without));
    }
    let mut octets = [[0; 32]; 2];
    for (sensor, out) in [with, without].into_iter().zip(&mut octets) {
        sensor.finish().expect("enough").fill_bytes(out);
    }
    assert_eq!(octets[0], octets[1]);
}

#[test]
fn lines_and_circles_of_a_program_give_next_to_nothing_and_a_hand_reaches_the_goal() {
    let mut line = sensor();
    let mut circle = sensor();
    for (step, number) in (0..3_000_u32).zip(0..) {
        let at_ms = u64::from(step) * 16;
        line.feed(pointer(at_ms, 3 * number, 2 * number));
        let angle = f64::from(step % 20) * std::f64::consts::TAU / 20.0;
        let on = |value: f64| format!("{:.0}", 200.0 * value).parse().expect("a number");
        circle.feed(pointer(at_ms, on(angle.cos()), on(angle.sin())));
    }
    assert_eq!(millibits(&line), 0);
    assert!(millibits(&circle) < 20_000, "{}", millibits(&circle));

    let mut hand = sensor();
    let mut chance = Chance(9);
    let (mut at_ms, mut place, mut speed) = (0, [400_i32; 2], [0_i32; 2]);
    let mut push = || i32::try_from(chance.below(31)).expect("small") - 15;
    let mut count = 0;
    while !hand.is_done() {
        count += 1;
        assert!(count < 1_000, "{}", hand.progress());
        for (at, speed) in place.iter_mut().zip(&mut speed) {
            *speed = *speed * 7 / 8 + push();
            *at += *speed;
        }
        at_ms += 16;
        hand.feed(pointer(at_ms, place[0], place[1]));
    }
    assert!(count > 2 * GOAL_BITS, "half a bit a movement: {count}");
}

#[test]
fn of_two_pauses_no_more_is_counted_than_there_is() {
    // The entropy of each choice between two pauses, in thousandths of a bit, by how often the first is chosen.
    for (percent, entropy) in [(50, 1_000), (80, 722), (90, 469), (97, 195)] {
        let mut chance = Chance(percent);
        let mut sensor = sensor();
        let choose = move || {
            if chance.below(100) < percent {
                100
            } else {
                300
            }
        };
        type_with(&mut sensor, std::iter::repeat_with(choose).take(10_000));
        let counted = millibits(&sensor) / 10_000;
        assert!(counted <= entropy, "{percent}: {counted}");
    }
}

proptest! {
    #[test]
    fn progress_never_falls_and_an_event_is_worth_one_bit_at_most(
        events in prop::collection::vec((0..3_u8, 0..700_u64, -50..2_000_i32, -50..2_000_i32), 0..400)
    ) {
        let mut sensor = sensor();
        let (mut at_ms, mut before, mut shown) = (0, 0, 0);
        for (number, (kind, pause, x, y)) in (0_u64..).zip(events) {
            at_ms += pause;
            let kind = match kind {
                0 => EventKind::Key,
                1 => EventKind::Pointer,
                _ => EventKind::Touch,
            };
            sensor.feed(Event { kind, at_ms, x, y });
            let now = millibits(&sensor);
            prop_assert!(before <= now && now <= before + 1_000 && now <= number * 1_000);
            prop_assert!(shown <= sensor.progress() && sensor.progress() <= 100);
            prop_assert_eq!(sensor.progress() == 100, sensor.is_done());
            (before, shown) = (now, sensor.progress());
        }
    }

    #[test]
    fn any_constant_interval_gives_nothing(pause in 0..5_000_u64) {
        let mut sensor = sensor();
        type_with(&mut sensor, std::iter::repeat_n(pause, 500));
        prop_assert_eq!(millibits(&sensor), 0);
    }
}

/// Octets of a generator that a person made, over this generator of the system.
fn octets(person: u64, system: Stuck, length: usize) -> Vec<u8> {
    let mut sensor = Sensor::new(Box::new(system));
    type_with(&mut sensor, human_pauses(person).take(300));
    let mut octets = vec![0; length];
    sensor.finish().expect("enough").fill_bytes(&mut octets);
    octets
}

#[test]
fn each_source_alone_makes_the_octets_others() {
    let first = octets(1, Stuck(0), 64);
    assert_eq!(first, octets(1, Stuck(0), 64), "the same from the same");
    assert_ne!(first, octets(2, Stuck(0), 64), "another person");
    assert_ne!(first, octets(1, Stuck(1), 64), "another system");
    assert_ne!(first[..32], first[32..]);
}

#[test]
fn two_draws_are_not_two_halves_of_one() {
    let mut sensor = sensor();
    type_with(&mut sensor, human_pauses(1).take(300));
    let mut generator = sensor.finish().expect("enough");
    let mut draws = [[0; 64]; 2];
    for draw in &mut draws {
        generator.fill_bytes(draw);
    }
    let whole = octets(1, Stuck(7), 128);
    assert_eq!(draws[0][..], whole[..64]);
    assert_ne!(
        draws[1][..],
        whole[64..],
        "the state has changed in between"
    );
}

#[test]
fn the_octets_look_random_even_over_a_system_that_has_failed() {
    let octets = octets(11, Stuck(0), 65_536);
    let ones: u32 = octets.iter().map(|octet| octet.count_ones()).sum();
    // Half of 524 288 bits, five standard deviations of 362 to either side.
    assert!(ones.abs_diff(262_144) < 1_810, "{ones}");
    let mut counts = [0_u64; 256];
    for octet in &octets {
        counts[usize::from(*octet)] += 1;
    }
    // Chi-square with 255 degrees of freedom: mean 255, deviation 22.6; the expected count is 256.
    let chi: u64 = counts
        .iter()
        .map(|count| count.abs_diff(256).pow(2))
        .sum::<u64>()
        / 256;
    assert!((142..368).contains(&chi), "{chi}");
}

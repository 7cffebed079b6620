//! How much the events are worth. Every rule errs on the low side.
//!
//! An event is described by the time since the one before, in milliseconds, and for pointer and finger by how much its
//! movement changed in both directions: what a straight, even movement would not have told. Two descriptions that differ
//! by less than half a [`QUANTUM`] are the same. An event is worth something only if
//!
//! - it is not the same as the one before (a constant beat), nor what a steady change would lead to (an even
//!   acceleration),
//! - its key is not the one before (a key that is held down repeats itself),
//! - and it is no part of a repetition: [`REPETITION`] events in a row that were there before, at whatever distance. Those
//!   are known as such only at the last of them, so the credit of the newest events waits until they can be none.
//!
//! What it is worth follows from how often the most frequent description occurred lately, with the 99 % bound of NIST SP
//! 800-90B §6.3.1 on the high side, and is one bit at most; half a bit for a movement, whose neighbours depend on each
//! other. The sum never falls.

use std::collections::{BTreeMap, VecDeque};

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{Event, EventKind};

/// What cannot be told apart: milliseconds of the times, and pixels of the movements. Clocks of browsers are coarse, and
/// the beat of a repeating key trembles by a few milliseconds.
const QUANTUM: i32 = 8;

/// Longer pauses are one and the same, in milliseconds.
const PAUSE_MAX: u64 = 2_000;

/// So many events in a row that were there before are a repetition.
const REPETITION: usize = 6;

/// How many events are remembered to find repetitions.
const MEMORY: usize = 256;

/// Over how many of the last events the frequency is taken.
const WINDOW: usize = 64;

/// One bit.
const BIT: u64 = 1_000;

/// An event as the estimate sees it.
#[derive(Clone, Copy, Default, Zeroize)]
struct Step {
    /// Milliseconds since the event before.
    interval: i32,
    /// Change of the movement across.
    across: i32,
    /// Change of the movement down.
    down: i32,
}

impl Step {
    /// Whether both may be the same thing.
    fn is_like(self, other: Self) -> bool {
        let near = |a: i32, b: i32| a.abs_diff(b) <= QUANTUM.unsigned_abs() / 2;
        near(self.interval, other.interval)
            && near(self.across, other.across)
            && near(self.down, other.down)
    }

    /// What comes after `before` and `last` if the change is steady.
    fn led_to_by(before: Self, last: Self) -> Self {
        let on = |before: i32, last: i32| last.saturating_mul(2).saturating_sub(before);
        Self {
            interval: on(before.interval, last.interval),
            across: on(before.across, last.across),
            down: on(before.down, last.down),
        }
    }

    /// The cell of the grid of quanta that it lies in.
    fn cell(self) -> [i32; 3] {
        [self.interval, self.across, self.down].map(|value| value.div_euclid(QUANTUM))
    }
}

/// A place and how it was reached.
#[derive(Clone, Copy, Default, Zeroize)]
struct Motion {
    at: [i32; 2],
    speed: [i32; 2],
}

/// The estimate of one sitting.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct Estimate {
    /// When the last event was, the last key, the last movement.
    last_at: Option<u64>,
    last_key: Option<i32>,
    motion: Motion,
    /// The last events, oldest first.
    steps: Vec<Step>,
    /// How many of the last events were the same as those so many before; one number for each distance.
    runs: Vec<usize>,
    /// The credit of the newest events, oldest first, which is lost if they turn out to be a repetition.
    #[zeroize(skip)]
    waiting: VecDeque<u64>,
    /// What was granted, in thousandths of a bit.
    granted: u64,
}

impl Estimate {
    /// Nothing happened yet.
    pub(super) fn new() -> Self {
        Self {
            last_at: None,
            last_key: None,
            motion: Motion::default(),
            steps: Vec::with_capacity(MEMORY + 1),
            runs: vec![0; MEMORY],
            waiting: VecDeque::with_capacity(REPETITION),
            granted: 0,
        }
    }

    /// What the events are worth, in thousandths of a bit.
    pub(super) fn millibits(&self) -> u64 {
        self.granted
    }

    /// Takes an event into account.
    pub(super) fn count(&mut self, event: Event) {
        // A movement in between does not make a held key another one.
        let is_key = event.kind == EventKind::Key;
        let held = is_key && self.last_key == Some(event.x);
        if is_key {
            self.last_key = Some(event.x);
        }
        let Some(step) = self.step(event) else {
            return;
        };
        let worth = if held || self.is_expected(step) {
            0
        } else {
            self.worth(step, event.kind)
        };
        let repeats = self.remember(step);
        if repeats {
            self.waiting.clear();
        } else {
            self.waiting.push_back(worth);
            if self.waiting.len() >= REPETITION {
                self.granted += self.waiting.pop_front().unwrap_or_default();
            }
        }
    }

    /// Describes an event; the first one only says when everything began.
    fn step(&mut self, event: Event) -> Option<Step> {
        let since = event
            .at_ms
            .saturating_sub(self.last_at.unwrap_or(event.at_ms));
        let is_first = self.last_at.replace(event.at_ms).is_none();
        let (across, down) = match event.kind {
            EventKind::Key => (0, 0),
            EventKind::Pointer | EventKind::Touch => self.change_of_movement([event.x, event.y]),
        };
        let interval = i32::try_from(since.min(PAUSE_MAX)).unwrap_or(i32::MAX);
        (!is_first).then_some(Step {
            interval,
            across,
            down,
        })
    }

    fn change_of_movement(&mut self, at: [i32; 2]) -> (i32, i32) {
        let Motion { at: was, speed } = self.motion;
        let now = [at[0].saturating_sub(was[0]), at[1].saturating_sub(was[1])];
        self.motion = Motion { at, speed: now };
        (
            now[0].saturating_sub(speed[0]),
            now[1].saturating_sub(speed[1]),
        )
    }

    fn is_expected(&self, step: Step) -> bool {
        match self.steps.as_slice() {
            [] => false,
            [last] => step.is_like(*last),
            [.., before, last] => {
                step.is_like(*last) || step.is_like(Step::led_to_by(*before, *last))
            }
        }
    }

    /// The most that such an event is worth, given how often the most frequent one occurred.
    fn worth(&self, step: Step, kind: EventKind) -> u64 {
        let recent = self.steps.iter().rev().take(WINDOW - 1).copied();
        let mut counts: BTreeMap<[i32; 3], u64> = BTreeMap::new();
        let mut all = 0;
        for step in recent.chain([step]) {
            *counts.entry(step.cell()).or_default() += 1;
            all += 1;
        }
        let most = counts.into_values().max().unwrap_or(all);
        let rare = all.saturating_sub(most + margin(all));
        // -log2 p is at least (1 - p) / ln 2.
        let bits = rare * 1_442 / all;
        match kind {
            EventKind::Key => bits.min(BIT),
            EventKind::Pointer | EventKind::Touch => bits.min(BIT) / 2,
        }
    }

    /// Remembers an event and says whether a repetition has come to light with it.
    fn remember(&mut self, step: Step) -> bool {
        let mut repeats = false;
        for (before, run) in self.steps.iter().rev().zip(&mut self.runs) {
            *run = if step.is_like(*before) { *run + 1 } else { 0 };
            repeats |= *run >= REPETITION;
        }
        self.steps.push(step);
        if self.steps.len() > MEMORY {
            self.steps.remove(0);
        }
        repeats
    }
}

/// How far the true number of the most frequent may lie above the counted one: 2.576 standard deviations, each at most half
/// the root of their number, rounded up.
fn margin(all: u64) -> u64 {
    let mut margin: u64 = 0;
    // margin >= 1.288 * sqrt(all), in whole numbers: margin^2 * 1000 >= 1659 * all.
    while margin * margin * 1_000 < 1_659 * all {
        margin += 1;
    }
    margin
}

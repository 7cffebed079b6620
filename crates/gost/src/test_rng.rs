//! A generator for tests: the same octets in every run.

use std::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng, utils::next_word_via_fill};

use crate::Streebog;

/// Octets from hashing a seed and a counter.
pub(crate) struct SeededRng {
    seed: u64,
    counter: u64,
}

impl SeededRng {
    /// Begins the sequence of `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, counter: 0 }
    }
}

impl TryRng for SeededRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        next_word_via_fill(self)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        next_word_via_fill(self)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for part in out.chunks_mut(64) {
            self.counter += 1;
            let block = [self.seed.to_le_bytes(), self.counter.to_le_bytes()].concat();
            part.copy_from_slice(&Streebog::Bits512.digest(&block)[..part.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for SeededRng {}

/// A broken generator: octets of one value for a number of calls, then those of a good one.
pub(crate) struct StuckRng {
    value: u8,
    calls: usize,
    then: SeededRng,
}

impl StuckRng {
    /// Gives `value` in the first `calls` calls.
    pub(crate) fn new(value: u8, calls: usize) -> Self {
        Self {
            value,
            calls,
            then: SeededRng::new(1),
        }
    }
}

impl TryRng for StuckRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.then.try_next_u32()
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.then.try_next_u64()
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        match self.calls.checked_sub(1) {
            Some(left) => {
                self.calls = left;
                out.fill(self.value);
                Ok(())
            }
            None => self.then.try_fill_bytes(out),
        }
    }
}

impl TryCryptoRng for StuckRng {}

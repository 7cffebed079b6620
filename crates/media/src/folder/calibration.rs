//! How many iterations of PBKDF2 take about half a second on this computer.

use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use crate::limits::{PBKDF2_ITERATIONS_MAX, PBKDF2_ITERATIONS_MIN};
use crate::secret::Secret;

const TARGET: Duration = Duration::from_millis(500);
const TRIAL_ITERATIONS: u32 = 4_000;

/// Measures a short run and scales it.
pub(super) fn iterations(secret: &Secret) -> u32 {
    let started = Instant::now();
    let mut discarded = Zeroizing::new([0; 32]);
    smena_gost::pbkdf2_streebog512(secret.expose(), &[0; 32], TRIAL_ITERATIONS, &mut *discarded);
    scale(started.elapsed())
}

fn scale(trial: Duration) -> u32 {
    let nanoseconds = trial.as_nanos().max(1);
    let fitting = TARGET.as_nanos() * u128::from(TRIAL_ITERATIONS) / nanoseconds;
    u32::try_from(fitting)
        .unwrap_or(u32::MAX)
        .clamp(PBKDF2_ITERATIONS_MIN, PBKDF2_ITERATIONS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_computer_gets_the_floor_and_a_fast_one_the_ceiling() {
        assert_eq!(scale(Duration::from_secs(10)), PBKDF2_ITERATIONS_MIN);
        assert_eq!(scale(Duration::ZERO), PBKDF2_ITERATIONS_MAX);
        assert_eq!(scale(Duration::from_millis(10)), 200_000);
    }
}

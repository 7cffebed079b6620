//! The present instant and the operating system's random source, named here and nowhere else in the agent.

use getrandom::{SysRng, rand_core::UnwrapErr};
use rand_core::CryptoRng;
use time::OffsetDateTime;

/// Tells the present instant.
pub trait Clock: Send + Sync {
    /// The present instant in UTC, whole seconds.
    fn now(&self) -> OffsetDateTime;
}

/// The clock of the computer. Builds with debug assertions let `SMENA_CLOCK_FILE` name a file that holds another instant
/// (RFC 3339), for tests of wrong clocks.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> OffsetDateTime {
        let now = tests_clock().unwrap_or_else(system_now);
        now.replace_nanosecond(0).unwrap_or(now)
    }
}

/// The operating system's random source. It ends the program when the system has no randomness to give: going on
/// without would be worse than stopping.
#[must_use]
pub fn system_rng() -> impl CryptoRng {
    UnwrapErr(SysRng)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the clock"
)]
fn system_now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

#[cfg(debug_assertions)]
fn tests_clock() -> Option<OffsetDateTime> {
    let path = std::env::var_os("SMENA_CLOCK_FILE")?;
    let text = std::fs::read_to_string(path).ok()?;
    OffsetDateTime::parse(text.trim(), &time::format_description::well_known::Rfc3339).ok()
}

#[cfg(not(debug_assertions))]
fn tests_clock() -> Option<OffsetDateTime> {
    None
}

/// An instant as programs read it.
pub(crate) fn rfc3339(at: OffsetDateTime) -> String {
    at.format(&time::format_description::well_known::Rfc3339)
        .unwrap_or_default()
}

/// Waits between two questions to an authority, which has no way to call us.
#[expect(
    clippy::disallowed_methods,
    reason = "nothing on this side can be waited for"
)]
pub(crate) fn pause(duration: std::time::Duration) {
    std::thread::sleep(duration);
}

//! The present instant, as one value that is handed down.
//!
//! A request or job asks once and passes the answer on. The system's clock is named in `compose` alone.

use time::OffsetDateTime;

/// Tells the present instant.
pub trait Clock: Send + Sync {
    /// The present instant in UTC, cut to whole seconds.
    fn now(&self) -> OffsetDateTime;
}

/// Cuts an instant to the whole second in UTC, the form in which every time is stored and sent.
#[must_use]
pub fn whole_seconds(at: OffsetDateTime) -> OffsetDateTime {
    let utc = at.to_offset(time::UtcOffset::UTC);
    utc.replace_nanosecond(0).unwrap_or(utc)
}

/// A clock that tests set by hand.
pub struct HandClock {
    now: std::sync::Mutex<OffsetDateTime>,
}

impl HandClock {
    /// A clock that stands at this instant.
    #[must_use]
    pub fn at(now: OffsetDateTime) -> Self {
        Self {
            now: std::sync::Mutex::new(whole_seconds(now)),
        }
    }

    /// Sets it to another instant.
    pub fn set(&self, now: OffsetDateTime) {
        *self.lock() = whole_seconds(now);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, OffsetDateTime> {
        self.now
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Clock for HandClock {
    fn now(&self) -> OffsetDateTime {
        *self.lock()
    }
}

/// Reads what `SMENA_CLOCK_FILE` says, in builds with debug assertions: an instant (RFC 3339), or a shift of the true
/// one in seconds with its sign.
#[cfg(debug_assertions)]
pub(crate) fn read_shift(text: &str, now: OffsetDateTime) -> Option<OffsetDateTime> {
    let text = text.trim();
    if text.starts_with(['+', '-']) {
        return now.checked_add(time::Duration::seconds(text.parse().ok()?));
    }
    OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).ok()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_clock_file_says_an_instant_or_a_shift() {
        let now = datetime!(2026-11-23 12:00 UTC);
        for (text, expected) in [
            (
                "2027-01-01T00:00:00Z\n",
                Some(datetime!(2027-01-01 00:00 UTC)),
            ),
            ("+60", Some(datetime!(2026-11-23 12:01 UTC))),
            ("-86400", Some(datetime!(2026-11-22 12:00 UTC))),
            ("", None),
            ("tomorrow", None),
        ] {
            assert_eq!(read_shift(text, now), expected, "{text}");
        }
    }
}

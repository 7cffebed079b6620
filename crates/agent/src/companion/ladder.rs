//! When the holder is reminded that a certificate ends: 60, 30, 14, 7, 3 days before, and on the day before.
//!
//! Each rung is told once. A computer that was off passes over the rungs it has missed and goes on with the one that holds
//! now. Nothing is said any more once the certificate is replaced, nor after its end: then there is nothing to be in time
//! for, and the list of certificates says what is left to do. «Later» is silence until a day; on that day the holder is
//! reminded whatever he has heard before.

use time::OffsetDateTime;

/// Days before the end at which a reminder is due.
pub const RUNGS: [u16; 6] = [60, 30, 14, 7, 3, 1];

/// What the rule needs to know of a certificate.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// Whole days until its end, negative after it.
    pub days_left: i64,
    /// Whether another has taken its place.
    pub is_replaced: bool,
    /// The rung of which the holder was reminded last.
    pub reminded: Option<u16>,
    /// Until when he wants to hear nothing.
    pub later: Option<OffsetDateTime>,
}

/// The rung that holds so many days before the end; nothing when it is too early or too late for any.
#[must_use]
pub fn rung(days_left: i64) -> Option<u16> {
    let reached = |rung: &u16| (0..=i64::from(*rung)).contains(&days_left);
    RUNGS.into_iter().filter(reached).min()
}

/// The rung of which the holder is to be reminded now.
#[must_use]
pub fn due(case: Case, now: OffsetDateTime) -> Option<u16> {
    let rung = rung(case.days_left).filter(|_| !case.is_replaced)?;
    let is_due = match case.later {
        Some(later) => later <= now,
        None => case.reminded.is_none_or(|last| rung < last),
    };
    is_due.then_some(rung)
}

#[cfg(test)]
mod tests {
    use time::{Duration, macros::datetime};

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-20 12:00 UTC);

    fn case(days_left: i64, reminded: Option<u16>) -> Case {
        Case {
            days_left,
            is_replaced: false,
            reminded,
            later: None,
        }
    }

    #[test]
    fn the_rung_is_the_lowest_that_was_reached() {
        for (days, expected) in [
            (61, None),
            (60, Some(60)),
            (31, Some(60)),
            (30, Some(30)),
            (14, Some(14)),
            (8, Some(14)),
            (7, Some(7)),
            (3, Some(3)),
            (2, Some(3)),
            (1, Some(1)),
            (0, Some(1)),
            (-1, None),
            (-400, None),
        ] {
            assert_eq!(rung(days), expected, "{days}");
        }
    }

    #[test]
    fn day_by_day_each_rung_is_told_once() {
        let (mut reminded, mut told) = (None, Vec::new());
        for days_left in (-5..=90).rev() {
            // The companion looks several times a day.
            for _ in 0..3 {
                if let Some(rung) = due(case(days_left, reminded), NOW) {
                    reminded = Some(rung);
                    told.push((days_left, rung));
                }
            }
        }
        assert_eq!(told, RUNGS.map(|rung| (i64::from(rung), rung)));
    }

    #[test]
    fn rungs_that_were_missed_are_passed_over() {
        assert_eq!(due(case(45, None), NOW), Some(60));
        // The computer was off from the 45th day to the 5th.
        assert_eq!(due(case(5, Some(60)), NOW), Some(7));
        assert_eq!(due(case(5, Some(7)), NOW), None);
        assert_eq!(due(case(2, Some(7)), NOW), Some(3));
    }

    #[test]
    fn a_replaced_certificate_is_silent_at_every_rung() {
        for days_left in -1..=61 {
            let replaced = Case {
                is_replaced: true,
                later: Some(NOW - Duration::days(1)),
                ..case(days_left, None)
            };
            assert_eq!(due(replaced, NOW), None, "{days_left}");
        }
    }

    #[test]
    fn later_is_silence_until_a_day_and_then_a_reminder_whatever_was_said() {
        let later = |later| Case {
            later: Some(later),
            ..case(7, Some(7))
        };
        assert_eq!(due(later(NOW + Duration::seconds(1)), NOW), None);
        assert_eq!(due(later(NOW), NOW), Some(7));
        // The day lies behind the end: nothing is said of a certificate that has ended.
        let ended = Case {
            days_left: -1,
            ..later(NOW)
        };
        assert_eq!(due(ended, NOW), None);
    }
}

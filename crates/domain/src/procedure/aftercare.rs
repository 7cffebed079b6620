//! What happens once the certificate exists, and when the holder is reminded before.

use time::Date;

use crate::calendar::{Moment, WorkingCalendar};
use crate::procedure::Slug;

/// What happens after the certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aftercare {
    /// The holder looks through the certificate's contents before the receipt (T23 to T26, R20).
    pub familiarisation: bool,
    /// Whether a backup of the key is offered (T27, K35, R22).
    pub backup: BackupPolicy,
    /// What becomes of the old key.
    pub old_key: OldKeyPolicy,
    /// When the programs of the holder switch to the new certificate (T32, T35).
    pub switch: SwitchRule,
    /// Bodies that the certificate is registered with (K11, R30), by name.
    pub registrations: Vec<Slug>,
    /// Working days in which they register it (R30).
    pub registered_within_working_days: u16,
    /// Information systems whose support the holder sends the certificate to (C31), by name.
    pub systems: Vec<Slug>,
}

crate::bytes::words!(
    /// Whether a backup of the key is offered.
    BackupPolicy {
        /// Not at all.
        NotOffered = "not-offered",
        /// Offered, on any medium.
        Offered = "offered",
        /// Offered, on a medium other than the key's own (R22).
        OfferedElsewhere = "offered-elsewhere",
    }
);

crate::bytes::words!(
    /// What becomes of the old key.
    OldKeyPolicy {
        /// It stays where it is: old documents are read with it (K40).
        Keep = "keep",
        /// It is deleted from the card after the receipt, once a backup is verified or the holder chose to do
        /// without it (C23 to C26).
        DeleteAfterReceipt = "delete-after-receipt",
    }
);

/// When the holder's programs switch to the new certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SwitchRule {
    /// With the receipt.
    AtOnce,
    /// So many days before the old certificate ends; at once when no more are left (T32, T35).
    BeforeExpiry {
        /// The days.
        days: u16,
    },
}

impl SwitchRule {
    /// The day of the switch for a receipt at `at` and an old certificate that ends at `old_not_after`.
    #[must_use]
    pub fn day(self, old_not_after: Moment, at: Moment, calendar: &WorkingCalendar) -> Date {
        match self {
            Self::AtOnce => calendar.day(at),
            Self::BeforeExpiry { days } => {
                let planned = old_not_after.minus_days(u32::from(days));
                calendar.day(planned.max(at))
            }
        }
    }
}

/// When the holder is reminded, in days before the end of validity, longest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notices {
    /// The rungs of the ladder.
    pub days_before: Vec<u16>,
}

/// Where a certificate stands on the ladder of reminders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung {
    /// The rung that was reached, in days before the end.
    pub reached: u16,
    /// The rung below it; none on the last one.
    pub next: Option<u16>,
    /// How pressing it is.
    pub pressure: Pressure,
}

/// How pressing a rung is, by its place on the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressure {
    /// The first rung or one of the upper half: there is time.
    Early,
    /// In the lower half.
    Near,
    /// The last of several.
    Last,
}

impl Notices {
    /// Where a certificate that ends at `end` stands at `now`; `None` before the first rung and after the end.
    #[must_use]
    pub fn rung(&self, end: Moment, now: Moment) -> Option<Rung> {
        if now >= end {
            return None;
        }
        let (place, reached) = self
            .days_before
            .iter()
            .copied()
            .enumerate()
            .rfind(|(_, days)| now >= end.minus_days(u32::from(*days)))?;
        let next = self.days_before.get(place + 1).copied();
        let pressure = match next {
            _ if place == 0 || (place + 1) * 2 <= self.days_before.len() => Pressure::Early,
            Some(_) => Pressure::Near,
            None => Pressure::Last,
        };
        Some(Rung {
            reached,
            next,
            pressure,
        })
    }

    /// The rung that is due: the one that was reached by `now`, unless it was sent. Rungs missed while the
    /// server was down are passed over, so that nobody gets three letters for one certificate. `None` before
    /// the first rung, when the due rung was sent, and after the end.
    #[must_use]
    pub fn due(&self, not_after: Moment, now: Moment, last_sent_days: Option<u16>) -> Option<u16> {
        let reached = self.rung(not_after, now)?.reached;
        last_sent_days
            .is_none_or(|sent| reached < sent)
            .then_some(reached)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime, offset};

    use super::{Notices, Pressure, Rung, SwitchRule};
    use crate::calendar::{Moment, WorkingCalendar};

    #[test]
    fn the_switch_is_dated_while_more_than_five_days_are_left() {
        let calendar = WorkingCalendar::new(offset!(+3), Vec::new(), [], []);
        let end = Moment::new(datetime!(2026-06-20 12:00 UTC));
        let rule = SwitchRule::BeforeExpiry { days: 5 };
        let check = |at, day| assert_eq!(rule.day(end, Moment::new(at), &calendar), day);
        // T32: more than five days left.
        check(datetime!(2026-06-01 12:00 UTC), date!(2026 - 06 - 15));
        check(datetime!(2026-06-15 11:59 UTC), date!(2026 - 06 - 15));
        // T35: five days or less.
        check(datetime!(2026-06-16 12:00 UTC), date!(2026 - 06 - 16));
    }

    #[test]
    fn each_rung_presses_more_than_the_one_above_it() {
        let end = Moment::new(datetime!(2026-06-20 12:00 UTC));
        let check = |ladder: &[u16], at: Moment, expected| {
            let notices = Notices {
                days_before: ladder.to_vec(),
            };
            let rung = notices.rung(end, at);
            let found = rung.map(|rung: Rung| (rung.reached, rung.next, rung.pressure));
            assert_eq!(found, expected, "{ladder:?} at {at:?}");
        };
        let usual = [60, 45, 30, 14, 7, 3, 1];
        let left = |days| end.minus_days(days);
        check(&usual, left(60).plus_seconds(-1), None);
        check(&usual, left(60), Some((60, Some(45), Pressure::Early)));
        check(&usual, left(46), Some((60, Some(45), Pressure::Early)));
        check(&usual, left(45), Some((45, Some(30), Pressure::Early)));
        check(&usual, left(30), Some((30, Some(14), Pressure::Early)));
        check(&usual, left(14), Some((14, Some(7), Pressure::Near)));
        check(&usual, left(12), Some((14, Some(7), Pressure::Near)));
        check(&usual, left(7), Some((7, Some(3), Pressure::Near)));
        check(&usual, left(3), Some((3, Some(1), Pressure::Near)));
        check(&usual, left(1), Some((1, None, Pressure::Last)));
        check(
            &usual,
            end.plus_seconds(-1),
            Some((1, None, Pressure::Last)),
        );
        check(&usual, end, None);
        check(&[30], left(31), None);
        check(&[30], left(2), Some((30, None, Pressure::Early)));
        check(&[30, 5], left(5), Some((5, None, Pressure::Last)));
        check(&[], left(1), None);
    }

    #[test]
    fn each_rung_is_sent_once_and_missed_rungs_are_passed_over() {
        let notices = Notices {
            days_before: vec![60, 30, 7],
        };
        let end = Moment::new(datetime!(2026-06-20 12:00 UTC));
        let check = |days_left: u32, sent, due| {
            assert_eq!(
                notices.due(end, end.minus_days(days_left), sent),
                due,
                "{days_left}"
            );
        };
        check(61, None, None);
        check(60, None, Some(60));
        check(59, Some(60), None);
        check(30, Some(60), Some(30));
        check(5, Some(60), Some(7));
        check(5, Some(7), None);
        check(0, None, None);
    }
}

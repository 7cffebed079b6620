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

impl Notices {
    /// The rung that is due: the smallest that was reached by `now` and not yet sent. Rungs missed while the
    /// server was down are passed over, so that nobody gets three letters for one certificate. `None` before
    /// the first rung, when the due rung was sent, and after the end.
    #[must_use]
    pub fn due(&self, not_after: Moment, now: Moment, last_sent_days: Option<u16>) -> Option<u16> {
        if now >= not_after {
            return None;
        }
        let reached = self
            .days_before
            .iter()
            .copied()
            .filter(|days| now >= not_after.minus_days(u32::from(*days)))
            .min()?;
        last_sent_days
            .is_none_or(|sent| reached < sent)
            .then_some(reached)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime, offset};

    use super::{Notices, SwitchRule};
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

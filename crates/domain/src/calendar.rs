//! Instants in whole seconds, and the calendar of working days of an authority.
//!
//! The calendar is data: which days of each year are holidays, which weekdays are off by decree, which
//! weekend days are worked. It does not know where the list comes from, nor what "now" is.
//! Terms "in N working days" end with the end of the N-th working day after the day of the event
//! (Labour Code of the Russian Federation, articles 14, 111 and 112; Civil Code, articles 191 to 194).

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::{Date, Duration, Month, OffsetDateTime, Time, UtcOffset, Weekday};

use crate::limits;

/// An instant in UTC, whole seconds: everything that is stored is rounded here and nowhere else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(OffsetDateTime);

impl Moment {
    /// Cuts the fraction of the second and moves to UTC.
    #[must_use]
    pub fn new(at: OffsetDateTime) -> Self {
        let utc = at.to_offset(UtcOffset::UTC);
        Self(utc.replace_nanosecond(0).unwrap_or(utc))
    }

    /// Reads seconds since 1970; `None` outside the years that the time type knows.
    #[must_use]
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        OffsetDateTime::from_unix_timestamp(seconds).ok().map(Self)
    }

    /// Seconds since 1970.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.0.unix_timestamp()
    }

    /// The instant as the time type of the crates around.
    #[must_use]
    pub fn at(self) -> OffsetDateTime {
        self.0
    }

    /// The instant so many days of 24 hours later; the last instant of the type when it would be passed.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Self {
        self.plus_seconds(i64::from(days) * 86_400)
    }

    /// The instant so many days of 24 hours earlier.
    #[must_use]
    pub fn minus_days(self, days: u32) -> Self {
        self.plus_seconds(-i64::from(days) * 86_400)
    }

    /// The instant so many minutes later.
    #[must_use]
    pub fn plus_minutes(self, minutes: u32) -> Self {
        self.plus_seconds(i64::from(minutes) * 60)
    }

    /// The instant so many seconds later, or earlier when negative.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(Duration::seconds(seconds)))
    }

    /// Seconds from `earlier` to this instant; negative when this one is the earlier.
    #[must_use]
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.unix_seconds().saturating_sub(earlier.unix_seconds())
    }
}

impl From<OffsetDateTime> for Moment {
    fn from(at: OffsetDateTime) -> Self {
        Self::new(at)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (date, time) = (self.0.date(), self.0.time());
        write!(
            f,
            "{date}T{:02}:{:02}:{:02}Z",
            time.hour(),
            time.minute(),
            time.second()
        )
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Moment({self})")
    }
}

// Stored: a change needs a migration.
impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.unix_seconds())
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = i64::deserialize(deserializer)?;
        Self::from_unix_seconds(seconds)
            .ok_or_else(|| serde::de::Error::custom("instant out of range"))
    }
}

/// A day of each year, such as 8 March.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearlyDay {
    month: Month,
    day: u8,
}

impl YearlyDay {
    /// Reads `MM-DD`; `None` for a day that no year has.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_once('-')?;
        let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
        let day = day.parse::<u8>().ok()?;
        // 2000 is a leap year, so that 29 February is a day of some year.
        Date::from_calendar_date(2000, month, day).ok()?;
        Some(Self { month, day })
    }

    fn falls_on(self, date: Date) -> bool {
        date.month() == self.month && date.day() == self.day
    }
}

/// The working days of an authority, and the zone in which its days begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingCalendar {
    offset: UtcOffset,
    every_year: Vec<YearlyDay>,
    days_off: BTreeSet<Date>,
    worked: BTreeSet<Date>,
}

impl WorkingCalendar {
    /// Makes a calendar of Monday to Friday from lists of exceptions: holidays of each year, single days
    /// off (holidays moved by decree), and weekend days that are worked.
    #[must_use]
    pub fn new(
        offset: UtcOffset,
        every_year: Vec<YearlyDay>,
        days_off: impl IntoIterator<Item = Date>,
        worked: impl IntoIterator<Item = Date>,
    ) -> Self {
        Self {
            offset,
            every_year,
            days_off: days_off.into_iter().collect(),
            worked: worked.into_iter().collect(),
        }
    }

    /// The day of the authority in which an instant falls.
    #[must_use]
    pub fn day(&self, at: Moment) -> Date {
        at.at().to_offset(self.offset).date()
    }

    /// Tells whether the authority works on a day.
    #[must_use]
    pub fn is_working(&self, date: Date) -> bool {
        if self.worked.contains(&date) {
            return true;
        }
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        let holiday = self.every_year.iter().any(|day| day.falls_on(date));
        !weekend && !holiday && !self.days_off.contains(&date)
    }

    /// The last second of the `days`-th working day after the day of `from`. Counts
    /// [`limits::WORKING_DAYS_MAX`] days at most.
    #[must_use]
    pub fn end_of_term(&self, from: Moment, days: u16) -> Moment {
        let mut left = days.min(limits::WORKING_DAYS_MAX);
        let mut date = self.day(from);
        while left > 0 {
            let Some(next) = date.next_day() else { break };
            date = next;
            if self.is_working(date) {
                left -= 1;
            }
        }
        self.end_of_day(date)
    }

    /// The last second of a day in the authority's zone.
    #[must_use]
    pub fn end_of_day(&self, date: Date) -> Moment {
        let midnight = date.with_time(Time::MIDNIGHT).assume_offset(self.offset);
        Moment::new(midnight).plus_seconds(86_399)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime, offset};

    use super::{Moment, WorkingCalendar, YearlyDay};
    use crate::limits;

    fn calendar() -> WorkingCalendar {
        let every_year = ["01-01", "01-07", "05-01", "05-09"];
        WorkingCalendar::new(
            offset!(+3),
            every_year
                .iter()
                .filter_map(|day| YearlyDay::parse(day))
                .collect(),
            [date!(2026 - 05 - 11)],
            [date!(2026 - 05 - 16)],
        )
    }

    fn check(from: time::OffsetDateTime, days: u16, end: time::OffsetDateTime) {
        assert_eq!(
            calendar().end_of_term(Moment::new(from), days),
            Moment::new(end)
        );
    }

    #[test]
    fn terms_skip_weekends_holidays_and_moved_days() {
        // Thursday + 5 working days over one weekend.
        check(
            datetime!(2026-06-04 10:00 UTC),
            5,
            datetime!(2026-06-11 23:59:59 +3),
        );
        // 9 May is a Saturday, moved to Monday the 11th; Saturday the 16th is worked.
        check(
            datetime!(2026-05-08 10:00 UTC),
            5,
            datetime!(2026-05-16 23:59:59 +3),
        );
        // The first of May is skipped.
        check(
            datetime!(2026-04-30 10:00 UTC),
            1,
            datetime!(2026-05-04 23:59:59 +3),
        );
        // No days: the end of the same day.
        check(
            datetime!(2026-06-04 10:00 UTC),
            0,
            datetime!(2026-06-04 23:59:59 +3),
        );
    }

    #[test]
    fn the_day_begins_in_the_zone_of_the_authority() {
        // 22:30 in UTC is already the next day in Moscow.
        check(
            datetime!(2026-06-03 22:30 UTC),
            1,
            datetime!(2026-06-05 23:59:59 +3),
        );
    }

    #[test]
    fn a_term_beyond_the_limit_ends_at_the_limit() {
        let from = Moment::new(datetime!(2026-06-03 10:00 UTC));
        let at_limit = calendar().end_of_term(from, limits::WORKING_DAYS_MAX);
        assert!(calendar().end_of_term(from, limits::WORKING_DAYS_MAX - 1) < at_limit);
        assert_eq!(
            calendar().end_of_term(from, limits::WORKING_DAYS_MAX + 1),
            at_limit
        );
    }

    #[test]
    fn moments_are_whole_seconds_in_utc() {
        let moment = Moment::new(datetime!(2026-06-03 13:00:00.9 +3));
        assert_eq!(moment.to_string(), "2026-06-03T10:00:00Z");
        assert_eq!(moment.plus_days(1).seconds_since(moment), 86_400);
        let json = serde_json::to_string(&moment).expect("serialises");
        assert_eq!(
            serde_json::from_str::<Moment>(&json).expect("reads back"),
            moment
        );
    }

    #[test]
    fn days_that_no_year_has_are_refused() {
        for text in ["02-30", "13-01", "1", "00-01", "01-00"] {
            assert_eq!(YearlyDay::parse(text), None, "{text}");
        }
    }
}

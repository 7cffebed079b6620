//! Reads a calendar of working days: `procedures/calendars/*.toml`.

use smena_domain::calendar::{WorkingCalendar, YearlyDay};
use time::{Date, Month, UtcOffset};
use toml_edit::{Document, Value};

use crate::config::mistake::{MistakeKind, Mistakes};
use crate::config::section::{Reader, Section};

pub(super) fn read(name: &str, text: &str) -> Result<WorkingCalendar, Mistakes> {
    let reader = Reader::new(text);
    let calendar = match Document::parse(text) {
        Ok(document) => {
            let root = Section::root(&reader, document.as_table());
            let hours = root.number("utc_offset_hours", -12_i8, 14);
            let every_year = root.list("every_year", "expected-month-days", |value| {
                YearlyDay::parse(value.as_str()?)
            });
            let days_off = root.list("days_off", "expected-dates", date);
            let worked = root.list("worked", "expected-dates", date);
            root.finish();
            let offset = UtcOffset::from_hms(hours, 0, 0).unwrap_or(UtcOffset::UTC);
            WorkingCalendar::new(offset, every_year, days_off, worked)
        }
        Err(error) => {
            let kind = MistakeKind::Syntax {
                message: error.message().trim().to_owned(),
            };
            reader.report(error.span(), name, kind);
            WorkingCalendar::new(UtcOffset::UTC, Vec::new(), [], [])
        }
    };
    match reader.into_mistakes(name) {
        Some(mistakes) => Err(mistakes),
        None => Ok(calendar),
    }
}

fn date(value: &Value) -> Option<Date> {
    let date = value.as_datetime()?.date?;
    let month = Month::try_from(date.month).ok()?;
    Date::from_calendar_date(i32::from(date.year), month, date.day).ok()
}

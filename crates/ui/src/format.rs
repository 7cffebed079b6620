//! How dates, terms and long numbers are written for people.

use std::fmt::Write as _;

use time::{Date, Month, OffsetDateTime, UtcOffset};

use crate::i18n::Language;

const MONTHS_RU: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

/// A date in words: «12 марта 2026 года», "12 March 2026".
#[must_use]
pub fn date(language: Language, date: Date) -> String {
    let (day, year) = (date.day(), date.year());
    match language {
        Language::Russian => format!("{day} {} {year} года", month_ru(date.month())),
        Language::English => format!("{day} {} {year}", date.month()),
    }
}

/// An instant in words, in the given zone, which is named: «12 марта 2026 года, 14:05:09 (UTC+3)».
#[must_use]
pub fn instant(language: Language, at: OffsetDateTime, zone: UtcOffset) -> String {
    let local = at.to_offset(zone);
    let (hour, minute, second) = (local.hour(), local.minute(), local.second());
    format!(
        "{}, {hour:02}:{minute:02}:{second:02} ({})",
        date(language, local.date()),
        zone_name(zone)
    )
}

/// A hash or serial number in groups of four hexadecimal digits, as people compare it with paper.
#[must_use]
pub fn grouped_hex(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len() * 5 / 2);
    for (index, octet) in octets.iter().enumerate() {
        if index > 0 && index % 2 == 0 {
            text.push(' ');
        }
        write!(text, "{octet:02X}").expect("writing to a String cannot fail");
    }
    text
}

fn month_ru(month: Month) -> &'static str {
    MONTHS_RU[usize::from(u8::from(month)) - 1]
}

fn zone_name(zone: UtcOffset) -> String {
    let (hours, minutes, _) = zone.as_hms();
    match (hours, minutes) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{hours:+}"),
        (hours, minutes) => format!("UTC{hours:+}:{:02}", minutes.unsigned_abs()),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime, offset};

    use super::{date as date_words, *};

    #[test]
    fn dates_are_in_words() {
        let day = date!(2026 - 03 - 12);
        assert_eq!(date_words(Language::Russian, day), "12 марта 2026 года");
        assert_eq!(date_words(Language::English, day), "12 March 2026");
    }

    #[test]
    fn an_instant_names_its_zone() {
        let at = datetime!(2026-11-23 21:05:09 UTC);
        assert_eq!(
            instant(Language::Russian, at, offset!(+3)),
            "24 ноября 2026 года, 00:05:09 (UTC+3)"
        );
        assert_eq!(
            instant(Language::English, at, UtcOffset::UTC),
            "23 November 2026, 21:05:09 (UTC)"
        );
    }

    #[test]
    fn hex_stands_in_groups_of_four() {
        assert_eq!(grouped_hex(&[0x1f, 0x3a, 0x00, 0xff, 0x01]), "1F3A 00FF 01");
    }
}

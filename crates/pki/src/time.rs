//! Points in time as X.509 writes them (RFC 5280, section 4.1.2.5).
//!
//! [`Time`] keeps the characters it was read from beside the instant they mean, so that an odd but
//! readable form (no seconds, an offset, fractions) comes back unchanged. It knows no clock.

use time::{Date, Duration, Month, OffsetDateTime, Time as TimeOfDay, UtcOffset};

use crate::asn1::{self, Asn1Error, tag};

/// The ASN.1 type of a [`Time`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeForm {
    /// UTCTime, two digits of the year: 1950 to 2049.
    Utc,
    /// GeneralizedTime, four digits of the year.
    Generalized,
}

/// An instant together with its encoding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    instant: OffsetDateTime,
    form: TimeForm,
    text: Vec<u8>,
}

impl Time {
    /// Writes `instant` as RFC 5280 asks: UTCTime until 2049, GeneralizedTime from 2050 on, whole
    /// seconds (a fraction is cut off), `Z`.
    #[must_use]
    pub fn new(instant: OffsetDateTime) -> Self {
        let year = instant.to_offset(UtcOffset::UTC).year();
        let form = if (1950..2050).contains(&year) {
            TimeForm::Utc
        } else {
            TimeForm::Generalized
        };
        Self::with_form(instant, form)
    }

    /// Writes `instant` as GeneralizedTime whatever its year, as extensions and CMS want it.
    #[must_use]
    pub fn generalized(instant: OffsetDateTime) -> Self {
        Self::with_form(instant, TimeForm::Generalized)
    }

    fn with_form(instant: OffsetDateTime, form: TimeForm) -> Self {
        let utc = whole_seconds(instant);
        let (date, clock) = (utc.date(), utc.time());
        let year = date.year();
        let year = match form {
            TimeForm::Utc => format!("{:02}", year.rem_euclid(100)),
            TimeForm::Generalized => format!("{year:04}"),
        };
        let text = format!(
            "{year}{:02}{:02}{:02}{:02}{:02}Z",
            u8::from(date.month()),
            date.day(),
            clock.hour(),
            clock.minute(),
            clock.second()
        );
        Self {
            instant: utc,
            form,
            text: text.into_bytes(),
        }
    }

    /// Reads the contents of a value with the tag `found`.
    ///
    /// # Errors
    ///
    /// When the tag is of no time, or the characters mean no instant.
    pub fn from_content(found: u8, content: &[u8]) -> Result<Self, Asn1Error> {
        let form = match found {
            tag::UTC_TIME => TimeForm::Utc,
            tag::GENERALIZED_TIME => TimeForm::Generalized,
            _ => {
                return Err(Asn1Error::Tag {
                    expected: tag::UTC_TIME,
                    found,
                });
            }
        };
        let instant = parse(form, content).ok_or(Asn1Error::Value("time"))?;
        Ok(Self {
            instant,
            form,
            text: content.to_vec(),
        })
    }

    /// Reads a whole value.
    ///
    /// # Errors
    ///
    /// As [`Time::from_content`], and when the bytes are no single DER value.
    pub fn from_der(bytes: &[u8]) -> Result<Self, Asn1Error> {
        let mut walker = asn1::Walker::new(bytes);
        let tlv = walker.any()?;
        walker.finish()?;
        Self::from_content(tlv.tag, tlv.content)
    }

    /// Returns the instant, in UTC.
    #[must_use]
    pub const fn instant(&self) -> OffsetDateTime {
        self.instant
    }

    /// Returns the ASN.1 type.
    #[must_use]
    pub const fn form(&self) -> TimeForm {
        self.form
    }

    /// Tells whether this is how RFC 5280 writes the instant in a validity.
    #[must_use]
    pub fn is_canonical(&self) -> bool {
        Self::new(self.instant) == *self
    }

    /// Returns the contents octets.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        &self.text
    }

    /// Writes the value.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        asn1::tlv(
            match self.form {
                TimeForm::Utc => tag::UTC_TIME,
                TimeForm::Generalized => tag::GENERALIZED_TIME,
            },
            &self.text,
        )
    }
}

/// Cuts an instant to whole seconds of UTC, the only precision that certificates have.
#[must_use]
pub fn whole_seconds(instant: OffsetDateTime) -> OffsetDateTime {
    let utc = instant.to_offset(UtcOffset::UTC);
    utc - Duration::nanoseconds(i64::from(utc.nanosecond()))
}

fn parse(form: TimeForm, content: &[u8]) -> Option<OffsetDateTime> {
    let mut text = content;
    let year = match form {
        TimeForm::Utc => match digits(&mut text, 2)? {
            year @ 0..50 => 2000 + year,
            year => 1900 + year,
        },
        TimeForm::Generalized => digits(&mut text, 4)?,
    };
    let month = Month::try_from(u8::try_from(digits(&mut text, 2)?).ok()?).ok()?;
    let day = u8::try_from(digits(&mut text, 2)?).ok()?;
    let hour = u8::try_from(digits(&mut text, 2)?).ok()?;
    let minute = u8::try_from(digits(&mut text, 2)?).ok()?;
    let second = match text.first() {
        Some(b'0'..=b'9') => u8::try_from(digits(&mut text, 2)?).ok()?,
        _ => 0,
    };
    let fraction = if form == TimeForm::Generalized {
        fraction(&mut text)?
    } else {
        0
    };
    let offset = offset(text)?;
    let date = Date::from_calendar_date(i32::try_from(year).ok()?, month, day).ok()?;
    let clock = TimeOfDay::from_hms_nano(hour, minute, second, fraction).ok()?;
    // Near the ends of the calendar the offset may lead out of it.
    date.with_time(clock).assume_utc().checked_sub(offset)
}

fn digits(text: &mut &[u8], count: usize) -> Option<u32> {
    let (head, rest) = text.split_at_checked(count)?;
    *text = rest;
    head.iter().try_fold(0, |value, octet| {
        octet
            .is_ascii_digit()
            .then(|| value * 10 + u32::from(octet - b'0'))
    })
}

/// Reads `.5` or `,5` into nanoseconds; no such part is zero.
fn fraction(text: &mut &[u8]) -> Option<u32> {
    let [b'.' | b',', rest @ ..] = *text else {
        return Some(0);
    };
    let count = rest
        .iter()
        .take_while(|octet| octet.is_ascii_digit())
        .count();
    if !(1..=9).contains(&count) {
        return None;
    }
    *text = rest;
    let value = digits(text, count)?;
    Some(value * 10u32.pow(9 - u32::try_from(count).ok()?))
}

fn offset(text: &[u8]) -> Option<Duration> {
    let (sign, mut rest) = match text {
        [b'Z'] => return Some(Duration::ZERO),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let hours = i64::from(digits(&mut rest, 2)?);
    let minutes = i64::from(digits(&mut rest, 2)?);
    (rest.is_empty() && hours < 24 && minutes < 60)
        .then(|| Duration::minutes(sign * (hours * 60 + minutes)))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn check(found: u8, text: &str, expected: Option<OffsetDateTime>) {
        let read = Time::from_content(found, text.as_bytes());
        assert_eq!(read.as_ref().ok().map(Time::instant), expected, "{text}");
        if let Ok(read) = read {
            assert_eq!(Time::from_der(&read.to_der()), Ok(read), "{text}");
        }
    }

    #[test]
    fn odd_forms_are_read_and_kept() {
        const UTC: u8 = tag::UTC_TIME;
        const GENERALIZED: u8 = tag::GENERALIZED_TIME;
        check(
            UTC,
            "491231235959Z",
            Some(datetime!(2049-12-31 23:59:59 UTC)),
        );
        check(
            UTC,
            "500101000000Z",
            Some(datetime!(1950-01-01 00:00:00 UTC)),
        );
        check(UTC, "2612010900Z", Some(datetime!(2026-12-01 09:00:00 UTC)));
        check(
            UTC,
            "261201120000+0300",
            Some(datetime!(2026-12-01 09:00:00 UTC)),
        );
        check(
            GENERALIZED,
            "20261201090000.5Z",
            Some(datetime!(2026-12-01 09:00:00.5 UTC)),
        );
        check(
            GENERALIZED,
            "99991231235959Z",
            Some(datetime!(9999-12-31 23:59:59 UTC)),
        );
        for bad in [
            "",
            "26",
            "261301000000Z",
            "260230000000Z",
            "261201000000",
            "261201240000Z",
        ] {
            check(UTC, bad, None);
        }
        check(GENERALIZED, "20261201090000.Z", None);
        check(GENERALIZED, "99991231235959-2359", None);
        check(tag::INTEGER, "261201090000Z", None);
    }

    #[test]
    fn the_written_form_changes_with_the_year_2050() {
        let check = |instant, text: &str| {
            assert_eq!(Time::new(instant).content(), text.as_bytes());
            assert!(Time::new(instant).is_canonical());
        };
        check(datetime!(2049-12-31 23:59:59.9 UTC), "491231235959Z");
        check(datetime!(2050-01-01 00:00:00 UTC), "20500101000000Z");
        check(datetime!(2026-12-01 12:00:00 +3), "261201090000Z");
        assert!(!Time::generalized(datetime!(2026-12-01 09:00:00 UTC)).is_canonical());
    }
}

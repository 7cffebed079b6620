//! A moment as messages and signed structures carry it: UTC, whole seconds.
//!
//! In JSON it is `2026-11-23T06:22:15Z` ([RFC 3339](https://www.rfc-editor.org/rfc/rfc3339)) and nothing
//! else; in DER a `GeneralizedTime` ending in `Z` (RFC 5280, 4.1.2.5.2). There is no clock here.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use der::asn1::GeneralizedTime;
use der::{DateTime, DecodeValue, EncodeValue, FixedTag, Header, Length, Reader, Tag, Writer};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use time::{OffsetDateTime, UtcOffset};

/// A moment in UTC with whole seconds.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(OffsetDateTime);

/// A text or a number that is not a moment in the one form that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the time is not of the form 2026-01-31T23:59:59Z between the years 1970 and 9999")]
pub struct MomentError;

impl Moment {
    /// Takes an instant; what is below a second is cut off.
    #[must_use]
    pub fn new(at: OffsetDateTime) -> Self {
        let at = at.to_offset(UtcOffset::UTC);
        Self(at.replace_nanosecond(0).unwrap_or(at))
    }

    /// Takes seconds since the first of January 1970.
    ///
    /// # Errors
    /// [`MomentError`] when the year is not between 1970 and 9999.
    pub fn from_unix_seconds(seconds: i64) -> Result<Self, MomentError> {
        let at = OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| MomentError)?;
        if (1970..=9999).contains(&at.year()) {
            Ok(Self(at))
        } else {
            Err(MomentError)
        }
    }

    /// The instant.
    #[must_use]
    pub const fn time(self) -> OffsetDateTime {
        self.0
    }

    /// Seconds since the first of January 1970.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.0.unix_timestamp()
    }

    /// How far two moments are apart, whichever is the later.
    #[must_use]
    pub fn apart(self, other: Self) -> Duration {
        Duration::from_secs(self.unix_seconds().abs_diff(other.unix_seconds()))
    }

    fn generalized(self) -> der::Result<GeneralizedTime> {
        let seconds =
            u64::try_from(self.unix_seconds()).map_err(|_| Tag::GeneralizedTime.value_error())?;
        Ok(DateTime::from_unix_duration(Duration::from_secs(seconds))?.into())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.0;
        write!(
            out,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            at.year(),
            u8::from(at.month()),
            at.day(),
            at.hour(),
            at.minute(),
            at.second()
        )
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, MomentError> {
        // The length keeps out fractions of a second, offsets and the lower-case letters are compared below.
        if text.len() != 20 {
            return Err(MomentError);
        }
        let at = OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339)
            .map_err(|_| MomentError)?;
        let moment = Self::from_unix_seconds(at.unix_timestamp())?;
        if moment.to_string() == text {
            Ok(moment)
        } else {
            Err(MomentError)
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !(1970..=9999).contains(&self.0.year()) {
            return Err(ser::Error::custom(MomentError));
        }
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

impl FixedTag for Moment {
    const TAG: Tag = Tag::GeneralizedTime;
}

impl EncodeValue for Moment {
    fn value_len(&self) -> der::Result<Length> {
        self.generalized()?.value_len()
    }

    fn encode_value(&self, writer: &mut impl Writer) -> der::Result<()> {
        self.generalized()?.encode_value(writer)
    }
}

impl<'a> DecodeValue<'a> for Moment {
    type Error = der::Error;

    fn decode_value<R: Reader<'a>>(reader: &mut R, header: Header) -> der::Result<Self> {
        let time = GeneralizedTime::decode_value(reader, header)?;
        let seconds = i64::try_from(time.to_unix_duration().as_secs())
            .map_err(|_| Tag::GeneralizedTime.value_error())?;
        Self::from_unix_seconds(seconds).map_err(|_| Tag::GeneralizedTime.value_error().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_seconds_in_utc_are_read() {
        let moment: Moment = "2026-11-23T06:22:15Z".parse().expect("the one form");
        assert_eq!(moment.to_string(), "2026-11-23T06:22:15Z");
        for text in [
            "2026-11-23T06:22:15.5Z",
            "2026-11-23T06:22:15+00:00",
            "2026-11-23t06:22:15z",
            "2026-11-23 06:22:15Z",
            "2026-02-30T06:22:15Z",
            "2026-11-23T06:22:60Z",
            "1969-12-31T23:59:59Z",
            "",
        ] {
            assert_eq!(text.parse::<Moment>(), Err(MomentError), "{text}");
        }
    }

    #[test]
    fn what_is_below_a_second_is_cut_off() {
        let at = OffsetDateTime::from_unix_timestamp_nanos(1_700_000_000_999_999_999)
            .expect("an instant");
        assert_eq!(Moment::new(at).unix_seconds(), 1_700_000_000);
        assert_eq!(Moment::new(at).time().nanosecond(), 0);
    }
}

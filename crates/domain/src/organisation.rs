//! Organisations as the model knows them: their registration numbers, the region, the offices and bodies.

use serde::{Deserialize, Serialize};

use crate::person::{digits_of, text_of, weighted};

/// The registration number of a legal entity, thirteen digits with a valid check digit.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ogrn(String);

impl Ogrn {
    /// Reads thirteen digits; `None` for a wrong length, first digit or check digit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = digits_of(text, &[])?;
        if digits.len() != 13 || !matches!(digits[0], 1 | 5) {
            return None;
        }
        let number = digits[..12]
            .iter()
            .fold(0_u64, |sum, d| sum * 10 + u64::from(*d));
        (number % 11 % 10 == u64::from(digits[12])).then(|| Self(text_of(&digits)))
    }

    /// The thirteen digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Ogrn {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not an OGRN")
    }
}

impl From<Ogrn> for String {
    fn from(ogrn: Ogrn) -> Self {
        ogrn.0
    }
}

/// The taxpayer number of a legal entity, ten digits with a valid check digit.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrganisationInn(String);

impl OrganisationInn {
    /// Reads ten digits; `None` for a wrong length or check digit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        const WEIGHTS: [u32; 9] = [2, 4, 10, 3, 5, 9, 4, 6, 8];
        let digits = digits_of(text, &[])?;
        if digits.len() != 10 || digits.iter().all(|d| *d == 0) {
            return None;
        }
        (weighted(&digits, &WEIGHTS) == u32::from(digits[9])).then(|| Self(text_of(&digits)))
    }

    /// The ten digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for OrganisationInn {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not an INN of an organisation")
    }
}

impl From<OrganisationInn> for String {
    fn from(inn: OrganisationInn) -> Self {
        inn.0
    }
}

/// The two digits of a subject of the Russian Federation, as in certificates (`77 Москва`).
// Stored: a change needs a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(u8);

impl Region {
    /// Reads the leading two digits; `None` when there are none or they are `00`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut chars = text.chars();
        let tens = chars.next()?.to_digit(10)?;
        let units = chars.next()?.to_digit(10)?;
        if chars.next().is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
        let code = u8::try_from(tens * 10 + units).ok()?;
        (code > 0).then_some(Self(code))
    }
}

impl std::fmt::Display for Region {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

impl TryFrom<String> for Region {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a region code")
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{Ogrn, OrganisationInn, Region};

    #[test]
    fn numbers_with_wrong_check_digits_are_refused() {
        assert!(Ogrn::parse("1047797019830").is_some());
        // The sample of the second guide (T8) is a mock-up.
        assert!(Ogrn::parse("1111111111111").is_none());
        assert!(Ogrn::parse("0000000000000").is_none());
        assert!(OrganisationInn::parse("7710568760").is_some());
        assert!(OrganisationInn::parse("7710568761").is_none());
        assert!(OrganisationInn::parse("0000000000").is_none());
    }

    #[test]
    fn a_region_is_two_leading_digits() {
        assert_eq!(
            Region::parse("77 Москва")
                .map(|region| region.to_string())
                .as_deref(),
            Some("77")
        );
        assert_eq!(Region::parse("7"), None);
        assert_eq!(Region::parse("777"), None);
        assert_eq!(Region::parse("00"), None);
    }
}

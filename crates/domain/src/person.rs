//! People as the model knows them: the holder's id, the numbers that name a person, and how names compare.
//!
//! Check digits: SNILS by the order of the Pension Fund, INN by the tax service. The pki crate has types of
//! its own for the same numbers as certificate attributes; this crate imports nothing.

use std::fmt;

use serde::{Deserialize, Serialize};

crate::bytes::byte_newtype!(
    /// Names a holder; random, without meaning outside the store.
    HolderId,
    16
);

/// The insurance number of a person, eleven digits with a valid check number.
// Stored: a change needs a migration.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Snils(String);

impl Snils {
    /// Reads `XXX-XXX-XXX YY` or eleven digits; `None` for a wrong length or check number.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = digits_of(text, &['-', ' '])?;
        if digits.len() != 11 || digits.iter().all(|d| *d == 0) {
            return None;
        }
        let number: u32 = digits[..9]
            .iter()
            .fold(0, |sum, d| sum * 10 + u32::from(*d));
        let sum: u32 = digits[..9]
            .iter()
            .zip((1..=9).rev())
            .map(|(d, weight)| u32::from(*d) * weight)
            .sum();
        let stated = u32::from(digits[9]) * 10 + u32::from(digits[10]);
        // Numbers up to 001-001-998 were given before check numbers existed.
        if number > 1_001_998 && sum % 101 % 100 != stated {
            return None;
        }
        Some(Self(text_of(&digits)))
    }

    /// The eleven digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Snils {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a SNILS")
    }
}

impl From<Snils> for String {
    fn from(snils: Snils) -> Self {
        snils.0
    }
}

impl fmt::Debug for Snils {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Personal: a debug print must not carry it into a log.
        f.write_str("Snils(…)")
    }
}

/// The taxpayer number of a natural person, twelve digits with two valid check digits.
// Stored: a change needs a migration.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Inn(String);

impl Inn {
    /// Reads twelve digits; `None` for a wrong length or check digit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        const FIRST: [u32; 10] = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
        const SECOND: [u32; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
        let digits = digits_of(text, &[])?;
        if digits.len() != 12 || digits.iter().all(|d| *d == 0) {
            return None;
        }
        let sound = weighted(&digits, &FIRST) == u32::from(digits[10])
            && weighted(&digits, &SECOND) == u32::from(digits[11]);
        sound.then(|| Self(text_of(&digits)))
    }

    /// The twelve digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Inn {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not an INN of a person")
    }
}

impl From<Inn> for String {
    fn from(inn: Inn) -> Self {
        inn.0
    }
}

impl fmt::Debug for Inn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inn(…)")
    }
}

/// Tells whether two names are one when case, `ё`, spaces and hyphens are set aside.
///
/// For comparing only: what is issued is always the value as given.
#[must_use]
pub fn same_name(left: &str, right: &str) -> bool {
    folded(left) == folded(right)
}

fn folded(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ё' { 'е' } else { c })
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '‑' | '–'))
        .collect()
}

pub(crate) fn digits_of(text: &str, ignored: &[char]) -> Option<Vec<u8>> {
    text.chars()
        .filter(|c| !ignored.contains(c))
        .map(|c| c.to_digit(10).and_then(|digit| u8::try_from(digit).ok()))
        .collect()
}

pub(crate) fn text_of(digits: &[u8]) -> String {
    digits
        .iter()
        .map(|digit| char::from(b'0' + digit))
        .collect()
}

pub(crate) fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    let sum: u32 = digits
        .iter()
        .zip(weights)
        .map(|(d, weight)| u32::from(*d) * weight)
        .sum();
    sum % 11 % 10
}

#[cfg(test)]
mod tests {
    use super::{Inn, Snils, same_name};

    #[test]
    fn numbers_with_wrong_check_digits_are_refused() {
        // The sample of the second guide (T8) passes, its neighbour does not.
        assert!(Snils::parse("111-111-111 45").is_some());
        assert!(Snils::parse("111-111-111 46").is_none());
        assert!(Snils::parse("000-000-000 00").is_none());
        assert!(Snils::parse("001-001-998 77").is_some());
        assert!(Snils::parse("001-001-999 77").is_none());
        assert!(Inn::parse("990100003310").is_some());
        assert!(Inn::parse("990100003311").is_none());
        assert!(Inn::parse("7710568760").is_none());
    }

    #[test]
    fn names_compare_without_case_yo_and_hyphens() {
        assert!(same_name("Королёва-Петрова", "КОРОЛЕВА  ПЕТРОВА"));
        assert!(!same_name("Королёва", "Королев"));
    }

    #[test]
    fn a_debug_print_shows_no_number() {
        let snils = Snils::parse("111-111-111 45").expect("valid");
        assert_eq!(format!("{snils:?}"), "Snils(…)");
    }
}

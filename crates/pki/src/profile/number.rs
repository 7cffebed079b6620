//! Numbers that the registers of the Russian Federation give to people and organisations.
//!
//! Parsing checks length, digits and check digits; a number of zeros is refused although it would
//! satisfy the sums. Whether a number was ever *given* to somebody is not known here: that is a
//! register's answer. The rules are those of the ПФР (СНИЛС) and the ФНС (ИНН, ОГРН, ОГРНИП).
//!
//! `Debug` prints the last two digits only, so that a number does not reach a log by accident.

use core::fmt;

use thiserror::Error;

/// Whether numbers that were never given to anybody, such as the samples of guides, are taken.
///
/// `Allowed` keeps the rules of length and digits and drops those of check digits. It is for
/// demonstrations and tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FakeNumbers {
    /// Check digits must agree.
    #[default]
    Refused,
    /// Check digits are not looked at.
    Allowed,
}

/// Why a text is not such a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum NumberError {
    /// Something else than digits and the usual separators stands in it.
    #[error("something other than digits stands in the number")]
    NotDigits,
    /// The number of digits is wrong.
    #[error("the number has {found} digits")]
    Length {
        /// Digits found.
        found: usize,
    },
    /// All digits are zero.
    #[error("the number consists of zeros")]
    AllZero,
    /// The first digit is not one that the register gives.
    #[error("the first digit is not one that the register gives")]
    FirstDigit,
    /// A check digit does not agree with the others.
    #[error("the check digit does not agree with the other digits")]
    CheckDigit,
}

/// Implements what the four numbers share.
macro_rules! number {
    ($name:ident) => {
        impl $name {
            /// Returns the digits without separators, as a certificate carries them.
            #[must_use]
            pub fn digits(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let tail = self.0.get(self.0.len().saturating_sub(2)..).unwrap_or("");
                write!(f, concat!(stringify!($name), "(…{})"), tail)
            }
        }
    };
}

/// СНИЛС: the number of a person's pension account, 11 digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Snils(String);

number!(Snils);

impl Snils {
    /// Number of digits.
    pub const LENGTH: usize = 11;

    /// Numbers up to this one were given without check digits.
    const LAST_WITHOUT_CHECK: u64 = 1_001_998;

    /// Reads `XXX-XXX-XXX YY` or the bare digits.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str, fakes: FakeNumbers) -> Result<Self, NumberError> {
        let digits = digits_of(text, &[Self::LENGTH])?;
        let (body, check) = digits.split_at(9);
        if fakes == FakeNumbers::Refused
            && value(body) > Self::LAST_WITHOUT_CHECK
            && Self::check_number(body) != value(check)
        {
            return Err(NumberError::CheckDigit);
        }
        Ok(Self(digits))
    }

    fn check_number(body: &str) -> u64 {
        let sum: u64 = numerals(body)
            .zip((1..=9).rev())
            .map(|(digit, weight)| digit * weight)
            .sum();
        // 100 is printed as 00; 101 leaves 0 by itself.
        sum % 101 % 100
    }
}

impl fmt::Display for Snils {
    /// Prints `XXX-XXX-XXX YY`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |range: core::ops::Range<usize>| self.0.get(range).unwrap_or("");
        write!(
            f,
            "{}-{}-{} {}",
            part(0..3),
            part(3..6),
            part(6..9),
            part(9..11)
        )
    }
}

/// Whose ИНН it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InnKind {
    /// A person's, 12 digits.
    Person,
    /// An organisation's, 10 digits.
    Organisation,
}

/// ИНН: a taxpayer's number, 12 digits of a person or 10 of an organisation.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Inn(String);

number!(Inn);

impl Inn {
    /// Number of digits of a person's.
    pub const PERSON_LENGTH: usize = 12;
    /// Number of digits of an organisation's.
    pub const ORGANISATION_LENGTH: usize = 10;

    /// Reads either kind; the length tells which it is.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str, fakes: FakeNumbers) -> Result<Self, NumberError> {
        let digits = digits_of(text, &[Self::ORGANISATION_LENGTH, Self::PERSON_LENGTH])?;
        let agrees = if digits.len() == Self::PERSON_LENGTH {
            weighed(&digits, 10, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8])
                && weighed(&digits, 11, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8])
        } else {
            weighed(&digits, 9, &[2, 4, 10, 3, 5, 9, 4, 6, 8])
        };
        if fakes == FakeNumbers::Refused && !agrees {
            return Err(NumberError::CheckDigit);
        }
        Ok(Self(digits))
    }

    /// Reads a number that must be of the given kind.
    ///
    /// # Errors
    /// Says which rule the text breaks; the other kind is a wrong length.
    pub fn parse_of(kind: InnKind, text: &str, fakes: FakeNumbers) -> Result<Self, NumberError> {
        let inn = Self::parse(text, fakes)?;
        if inn.kind() == kind {
            Ok(inn)
        } else {
            Err(NumberError::Length { found: inn.0.len() })
        }
    }

    /// Reads an organisation's number from the 12 digits with two leading zeros that certificates
    /// carried before the attribute ИННЮЛ existed.
    ///
    /// # Errors
    /// Says which rule the text breaks; a missing pair of zeros counts as a wrong first digit.
    pub fn parse_with_two_zeros(text: &str, fakes: FakeNumbers) -> Result<Self, NumberError> {
        let digits = digits_of(text, &[Self::PERSON_LENGTH])?;
        let inner = digits.strip_prefix("00").ok_or(NumberError::FirstDigit)?;
        Self::parse_of(InnKind::Organisation, inner, fakes)
    }

    /// Returns whose number it is.
    #[must_use]
    pub fn kind(&self) -> InnKind {
        if self.0.len() == Self::PERSON_LENGTH {
            InnKind::Person
        } else {
            InnKind::Organisation
        }
    }
}

impl fmt::Display for Inn {
    /// Prints the digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// ОГРН: the number of an organisation's record in the register of legal entities, 13 digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ogrn(String);

number!(Ogrn);

impl Ogrn {
    /// Number of digits.
    pub const LENGTH: usize = 13;

    /// Reads the digits.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str, fakes: FakeNumbers) -> Result<Self, NumberError> {
        let digits = digits_of(text, &[Self::LENGTH])?;
        check_remainder(&digits, 11, &['1', '5'], fakes)?;
        Ok(Self(digits))
    }
}

impl fmt::Display for Ogrn {
    /// Prints the digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// ОГРНИП: the number of a sole proprietor's record, 15 digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ogrnip(String);

number!(Ogrnip);

impl Ogrnip {
    /// Number of digits.
    pub const LENGTH: usize = 15;

    /// Reads the digits.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str, fakes: FakeNumbers) -> Result<Self, NumberError> {
        let digits = digits_of(text, &[Self::LENGTH])?;
        check_remainder(&digits, 13, &['3'], fakes)?;
        Ok(Self(digits))
    }
}

impl fmt::Display for Ogrnip {
    /// Prints the digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Drops separators and checks length and the all-zero number.
fn digits_of(text: &str, lengths: &[usize]) -> Result<String, NumberError> {
    let separator = |c: char| matches!(c, ' ' | '-' | '\u{a0}');
    let digits: String = text.chars().filter(|c| !separator(*c)).collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NumberError::NotDigits);
    }
    if !lengths.contains(&digits.len()) {
        return Err(NumberError::Length {
            found: digits.len(),
        });
    }
    if digits.bytes().all(|byte| byte == b'0') {
        return Err(NumberError::AllZero);
    }
    Ok(digits)
}

fn numerals(digits: &str) -> impl Iterator<Item = u64> + '_ {
    digits
        .bytes()
        .map(|byte| u64::from(byte.saturating_sub(b'0')))
}

/// The value of at most 18 digits.
fn value(digits: &str) -> u64 {
    numerals(digits).fold(0, |sum, digit| sum * 10 + digit)
}

/// Whether the digit at `place` equals the weighed sum of those before it, modulo 11 and 10.
fn weighed(digits: &str, place: usize, weights: &[u64]) -> bool {
    let sum: u64 = numerals(digits)
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    numerals(digits).nth(place) == Some(sum % 11 % 10)
}

/// The rule of ОГРН and ОГРНИП: the last digit is the remainder of the others.
fn check_remainder(
    digits: &str,
    modulus: u64,
    first: &[char],
    fakes: FakeNumbers,
) -> Result<(), NumberError> {
    if fakes == FakeNumbers::Allowed {
        return Ok(());
    }
    if !digits.starts_with(first) {
        return Err(NumberError::FirstDigit);
    }
    let (body, check) = digits.split_at(digits.len().saturating_sub(1));
    if value(body) % modulus % 10 == value(check) {
        Ok(())
    } else {
        Err(NumberError::CheckDigit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snils(text: &str) -> Result<String, NumberError> {
        Snils::parse(text, FakeNumbers::Refused).map(|snils| snils.to_string())
    }

    fn inn(text: &str) -> Result<InnKind, NumberError> {
        Inn::parse(text, FakeNumbers::Refused).map(|inn| inn.kind())
    }

    #[test]
    fn snils_is_read_with_and_without_separators_and_printed_with_them() {
        assert_eq!(snils("11223344595"), Ok("112-233-445 95".into()));
        assert_eq!(snils("112-233-445 95"), Ok("112-233-445 95".into()));
        assert_eq!(snils("111-111-111 45"), Ok("111-111-111 45".into()));
    }

    #[test]
    fn snils_with_a_wrong_check_number_is_refused() {
        assert_eq!(snils("112-233-445 96"), Err(NumberError::CheckDigit));
        assert_eq!(
            snils("112-233-445 9"),
            Err(NumberError::Length { found: 10 })
        );
        assert_eq!(snils("112-233-445 9a"), Err(NumberError::NotDigits));
        assert_eq!(snils("000-000-000 00"), Err(NumberError::AllZero));
    }

    #[test]
    fn early_snils_numbers_have_no_check_number() {
        assert_eq!(snils("001-001-998 77"), Ok("001-001-998 77".into()));
        assert_eq!(snils("001-001-999 77"), Err(NumberError::CheckDigit));
    }

    #[test]
    fn a_snils_sum_of_100_and_101_gives_00() {
        // 9·8 + 8·1 + 7·1 + 6·1 + 5·1 + 2·1 = 100 and one more = 101.
        assert_eq!(Snils::check_number("811110010"), 0);
        assert_eq!(Snils::check_number("811110011"), 0);
        assert_eq!(Snils::check_number("811110101"), 1);
    }

    #[test]
    fn inn_of_both_kinds_is_checked() {
        assert_eq!(inn("7710568760"), Ok(InnKind::Organisation));
        assert_eq!(inn("990100003310"), Ok(InnKind::Person));
        assert_eq!(inn("7710568761"), Err(NumberError::CheckDigit));
        assert_eq!(inn("990100003311"), Err(NumberError::CheckDigit));
        assert_eq!(inn("77105687600"), Err(NumberError::Length { found: 11 }));
        assert_eq!(inn("000000000000"), Err(NumberError::AllZero));
    }

    #[test]
    fn an_organisations_inn_of_old_certificates_is_read_through_its_zeros() {
        let parse = |text| Inn::parse_with_two_zeros(text, FakeNumbers::Refused);
        assert_eq!(
            parse("007710474375").expect("a real number").digits(),
            "7710474375"
        );
        assert_eq!(parse("990100003310"), Err(NumberError::FirstDigit));
        assert_eq!(parse("007710474376"), Err(NumberError::CheckDigit));
    }

    #[test]
    fn ogrn_and_ogrnip_are_checked() {
        let ogrn = |text| Ogrn::parse(text, FakeNumbers::Refused).map(|ogrn| ogrn.to_string());
        assert_eq!(ogrn("1047797019830"), Ok("1047797019830".into()));
        assert_eq!(ogrn("1047797019831"), Err(NumberError::CheckDigit));
        assert_eq!(ogrn("1111111111111"), Err(NumberError::CheckDigit));
        assert_eq!(ogrn("3047797019830"), Err(NumberError::FirstDigit));

        let ogrnip = |text| Ogrnip::parse(text, FakeNumbers::Refused).map(|n| n.to_string());
        assert_eq!(ogrnip("304500116000157"), Ok("304500116000157".into()));
        assert_eq!(ogrnip("304500116000158"), Err(NumberError::CheckDigit));
        assert_eq!(ogrnip("104500116000157"), Err(NumberError::FirstDigit));
    }

    #[test]
    fn samples_of_guides_pass_where_fakes_are_allowed() {
        assert!(Ogrn::parse("1111111111111", FakeNumbers::Allowed).is_ok());
        assert!(Snils::parse("123-456-789 01", FakeNumbers::Allowed).is_ok());
        assert_eq!(
            Snils::parse("00000000000", FakeNumbers::Allowed),
            Err(NumberError::AllZero)
        );
    }

    #[test]
    fn debug_shows_the_tail_only() {
        let snils = Snils::parse("112-233-445 95", FakeNumbers::Refused).expect("a valid number");
        assert_eq!(format!("{snils:?}"), "Snils(…95)");
    }
}

//! Telephone numbers, in the one form in which they are compared and dialled.

/// A number in international form (ITU-T E.164): the digits, with their country.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// Fewest and most digits of a number with its country.
    const DIGITS: std::ops::RangeInclusive<usize> = 10..=15;

    /// Reads what a person typed. The Russian habit of dialling 8 in place of +7 is understood.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        const SIGNS: &[char] = &[' ', '\u{a0}', '-', '–', '(', ')', '.'];
        let text = text.trim();
        let international = text.starts_with('+');
        let mut digits = String::with_capacity(15);
        for sign in text.strip_prefix('+').unwrap_or(text).chars() {
            if sign.is_ascii_digit() && digits.len() < 16 {
                digits.push(sign);
            } else if !SIGNS.contains(&sign) {
                return None;
            }
        }
        if !international && digits.len() == 11 && digits.starts_with('8') {
            digits.replace_range(..1, "7");
        } else if !international && digits.len() == 10 {
            digits.insert(0, '7');
        }
        Self::DIGITS.contains(&digits.len()).then_some(Self(digits))
    }

    /// The digits.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The number as it is dialled: `+79001234567`.
    #[must_use]
    pub fn dialled(&self) -> String {
        format!("+{}", self.0)
    }

    /// The number with all but its last two digits hidden.
    #[must_use]
    pub fn hinted(&self) -> String {
        let shown = self.0.len() - 2;
        format!("+{}…{}", &self.0[..1], &self.0[shown..])
    }
}

#[cfg(test)]
mod tests {
    use super::Phone;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for text in [
            "+7 900 123-45-67",
            "8 (900) 123-45-67",
            "89001234567",
            "9001234567",
            "+79001234567",
        ] {
            let phone = Phone::parse(text).expect("a number");
            assert_eq!(phone.dialled(), "+79001234567", "{text}");
            assert_eq!(phone.hinted(), "+7…67");
        }
        let other = Phone::parse("+375 29 123 45 67").expect("a number");
        assert_eq!(other.digits(), "375291234567");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "",
            "+",
            "12",
            "900123456a",
            "+7900123456789012",
            "ivanova@example.ru",
        ] {
            assert!(Phone::parse(text).is_none(), "{text}");
        }
    }
}

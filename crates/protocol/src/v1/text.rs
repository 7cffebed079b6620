//! Which text may stand in what people sign.
//!
//! A signed value must look like what it is: no control characters, nothing that turns the direction of
//! writing, nothing without width, nothing whose looks each computer decides for itself; and one spelling
//! of each text, the normal form C of [Unicode annex 15](https://www.unicode.org/reports/tr15/).

use smena_pki::profile::character::refused_class;
use unicode_normalization::is_nfc;

use crate::limits::{NAME_CHARACTERS_MAX, VALUE_CHARACTERS_MAX};

/// Why a value cannot be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueRefusal {
    /// A character that is not shown as itself.
    #[error("character {position} is U+{code_point:04X}, which is not allowed in a signed value")]
    Character {
        /// Its number.
        code_point: u32,
        /// Its place, counted in characters from one.
        position: usize,
    },
    /// The text is not in normal form C.
    #[error("the text is not in Unicode normal form C")]
    NotNormalised,
    /// More characters than a value may have.
    #[error("the text is longer than {max} characters")]
    TooLong {
        /// The most that is allowed.
        max: usize,
    },
    /// A name is empty.
    #[error("the name is empty")]
    Empty,
}

/// Whether a character is refused in values that are signed: what `smena_pki` refuses in a certificate's subject,
/// and what is no character at all or stands for one that was lost.
#[must_use]
pub fn is_refused(character: char) -> bool {
    let code_point = u32::from(character);
    refused_class(character).is_some()
        || matches!(character, '\u{fff0}'..='\u{fffd}' | '\u{1d173}'..='\u{1d17a}')
        // The last two of each plane and 32 more are set aside for ever.
        || code_point & 0xfffe == 0xfffe
        || (0xfdd0..=0xfdef).contains(&code_point)
}

/// Checks a value that will be signed or was signed. An empty value is one.
///
/// # Errors
/// [`ValueRefusal`] naming the first thing that is not allowed.
pub fn check_value(text: &str) -> Result<(), ValueRefusal> {
    check(text, VALUE_CHARACTERS_MAX)
}

/// Checks a name: as a value, but shorter and not empty.
///
/// # Errors
/// [`ValueRefusal`] naming the first thing that is not allowed.
pub fn check_name(text: &str) -> Result<(), ValueRefusal> {
    if text.is_empty() {
        return Err(ValueRefusal::Empty);
    }
    check(text, NAME_CHARACTERS_MAX)
}

fn check(text: &str, max: usize) -> Result<(), ValueRefusal> {
    for (index, character) in text.chars().enumerate() {
        if index == max {
            return Err(ValueRefusal::TooLong { max });
        }
        if is_refused(character) {
            let (code_point, position) = (u32::from(character), index + 1);
            return Err(ValueRefusal::Character {
                code_point,
                position,
            });
        }
    }
    if is_nfc(text) {
        Ok(())
    } else {
        Err(ValueRefusal::NotNormalised)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_are_not_shown_as_themselves_are_refused() {
        for character in [
            '\0',
            '\n',
            '\t',
            '\u{7f}',
            '\u{85}',
            '\u{202e}',
            '\u{2066}',
            '\u{2069}',
            '\u{200b}',
            '\u{200d}',
            '\u{feff}',
            '\u{e000}',
            '\u{10ffff}',
            '\u{f0000}',
            '\u{ad}',
            '\u{fffd}',
            '\u{fdd0}',
            '\u{1fffe}',
            '\u{e0041}',
            '\u{2028}',
        ] {
            let text = format!("Иванова{character}");
            let code_point = u32::from(character);
            assert_eq!(
                check_value(&text),
                Err(ValueRefusal::Character {
                    code_point,
                    position: 8
                })
            );
        }
        check_value("ООО «Ромашка» № 5 — 100 %, Müller & Søn, 東京").expect("plain text");
        check_value("").expect("an empty value is a value");
    }

    #[test]
    fn one_spelling_of_each_text_is_signed() {
        check_value("Йод").expect("composed");
        assert_eq!(check_value("И\u{306}од"), Err(ValueRefusal::NotNormalised));
    }

    #[test]
    fn values_and_names_end_at_their_limits() {
        check_value(&"я".repeat(VALUE_CHARACTERS_MAX)).expect("at the limit");
        let max = VALUE_CHARACTERS_MAX;
        assert_eq!(
            check_value(&"я".repeat(max + 1)),
            Err(ValueRefusal::TooLong { max })
        );
        check_name(&"n".repeat(NAME_CHARACTERS_MAX)).expect("at the limit");
        let max = NAME_CHARACTERS_MAX;
        assert_eq!(
            check_name(&"n".repeat(max + 1)),
            Err(ValueRefusal::TooLong { max })
        );
        assert_eq!(check_name(""), Err(ValueRefusal::Empty));
    }
}

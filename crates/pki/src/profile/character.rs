//! Which characters a signed value may hold, and how two values are compared.
//!
//! What is shown must be what is signed, so characters that a reader cannot see or that reorder
//! the others are refused; a Latin letter inside a Cyrillic name is a warning, because it looks
//! right and compares wrong. Values are kept in Normalisation Form C. [`comparable`] is for
//! comparing only: what it returns is never issued.

use thiserror::Error;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Why a character is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefusedClass {
    /// A control character, line breaks and tabulators included.
    Control,
    /// Changes the direction of the text around it.
    Bidirectional,
    /// Takes no room.
    ZeroWidth,
    /// Has no meaning that two programs share.
    PrivateUse,
}

impl RefusedClass {
    /// Returns the class as a stable word for findings and messages.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Control => "control",
            Self::Bidirectional => "bidirectional",
            Self::ZeroWidth => "zero-width",
            Self::PrivateUse => "private-use",
        }
    }
}

/// A character that may not stand in a signed value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("the character U+{:04X} at position {position} is refused", *.character as u32)]
pub struct RefusedCharacter {
    /// Its place, counted in characters from zero.
    pub position: usize,
    /// The character.
    pub character: char,
    /// Why it is refused.
    pub class: RefusedClass,
}

/// Finds the first character that may not stand in a signed value.
///
/// # Errors
/// Names the character, its place and its class.
pub fn check(text: &str) -> Result<(), RefusedCharacter> {
    let refused = text.chars().enumerate().find_map(|(position, character)| {
        refused_class(character).map(|class| RefusedCharacter {
            position,
            character,
            class,
        })
    });
    refused.map_or(Ok(()), Err)
}

/// Returns why a character is refused, if it is.
#[must_use]
pub fn refused_class(character: char) -> Option<RefusedClass> {
    match character {
        '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{061c}' => Some(RefusedClass::Bidirectional),
        // Soft hyphen, zero-width space and joiners, word joiner and the invisible operators, the
        // byte order mark, variation selectors, Hangul fillers and the tag characters.
        '\u{00ad}'
        | '\u{034f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => Some(RefusedClass::ZeroWidth),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => Some(RefusedClass::PrivateUse),
        // Line and paragraph separators break a line as the controls do.
        '\u{2028}' | '\u{2029}' => Some(RefusedClass::Control),
        _ if character.is_control() => Some(RefusedClass::Control),
        _ => None,
    }
}

/// Finds words that mix Cyrillic and Latin letters; returns the place of each word's first letter
/// of the rarer script.
///
/// A whole Latin word beside a Cyrillic one (`ООО Smart`) is no mixture.
#[must_use]
pub fn mixed_scripts(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut word: Vec<(usize, bool)> = Vec::new();
    for (position, character) in text.chars().enumerate().chain([(usize::MAX, ' ')]) {
        if let Some(latin) = script_is_latin(character) {
            word.push((position, latin));
        } else if !is_combining(character) {
            found.extend(rarer_script(&word));
            word.clear();
        }
    }
    found
}

fn rarer_script(word: &[(usize, bool)]) -> Option<usize> {
    let latin = word.iter().filter(|(_, latin)| *latin).count();
    if latin == 0 || latin == word.len() {
        return None;
    }
    let rarer_is_latin = latin * 2 <= word.len();
    word.iter()
        .find(|(_, latin)| *latin == rarer_is_latin)
        .map(|(position, _)| *position)
}

fn script_is_latin(character: char) -> Option<bool> {
    match character {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => Some(true),
        '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{a640}'..='\u{a69f}' => Some(false),
        _ => None,
    }
}

fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

/// Brings a text to Normalisation Form C.
#[must_use]
pub fn normalised(text: &str) -> String {
    text.nfc().collect()
}

/// Tells whether a text is in Normalisation Form C.
#[must_use]
pub fn is_normalised(text: &str) -> bool {
    is_nfc(text)
}

/// Brings a text to the form in which two spellings of one name are equal: case, ё and е, hyphens
/// and spaces do not count.
///
/// For comparison only: a value that is issued keeps the spelling of its holder.
#[must_use]
pub fn comparable(text: &str) -> String {
    let folded: String = text
        .nfc()
        .flat_map(char::to_lowercase)
        .map(|character| match character {
            'ё' => 'е',
            _ if character.is_whitespace() || is_hyphen(character) => ' ',
            _ => character,
        })
        .collect();
    folded
        .split(' ')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_hyphen(character: char) -> bool {
    matches!(
        character,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_and_reordering_characters_are_refused() {
        for (text, position, class) in [
            ("Иван\tПетров", 4, RefusedClass::Control),
            ("Иван\u{2028}", 4, RefusedClass::Control),
            ("\u{202e}нави", 0, RefusedClass::Bidirectional),
            ("а\u{2067}б", 1, RefusedClass::Bidirectional),
            ("Ива\u{200b}нов", 3, RefusedClass::ZeroWidth),
            ("Ива\u{ad}нов", 3, RefusedClass::ZeroWidth),
            ("А\u{e000}", 1, RefusedClass::PrivateUse),
            ("А\u{10fffd}", 1, RefusedClass::PrivateUse),
        ] {
            let refused = check(text).expect_err(text);
            assert_eq!(
                (refused.position, refused.class),
                (position, class),
                "{text:?}"
            );
        }
    }

    #[test]
    fn ordinary_names_and_addresses_pass() {
        for text in [
            "Пётр Ильич",
            "ООО «Ромашка-2» & Co",
            "ул. Ленина, д. 5/1 № 3",
            "O’Нил",
            "Ñandú",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn a_latin_letter_inside_a_cyrillic_word_is_found() {
        assert_eq!(mixed_scripts("Cидоров Иван"), [0]);
        assert_eq!(mixed_scripts("Иван Пeтров"), [6]);
        assert_eq!(mixed_scripts("ООО Smart Иванов"), Vec::<usize>::new());
        assert_eq!(mixed_scripts("Smаrt"), [2]);
        assert_eq!(mixed_scripts("Анна-Maria"), Vec::<usize>::new());
    }

    #[test]
    fn comparison_overlooks_case_yo_hyphens_and_spaces() {
        assert_eq!(
            comparable("Сёмин-Орлов  Пётр "),
            comparable("семин орлов петр")
        );
        assert_eq!(comparable("И\u{306}ван"), comparable("Йван"));
        assert_ne!(comparable("Иванова"), comparable("Иванов"));
    }

    #[test]
    fn decomposed_text_is_not_normalised() {
        assert!(!is_normalised("И\u{306}"));
        assert_eq!(normalised("И\u{306}"), "Й");
    }
}

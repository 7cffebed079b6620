//! Values that may stand in a signed document: bounded, on one line, visible, in reading order.
//!
//! Refused are control characters, characters that turn the reading order (U+202E and its kin),
//! characters without width, and those of the private use areas: a document must show what its text
//! says. They are refused when they are typed in, too; this is the last place.

use serde_json::Value;

use crate::FormError;
use crate::limits::{DEPTH_MAX, VALUE_BYTES_MAX, VALUES_BYTES_MAX, VALUES_MAX};

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueProblem {
    /// One value is too long.
    #[error("a value has at most {VALUE_BYTES_MAX} bytes")]
    Long,
    /// All values together are too long.
    #[error("the values of a document have at most {VALUES_BYTES_MAX} bytes")]
    LongTogether,
    /// There are too many values.
    #[error("a document has at most {VALUES_MAX} values")]
    Many,
    /// Lists and objects are nested too deep.
    #[error("values are nested at most {DEPTH_MAX} deep")]
    Deep,
    /// A character is not allowed.
    #[error("the character U+{:04X} is not allowed in a signed document", u32::from(*.0))]
    Character(char),
    /// No font has a character.
    #[error("no font has the character U+{:04X}", u32::from(*.0))]
    NoGlyph(char),
}

/// Whether a character must not stand in a signed document.
fn is_refused(character: char) -> bool {
    character.is_control()
        || matches!(u32::from(character),
            0x00AD                      // soft hyphen
            | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
            | 0x200B..=0x200F           // no width, and marks of direction
            | 0x2028..=0x202E           // separators, embeddings, overrides
            | 0x2060..=0x206F           // joiners, isolates, invisible operators
            | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFF
            | 0xE000..=0xF8FF           // private use
            | 0x1D173..=0x1D17A | 0xE0000..=0x0010_FFFF)
}

/// Sums over one document.
struct Sum<'a> {
    values: usize,
    bytes: usize,
    has_glyph: &'a dyn Fn(char) -> bool,
}

/// Checks every value of a document, names of objects included.
pub(crate) fn check(values: &Value, has_glyph: &dyn Fn(char) -> bool) -> Result<(), FormError> {
    let mut sum = Sum {
        values: 0,
        bytes: 0,
        has_glyph,
    };
    sum.visit(values, &mut String::new(), 0)
}

impl Sum<'_> {
    fn visit(&mut self, value: &Value, place: &mut String, depth: usize) -> Result<(), FormError> {
        self.values += 1;
        if self.values > VALUES_MAX {
            return Err(refusal(place, ValueProblem::Many));
        }
        if depth > DEPTH_MAX {
            return Err(refusal(place, ValueProblem::Deep));
        }
        let end = place.len();
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
            Value::String(text) => self.text(text, place)?,
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    place.push('/');
                    place.push_str(&index.to_string());
                    self.visit(item, place, depth + 1)?;
                    place.truncate(end);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    self.text(name, place)?;
                    place.push('/');
                    place.push_str(name);
                    self.visit(member, place, depth + 1)?;
                    place.truncate(end);
                }
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str, place: &str) -> Result<(), FormError> {
        if text.len() > VALUE_BYTES_MAX {
            return Err(refusal(place, ValueProblem::Long));
        }
        self.bytes += text.len();
        if self.bytes > VALUES_BYTES_MAX {
            return Err(refusal(place, ValueProblem::LongTogether));
        }
        for character in text.chars() {
            if is_refused(character) {
                return Err(refusal(place, ValueProblem::Character(character)));
            }
            if !(self.has_glyph)(character) {
                return Err(refusal(place, ValueProblem::NoGlyph(character)));
            }
        }
        Ok(())
    }
}

fn refusal(place: &str, problem: ValueProblem) -> FormError {
    FormError::Value {
        place: place.to_owned(),
        problem,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn problem(value: &Value) -> Option<ValueProblem> {
        match check(value, &|character| character != '☃') {
            Ok(()) => None,
            Err(FormError::Value { problem, .. }) => Some(problem),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn text_as_people_write_it_passes() {
        for text in [
            "Ёлкина-Щукина Анна",
            "ООО «Ромашка» № 1 — «А’Б»",
            "#eval(\"1\")",
            "$x$",
            "",
        ] {
            assert_eq!(problem(&json!({ "name": text })), None, "{text}");
        }
    }

    #[test]
    fn characters_that_deceive_are_refused() {
        for character in [
            '\0',
            '\n',
            '\t',
            '\u{7f}',
            '\u{85}',
            '\u{ad}',
            '\u{200b}',
            '\u{200e}',
            '\u{202a}',
            '\u{202e}',
            '\u{2028}',
            '\u{2066}',
            '\u{2069}',
            '\u{feff}',
            '\u{e000}',
            '\u{f0000}',
            '\u{e0041}',
        ] {
            let expected = Some(ValueProblem::Character(character));
            assert_eq!(problem(&json!([format!("a{character}b")])), expected);
            assert_eq!(
                problem(&json!({ format!("{character}"): 1 })),
                expected,
                "as a name"
            );
        }
        assert_eq!(problem(&json!("☃")), Some(ValueProblem::NoGlyph('☃')));
    }

    #[test]
    fn each_limit_holds_at_its_value_and_breaks_one_beyond() {
        let long = |size: usize| json!("a".repeat(size));
        assert_eq!(problem(&long(VALUE_BYTES_MAX)), None);
        assert_eq!(
            problem(&long(VALUE_BYTES_MAX + 1)),
            Some(ValueProblem::Long)
        );

        let full = VALUES_BYTES_MAX / VALUE_BYTES_MAX;
        let mut together = vec![long(VALUE_BYTES_MAX); full];
        assert_eq!(problem(&json!(together)), None);
        together.push(json!("a"));
        assert_eq!(problem(&json!(together)), Some(ValueProblem::LongTogether));

        assert_eq!(problem(&json!(vec![0; VALUES_MAX - 1])), None);
        assert_eq!(
            problem(&json!(vec![0; VALUES_MAX])),
            Some(ValueProblem::Many)
        );

        let deep = |depth: usize| (0..depth).fold(json!(1), |inner, _| json!([inner]));
        assert_eq!(problem(&deep(DEPTH_MAX)), None);
        assert_eq!(problem(&deep(DEPTH_MAX + 1)), Some(ValueProblem::Deep));
    }

    #[test]
    fn the_refusal_says_where_the_value_stands() {
        let refused = check(&json!({ "rows": [{ "value": "a\u{202e}" }] }), &|_| true);
        let Err(FormError::Value { place, .. }) = refused else {
            panic!("it passed")
        };
        assert_eq!(place, "/rows/0/value");
    }
}

//! The lexical layer of PDF (ISO 32000, 7.2 and 7.3): octets to values.
//!
//! The same reader serves the file, the contents of object streams, the drawing operators of a page and the
//! character maps; the last two have keywords between their values and no references.

use std::collections::BTreeMap;

use super::PdfRefusal;
use crate::limits::{PDF_DEPTH_MAX, PDF_UNPACKED_BYTES_MAX, PDF_VALUES_MAX};

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Boolean,
    Integer(i64),
    /// Its value is never needed.
    Real,
    String(Vec<u8>),
    Name(Vec<u8>),
    Array(Vec<Self>),
    Dictionary(Dictionary),
    /// A reference to an object of generation zero.
    Reference(u32),
}

/// A dictionary; no key stands twice.
pub(super) type Dictionary = BTreeMap<Vec<u8>, Value>;

/// A value or a keyword.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item<'a> {
    Value(Value),
    Keyword(&'a [u8]),
}

/// What is left of the work that one file may cause.
#[derive(Debug)]
pub(super) struct Budget {
    values: usize,
    unpacked: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            values: PDF_VALUES_MAX,
            unpacked: PDF_UNPACKED_BYTES_MAX,
        }
    }
}

impl Budget {
    fn value(&mut self) -> Result<(), PdfRefusal> {
        self.values = self
            .values
            .checked_sub(1)
            .ok_or(PdfRefusal::TooMuch { what: "values" })?;
        Ok(())
    }

    /// Octets that may still be unpacked.
    pub(super) const fn unpacked(&self) -> usize {
        self.unpacked
    }

    pub(super) fn unpack(&mut self, octets: usize) -> Result<(), PdfRefusal> {
        self.unpacked = self
            .unpacked
            .checked_sub(octets)
            .ok_or(PdfRefusal::TooMuch {
                what: "unpacked octets",
            })?;
        Ok(())
    }
}

/// Which of the four places is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The file or an object stream: references, no comments.
    File,
    /// Drawing operators: no references, no comments.
    Content,
    /// A character map: no references, comments are skipped.
    CharacterMap,
}

/// Reads values from octets.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    place: Place,
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

const fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8], at: usize, place: Place) -> Self {
        Self { bytes, at, place }
    }

    pub(super) const fn at(&self) -> usize {
        self.at
    }

    pub(super) fn jump(&mut self, at: usize) {
        self.at = at;
    }

    pub(super) fn refuse<T>(&self, what: &'static str) -> Result<T, PdfRefusal> {
        Err(PdfRefusal::Structure {
            what,
            offset: self.at,
        })
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Goes past white space, and past comments where they are known.
    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if is_space(byte) {
                self.at += 1;
            } else if byte == b'%' && self.place == Place::CharacterMap {
                let line = self.rest().iter().position(|byte| matches!(byte, 10 | 13));
                self.at = line.map_or(self.bytes.len(), |length| self.at + length);
            } else {
                return;
            }
        }
    }

    /// Takes exactly these octets.
    pub(super) fn take(&mut self, expected: &[u8], what: &'static str) -> Result<(), PdfRefusal> {
        if !self.rest().starts_with(expected) {
            return self.refuse(what);
        }
        self.at += expected.len();
        Ok(())
    }

    /// Takes one end of line: LF, or CR LF. A lone CR is no end of line here.
    pub(super) fn take_end_of_line(&mut self) -> Result<(), PdfRefusal> {
        if self.rest().starts_with(b"\r\n") {
            self.at += 2;
            return Ok(());
        }
        self.take(b"\n", "no end of line")
    }

    /// Takes a keyword after white space.
    pub(super) fn keyword(
        &mut self,
        expected: &[u8],
        what: &'static str,
    ) -> Result<(), PdfRefusal> {
        self.skip_space();
        let word = self.regular();
        if word != expected {
            return self.refuse(what);
        }
        self.at += word.len();
        Ok(())
    }

    /// Takes a number that is not negative.
    pub(super) fn unsigned(&mut self, what: &'static str) -> Result<usize, PdfRefusal> {
        self.skip_space();
        let digits = self
            .rest()
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let text = &self.rest()[..digits];
        let number = (1..=10)
            .contains(&digits)
            .then(|| {
                text.iter().try_fold(0_usize, |sum, byte| {
                    sum.checked_mul(10)?.checked_add(usize::from(byte - b'0'))
                })
            })
            .flatten();
        let Some(number) = number else {
            return self.refuse(what);
        };
        self.at += digits;
        Ok(number)
    }

    /// The run of regular characters that stands here.
    fn regular(&self) -> &'a [u8] {
        let rest = self.rest();
        let length = rest
            .iter()
            .take_while(|byte| !is_space(**byte) && !is_delimiter(**byte))
            .count();
        &rest[..length]
    }

    /// Reads the next value; a keyword is refused.
    pub(super) fn value(&mut self, budget: &mut Budget) -> Result<Value, PdfRefusal> {
        match self.item(budget)? {
            Some(Item::Value(value)) => Ok(value),
            Some(Item::Keyword(_)) => self.refuse("a keyword in place of a value"),
            None => self.refuse("a value is missing"),
        }
    }

    /// Reads the next value or keyword; `None` at the end.
    pub(super) fn item(&mut self, budget: &mut Budget) -> Result<Option<Item<'a>>, PdfRefusal> {
        self.nested(budget, 0)
    }

    fn nested(
        &mut self,
        budget: &mut Budget,
        depth: usize,
    ) -> Result<Option<Item<'a>>, PdfRefusal> {
        if depth > PDF_DEPTH_MAX {
            return Err(PdfRefusal::TooMuch { what: "nesting" });
        }
        budget.value()?;
        self.skip_space();
        let Some(byte) = self.peek() else {
            return Ok(None);
        };
        let value = match byte {
            b'/' => Value::Name(self.name()?),
            b'(' => Value::String(self.literal_string()?),
            b'<' if self.rest().starts_with(b"<<") => self.dictionary(budget, depth)?,
            b'<' => Value::String(self.hex_string()?),
            b'[' => self.array(budget, depth)?,
            b'0'..=b'9' | b'+' | b'-' | b'.' => self.number()?,
            _ => {
                let word = self.regular();
                if word.is_empty() {
                    return self.refuse("an unexpected delimiter");
                }
                self.at += word.len();
                match word {
                    b"true" | b"false" => Value::Boolean,
                    b"null" => Value::Null,
                    _ => return Ok(Some(Item::Keyword(word))),
                }
            }
        };
        Ok(Some(Item::Value(value)))
    }

    fn inner(&mut self, budget: &mut Budget, depth: usize) -> Result<Value, PdfRefusal> {
        match self.nested(budget, depth + 1)? {
            Some(Item::Value(value)) => Ok(value),
            _ => self.refuse("a keyword or the end inside an array or a dictionary"),
        }
    }

    fn array(&mut self, budget: &mut Budget, depth: usize) -> Result<Value, PdfRefusal> {
        self.at += 1;
        let mut values = Vec::new();
        loop {
            self.skip_space();
            if self.peek() == Some(b']') {
                self.at += 1;
                return Ok(Value::Array(values));
            }
            values.push(self.inner(budget, depth)?);
        }
    }

    fn dictionary(&mut self, budget: &mut Budget, depth: usize) -> Result<Value, PdfRefusal> {
        self.at += 2;
        let mut entries = Dictionary::new();
        loop {
            self.skip_space();
            if self.rest().starts_with(b">>") {
                self.at += 2;
                return Ok(Value::Dictionary(entries));
            }
            if self.peek() != Some(b'/') {
                return self.refuse("a key of a dictionary is not a name");
            }
            let key = self.name()?;
            let value = self.inner(budget, depth)?;
            if entries.insert(key, value).is_some() {
                return self.refuse("a key of a dictionary stands twice");
            }
        }
    }

    /// A name with its `#xx` escapes taken out, so that no spelling hides it.
    fn name(&mut self) -> Result<Vec<u8>, PdfRefusal> {
        self.at += 1;
        let raw = self.regular();
        let mut name = Vec::with_capacity(raw.len());
        let mut bytes = raw.iter();
        while let Some(&byte) = bytes.next() {
            if byte != b'#' {
                name.push(byte);
                continue;
            }
            let (high, low) = (bytes.next().copied(), bytes.next().copied());
            match (high.and_then(hex_digit), low.and_then(hex_digit)) {
                (Some(high), Some(low)) if high | low != 0 => name.push(high << 4 | low),
                _ => return self.refuse("a name with a broken escape"),
            }
        }
        self.at += raw.len();
        Ok(name)
    }

    fn hex_string(&mut self) -> Result<Vec<u8>, PdfRefusal> {
        self.at += 1;
        let mut string = Vec::new();
        let mut half = None;
        loop {
            let Some(byte) = self.peek() else {
                return self.refuse("a string without end");
            };
            self.at += 1;
            match (hex_digit(byte), half) {
                (Some(digit), None) => half = Some(digit),
                (Some(digit), Some(high)) => {
                    string.push(high << 4 | digit);
                    half = None;
                }
                (None, _) if is_space(byte) => {}
                (None, _) if byte == b'>' => {
                    string.extend(half.map(|high: u8| high << 4));
                    return Ok(string);
                }
                (None, _) => return self.refuse("a string with a character that is no hex"),
            }
        }
    }

    fn literal_string(&mut self) -> Result<Vec<u8>, PdfRefusal> {
        self.at += 1;
        let mut string = Vec::new();
        let mut open = 0_usize;
        loop {
            let Some(byte) = self.peek() else {
                return self.refuse("a string without end");
            };
            self.at += 1;
            match byte {
                b'\\' => self.escape(&mut string)?,
                b'(' => {
                    open += 1;
                    string.push(byte);
                }
                b')' if open == 0 => return Ok(string),
                b')' => {
                    open -= 1;
                    string.push(byte);
                }
                b'\r' => {
                    if self.peek() == Some(b'\n') {
                        self.at += 1;
                    }
                    string.push(b'\n');
                }
                _ => string.push(byte),
            }
        }
    }

    fn escape(&mut self, string: &mut Vec<u8>) -> Result<(), PdfRefusal> {
        let Some(byte) = self.peek() else {
            return self.refuse("a string without end");
        };
        self.at += 1;
        match byte {
            b'n' => string.push(b'\n'),
            b'r' => string.push(b'\r'),
            b't' => string.push(b'\t'),
            b'b' => string.push(8),
            b'f' => string.push(12),
            b'(' | b')' | b'\\' => string.push(byte),
            b'\n' => {}
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'0'..=b'7' => {
                let mut code = u16::from(byte - b'0');
                for _ in 0..2 {
                    match self.peek() {
                        Some(digit @ b'0'..=b'7') => {
                            self.at += 1;
                            code = code * 8 + u16::from(digit - b'0');
                        }
                        _ => break,
                    }
                }
                match u8::try_from(code) {
                    Ok(octet) => string.push(octet),
                    Err(_) => return self.refuse("a string with an escape above 377"),
                }
            }
            _ => return self.refuse("a string with an unknown escape"),
        }
        Ok(())
    }

    fn number(&mut self) -> Result<Value, PdfRefusal> {
        let word = self.regular();
        let digits = word
            .strip_prefix(b"-")
            .or_else(|| word.strip_prefix(b"+"))
            .unwrap_or(word);
        let points = digits.split(|byte| *byte == b'.').count() - 1;
        let known = digits
            .iter()
            .all(|byte| byte.is_ascii_digit() || *byte == b'.')
            && digits.iter().any(u8::is_ascii_digit)
            && points <= 1
            && word.len() <= 32;
        if !known {
            return self.refuse("a number that is none");
        }
        self.at += word.len();
        if points == 1 {
            return Ok(Value::Real);
        }
        let number = std::str::from_utf8(word)
            .ok()
            .and_then(|text| text.parse::<i64>().ok());
        let Some(number) = number else {
            return self.refuse("a number that is too large");
        };
        if self.place == Place::File && word.first().is_some_and(u8::is_ascii_digit) {
            return self.reference_or(number);
        }
        Ok(Value::Integer(number))
    }

    /// `12 0 R` is one value of three words; anything else leaves the first word a number.
    fn reference_or(&mut self, number: i64) -> Result<Value, PdfRefusal> {
        let back = self.at;
        self.skip_space();
        let generation = self.regular();
        if !generation.is_empty() && generation.iter().all(u8::is_ascii_digit) {
            self.at += generation.len();
            self.skip_space();
            if self.regular() == b"R" {
                self.at += 1;
                return match u32::try_from(number) {
                    Ok(object) if generation == b"0" && object > 0 => Ok(Value::Reference(object)),
                    _ => self.refuse("a reference to another generation than 0"),
                };
            }
        }
        self.at = back;
        Ok(Value::Integer(number))
    }
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

impl Value {
    pub(super) const fn as_dictionary(&self) -> Option<&Dictionary> {
        match self {
            Self::Dictionary(entries) => Some(entries),
            _ => None,
        }
    }

    pub(super) fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(values) => Some(values),
            _ => None,
        }
    }

    pub(super) fn as_name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(super) fn as_string(&self) -> Option<&[u8]> {
        match self {
            Self::String(string) => Some(string),
            _ => None,
        }
    }

    pub(super) const fn as_reference(&self) -> Option<u32> {
        match self {
            Self::Reference(object) => Some(*object),
            _ => None,
        }
    }

    pub(super) fn as_size(&self) -> Option<usize> {
        match self {
            Self::Integer(number) => usize::try_from(*number).ok(),
            _ => None,
        }
    }
}

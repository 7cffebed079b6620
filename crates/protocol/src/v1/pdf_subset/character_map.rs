//! Character maps of fonts, `ToUnicode` (ISO 32000, 9.10.3): codes of glyphs to text.

use std::collections::BTreeMap;

use super::PdfRefusal;
use super::syntax::{Budget, Item, Place, Reader, Value};
use crate::limits::PDF_MAP_ENTRIES_MAX;

/// What each code of a font stands for.
#[derive(Debug, Default)]
pub(super) struct CharacterMap {
    /// How many octets a code has, with the first and last code.
    spaces: Vec<(Vec<u8>, Vec<u8>)>,
    codes: BTreeMap<Vec<u8>, String>,
}

impl CharacterMap {
    pub(super) fn read(stream: &[u8], budget: &mut Budget) -> Result<Self, PdfRefusal> {
        let mut reader = Reader::new(stream, 0, Place::CharacterMap);
        let mut map = Self::default();
        let mut operands: Vec<Value> = Vec::new();
        while let Some(item) = reader.item(budget)? {
            let keyword = match item {
                Item::Value(value) => {
                    operands.push(value);
                    continue;
                }
                Item::Keyword(keyword) => keyword,
            };
            match keyword {
                b"endcodespacerange" => map.add_spaces(&operands)?,
                b"endbfchar" => map.add_characters(&operands)?,
                b"endbfrange" => map.add_ranges(&operands)?,
                b"usecmap" => return refuse("a character map that uses another one"),
                _ => {}
            }
            operands.clear();
        }
        Ok(map)
    }

    fn add_spaces(&mut self, operands: &[Value]) -> Result<(), PdfRefusal> {
        for pair in operands.chunks(2) {
            let [Value::String(first), Value::String(last)] = pair else {
                return refuse("a broken range of codes");
            };
            if first.len() != last.len() || !(1..=4).contains(&first.len()) {
                return refuse("a broken range of codes");
            }
            self.spaces.push((first.clone(), last.clone()));
        }
        Ok(())
    }

    fn add_characters(&mut self, operands: &[Value]) -> Result<(), PdfRefusal> {
        for pair in operands.chunks(2) {
            let [Value::String(code), Value::String(text)] = pair else {
                return refuse("a broken entry of a character map");
            };
            self.add(code.clone(), utf16(text))?;
        }
        Ok(())
    }

    fn add_ranges(&mut self, operands: &[Value]) -> Result<(), PdfRefusal> {
        for triple in operands.chunks(3) {
            let [Value::String(first), Value::String(last), target] = triple else {
                return refuse("a broken range of a character map");
            };
            let (Some(low), Some(high)) = (number(first), number(last)) else {
                return refuse("a broken range of a character map");
            };
            if first.len() != last.len() || low > high {
                return refuse("a broken range of a character map");
            }
            for (step, code) in (low..=high).enumerate() {
                let text = match target {
                    Value::String(text) => raised(text, step),
                    Value::Array(texts) => texts.get(step).and_then(Value::as_string).map(utf16),
                    _ => None,
                };
                let Some(text) = text else {
                    return refuse("a broken range of a character map");
                };
                let octets = code.to_be_bytes();
                self.add(octets[octets.len() - first.len()..].to_vec(), text)?;
            }
        }
        Ok(())
    }

    fn add(&mut self, code: Vec<u8>, text: String) -> Result<(), PdfRefusal> {
        if self.codes.len() >= PDF_MAP_ENTRIES_MAX {
            return Err(PdfRefusal::TooMuch {
                what: "entries of character maps",
            });
        }
        self.codes.insert(code, text);
        Ok(())
    }

    /// The text of a string that is drawn; codes without one become U+FFFD.
    pub(super) fn decode(&self, string: &[u8]) -> String {
        let mut text = String::new();
        let mut rest = string;
        while !rest.is_empty() {
            let length = self.code_length(rest);
            let (code, after) = rest.split_at(length);
            text.push_str(self.codes.get(code).map_or("\u{fffd}", String::as_str));
            rest = after;
        }
        text
    }

    fn code_length(&self, rest: &[u8]) -> usize {
        let fits = |(first, last): &&(Vec<u8>, Vec<u8>)| {
            rest.len() >= first.len()
                && first
                    .iter()
                    .zip(last)
                    .zip(rest)
                    .all(|((first, last), byte)| (first..=last).contains(&byte))
        };
        self.spaces
            .iter()
            .find(fits)
            .map_or(1, |(first, _)| first.len())
    }
}

fn refuse<T>(what: &'static str) -> Result<T, PdfRefusal> {
    Err(PdfRefusal::Structure { what, offset: 0 })
}

fn number(code: &[u8]) -> Option<u32> {
    if !(1..=4).contains(&code.len()) {
        return None;
    }
    Some(code.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

fn units(text: &[u8]) -> Vec<u16> {
    text.chunks(2)
        .map(|pair| pair.iter().fold(0, |sum, byte| sum << 8 | u16::from(*byte)))
        .collect()
}

/// Text in UTF-16, big-endian.
pub(super) fn utf16(text: &[u8]) -> String {
    String::from_utf16_lossy(&units(text))
}

/// The target of a range: its last unit grows with the code.
fn raised(text: &[u8], step: usize) -> Option<String> {
    let mut units = units(text);
    let last = units.last_mut()?;
    *last = last.checked_add(u16::try_from(step).ok()?)?;
    Some(String::from_utf16_lossy(&units))
}

//! The text that pages draw (ISO 32000, 9.4 and 14.6), in the order of their operators.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::PdfRefusal;
use super::character_map::{CharacterMap, utf16};
use super::file::File;
use super::rules::Page;
use super::syntax::{Budget, Dictionary, Item, Place, Reader, Value};
use crate::limits::{PDF_DEPTH_MAX, PDF_FORMS_MAX, PDF_TEXT_CHARACTERS_MAX};

/// Takes the text out of all pages.
pub(super) fn text(file: &File, pages: &[Page<'_>]) -> Result<String, PdfRefusal> {
    let mut run = Run {
        file,
        budget: Budget::default(),
        maps: BTreeMap::new(),
        text: String::new(),
        marks: Vec::new(),
        forms: 0,
    };
    for page in pages {
        run.marks.clear();
        let content = run.page_content(page)?;
        run.draw(&content, page.resources, 0)?;
        run.text.push('\n');
    }
    Ok(run.text)
}

/// Marked content that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// Its text is the text.
    Plain,
    /// Its text is left out: an artifact, or text for which another one is given.
    LeftOut,
}

/// What `q` keeps and `Q` brings back.
#[derive(Clone, Default)]
struct State {
    font: Option<Rc<CharacterMap>>,
    invisible: bool,
}

struct Run<'a> {
    file: &'a File,
    budget: Budget,
    /// Character maps by the object of their stream.
    maps: BTreeMap<u32, Rc<CharacterMap>>,
    text: String,
    marks: Vec<Mark>,
    forms: usize,
}

fn refuse<T>(what: &'static str) -> Result<T, PdfRefusal> {
    Err(PdfRefusal::Structure { what, offset: 0 })
}

impl Run<'_> {
    /// The streams of a page, one after the other as if they were one.
    fn page_content(&self, page: &Page<'_>) -> Result<Vec<u8>, PdfRefusal> {
        let references = match page.dictionary.get(&b"Contents"[..]) {
            None => Vec::new(),
            Some(Value::Array(parts)) => parts.iter().collect(),
            Some(one) => match self.file.resolve(one) {
                Value::Array(parts) => parts.iter().collect(),
                _ => vec![one],
            },
        };
        let mut content = Vec::new();
        for reference in references {
            let object = reference
                .as_reference()
                .and_then(|number| self.file.objects.get(&number));
            let Some(stream) = object.and_then(|object| object.stream.as_ref()) else {
                return refuse("content of a page that is no stream");
            };
            content.extend_from_slice(stream);
            content.push(b'\n');
        }
        Ok(content)
    }

    fn draw(
        &mut self,
        content: &[u8],
        resources: Option<&Dictionary>,
        depth: usize,
    ) -> Result<(), PdfRefusal> {
        if depth > PDF_DEPTH_MAX {
            return Err(PdfRefusal::TooMuch { what: "nesting" });
        }
        let mut reader = Reader::new(content, 0, Place::Content);
        let mut states: Vec<State> = vec![State::default()];
        let mut operands: Vec<Value> = Vec::new();
        let open_marks = self.marks.len();
        while let Some(item) = reader.item(&mut self.budget)? {
            match item {
                Item::Value(value) => operands.push(value),
                Item::Keyword(operator) => {
                    self.operate(operator, &operands, &mut states, resources, depth)?;
                    operands.clear();
                }
            }
        }
        // What is opened in a stream is closed in it.
        self.marks.truncate(open_marks);
        Ok(())
    }

    fn operate(
        &mut self,
        operator: &[u8],
        operands: &[Value],
        states: &mut Vec<State>,
        resources: Option<&Dictionary>,
        depth: usize,
    ) -> Result<(), PdfRefusal> {
        let kept_states = states.len();
        let Some(state) = states.last_mut() else {
            return refuse("a state that was never kept");
        };
        match operator {
            b"q" => {
                let kept = state.clone();
                if kept_states > PDF_DEPTH_MAX {
                    return Err(PdfRefusal::TooMuch { what: "nesting" });
                }
                states.push(kept);
            }
            b"Q" if kept_states > 1 => {
                states.pop();
            }
            b"Q" => return refuse("a state that was never kept"),
            b"Tf" => state.font = self.font(operands, resources)?,
            // Modes 3 and 7 draw nothing.
            b"Tr" => state.invisible = matches!(operands, [Value::Integer(3 | 7)]),
            b"Tj" | b"'" | b"\"" | b"TJ" => {
                if operator == b"'" || operator == b"\"" {
                    self.push("\n")?;
                }
                self.show(operands.last(), state)?;
            }
            b"T*" | b"ET" => self.push("\n")?,
            b"BMC" | b"BDC" => self.open_mark(operator, operands, resources)?,
            b"EMC" => {
                self.marks
                    .pop()
                    .map_or_else(|| refuse("a mark that was never opened"), |_| Ok(()))?;
            }
            b"Do" => self.external_object(operands, resources, depth)?,
            b"BI" | b"ID" | b"EI" => return refuse("a picture inside the content"),
            _ => {}
        }
        Ok(())
    }

    fn show(&mut self, operand: Option<&Value>, state: &State) -> Result<(), PdfRefusal> {
        if state.invisible {
            return Ok(());
        }
        let strings: Vec<&[u8]> = match operand {
            Some(Value::String(string)) => vec![string],
            Some(Value::Array(parts)) => parts.iter().filter_map(Value::as_string).collect(),
            _ => return refuse("text that is no string"),
        };
        for string in strings {
            match &state.font {
                Some(map) => self.push(&map.decode(string))?,
                None => self.push("\u{fffd}")?,
            }
        }
        Ok(())
    }

    fn push(&mut self, text: &str) -> Result<(), PdfRefusal> {
        if self.marks.contains(&Mark::LeftOut) {
            return Ok(());
        }
        if self.text.len() + text.len() > PDF_TEXT_CHARACTERS_MAX {
            return Err(PdfRefusal::TooMuch { what: "text" });
        }
        self.text.push_str(text);
        Ok(())
    }

    fn open_mark(
        &mut self,
        operator: &[u8],
        operands: &[Value],
        resources: Option<&Dictionary>,
    ) -> Result<(), PdfRefusal> {
        if self.marks.len() > PDF_DEPTH_MAX {
            return Err(PdfRefusal::TooMuch { what: "nesting" });
        }
        let is_artifact = operands.first().and_then(Value::as_name) == Some(b"Artifact");
        let properties = match operands.get(1) {
            Some(Value::Dictionary(properties)) if operator == b"BDC" => Some(properties),
            Some(Value::Name(name)) if operator == b"BDC" => self
                .resource(resources, b"Properties", name)
                .and_then(Value::as_dictionary),
            _ => None,
        };
        let instead = properties
            .and_then(|properties| properties.get(&b"ActualText"[..]))
            .and_then(Value::as_string)
            .map(text_string);
        if let Some(instead) = &instead {
            self.push(instead)?;
        }
        let left_out = is_artifact || instead.is_some();
        self.marks
            .push(if left_out { Mark::LeftOut } else { Mark::Plain });
        Ok(())
    }

    fn resource<'b>(
        &'b self,
        resources: Option<&'b Dictionary>,
        kind: &[u8],
        name: &[u8],
    ) -> Option<&'b Value> {
        let entries = self.file.entry(resources?, kind)?.as_dictionary()?;
        self.file.entry(entries, name)
    }

    /// The character map of the font that is chosen; none where the font has none.
    fn font(
        &mut self,
        operands: &[Value],
        resources: Option<&Dictionary>,
    ) -> Result<Option<Rc<CharacterMap>>, PdfRefusal> {
        let Some(name) = operands.first().and_then(Value::as_name) else {
            return refuse("a font without a name");
        };
        let font = self
            .resource(resources, b"Font", name)
            .and_then(Value::as_dictionary);
        let Some(font) = font else {
            return refuse("a font that is not among the resources");
        };
        let Some(number) = font.get(&b"ToUnicode"[..]).and_then(Value::as_reference) else {
            return Ok(None);
        };
        if let Some(map) = self.maps.get(&number) {
            return Ok(Some(Rc::clone(map)));
        }
        let stream = self
            .file
            .objects
            .get(&number)
            .and_then(|object| object.stream.as_ref());
        let Some(stream) = stream else {
            return refuse("a character map that is no stream");
        };
        let map = Rc::new(CharacterMap::read(stream, &mut self.budget)?);
        self.maps.insert(number, Rc::clone(&map));
        Ok(Some(map))
    }

    /// A form draws its own content; a picture has no text.
    fn external_object(
        &mut self,
        operands: &[Value],
        resources: Option<&Dictionary>,
        depth: usize,
    ) -> Result<(), PdfRefusal> {
        let file = self.file;
        let name = operands
            .first()
            .and_then(Value::as_name)
            .unwrap_or_default();
        let entries = resources
            .and_then(|resources| file.entry(resources, b"XObject"))
            .and_then(Value::as_dictionary);
        let Some(object) = entries.and_then(|entries| file.object(entries, name)) else {
            return refuse("an object that is not among the resources");
        };
        let (Some(dictionary), Some(content)) = (object.value.as_dictionary(), &object.stream)
        else {
            return refuse("an object that is no stream");
        };
        if dictionary.get(&b"Subtype"[..]).and_then(Value::as_name) != Some(b"Form") {
            return Ok(());
        }
        self.forms += 1;
        if self.forms > PDF_FORMS_MAX {
            return Err(PdfRefusal::TooMuch { what: "forms" });
        }
        let own = file
            .entry(dictionary, b"Resources")
            .and_then(Value::as_dictionary);
        self.draw(content, own.or(resources), depth + 1)
    }
}

/// A text string (7.9.2.2): UTF-16 or UTF-8 with its mark, else an encoding of which only ASCII is read.
fn text_string(string: &[u8]) -> String {
    if let Some(units) = string.strip_prefix(&[0xfe, 0xff]) {
        return utf16(units);
    }
    if let Some(octets) = string.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        return String::from_utf8_lossy(octets).into_owned();
    }
    let ascii = |byte: &u8| {
        if byte.is_ascii() {
            char::from(*byte)
        } else {
            '\u{fffd}'
        }
    };
    string.iter().map(ascii).collect()
}

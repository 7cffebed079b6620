//! The file as a whole (ISO 32000, 7.5): one revision, read from the first octet to the last.
//!
//! A usual reader begins at the end and follows offsets, so that whatever stands between is not seen. Here the
//! objects are read as they follow one another, and the cross-reference must list exactly what was read.

use std::collections::BTreeMap;

use super::Measure;
use super::PdfRefusal;
use super::stream::unpack;
use super::syntax::{Budget, Dictionary, Place, Reader, Value};
use crate::limits::PDF_OBJECTS_MAX;

/// An object with its content, if it is a stream.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) value: Value,
    /// The unpacked content; pictures stay packed.
    pub(super) stream: Option<Vec<u8>>,
}

/// A file of one revision.
#[derive(Debug)]
pub(super) struct File {
    pub(super) objects: BTreeMap<u32, Object>,
    pub(super) trailer: Dictionary,
    pub(super) measure: Measure,
}

/// Where the cross-reference says that an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Free,
    /// At an octet of the file.
    At(usize),
    /// In an object stream, at a place counted from zero.
    Packed {
        stream: u32,
        index: usize,
    },
}

/// What the walk through the file finds.
struct Walk<'a> {
    reader: Reader<'a>,
    budget: Budget,
    objects: BTreeMap<u32, Object>,
    places: BTreeMap<u32, Entry>,
}

const TRAILER_KEYS: [&[u8]; 4] = [b"Size", b"Root", b"Info", b"ID"];
const XREF_STREAM_KEYS: [&[u8]; 5] = [b"Type", b"W", b"Index", b"Length", b"Filter"];

impl File {
    pub(super) fn read(pdf: &[u8], measure: Measure) -> Result<Self, PdfRefusal> {
        if pdf.len() > measure.bytes_max {
            return Err(PdfRefusal::TooLarge {
                found: pdf.len(),
                max: measure.bytes_max,
            });
        }
        // The walk below has room for one revision only; the count makes the refusal plain.
        if occurrences(pdf, b"startxref") > 1 || occurrences(pdf, b"%%EOF") > 1 {
            return Err(PdfRefusal::SeveralRevisions);
        }
        let mut walk = Walk {
            reader: Reader::new(pdf, 0, Place::File),
            budget: Budget::default(),
            objects: BTreeMap::new(),
            places: BTreeMap::new(),
        };
        walk.header()?;
        let (trailer, entries, start) = walk.body()?;
        walk.end(start)?;
        check_trailer(&trailer)?;
        walk.unpack_object_streams()?;
        check_entries(&entries, &walk.places)?;
        Ok(Self {
            objects: walk.objects,
            trailer,
            measure,
        })
    }

    /// Follows a reference, if the value is one. A reference to a missing object is null.
    pub(super) fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value {
            Value::Reference(object) => self
                .objects
                .get(object)
                .map_or(&Value::Null, |object| &object.value),
            _ => value,
        }
    }

    /// The value of a key, with a reference followed.
    pub(super) fn entry<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Value> {
        match self.resolve(dictionary.get(key)?) {
            Value::Null => None,
            value => Some(value),
        }
    }

    /// The object that a key refers to.
    pub(super) fn object<'a>(&'a self, dictionary: &Dictionary, key: &[u8]) -> Option<&'a Object> {
        self.objects.get(&dictionary.get(key)?.as_reference()?)
    }
}

fn occurrences(haystack: &[u8], needle: &[u8]) -> usize {
    haystack
        .windows(needle.len())
        .filter(|window| *window == needle)
        .count()
}

type Body = (Dictionary, BTreeMap<u32, Entry>, usize);

impl Walk<'_> {
    fn header(&mut self) -> Result<(), PdfRefusal> {
        let known: [&[u8]; 5] = [
            b"%PDF-1.4",
            b"%PDF-1.5",
            b"%PDF-1.6",
            b"%PDF-1.7",
            b"%PDF-2.0",
        ];
        let Some(header) = known
            .iter()
            .find(|known| self.reader.rest().starts_with(known))
        else {
            return self.reader.refuse("no header of a known version");
        };
        self.reader.take(header, "no header")?;
        self.reader.take_end_of_line()?;
        // The one comment that is known marks the file as binary: a percent sign and four octets.
        if self.reader.rest().first() == Some(&b'%') {
            let at = self.reader.at();
            self.reader.jump(at + 5);
            self.reader.take_end_of_line()?;
        }
        Ok(())
    }

    /// Reads objects up to the cross-reference and that itself.
    fn body(&mut self) -> Result<Body, PdfRefusal> {
        loop {
            self.reader.skip_space();
            let start = self.reader.at();
            if self.reader.rest().starts_with(b"xref") {
                self.reader.take(b"xref", "no cross-reference")?;
                let entries = self.table()?;
                self.reader.keyword(b"trailer", "no trailer")?;
                let Value::Dictionary(trailer) = self.reader.value(&mut self.budget)? else {
                    return self.reader.refuse("the trailer is not a dictionary");
                };
                if trailer
                    .keys()
                    .any(|key| !TRAILER_KEYS.contains(&key.as_slice()))
                {
                    return refuse_trailer(&trailer, start);
                }
                return Ok((trailer, entries, start));
            }
            let number = self.indirect_object()?;
            if let Some(body) = self.cross_reference_stream(number, start)? {
                return Ok(body);
            }
        }
    }

    fn indirect_object(&mut self) -> Result<u32, PdfRefusal> {
        let offset = self.reader.at();
        let number = self
            .reader
            .unsigned("neither an object nor a cross-reference")?;
        let number = match u32::try_from(number) {
            Ok(number) if number > 0 => number,
            _ => return self.reader.refuse("an object with a number out of range"),
        };
        if self.reader.unsigned("an object without generation")? != 0 {
            return self.reader.refuse("an object of another generation than 0");
        }
        self.reader.keyword(b"obj", "an object without obj")?;
        let value = self.reader.value(&mut self.budget)?;
        self.reader.skip_space();
        let stream = if self.reader.rest().starts_with(b"stream") {
            Some(self.stream(&value)?)
        } else {
            None
        };
        self.reader.keyword(b"endobj", "an object without endobj")?;
        self.add(number, Object { value, stream }, Entry::At(offset))?;
        Ok(number)
    }

    fn stream(&mut self, value: &Value) -> Result<Vec<u8>, PdfRefusal> {
        self.reader.take(b"stream", "no stream")?;
        self.reader.take_end_of_line()?;
        let Some(dictionary) = value.as_dictionary() else {
            return self.reader.refuse("a stream without a dictionary");
        };
        let length = dictionary.get(&b"Length"[..]).and_then(Value::as_size);
        let Some(raw) = length.and_then(|length| self.reader.rest().get(..length)) else {
            return self.reader.refuse("a stream without its length");
        };
        let unpacked = unpack(dictionary, raw, &mut self.budget)?;
        self.reader.jump(self.reader.at() + raw.len());
        if self.reader.rest().starts_with(b"\n") || self.reader.rest().starts_with(b"\r\n") {
            self.reader.take_end_of_line()?;
        }
        self.reader
            .take(b"endstream", "a stream that is longer than its length")?;
        Ok(unpacked)
    }

    fn add(&mut self, number: u32, object: Object, place: Entry) -> Result<(), PdfRefusal> {
        if self.objects.len() >= PDF_OBJECTS_MAX {
            return Err(PdfRefusal::TooMuch { what: "objects" });
        }
        self.places.insert(number, place);
        if self.objects.insert(number, object).is_some() {
            return self.reader.refuse("an object stands twice");
        }
        Ok(())
    }

    /// A table (7.5.4).
    fn table(&mut self) -> Result<BTreeMap<u32, Entry>, PdfRefusal> {
        let mut entries = BTreeMap::new();
        loop {
            self.reader.skip_space();
            if !self.reader.rest().first().is_some_and(u8::is_ascii_digit) {
                return Ok(entries);
            }
            let first = self.reader.unsigned("a table without a first number")?;
            let count = self.reader.unsigned("a table without a count")?;
            if count > PDF_OBJECTS_MAX {
                return Err(PdfRefusal::TooMuch { what: "objects" });
            }
            for number in first..first.saturating_add(count) {
                let offset = self.reader.unsigned("an entry without an offset")?;
                let generation = self.reader.unsigned("an entry without a generation")?;
                self.reader.skip_space();
                let entry = match self.reader.rest().first() {
                    Some(b'n') if generation == 0 => Entry::At(offset),
                    Some(b'f') => Entry::Free,
                    _ => return self.reader.refuse("an entry of an unknown kind"),
                };
                self.reader.jump(self.reader.at() + 1);
                self.insert_entry(&mut entries, number, entry)?;
            }
        }
    }

    fn insert_entry(
        &self,
        entries: &mut BTreeMap<u32, Entry>,
        number: usize,
        entry: Entry,
    ) -> Result<(), PdfRefusal> {
        match u32::try_from(number) {
            Ok(number) if entries.insert(number, entry).is_none() => Ok(()),
            _ => self
                .reader
                .refuse("an object is listed twice or out of range"),
        }
    }

    /// A stream in place of a table (7.5.8), if the object is one.
    fn cross_reference_stream(
        &self,
        number: u32,
        start: usize,
    ) -> Result<Option<Body>, PdfRefusal> {
        let Some(Object {
            value: Value::Dictionary(dictionary),
            stream: Some(content),
        }) = self.objects.get(&number)
        else {
            return Ok(None);
        };
        if dictionary.get(&b"Type"[..]).and_then(Value::as_name) != Some(b"XRef") {
            return Ok(None);
        }
        let known = |key: &Vec<u8>| {
            TRAILER_KEYS.contains(&key.as_slice()) || XREF_STREAM_KEYS.contains(&key.as_slice())
        };
        if !dictionary.keys().all(known) {
            return refuse_trailer(dictionary, start);
        }
        let entries = self.stream_entries(dictionary, content)?;
        Ok(Some((dictionary.clone(), entries, start)))
    }

    fn stream_entries(
        &self,
        dictionary: &Dictionary,
        content: &[u8],
    ) -> Result<BTreeMap<u32, Entry>, PdfRefusal> {
        let numbers = |key: &[u8]| -> Option<Vec<usize>> {
            dictionary
                .get(key)?
                .as_array()?
                .iter()
                .map(Value::as_size)
                .collect()
        };
        let widths = numbers(b"W").filter(|widths| widths.len() == 3);
        let Some(widths) = widths.filter(|widths| widths.iter().all(|width| *width <= 8)) else {
            return self.reader.refuse("a cross-reference without widths");
        };
        let size = dictionary
            .get(&b"Size"[..])
            .and_then(Value::as_size)
            .unwrap_or(0);
        let ranges = match dictionary.get(&b"Index"[..]) {
            None => vec![0, size],
            Some(_) => numbers(b"Index").unwrap_or_default(),
        };
        let step: usize = widths.iter().sum();
        let total = ranges
            .iter()
            .skip(1)
            .step_by(2)
            .try_fold(0_usize, |sum, n| sum.checked_add(*n));
        let fits = total.and_then(|total| total.checked_mul(step)) == Some(content.len());
        if step == 0 || ranges.len() % 2 != 0 || !fits {
            return self
                .reader
                .refuse("a cross-reference of another size than it says");
        }
        let mut entries = BTreeMap::new();
        let mut records = content.chunks_exact(step);
        for range in ranges.chunks_exact(2) {
            for number in range[0]..range[0].saturating_add(range[1]) {
                let record = records.next().unwrap_or_default();
                let entry = self.stream_entry(&widths, record)?;
                self.insert_entry(&mut entries, number, entry)?;
            }
        }
        Ok(entries)
    }

    fn stream_entry(&self, widths: &[usize], record: &[u8]) -> Result<Entry, PdfRefusal> {
        let mut rest = record;
        let mut field = |width: usize| {
            let (value, after) = rest.split_at(width.min(rest.len()));
            rest = after;
            value
                .iter()
                .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte))
        };
        let kind = field(widths[0]);
        let (second, third) = (field(widths[1]), field(widths[2]));
        let kind = if widths[0] == 0 { 1 } else { kind };
        let entry = match kind {
            0 => Some(Entry::Free),
            1 if third == 0 => usize::try_from(second).ok().map(Entry::At),
            2 => match (u32::try_from(second), usize::try_from(third)) {
                (Ok(stream), Ok(index)) => Some(Entry::Packed { stream, index }),
                _ => None,
            },
            _ => None,
        };
        entry.map_or_else(|| self.reader.refuse("an entry of an unknown kind"), Ok)
    }

    /// What follows the cross-reference, to the last octet.
    fn end(&mut self, start: usize) -> Result<(), PdfRefusal> {
        self.reader.keyword(b"startxref", "no startxref")?;
        if self.reader.unsigned("startxref without a number")? != start {
            return self.reader.refuse("startxref points elsewhere");
        }
        self.reader.skip_space();
        self.reader.take(b"%%EOF", "no end mark")?;
        match self.reader.rest() {
            b"" | b"\n" | b"\r\n" => Ok(()),
            _ => Err(PdfRefusal::AfterTheEnd),
        }
    }

    /// Reads the objects inside object streams (7.5.7).
    fn unpack_object_streams(&mut self) -> Result<(), PdfRefusal> {
        let is_object_stream = |object: &Object| {
            let dictionary = object.value.as_dictionary();
            object.stream.is_some()
                && dictionary
                    .and_then(|entries| entries.get(&b"Type"[..]))
                    .and_then(Value::as_name)
                    == Some(b"ObjStm")
        };
        let streams: Vec<u32> = self
            .objects
            .iter()
            .filter(|(_, object)| is_object_stream(object))
            .map(|(number, _)| *number)
            .collect();
        for stream in streams {
            for (index, (number, value)) in self.packed_objects(stream)?.into_iter().enumerate() {
                self.add(
                    number,
                    Object {
                        value,
                        stream: None,
                    },
                    Entry::Packed { stream, index },
                )?;
            }
        }
        Ok(())
    }

    fn packed_objects(&mut self, stream: u32) -> Result<Vec<(u32, Value)>, PdfRefusal> {
        let object = self.objects.get(&stream);
        let Some(Object {
            value: Value::Dictionary(dictionary),
            stream: Some(content),
        }) = object
        else {
            return self.reader.refuse("an object stream that is none");
        };
        let size = |key: &[u8]| dictionary.get(key).and_then(Value::as_size);
        let known: [&[u8]; 5] = [b"Type", b"Length", b"Filter", b"N", b"First"];
        let (Some(count), Some(first)) = (size(b"N"), size(b"First")) else {
            return self
                .reader
                .refuse("an object stream without count or first offset");
        };
        if count > PDF_OBJECTS_MAX
            || dictionary
                .keys()
                .any(|key| !known.contains(&key.as_slice()))
        {
            return self.reader.refuse("an object stream of an unknown kind");
        }
        let mut reader = Reader::new(content, 0, Place::File);
        let mut heads = Vec::new();
        for _ in 0..count {
            let number = reader.unsigned("an object stream without a number")?;
            let offset = reader.unsigned("an object stream without an offset")?;
            heads.push((number, first.saturating_add(offset)));
        }
        reader.skip_space();
        let mut objects = Vec::with_capacity(heads.len());
        for (number, offset) in heads {
            // One follows the other without a gap: nothing stands between that is not listed.
            if reader.at() != offset {
                return reader.refuse("an object stream with a gap");
            }
            let value = reader.value(&mut self.budget)?;
            reader.skip_space();
            match u32::try_from(number) {
                Ok(number) if number > 0 => objects.push((number, value)),
                _ => return reader.refuse("an object with a number out of range"),
            }
        }
        if reader.rest().is_empty() {
            Ok(objects)
        } else {
            reader.refuse("an object that is not listed")
        }
    }
}

fn refuse_trailer<T>(trailer: &Dictionary, offset: usize) -> Result<T, PdfRefusal> {
    if trailer.contains_key(&b"Encrypt"[..]) {
        return Err(PdfRefusal::Encrypted);
    }
    if trailer.contains_key(&b"Prev"[..]) || trailer.contains_key(&b"XRefStm"[..]) {
        return Err(PdfRefusal::SeveralRevisions);
    }
    Err(PdfRefusal::Structure {
        what: "an unknown key in the trailer",
        offset,
    })
}

fn check_trailer(trailer: &Dictionary) -> Result<(), PdfRefusal> {
    match trailer.get(&b"Root"[..]) {
        Some(Value::Reference(_)) => Ok(()),
        _ => Err(PdfRefusal::Structure {
            what: "no document catalog",
            offset: 0,
        }),
    }
}

/// The cross-reference lists every object that was read at its place, and no other.
fn check_entries(
    entries: &BTreeMap<u32, Entry>,
    places: &BTreeMap<u32, Entry>,
) -> Result<(), PdfRefusal> {
    let listed: BTreeMap<u32, Entry> = entries
        .iter()
        .filter(|(_, entry)| **entry != Entry::Free)
        .map(|(number, entry)| (*number, *entry))
        .collect();
    if listed == *places {
        return Ok(());
    }
    Err(PdfRefusal::Structure {
        what: "the cross-reference lists other objects",
        offset: 0,
    })
}

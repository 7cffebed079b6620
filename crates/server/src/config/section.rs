//! A table of a file, read key by key: what is wrong is reported and replaced by a placeholder, so that reading goes
//! on and every mistake is found; what nobody asked for is reported at the end.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::ops::Range;

use smena_domain::procedure::Slug;
use toml_edit::{Item, TableLike, Value};

use super::mistake::{Mistake, MistakeKind, Mistakes};

/// Collects the mistakes of one file.
pub(super) struct Reader<'a> {
    text: &'a str,
    mistakes: RefCell<Vec<Mistake>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            mistakes: RefCell::default(),
        }
    }

    pub(super) fn report(&self, span: Option<Range<usize>>, key: &str, kind: MistakeKind) {
        let before = span
            .and_then(|span| self.text.get(..span.start))
            .unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        self.mistakes.borrow_mut().push(Mistake {
            line,
            key: key.to_owned(),
            kind,
        });
    }

    pub(super) fn into_mistakes(self, file: &str) -> Option<Mistakes> {
        let mistakes = self.mistakes.into_inner();
        (!mistakes.is_empty()).then(|| Mistakes::new(file, mistakes))
    }
}

/// A table.
pub(super) struct Section<'a> {
    reader: &'a Reader<'a>,
    path: String,
    span: Option<Range<usize>>,
    table: Option<&'a dyn TableLike>,
    read: RefCell<BTreeSet<String>>,
}

impl<'a> Section<'a> {
    pub(super) fn root(reader: &'a Reader<'a>, table: &'a toml_edit::Table) -> Self {
        Self::new(reader, String::new(), None, Some(table))
    }

    fn new(
        reader: &'a Reader<'a>,
        path: String,
        span: Option<Range<usize>>,
        table: Option<&'a dyn TableLike>,
    ) -> Self {
        Self {
            reader,
            path,
            span,
            table,
            read: RefCell::default(),
        }
    }

    /// Reports a mistake at a key of this table.
    pub(super) fn report(&self, key: &str, kind: MistakeKind) {
        let known = self.table.and_then(|table| table.get_key_value(key));
        let span = known.and_then(|(name, item)| name.span().or_else(|| item.span()));
        self.reader
            .report(span.or_else(|| self.span.clone()), &self.path_of(key), kind);
    }

    /// Reports the keys that nobody read.
    pub(super) fn finish(&self) {
        let read = self.read.borrow();
        let unknown: Vec<&str> = self
            .table
            .into_iter()
            .flat_map(|table| table.iter().map(|(key, _)| key))
            .filter(|key| !read.contains(*key))
            .collect();
        for key in unknown {
            self.report(key, MistakeKind::UnknownKey);
        }
    }

    /// A table within this one, which has to be there.
    pub(super) fn section(&self, key: &str) -> Section<'a> {
        self.optional_section(key).unwrap_or_else(|| {
            if self.table.is_some() {
                self.report(key, MistakeKind::Missing);
            }
            Section::new(self.reader, self.path_of(key), None, None)
        })
    }

    /// A table within this one that was read before: nothing is reported a second time.
    pub(super) fn again(&self, key: &str) -> Section<'a> {
        let item = self.table.and_then(|table| table.get(key));
        let (span, table) = item.map_or((None, None), |item| (item.span(), item.as_table_like()));
        Section::new(self.reader, self.path_of(key), span, table)
    }

    /// A table within this one, if it is there.
    pub(super) fn optional_section(&self, key: &str) -> Option<Section<'a>> {
        let item = self.item(key)?;
        if item.as_table_like().is_none() {
            self.report(
                key,
                MistakeKind::Type {
                    expected: "expected-table",
                },
            );
        }
        Some(Section::new(
            self.reader,
            self.path_of(key),
            item.span(),
            item.as_table_like(),
        ))
    }

    /// The tables of an array of tables; none when it is absent.
    pub(super) fn sections(&self, key: &str) -> Vec<Section<'a>> {
        let Some(item) = self.item(key) else {
            return Vec::new();
        };
        let path = self.path_of(key);
        if let Some(tables) = item.as_array_of_tables() {
            return tables
                .iter()
                .map(|table| {
                    let table: &dyn TableLike = table;
                    Section::new(self.reader, path.clone(), item.span(), Some(table))
                })
                .collect();
        }
        self.report(
            key,
            MistakeKind::Type {
                expected: "expected-tables",
            },
        );
        Vec::new()
    }

    /// The keys of this table in the order of the file, all of them read.
    pub(super) fn keys(&self) -> Vec<String> {
        let keys: Vec<String> = self
            .table
            .into_iter()
            .flat_map(|table| table.iter().map(|(key, _)| key.to_owned()))
            .collect();
        self.read.borrow_mut().extend(keys.iter().cloned());
        keys
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.is_some_and(|table| table.contains_key(key))
    }

    pub(super) fn text(&self, key: &str) -> String {
        self.required(key, "expected-text", |value| {
            value.as_str().map(str::to_owned)
        })
        .unwrap_or_default()
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        self.required(key, "expected-flag", Value::as_bool)
            .unwrap_or_default()
    }

    /// A whole number within a range. Its greatest value stands in for one that is absent, of another type or too
    /// great, so that few other mistakes follow from this one.
    pub(super) fn number<T>(&self, key: &str, min: T, max: T) -> T
    where
        T: Copy + TryFrom<i64> + PartialOrd,
        i64: TryFrom<T>,
    {
        let Some(found) = self.required(key, "expected-whole-number", Value::as_integer) else {
            return max;
        };
        match T::try_from(found) {
            Ok(number) if number >= min && number <= max => number,
            _ => {
                let bound = |value| i64::try_from(value).unwrap_or(i64::MAX);
                let (least, greatest) = (bound(min), bound(max));
                self.report(
                    key,
                    MistakeKind::Range {
                        found,
                        min: least,
                        max: greatest,
                    },
                );
                if found < least { min } else { max }
            }
        }
    }

    /// One of the words of an enum of the model.
    pub(super) fn word<T: Copy + Display>(
        &self,
        key: &str,
        parse: impl Fn(&str) -> Option<T>,
        all: &[T],
    ) -> T {
        let found = self.required(key, "expected-text", |value| {
            value.as_str().map(str::to_owned)
        });
        let word = found.and_then(|found| self.known_word(key, found, &parse, all));
        // The first word stands in for a wrong one until the mistakes are shown.
        word.unwrap_or_else(|| all[0])
    }

    /// A list of such words, none of them twice; empty when it is absent.
    pub(super) fn words<T: Copy + Display>(
        &self,
        key: &str,
        parse: impl Fn(&str) -> Option<T>,
        all: &[T],
    ) -> Vec<T> {
        let found = self.texts(key);
        found
            .into_iter()
            .filter_map(|text| self.known_word(key, text, &parse, all))
            .collect()
    }

    fn known_word<T: Copy + Display>(
        &self,
        key: &str,
        found: String,
        parse: &impl Fn(&str) -> Option<T>,
        all: &[T],
    ) -> Option<T> {
        let word = parse(&found);
        if word.is_none() {
            let known = all.iter().map(ToString::to_string).collect();
            self.report(key, MistakeKind::UnknownWord { found, known });
        }
        word
    }

    /// A list of texts, none of them twice; empty when it is absent.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        let texts = self.list(key, "expected-texts", |value| {
            value.as_str().map(str::to_owned)
        });
        let mut seen = BTreeSet::new();
        for text in &texts {
            if !seen.insert(text) {
                self.report(key, MistakeKind::Doubled(text.clone()));
            }
        }
        texts
    }

    /// A list of values; empty when it is absent.
    pub(super) fn list<T>(
        &self,
        key: &str,
        expected: &'static str,
        take: impl Fn(&Value) -> Option<T>,
    ) -> Vec<T> {
        let Some(item) = self.item(key) else {
            return Vec::new();
        };
        let taken = item
            .as_array()
            .and_then(|array| array.iter().map(&take).collect::<Option<Vec<T>>>());
        taken.unwrap_or_else(|| {
            let kind = MistakeKind::Value {
                found: item.to_string().trim().to_owned(),
                expected,
            };
            self.report(key, kind);
            Vec::new()
        })
    }

    /// A name in lower-case letters, digits and hyphens.
    pub(super) fn slug(&self, key: &str) -> Slug {
        let text = self.text(key);
        self.parsed_slug(key, text).unwrap_or_else(placeholder)
    }

    /// A list of such names, none of them twice; empty when it is absent.
    pub(super) fn slugs(&self, key: &str) -> Vec<Slug> {
        self.texts(key)
            .into_iter()
            .filter_map(|text| self.parsed_slug(key, text))
            .collect()
    }

    fn parsed_slug(&self, key: &str, text: String) -> Option<Slug> {
        let slug = Slug::parse(&text);
        if slug.is_none() && self.table.is_some() && self.has(key) {
            let expected = "expected-name";
            self.report(
                key,
                MistakeKind::Value {
                    found: text,
                    expected,
                },
            );
        }
        slug
    }

    fn required<T>(
        &self,
        key: &str,
        expected: &'static str,
        take: impl Fn(&Value) -> Option<T>,
    ) -> Option<T> {
        let Some(item) = self.item(key) else {
            // A missing table was reported once.
            if self.table.is_some() {
                self.report(key, MistakeKind::Missing);
            }
            return None;
        };
        let taken = item.as_value().and_then(take);
        if taken.is_none() {
            self.report(key, MistakeKind::Type { expected });
        }
        taken
    }

    fn item(&self, key: &str) -> Option<&'a Item> {
        self.read.borrow_mut().insert(key.to_owned());
        self.table?.get(key)
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }
}

/// A name that stands in for a wrong one until the mistakes are shown.
pub(super) fn placeholder() -> Slug {
    Slug::parse("x").expect("one letter is a name")
}

//! The compiler's world: one template, its values, the embedded fonts. No disk, no network, no
//! packages, no clock.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Binding, Bytes, Datetime, Duration, Value};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_kit::fonts::FontStore;

use crate::template::{REFUSED_NAMES, Template, VALUES_PATH, file_id};

/// What all documents share.
pub(crate) struct Shelf {
    library: LazyHash<Library>,
    fonts: FontStore,
    values: FileId,
}

impl Shelf {
    /// Unpacks the fonts and takes the refused functions out of the library, so that a template
    /// that slipped through the check finds nothing behind the name.
    pub(crate) fn new() -> Self {
        let mut library = Library::builder().build();
        let scope = library.global.scope_mut();
        for name in REFUSED_NAMES {
            scope.bind((*name).into(), Binding::detached(Value::None));
        }
        library.std = Binding::detached(Value::None);
        let mut fonts = FontStore::new();
        fonts.extend(typst_kit::fonts::embedded());
        let values = file_id(VALUES_PATH).expect("the path is a constant");
        Self {
            library: LazyHash::new(library),
            fonts,
            values,
        }
    }

    /// Whether one of the fonts has a character.
    pub(crate) fn has_glyph(&self, character: char) -> bool {
        let book = self.fonts.book();
        (0..)
            .map_while(|index| book.info(index))
            .any(|font| font.coverage.contains(u32::from(character)))
    }
}

/// The world of one document.
pub(crate) struct FormWorld<'a> {
    shelf: &'a Shelf,
    template: &'a Template,
    values: Bytes,
}

impl<'a> FormWorld<'a> {
    pub(crate) fn new(shelf: &'a Shelf, template: &'a Template, values: Vec<u8>) -> Self {
        Self {
            shelf,
            template,
            values: Bytes::new(values),
        }
    }
}

impl World for FormWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shelf.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.shelf.fonts.book()
    }

    fn main(&self) -> FileId {
        self.template.source().id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() {
            return Ok(self.template.source().clone());
        }
        Err(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.shelf.values {
            return Ok(self.values.clone());
        }
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shelf.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

//! The subset of PDF that is signed: what a person sees is what is in the file, once and for all.
//!
//! A PDF ([ISO 32000](https://www.iso.org/standard/75839.html)) can hold scripts, layers, forms, attached
//! files and former revisions; each lets the same octets look different. Here a file is read from its first
//! octet to its last as one revision, every octet accounted for: header, objects, one cross-reference table or
//! stream, end. What is not known is refused. The agent checks before it shows a document, the server before
//! it offers one.
//!
//! [`check`] says whether a file is in the subset. [`text`] gives the text in the order in which the pages draw
//! it, and [`holds_in_order`] compares it with the values that it was made from, so that a server does not
//! offer a document that says something else than its data.
//!
//! No page is rendered, no font program is read: that the glyphs of an embedded font look like the characters
//! they stand for is the font's matter.

mod character_map;
mod content;
mod file;
mod rules;
mod stream;
mod syntax;

use crate::limits::{PDF_BYTES_MAX, PDF_PAGES_MAX, SCAN_BYTES_MAX, SCAN_PAGES_MAX};

/// What a file is measured by.
#[derive(Clone, Copy, Debug)]
struct Measure {
    bytes_max: usize,
    pages_max: usize,
    fonts_embedded: bool,
}

/// A document that is signed.
const SIGNED: Measure = Measure {
    bytes_max: PDF_BYTES_MAX,
    pages_max: PDF_PAGES_MAX,
    fonts_embedded: true,
};

/// A document that a person sends: nobody signs what it looks like, so its fonts may be the reader's own.
const SCANNED: Measure = Measure {
    bytes_max: SCAN_BYTES_MAX,
    pages_max: SCAN_PAGES_MAX,
    fonts_embedded: false,
};

/// What is known of a PDF that is in the subset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Checked {
    /// How many pages it has.
    pub pages: usize,
}

/// Why a PDF is not in the subset.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfRefusal {
    /// More octets than allowed.
    #[error("the PDF has {found} octets, {max} are allowed")]
    TooLarge {
        /// Its size.
        found: usize,
        /// What is allowed.
        max: usize,
    },
    /// More pages than allowed.
    #[error("the PDF has more than {max} pages")]
    TooManyPages {
        /// What is allowed.
        max: usize,
    },
    /// More objects, values, nesting or unpacked octets than allowed.
    #[error("the PDF has more {what} than allowed")]
    TooMuch {
        /// Of what.
        what: &'static str,
    },
    /// Not exactly one `startxref` and one `%%EOF`: a file that was changed after it was made.
    #[error("the PDF has more than one revision")]
    SeveralRevisions,
    /// Something stands after the end.
    #[error("something stands after the end of the PDF")]
    AfterTheEnd,
    /// The file is encrypted.
    #[error("the PDF is encrypted")]
    Encrypted,
    /// A name that stands for something active, hidden or foreign.
    #[error("the PDF has /{name}, which is not signed")]
    ForbiddenName {
        /// The name.
        name: String,
    },
    /// A stream whose content is in another file.
    #[error("the PDF takes content from another file")]
    ExternalStream,
    /// A packing that is not known here.
    #[error("the PDF has a stream of the unknown packing {filter}")]
    UnknownFilter {
        /// Its name.
        filter: String,
    },
    /// A stream that does not unpack.
    #[error("a stream of the PDF does not unpack")]
    Unpack,
    /// A font that each computer would replace by its own.
    #[error("a font of the PDF is not embedded")]
    FontNotEmbedded,
    /// The file has another structure than the subset knows.
    #[error("the PDF is not of the known structure: {what} (octet {offset})")]
    Structure {
        /// What was found or missing.
        what: &'static str,
        /// Where, in the file or in the unpacked stream.
        offset: usize,
    },
}

impl PdfRefusal {
    /// The name in problem documents; never renamed.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too-large",
            Self::TooManyPages { .. } => "too-many-pages",
            Self::TooMuch { .. } => "too-much",
            Self::SeveralRevisions => "several-revisions",
            Self::AfterTheEnd => "after-the-end",
            Self::Encrypted => "encrypted",
            Self::ForbiddenName { .. } => "forbidden-name",
            Self::ExternalStream => "external-stream",
            Self::UnknownFilter { .. } => "unknown-filter",
            Self::Unpack => "unpack",
            Self::FontNotEmbedded => "font-not-embedded",
            Self::Structure { .. } => "structure",
        }
    }
}

/// A value does not stand in the text, or not after the value before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("value {index} does not stand in the document where it should")]
pub struct MissingValue {
    /// Its place among the values, counted from zero.
    pub index: usize,
}

/// Checks that a file is in the subset.
///
/// # Errors
/// [`PdfRefusal`] naming the first thing that is not.
pub fn check(pdf: &[u8]) -> Result<Checked, PdfRefusal> {
    check_by(SIGNED, pdf)
}

/// Checks a document that a person sends: the same subset, with larger files and without the rule of fonts.
///
/// # Errors
/// [`PdfRefusal`] naming the first thing that is not in the subset.
pub fn check_scan(pdf: &[u8]) -> Result<Checked, PdfRefusal> {
    check_by(SCANNED, pdf)
}

fn check_by(measure: Measure, pdf: &[u8]) -> Result<Checked, PdfRefusal> {
    let file = file::File::read(pdf, measure)?;
    let pages = rules::check(&file)?;
    Ok(Checked { pages: pages.len() })
}

/// Takes the text out of a file in the subset, in the order in which the pages draw it. Text that is marked as
/// an artifact (page numbers, repeated heads of tables) or is drawn invisibly is left out; a glyph that no
/// character map explains becomes U+FFFD.
///
/// # Errors
/// [`PdfRefusal`] when the file is not in the subset or a page draws in a way that is not known here.
pub fn text(pdf: &[u8]) -> Result<String, PdfRefusal> {
    let file = file::File::read(pdf, SIGNED)?;
    let pages = rules::check(&file)?;
    content::text(&file, &pages)
}

/// Checks that all values stand in a text, each after the one before it. White space and soft hyphens do not
/// count, since lines are broken where they fit.
///
/// # Errors
/// [`MissingValue`] naming the first value that is not found.
pub fn holds_in_order<'a>(
    text: &str,
    values: impl IntoIterator<Item = &'a str>,
) -> Result<(), MissingValue> {
    let text = squeeze(text);
    let mut rest = text.as_str();
    for (index, value) in values.into_iter().enumerate() {
        let value = squeeze(value);
        let at = rest.find(&value).ok_or(MissingValue { index })?;
        rest = &rest[at + value.len()..];
    }
    Ok(())
}

fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_whitespace() && *character != '\u{ad}')
        .collect()
}

#[cfg(test)]
mod tests;

//! Every maximum of the forms, in one place. Pages and bytes of a document are those of the PDF
//! subset that agents accept (`docs/protocol.md`).

/// Pages of one document.
pub const PAGES_MAX: usize = 20;
/// Bytes of one document.
pub const PDF_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Bytes of one value, UTF-8.
pub const VALUE_BYTES_MAX: usize = 4 * 1024;
/// Bytes of all values and their names together.
pub const VALUES_BYTES_MAX: usize = 128 * 1024;
/// Values of one document, lists and objects counted too.
pub const VALUES_MAX: usize = 2_000;
/// Lists and objects inside each other.
pub const DEPTH_MAX: usize = 8;
/// Bytes of a template.
pub const TEMPLATE_BYTES_MAX: usize = 256 * 1024;
/// Mistakes of a template that one error lists.
pub(crate) const MESSAGES_MAX: usize = 10;

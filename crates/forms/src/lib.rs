//! Forms: a template and values in, a PDF out.
//!
//! What stands here is a document that somebody signs, so three things matter. The same values give
//! the same bytes. A value is printed, never executed: values reach the template as data, no string
//! is ever joined into its source. And the PDF stays in the subset that an agent is willing to sign
//! (`docs/protocol.md`): one revision, nothing that acts, nothing that points outside.
//!
//! Behind [`Forms`] stands typst ([`TypstForms`]), because authorities adapt forms and its template
//! language is documented; nothing outside this crate knows that. [`FixedForms`] is for tests that
//! need *a* PDF.
//!
//! The crate knows no renewal, no certificate and no clock. It bounds sizes, pages and values, but
//! not the time that a template takes: templates are the authority's own files.

mod application;
mod fixed;
pub mod limits;
mod template;
mod typst_forms;
mod value;
mod world;

pub use application::{
    Application, ApplicationKey, ApplicationParty, ApplicationProcedure, ApplicationRow,
    FormerCertificate,
};
pub use fixed::FixedForms;
pub use template::{Template, TemplateError};
pub use typst_forms::TypstForms;
pub use value::ValueProblem;

use serde_json::Value;

/// Name of the form of an application.
pub const APPLICATION: &str = "application";

/// Makes documents out of values.
pub trait Forms: Send + Sync {
    /// Fills a form. Takes milliseconds of one core and does no I/O; from asynchronous code it is
    /// called on a blocking thread.
    ///
    /// # Errors
    /// [`FormError`].
    fn render(&self, form: &str, values: &Value) -> Result<Vec<u8>, FormError>;

    /// SHA-256 of the template, for the journal and for the data of an application.
    ///
    /// # Errors
    /// [`FormError::UnknownForm`].
    fn template_sha256(&self, form: &str) -> Result<[u8; 32], FormError>;
}

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// No template has this name.
    #[error("there is no form named {form}")]
    UnknownForm {
        /// The name asked for.
        form: String,
    },
    /// A value is one that must not stand in a signed document.
    #[error("the value at {place} cannot be printed")]
    Value {
        /// Where it stands, as a JSON pointer.
        place: String,
        /// What is wrong with it.
        #[source]
        problem: ValueProblem,
    },
    /// The template does not fit the values, or has a mistake.
    #[error("form {form} could not be laid out: {}", messages.join("; "))]
    Layout {
        /// The form.
        form: String,
        /// What the compiler said, each with its line where it has one.
        messages: Vec<String>,
    },
    /// The document has too many pages.
    #[error("form {form} came to {pages} pages, more than {pages_max}")]
    Pages {
        /// The form.
        form: String,
        /// Pages laid out.
        pages: usize,
        /// The limit.
        pages_max: usize,
    },
    /// The document is too large.
    #[error("form {form} came to {size_bytes} bytes, more than {size_bytes_max}")]
    Size {
        /// The form.
        form: String,
        /// Bytes of the PDF.
        size_bytes: usize,
        /// The limit.
        size_bytes_max: usize,
    },
}

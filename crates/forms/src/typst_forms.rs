//! Forms by typst.

use std::collections::BTreeMap;

use serde_json::Value;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::limits::{MESSAGES_MAX, PAGES_MAX, PDF_BYTES_MAX};
use crate::template::line_of;
use crate::world::{FormWorld, Shelf};
use crate::{APPLICATION, FormError, Forms, Template, TemplateError, value};

/// The shipped template of an application.
const APPLICATION_TEMPLATE: &str = include_str!("../../../forms/application.typ");

/// What the PDF's metadata name as its maker, and what its document id is derived from: constants,
/// so that the same values give the same bytes on every machine and day.
const CREATOR: &str = "smena";

/// Forms laid out by typst.
pub struct TypstForms {
    shelf: Shelf,
    templates: BTreeMap<String, Template>,
}

impl TypstForms {
    /// Takes the shipped templates.
    ///
    /// # Errors
    /// [`TemplateError`]; a test shows that there is none.
    pub fn shipped() -> Result<Self, TemplateError> {
        let mut forms = Self {
            shelf: Shelf::new(),
            templates: BTreeMap::new(),
        };
        forms.put(Template::parse(APPLICATION, APPLICATION_TEMPLATE)?);
        Ok(forms)
    }

    /// Adds a template, or puts an authority's own in the place of a shipped one.
    pub fn put(&mut self, template: Template) {
        self.templates.insert(template.name().to_owned(), template);
    }

    fn template(&self, form: &str) -> Result<&Template, FormError> {
        self.templates
            .get(form)
            .ok_or_else(|| FormError::UnknownForm {
                form: form.to_owned(),
            })
    }
}

impl std::fmt::Debug for TypstForms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TypstForms")
            .field("templates", &self.templates.keys())
            .finish_non_exhaustive()
    }
}

impl Forms for TypstForms {
    fn render(&self, form: &str, values: &Value) -> Result<Vec<u8>, FormError> {
        let template = self.template(form)?;
        value::check(values, &|character| self.shelf.has_glyph(character))?;
        let world = FormWorld::new(&self.shelf, template, values.to_string().into_bytes());
        let bytes = lay_out(template, &world);
        // Nothing of one document stays in memory for the next, and the cache does not grow.
        comemo::evict(0);
        bytes
    }

    fn template_sha256(&self, form: &str) -> Result<[u8; 32], FormError> {
        Ok(self.template(form)?.sha256())
    }
}

fn lay_out(template: &Template, world: &FormWorld<'_>) -> Result<Vec<u8>, FormError> {
    let document: PagedDocument = typst::compile(world)
        .output
        .map_err(|errors| mistakes(template, &errors))?;
    let pages = document.pages().len();
    if pages > PAGES_MAX {
        let form = template.name().to_owned();
        return Err(FormError::Pages {
            form,
            pages,
            pages_max: PAGES_MAX,
        });
    }
    let options = PdfOptions {
        ident: Smart::Custom(CREATOR.to_owned()),
        creator: Smart::Custom(Some(CREATOR.to_owned())),
        timestamp: None,
        ..PdfOptions::default()
    };
    let bytes =
        typst_pdf::pdf(&document, &options).map_err(|errors| mistakes(template, &errors))?;
    if bytes.len() > PDF_BYTES_MAX {
        let form = template.name().to_owned();
        let size_bytes = bytes.len();
        return Err(FormError::Size {
            form,
            size_bytes,
            size_bytes_max: PDF_BYTES_MAX,
        });
    }
    Ok(bytes)
}

fn mistakes(template: &Template, errors: &[SourceDiagnostic]) -> FormError {
    let message = |error: &SourceDiagnostic| match line_of(template.source(), error.span) {
        Some(line) => format!("line {line}: {}", error.message),
        None => error.message.to_string(),
    };
    FormError::Layout {
        form: template.name().to_owned(),
        messages: errors.iter().take(MESSAGES_MAX).map(message).collect(),
    }
}

//! What everything that speaks to people shares: languages, messages, the way dates and numbers are written, what the
//! command lines have in common, and the frame and the parts of pages.
//!
//! Each program keeps its own words in its own `locales/` and makes a [`Catalogue`] of them; this crate has only the few
//! that the frame of a page says itself.

pub mod cli;
pub mod format;
pub mod i18n;
pub mod page;
mod text;

pub use i18n::{Catalogue, Language, Message, Surface};

/// The display texts of an error and of everything behind it, for a line of a log or for support.
#[must_use]
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

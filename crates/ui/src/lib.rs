//! What everything that speaks to people shares: languages, messages and the way dates and numbers are written.
//!
//! Each program keeps its own words in its own `locales/` and makes a [`Catalogue`] of them; this crate knows no message.

pub mod format;
pub mod i18n;

pub use i18n::{Catalogue, Language, Message};

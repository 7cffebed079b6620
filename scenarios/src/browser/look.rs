//! How a page is looked at: language, width, theme.

use serde_json::{Value, json};
use smena_ui::Language;

/// The width of a desktop's window.
pub const DESKTOP: u32 = 1280;
/// The width of a small phone.
pub const PHONE: u32 = 360;
/// The height of both.
const HEIGHT: u32 = 800;

/// How a page is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The language that the browser asks for.
    pub language: Language,
    /// The width in pixels.
    pub width: u32,
    /// Whether the person prefers dark pages.
    pub dark: bool,
}

impl Look {
    /// A desktop in this language.
    #[must_use]
    pub fn desktop(language: Language) -> Self {
        Self {
            language,
            width: DESKTOP,
            dark: false,
        }
    }

    /// A small phone in this language.
    #[must_use]
    pub fn phone(language: Language) -> Self {
        Self {
            width: PHONE,
            ..Self::desktop(language)
        }
    }

    /// The same in this theme.
    #[must_use]
    pub fn dark(self, dark: bool) -> Self {
        Self { dark, ..self }
    }

    /// The size of the window as the browser is told it. Not as a mobile device: that would scale a page that is too wide
    /// instead of letting it scroll.
    pub(super) fn metrics(self) -> Value {
        json!({ "width": self.width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": false })
    }

    /// The theme as the browser is told it. Movement is off: judges look at what stands still.
    pub(super) fn media(self) -> Value {
        let theme = if self.dark { "dark" } else { "light" };
        json!({ "features": [
            { "name": "prefers-color-scheme", "value": theme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] })
    }
}

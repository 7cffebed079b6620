//! Pictures of pages for review: every page in every state, written as files by a hidden command of each program.

use crate::Language;

/// A page in one state and language.
#[derive(Clone, Debug)]
pub struct Preview {
    /// `portal` or `agent`.
    pub area: &'static str,
    /// The page, by the name of its template.
    pub page: &'static str,
    /// The state: `usual`, `longest`, `with-errors` …
    pub state: &'static str,
    /// The language.
    pub language: Language,
    /// The page.
    pub html: String,
}

impl Preview {
    /// Where it is written, below the folder of all: `AREA/PAGE/STATE.LANG.html`.
    #[must_use]
    pub fn path(&self) -> String {
        let Self {
            area, page, state, ..
        } = self;
        format!("{area}/{page}/{state}.{}.html", self.language.tag())
    }
}

/// The address of the assets as a preview sees them: `AREA/PAGE/STATE.LANG.html` lies two folders below `assets`.
pub const ASSETS: &str = "../../assets";

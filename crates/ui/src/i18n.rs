//! Languages and message catalogues (Project Fluent).
//!
//! A message is named by a key in kebab-case; an error has a pair of them, `err-CODE` (what happened) and `rec-CODE`
//! (what to do next).

use std::{borrow::Cow, collections::HashMap};

use fluent_templates::{
    LanguageIdentifier, Loader, StaticLoader, fluent_bundle::FluentValue, langid,
};

static RUSSIAN: LanguageIdentifier = langid!("ru");
static ENGLISH: LanguageIdentifier = langid!("en");

/// A language that smena speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// Russian, the first language.
    #[default]
    Russian,
    /// English.
    English,
}

impl Language {
    /// All of them, for completeness tests.
    pub const ALL: [Self; 2] = [Self::Russian, Self::English];

    /// Takes a language tag or a POSIX locale: `ru`, `ru-RU`, `ru_RU.UTF-8`, `en` …; nothing for others.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag
            .trim()
            .split(['-', '_', '.', '@'])
            .next()?
            .to_ascii_lowercase();
        match primary.as_str() {
            "ru" => Some(Self::Russian),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// Chooses by the locale of the system: Russian where it is Russian, English where it is anything else, Russian where
    /// nothing is known.
    #[must_use]
    pub fn of_locale(locale: Option<&str>) -> Self {
        match locale {
            None => Self::Russian,
            Some(tag) => Self::parse(tag).unwrap_or(Self::English),
        }
    }

    /// Chooses by the header `Accept-Language` (RFC 9110 §12.5.4): the first of ours with the greatest weight;
    /// Russian where none is wished for.
    #[must_use]
    pub fn of_accept_language(header: &str) -> Self {
        const RANGES_MAX: usize = 32;
        let mut best: Option<(f32, Self)> = None;
        for range in header.split(',').take(RANGES_MAX) {
            let mut parts = range.split(';');
            let Some(language) = parts.next().and_then(Self::parse) else {
                continue;
            };
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q=")?.trim().parse().ok())
                .unwrap_or(1.0_f32);
            if weight > 0.0 && best.is_none_or(|(greatest, _)| weight > greatest) {
                best = Some((weight, language));
            }
        }
        best.map_or(Self::Russian, |(_, language)| language)
    }

    /// The language tag (BCP 47).
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Russian => "ru",
            Self::English => "en",
        }
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        match self {
            Self::Russian => &RUSSIAN,
            Self::English => &ENGLISH,
        }
    }
}

/// Where a message is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// In a terminal: the way out is a command or an option.
    CommandLine,
    /// On a page: the way out is something to click or to plug in.
    Page,
}

/// A key with its arguments, before it is put into a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The key.
    pub key: String,
    /// Values for the places in the text, already formatted for people unless they are numbers.
    pub arguments: Vec<(&'static str, String)>,
}

impl Message {
    /// A message without arguments.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            arguments: Vec::new(),
        }
    }

    /// The same with one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }
}

/// The messages of one program in all languages.
#[derive(Clone, Copy)]
pub struct Catalogue {
    loader: &'static StaticLoader,
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Catalogue")
    }
}

impl Catalogue {
    /// Wraps a loader made by `fluent_templates::static_loader!`, with `set_use_isolating(false)`: its marks around
    /// each argument would stand as rubbish in terminals and JSON.
    #[must_use]
    pub const fn new(loader: &'static StaticLoader) -> Self {
        Self { loader }
    }

    /// Whether the language has the key itself, without falling back to another language.
    #[must_use]
    pub fn holds(&self, language: Language, key: &str) -> bool {
        let found = self
            .loader
            .lookup_single_language::<&str>(language.identifier(), key, None);
        // Asked without arguments, a message that has places for them is there all the same. The loader's error cannot
        // be named, only shown.
        found.map_or_else(
            |error| error.to_string().starts_with("Fluent errors"),
            |_| true,
        )
    }

    /// The text of a message. A missing key gives the key itself, which a completeness test keeps from happening.
    #[must_use]
    pub fn text(&self, language: Language, message: &Message) -> String {
        let arguments: HashMap<Cow<'static, str>, FluentValue<'_>> = message
            .arguments
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), value_of(value)))
            .collect();
        self.loader
            .try_lookup_with_args(language.identifier(), &message.key, &arguments)
            .unwrap_or_else(|| message.key.clone())
    }

    /// The text of a message as it is read on this surface. A message whose way out differs has the words of pages as
    /// its attribute `page`; all others are the same everywhere.
    #[must_use]
    pub fn text_on(&self, surface: Surface, language: Language, message: &Message) -> String {
        let on_page = format!("{}.page", message.key);
        if surface == Surface::Page && self.holds(language, &on_page) {
            let message = Message {
                key: on_page,
                arguments: message.arguments.clone(),
            };
            return self.text(language, &message);
        }
        self.text(language, message)
    }

    /// The text of a key without arguments.
    #[must_use]
    pub fn word(&self, language: Language, key: &str) -> String {
        self.text(language, &Message::new(key))
    }
}

/// Whole numbers go in as numbers, so that plurals are chosen by them.
fn value_of(text: &str) -> FluentValue<'_> {
    const DIGITS_MAX: usize = 9;
    if (1..=DIGITS_MAX).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'))
    {
        FluentValue::try_number(text)
    } else {
        FluentValue::from(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn the_language_follows_the_locale() {
        for (locale, language) in [
            (Some("ru_RU.UTF-8"), Language::Russian),
            (Some("ru"), Language::Russian),
            (Some("en-GB"), Language::English),
            (Some("C"), Language::English),
            (Some("de_DE"), Language::English),
            (None, Language::Russian),
        ] {
            assert_eq!(Language::of_locale(locale), language, "{locale:?}");
        }
    }

    #[test]
    fn the_language_follows_the_weights_of_the_header() {
        for (header, language) in [
            ("", Language::Russian),
            ("en", Language::English),
            ("de, en;q=0.5", Language::English),
            ("en;q=0.4, ru;q=0.8", Language::Russian),
            ("en;q=0", Language::Russian),
            ("ru-RU,en;q=1", Language::Russian),
            ("*;q=0.1", Language::Russian),
        ] {
            assert_eq!(Language::of_accept_language(header), language, "{header}");
        }
    }
}

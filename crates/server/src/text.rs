//! The words of the server.

use smena_ui::Catalogue;

mod loader {
    fluent_templates::static_loader! {
        pub(super) static LOCALES = {
            locales: "./locales",
            fallback_language: "ru",
            customise: |bundle| bundle.set_use_isolating(false),
        };
    }
}

/// All messages of the server.
#[must_use]
pub fn catalogue() -> Catalogue {
    Catalogue::new(&loader::LOCALES)
}

/// An error with its causes, for a line of the log.
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

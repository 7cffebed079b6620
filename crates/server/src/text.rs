//! The words of the server.

use smena_ui::Catalogue;
pub use smena_ui::chain;

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

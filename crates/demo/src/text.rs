//! The words of the demonstration.

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

/// All messages of the demonstration.
pub(crate) fn catalogue() -> Catalogue {
    Catalogue::new(&loader::LOCALES)
}

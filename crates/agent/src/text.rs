//! The words of the agent and its command line.

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

/// All messages of the agent.
#[must_use]
pub fn catalogue() -> Catalogue {
    Catalogue::new(&loader::LOCALES)
}

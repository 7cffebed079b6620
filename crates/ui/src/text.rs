//! The few words that the frame of pages and its parts say themselves.

use crate::Catalogue;

mod loader {
    fluent_templates::static_loader! {
        pub(super) static LOCALES = {
            locales: "./locales",
            fallback_language: "ru",
            customise: |bundle| bundle.set_use_isolating(false),
        };
    }
}

/// All messages of this crate.
#[must_use]
pub(crate) fn catalogue() -> Catalogue {
    Catalogue::new(&loader::LOCALES)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    /// Keys of a file of messages without arguments, one to a line.
    fn keys(file: &str) -> BTreeSet<&str> {
        file.lines()
            .filter(|line| line.starts_with("ui-"))
            .filter_map(|line| line.split(" =").next())
            .collect()
    }

    #[test]
    fn every_word_that_a_template_says_stands_in_both_languages() {
        let russian = keys(include_str!("../locales/ru/ui.ftl"));
        let english = keys(include_str!("../locales/en/ui.ftl"));
        assert_eq!(russian, english);
        let templates: String = [
            include_str!("../templates/layout.html"),
            include_str!("../templates/parts/check.html"),
            include_str!("../templates/parts/choice.html"),
            include_str!("../templates/parts/errors.html"),
            include_str!("../templates/parts/field.html"),
            include_str!("../templates/parts/files.html"),
            include_str!("../templates/parts/notice.html"),
            include_str!("../templates/parts/select.html"),
            include_str!("../templates/parts/summary.html"),
        ]
        .concat();
        // What the templates of the programs say besides, and what the parts say with places in it.
        let programs = ["ui-back", "ui-print", "ui-steps"];
        let parts = include_str!("page/part/list.rs");
        for key in &russian {
            let own = templates.contains(&format!("own(\"{key}\")"))
                || parts.contains(&format!("Message::new(\"{key}\")"));
            assert!(own || programs.contains(key), "{key} is not used");
        }
        for used in templates.split("own(\"").skip(1) {
            let key = used.split('"').next().unwrap_or_default();
            assert!(russian.contains(key), "{key} is missing");
        }
    }
}

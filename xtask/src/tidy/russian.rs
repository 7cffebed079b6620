//! English in code. Russian stands in locales, procedures, forms, guides, README.ru.md, the glossary and test data.
//!
//! Comments may name what has only a Russian name: between « and » or backticks, or as a word that begins with a capital,
//! such as the abbreviations of registers and numbers.

use super::Finding;
use crate::source::Line;
use crate::tree::Tree;

/// Code whose matter is Russian text, with the reason.
const ALLOWED: [(&str, &str); 11] = [
    (
        "crates/agent/src/service/look_alike.rs",
        "the Cyrillic letters that look like Latin ones",
    ),
    (
        "crates/agent/src/service/view/samples.rs",
        "the people and organisations on the previews of pages are sample data",
    ),
    (
        "crates/demo/",
        "the people and organisations of the demonstration are sample data",
    ),
    (
        "crates/domain/src/person/",
        "normalises Russian names before they are compared",
    ),
    (
        "crates/domain/src/person.rs",
        "normalises Russian names before they are compared",
    ),
    (
        "crates/pki/src/lint/order795/",
        "rules cite the order by its Russian name",
    ),
    (
        "crates/pki/src/profile/",
        "values that the qualified profile prescribes: regions, names of tools",
    ),
    (
        "crates/protocol/src/v1/signed/",
        "the statements that a holder signs are part of the signed octets",
    ),
    (
        "crates/server/src/view/sample.rs",
        "the people and organisations on the previews of pages are sample data",
    ),
    (
        "crates/server/src/view/steps/",
        "the samples of the steps: names of documents, offices and powers",
    ),
    (
        "crates/ui/src/format.rs",
        "the months and plural forms of the formatter",
    ),
];

pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.files.iter().filter(|file| file.is_rust()) {
        let allowed = ALLOWED
            .iter()
            .any(|(place, _)| file.path.starts_with(place));
        if allowed || file.path.contains("/locales/") || file.path.starts_with("xtask/") {
            continue;
        }
        for (number, line) in file.code_lines() {
            if has_russian(line) {
                found.push(Finding::new(
                    file,
                    number,
                    "Russian words belong into locales/, procedures/ or forms/",
                ));
            }
        }
    }
    found
}

fn has_russian(line: &Line) -> bool {
    let cyrillic = |char: char| ('\u{400}'..='\u{4ff}').contains(&char);
    let comment = without_quotations(&line.comment);
    let mut words = comment.split(|char: char| !char.is_alphanumeric());
    line.code.chars().any(cyrillic)
        || line.strings.chars().any(cyrillic)
        || words.any(|word| {
            word.chars()
                .next()
                .is_some_and(|char| cyrillic(char) && char.is_lowercase())
        })
}

/// The comment without what stands between « and » or between backticks.
fn without_quotations(comment: &str) -> String {
    let mut kept = String::new();
    let mut quoted = false;
    for char in comment.chars() {
        match char {
            '«' => quoted = true,
            '»' => quoted = false,
            '`' => quoted = !quoted,
            other if !quoted => kept.push(other),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        find(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn words_are_not_glued_into_code() {
        assert_eq!(
            count("crates/server/src/web/a.rs", "let x = \"Готово\";"),
            1
        );
        assert_eq!(count("crates/server/src/web/a.rs", "// готово\n"), 1);
        assert_eq!(
            count(
                "crates/server/src/web/a.rs",
                "// the form says «Готово» here\n"
            ),
            0
        );
        assert_eq!(
            count(
                "crates/server/src/web/a.rs",
                "/// СНИЛС, as in `77 Москва`.\n"
            ),
            0
        );
        assert_eq!(count("crates/server/tests/a.rs", "let x = \"Готово\";"), 0);
        assert_eq!(
            count(
                "crates/server/src/a.rs",
                "#[cfg(test)]\nmod tests { const X: &str = \"Готово\"; }"
            ),
            0
        );
    }
}

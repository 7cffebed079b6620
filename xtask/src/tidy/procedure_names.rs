//! The engine knows no authority by name: no shipped procedure's name stands in code outside tests and the demo.
//!
//! How one authority differs from the next is in `procedures/*.toml`; a branch on a name would be the first step away.

use super::Finding;
use crate::tree::Tree;

pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let names: Vec<&str> = tree
        .files
        .iter()
        .filter_map(|file| file.path.strip_prefix("procedures/")?.strip_suffix(".toml"))
        // A folder below holds what procedures share, such as calendars.
        .filter(|name| !name.contains('/'))
        .collect();
    let mut found = Vec::new();
    for file in &tree.files {
        if file.engine_crate().is_none_or(|name| name == "demo") || !file.is_rust() {
            continue;
        }
        for (number, line) in file.code_lines() {
            let found_name = names.iter().find(|name| {
                line.strings.contains(*name) || line.code.contains(&name.replace('-', "_"))
            });
            if let Some(name) = found_name {
                found.push(Finding::new(
                    file,
                    number,
                    format!("the engine must not know the procedure `{name}`"),
                ));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        find(&Tree::of(&[
            ("procedures/card-desk.toml", ""),
            (path, text),
        ]))
        .len()
    }

    #[test]
    fn names_stay_in_procedures_tests_and_demo() {
        assert_eq!(
            count("crates/server/src/app/a.rs", "if name == \"card-desk\" {"),
            1
        );
        assert_eq!(count("crates/domain/src/a.rs", "fn card_desk() {"), 1);
        assert_eq!(
            count("crates/demo/src/world.rs", "let name = \"card-desk\";"),
            0
        );
        assert_eq!(
            count("crates/server/tests/a.rs", "let name = \"card-desk\";"),
            0
        );
        assert_eq!(
            count(
                "crates/domain/src/a.rs",
                "// as card-desk does\nfn other() {}"
            ),
            0
        );
    }
}

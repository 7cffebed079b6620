//! Build profiles stand in the root manifest alone, and tests have none of their own: `[profile.test]` inherits
//! `[profile.dev]`, and a line in it would compile every dependency a second time (docs/decisions/0002-one-build.md).

use super::Finding;
use crate::tree::Tree;

pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree
        .files
        .iter()
        .filter(|file| file.path.ends_with("Cargo.toml"))
    {
        for (index, line) in file.text.lines().enumerate() {
            let line = line.trim();
            if line.starts_with("[profile.test") {
                found.push(Finding::new(
                    file,
                    index + 1,
                    "tests share the dev profile: set nothing for them alone",
                ));
            } else if line.starts_with("[profile.") && file.path != "Cargo.toml" {
                found.push(Finding::new(
                    file,
                    index + 1,
                    "cargo ignores profiles of members: the root sets them",
                ));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_profile_for_demo_and_tests() {
        assert_eq!(
            find(&Tree::of(&[("Cargo.toml", "[profile.dev]\nopt-level = 1")])).len(),
            0
        );
        assert_eq!(
            find(&Tree::of(&[(
                "Cargo.toml",
                "[profile.test]\nopt-level = 1"
            )]))
            .len(),
            1
        );
        assert_eq!(
            find(&Tree::of(&[(
                "crates/a/Cargo.toml",
                "[profile.dev]\nopt-level = 1"
            )]))
            .len(),
            1
        );
    }
}

//! Each Rust file begins with `//!`: what it is for and what it does not know.

use super::Finding;
use crate::tree::Tree;

pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    tree.files
        .iter()
        .filter(|file| file.is_rust() && !begins_with_doc(&file.text))
        .map(|file| {
            Finding::new(
                file,
                1,
                "begins without `//!`: what is it for, what does it not know?",
            )
        })
        .collect()
}

/// Inner attributes may stand before it.
fn begins_with_doc(text: &str) -> bool {
    let first = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with("#!["));
    first.is_some_and(|line| line.starts_with("//!") && line.len() > 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        find(&Tree::of(&[("crates/a/src/b.rs", text)])).len()
    }

    #[test]
    fn a_module_says_what_it_is_for() {
        assert_eq!(count("//! Reads a certificate.\nuse x;"), 0);
        assert_eq!(count("#![cfg(test)]\n\n//! Reads a certificate.\n"), 0);
        assert_eq!(count("use x;\n"), 1);
        assert_eq!(count("//! \nuse x;\n"), 1);
    }
}

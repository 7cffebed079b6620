//! A file has at most 600 lines of code; its `#[cfg(test)]` modules are not counted, blank lines and comments are.

use super::Finding;
use crate::tree::Tree;

/// More than this and the file has two purposes.
const LINES_MAX: usize = 600;

pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.files.iter().filter(|file| file.is_rust()) {
        let count = file.lines.iter().filter(|line| !line.in_test).count();
        if count > LINES_MAX {
            let message = format!(
                "{count} lines without tests, at most {LINES_MAX}: which two purposes does it have?"
            );
            found.push(Finding::new(file, 1, message));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_and_one_beyond() {
        let at = "x\n".repeat(LINES_MAX - 1);
        let beyond = "x\n".repeat(LINES_MAX);
        assert_eq!(find(&Tree::of(&[("a.rs", &at)])).len(), 0);
        assert_eq!(find(&Tree::of(&[("a.rs", &beyond)])).len(), 1);
        let tested = format!("{at}#[cfg(test)]\nmod tests {{\n{at}\n}}");
        assert_eq!(find(&Tree::of(&[("a.rs", &tested)])).len(), 0);
    }
}

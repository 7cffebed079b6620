//! No mark of unfinished work stays in the code: it is done, or it is an issue, or nobody wants it.

use super::{Finding, has_word};
use crate::tree::Tree;

/// Spelt in parts, or this file would find itself.
const MARKS: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];

pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.files.iter().filter(|file| !file.is_markdown()) {
        for (index, line) in file.text.lines().enumerate() {
            if let Some(mark) = MARKS.iter().find(|mark| has_word(line, mark)) {
                found.push(Finding::new(
                    file,
                    index + 1,
                    format!("`{mark}` stays in no file: do it, or open an issue"),
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
    fn marks_are_found_as_words() {
        let bad = format!("// {}: later", MARKS[0]);
        assert_eq!(find(&Tree::of(&[("a.rs", &bad)])).len(), 1);
        let good = format!("let {}_S = 1; // as {}_LIST says", MARKS[0], MARKS[0]);
        assert_eq!(find(&Tree::of(&[("a.rs", &good)])).len(), 0);
    }
}

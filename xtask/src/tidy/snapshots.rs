//! No snapshot that waits for review is left behind. (That each snapshot is used is checked by `cargo xtask test`.)

use super::Finding;
use crate::tree::Tree;

pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    tree.files
        .iter()
        .filter(|file| file.path.ends_with(".snap.new") || file.path.ends_with(".pending-snap"))
        .map(|file| Finding::new(file, 1, "review this snapshot: accept it or remove it"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pending_snapshots_are_found() {
        assert_eq!(
            find(&Tree::of(&[("crates/a/tests/snapshots/x.snap", "")])).len(),
            0
        );
        assert_eq!(
            find(&Tree::of(&[("crates/a/tests/snapshots/x.snap.new", "")])).len(),
            1
        );
    }
}

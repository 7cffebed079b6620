//! Each committed snapshot is looked at by some test: insta notes the ones it compared in a file that we name.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::bounded::{Runner, print_all};
use super::count::Tally;
use crate::tree::{Tree, has_ending};

/// Where insta notes the snapshots that it compared.
pub(super) fn references(runner: &Runner) -> PathBuf {
    runner.logs().join("snapshots.txt")
}

/// Forgets the notes of an earlier run.
pub(super) fn forget(runner: &Runner) {
    // It may not be there.
    drop(std::fs::remove_file(references(runner)));
}

/// Compares the notes with the files; a snapshot that no test looked at is a failure.
pub(super) fn check(runner: &Runner, tally: &mut Tally) {
    if !tally.is_complete() {
        println!(
            "   snapshots are not compared with their tests, since not every test ran through"
        );
        return;
    }
    let notes = std::fs::read_to_string(references(runner)).unwrap_or_default();
    match Tree::read(runner.root()) {
        Ok(tree) => {
            let unused = unused(&tree, runner.root(), &notes);
            print_all("   no test looks at ", &unused);
            tally.step("snapshots that no test looks at", unused.is_empty());
        }
        Err(problem) => tally.fail(format!("the tree cannot be read: {problem}")),
    }
}

fn unused(tree: &Tree, root: &Path, notes: &str) -> Vec<String> {
    let used: BTreeSet<PathBuf> = notes
        .lines()
        .map(|line| plain(Path::new(line.trim())))
        .collect();
    tree.files
        .iter()
        .filter(|file| has_ending(&file.path, "snap"))
        .filter(|file| !used.contains(&plain(&root.join(&file.path))))
        .map(|file| file.path.clone())
        .collect()
}

/// The path without `..` and links, where it exists.
fn plain(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_without_a_test_is_found() {
        let tree = Tree::of(&[
            ("crates/a/src/snapshots/x.snap", ""),
            ("crates/a/src/snapshots/y.snap", ""),
        ]);
        let notes = "/p/crates/a/src/snapshots/x.snap\n";
        assert_eq!(
            unused(&tree, Path::new("/p"), notes),
            ["crates/a/src/snapshots/y.snap"]
        );
    }
}

//! The files of the project as the rules of `tidy` see them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::source::{self, Line};

/// Folders that are no part of the project.
const SKIPPED_FOLDERS: [&str; 4] = ["target", ".git", "node_modules", "fuzz-target"];
/// What is read as text; anything else is only known by its path.
const TEXT_ENDINGS: [&str; 16] = [
    "rs", "toml", "md", "sql", "ftl", "typ", "py", "sh", "c", "h", "json", "txt", "yml", "yaml",
    "css", "js",
];
/// Files of these names are text without an ending.
const TEXT_NAMES: [&str; 4] = ["run", ".gitignore", "LICENSE-MIT", "LICENSE-APACHE"];

/// Every file of the project, and where the project stands.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Sorted by path.
    pub(crate) files: Vec<SourceFile>,
}

/// One file, by its path from the project's root with `/` between the parts.
#[derive(Debug, Default)]
pub(crate) struct SourceFile {
    pub(crate) path: String,
    /// Empty when the file is not text.
    pub(crate) text: String,
    /// The split lines of a Rust file, else empty.
    pub(crate) lines: Vec<Line>,
}

impl SourceFile {
    /// Takes the text of one file.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let rust = has_ending(path, "rs");
        SourceFile {
            path: path.to_owned(),
            text: text.to_owned(),
            lines: if rust {
                source::lines(text)
            } else {
                Vec::new()
            },
        }
    }

    /// Whether this is Rust code.
    pub(crate) fn is_rust(&self) -> bool {
        has_ending(&self.path, "rs")
    }

    /// Whether this is Markdown.
    pub(crate) fn is_markdown(&self) -> bool {
        has_ending(&self.path, "md")
    }

    /// Whether the whole file is test code: below a folder `tests` or `benches`, a file `tests.rs`, or a package that is
    /// there for tests alone.
    pub(crate) fn is_test(&self) -> bool {
        self.path.starts_with("scenarios/")
            || self
                .path
                .split('/')
                .any(|part| matches!(part, "tests" | "benches" | "tests.rs"))
    }

    /// The folder of a member of the workspace, when the file is its manifest. A package that is a workspace by itself, the
    /// targets for `cargo fuzz`, is none: nothing here is built with it.
    pub(crate) fn member_folder(&self) -> Option<&str> {
        let folder = self.path.strip_suffix("/Cargo.toml")?;
        let by_itself = self.text.lines().any(|line| line.trim() == "[workspace]");
        (!by_itself).then_some(folder)
    }

    /// The folder of a crate of ours, `crates/pki`, when the file lies in its `src`.
    pub(crate) fn engine_crate(&self) -> Option<&str> {
        let rest = self.path.strip_prefix("crates/")?;
        let (name, rest) = rest.split_once('/')?;
        rest.starts_with("src/").then_some(name)
    }

    /// The lines of a Rust file that are not test code, with their numbers.
    pub(crate) fn code_lines(&self) -> impl Iterator<Item = (usize, &Line)> {
        let whole = self.is_test();
        self.lines
            .iter()
            .enumerate()
            .filter(move |(_, line)| !whole && !line.in_test)
            .map(|(index, line)| (index + 1, line))
    }
}

impl Tree {
    /// Reads the project below `root`.
    pub(crate) fn read(root: &Path) -> std::io::Result<Tree> {
        let mut files = Vec::new();
        collect(root, root, &mut files)?;
        files.sort_by(|one: &SourceFile, other| one.path.cmp(&other.path));
        Ok(Tree { files })
    }

    /// A tree of samples, for the tests of the rules.
    #[cfg(test)]
    pub(crate) fn of(samples: &[(&str, &str)]) -> Tree {
        Tree {
            files: samples
                .iter()
                .map(|(path, text)| SourceFile::new(path, text))
                .collect(),
        }
    }

    /// The paths that are new, gone or of other text than in `before`.
    pub(crate) fn differs_from(&self, before: &Tree) -> Vec<String> {
        let has = |tree: &Tree, file: &SourceFile| {
            let place = tree
                .files
                .binary_search_by(|other| other.path.cmp(&file.path));
            place.is_ok_and(|index| tree.files[index].text == file.text)
        };
        let changed = self.files.iter().filter(|file| !has(before, file));
        let gone = before.files.iter().filter(|file| !has(self, file));
        let mut paths: Vec<String> = changed.chain(gone).map(|file| file.path.clone()).collect();
        paths.sort();
        paths.dedup();
        paths
    }

    /// Whether a file or a folder of this path is there.
    pub(crate) fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.files
            .iter()
            .any(|file| file.path == path || file.path.starts_with(&folder))
    }
}

/// Whether `path` ends in `.ending`.
pub(crate) fn has_ending(path: &str, ending: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|found| found == ending)
}

/// The project's root: the nearest folder upwards that holds `xtask/` and a lock file.
pub(crate) fn root() -> PathBuf {
    let start = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    start
        .ancestors()
        .find(|folder| folder.join("xtask").is_dir() && folder.join("Cargo.lock").is_file())
        .map_or_else(|| start.clone(), Path::to_path_buf)
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        let kind = entry.file_type()?;
        if kind.is_dir() && !SKIPPED_FOLDERS.contains(&name.as_str()) {
            collect(root, &path, files)?;
        } else if kind.is_file() {
            let relative = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            let text = TEXT_NAMES.contains(&name.as_str())
                || TEXT_ENDINGS.iter().any(|ending| has_ending(&name, ending));
            // A file that is not UTF-8 is known by its path alone.
            let text = if text {
                fs::read_to_string(&path).unwrap_or_default()
            } else {
                String::new()
            };
            files.push(SourceFile::new(&relative, &text));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_new_gone_and_changed_files() {
        let before = Tree::of(&[("a.md", "1"), ("b.md", "1"), ("c.md", "1")]);
        let after = Tree::of(&[("a.md", "1"), ("b.md", "2"), ("d.md", "1")]);
        assert_eq!(after.differs_from(&before), ["b.md", "c.md", "d.md"]);
    }

    #[test]
    fn test_files_are_known_by_their_place() {
        let is_test = |path: &str| SourceFile::new(path, "").is_test();
        assert!(is_test("crates/pki/tests/real.rs") && is_test("crates/pki/src/crl/tests.rs"));
        assert!(is_test("scenarios/src/lib.rs"));
        assert!(!is_test("crates/pki/src/crl.rs") && !is_test("xtask/src/test/mod.rs"));
    }
}

//! Versions and features of foreign crates stand in the root manifest alone, each with its reason beside it.
//!
//! Why it matters: a feature that one member asks for and another does not would give two builds of one crate, and
//! `cargo demo` and the tests would no longer share one (docs/decisions/0002-one-build.md).

use std::collections::BTreeSet;

use super::Finding;
use crate::tree::{SourceFile, Tree};

/// The three tables of dependencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Normal,
    Dev,
    Build,
}

/// One line of a table of dependencies.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) line: usize,
    /// What stands right of the name, comment included.
    value: String,
}

/// The entries of a member's manifest.
pub(super) fn entries(manifest: &str) -> Vec<Entry> {
    let mut kind = None;
    let mut entries = Vec::new();
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            kind = kind_of(header.trim_end_matches(']'));
        } else if let (Some(kind), Some((key, value))) = (kind, line.split_once('=')) {
            if line.starts_with('#') {
                continue;
            }
            let key = key.trim();
            let (name, key_tail) = key.split_once('.').unwrap_or((key, ""));
            let value = format!("{key_tail}={}", value.trim());
            entries.push(Entry {
                name: name.trim_matches('"').to_owned(),
                kind,
                line: index + 1,
                value,
            });
        }
    }
    entries
}

fn kind_of(header: &str) -> Option<Kind> {
    match header.rsplit('.').next().unwrap_or(header) {
        _ if header.starts_with("workspace") => None,
        "dependencies" => Some(Kind::Normal),
        "dev-dependencies" => Some(Kind::Dev),
        "build-dependencies" => Some(Kind::Build),
        _ => None,
    }
}

pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let members: Vec<(&SourceFile, Vec<Entry>)> = tree
        .files
        .iter()
        .filter(|file| file.member_folder().is_some())
        .map(|file| (file, entries(&file.text)))
        .collect();
    let linked: BTreeSet<&str> = members
        .iter()
        .flat_map(|(_, entries)| entries)
        .filter(|entry| entry.kind == Kind::Normal)
        .map(|entry| entry.name.as_str())
        .collect();
    let mut found = Vec::new();
    for (file, entries) in &members {
        for entry in entries {
            if !is_from_workspace(&entry.value) {
                let message = format!(
                    "write `{}.workspace = true`; version and features stand in the root",
                    entry.name
                );
                found.push(Finding::new(file, entry.line, message));
            }
            let ours = entry.name.starts_with("smena-");
            if entry.kind == Kind::Dev && !ours && !linked.contains(entry.name.as_str()) {
                let message = format!(
                    "let `scenarios` depend on `{}` too: cargo counts what tests alone depend on in no other build",
                    entry.name
                );
                found.push(Finding::new(file, entry.line, message));
            }
        }
    }
    for file in tree.files.iter().filter(|file| file.path == "Cargo.toml") {
        for (line, name) in without_reason(&file.text) {
            found.push(Finding::new(
                file,
                line,
                format!("say beside `{name}` what it is there for"),
            ));
        }
    }
    found
}

/// Whether the entry takes everything from the root.
fn is_from_workspace(value: &str) -> bool {
    let value: String = value
        .split('#')
        .next()
        .unwrap_or("")
        .split_whitespace()
        .collect();
    value == "workspace=true" || value == "={workspace=true}"
}

/// The foreign dependencies of the root that carry no comment.
fn without_reason(manifest: &str) -> Vec<(usize, String)> {
    let mut inside = false;
    let mut found = Vec::new();
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            inside = line == "[workspace.dependencies]";
            continue;
        }
        let Some((name, value)) = line.split_once('=') else {
            continue;
        };
        let ours = value.contains("path =");
        let reason = value
            .rsplit_once('#')
            .is_some_and(|(_, reason)| reason.trim().len() >= 3);
        if inside && !line.starts_with('#') && !ours && !reason {
            found.push((index + 1, name.trim().to_owned()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        find(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn members_name_and_the_root_says_how() {
        let member = "crates/a/Cargo.toml";
        assert_eq!(
            count(
                member,
                "[package]\nname = \"a\"\n[dependencies]\nserde.workspace = true\n"
            ),
            0
        );
        assert_eq!(
            count(
                member,
                "[target.'cfg(unix)'.dependencies]\nrustix = { workspace = true }\n"
            ),
            0
        );
        assert_eq!(count(member, "[dependencies]\nserde = \"1\"\n"), 1);
        assert_eq!(
            count(
                member,
                "[dependencies]\ntokio.workspace = true\n[dev-dependencies]\ntokio = { workspace = true, features = [\"test-util\"] }\n"
            ),
            1
        );
    }

    #[test]
    fn each_foreign_crate_has_its_reason() {
        assert_eq!(
            count(
                "Cargo.toml",
                "[workspace.dependencies]\nserde = \"1\" # values\n# x = y\n"
            ),
            0
        );
        assert_eq!(
            count("Cargo.toml", "[workspace.dependencies]\nserde = \"1\"\n"),
            1
        );
        assert_eq!(
            count(
                "Cargo.toml",
                "[workspace.dependencies]\nours = { path = \"crates/ours\" }\n"
            ),
            0
        );
    }

    #[test]
    fn what_tests_depend_on_counts_in_every_build() {
        let tests = (
            "crates/a/Cargo.toml",
            "[dev-dependencies]\ninsta.workspace = true\n",
        );
        let scenarios = (
            "scenarios/Cargo.toml",
            "[dependencies]\ninsta.workspace = true\n",
        );
        assert_eq!(find(&Tree::of(&[tests])).len(), 1);
        assert_eq!(find(&Tree::of(&[tests, scenarios])).len(), 0);
    }

    #[test]
    fn tables_are_told_apart() {
        let manifest = "[dependencies]\na.workspace = true\n[dev-dependencies]\nb.workspace = true\n[lints]\nworkspace = true";
        let kinds: Vec<Kind> = entries(manifest).iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, [Kind::Normal, Kind::Dev]);
    }
}

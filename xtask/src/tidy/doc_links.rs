//! A link in Markdown to a file of the project, and a path `docs/…` anywhere, lead to something that is there.
//!
//! Addresses on the net are not followed: tests need no network.

use super::Finding;
use crate::tree::{SourceFile, Tree};

pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in &tree.files {
        for (index, line) in file.text.lines().enumerate() {
            let mut targets = Vec::new();
            if file.is_markdown() {
                targets.extend(links(line).filter_map(|link| resolve(file, link)));
            }
            // The rules' own samples are no links.
            if !file.path.starts_with("xtask/src/tidy/") {
                targets.extend(mentions(line));
            }
            targets.sort();
            targets.dedup();
            for target in targets.into_iter().filter(|target| !tree.has(target)) {
                found.push(Finding::new(
                    file,
                    index + 1,
                    format!("`{target}` is not there"),
                ));
            }
        }
    }
    found
}

/// The targets of `[text](target)`.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("](").filter_map(|(at, opening)| {
        let rest = &line[at + opening.len()..];
        rest.find(')').map(|end| &rest[..end])
    })
}

/// The path from the root that a link of this file means; nothing for an address or a place on the same page.
fn resolve(file: &SourceFile, link: &str) -> Option<String> {
    let path = link.split(['#', ' ']).next().unwrap_or("");
    if path.is_empty() || path.contains("://") || path.starts_with("mailto:") {
        return None;
    }
    let mut parts: Vec<&str> = file.path.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    Some(parts.join("/"))
}

/// Paths that begin with `docs/` and name a Markdown file, wherever they stand.
fn mentions(line: &str) -> impl Iterator<Item = String> {
    let start = concat!("docs", "/");
    line.match_indices(start).filter_map(move |(at, _)| {
        let before = line[..at].chars().next_back();
        if before.is_some_and(|char| char.is_alphanumeric() || "/._-".contains(char)) {
            return None;
        }
        let inner = |char: char| char.is_ascii_alphanumeric() || "/._-".contains(char);
        let path: String = line[at..].chars().take_while(|char| inner(*char)).collect();
        let path = path.trim_end_matches('.').to_owned();
        crate::tree::has_ending(&path, "md").then_some(path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        find(&Tree::of(&[
            ("docs/a/b.md", text),
            ("docs/c.md", ""),
            ("README.md", ""),
        ]))
        .len()
    }

    #[test]
    fn links_lead_somewhere() {
        assert_eq!(
            count("see [c](../c.md#part) and [home](../../README.md)"),
            0
        );
        assert_eq!(count("see [c](../d.md)"), 1);
        assert_eq!(
            count("see [rust](https://www.rust-lang.org/) and [above](#part)"),
            0
        );
    }

    #[test]
    fn mentions_lead_somewhere() {
        assert_eq!(count("as docs/c.md says."), 0);
        assert_eq!(count("as docs/gone.md says."), 1);
    }
}

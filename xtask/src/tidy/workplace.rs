//! The tree says nothing of the machines it was written on: no absolute paths of a workplace, no hosts of package
//! registries, no numbers of issues (a reader has not got them; the reason belongs into the text).

use super::Finding;
use crate::tree::{SourceFile, Tree, has_ending};

/// Paths of workplaces and hosts of registries, spelt in parts, or this file would find itself.
const NAMES: [&str; 9] = [
    concat!("/wo", "rk/"),
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("py", "pi.org"),
    concat!("python", "hosted.org"),
    concat!("deb.", "debian.org"),
    concat!("registry.", "npmjs.org"),
];

pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree
        .files
        .iter()
        .filter(|file| !has_ending(&file.path, "lock"))
    {
        for (index, line) in file.text.lines().enumerate() {
            if let Some(name) = NAMES.iter().find(|name| names_place(line, name)) {
                found.push(Finding::new(
                    file,
                    index + 1,
                    format!("`{name}` is of one workplace, not of the project"),
                ));
            }
            if names_issue(file, index, line) {
                found.push(Finding::new(
                    file,
                    index + 1,
                    "say the reason instead of the number of an issue",
                ));
            }
        }
    }
    found
}

/// A path counts at the start of a path only: `docs/x/work/` is something else.
fn names_place(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !name.starts_with('/')
            || !before.is_some_and(|char| char.is_alphanumeric() || "._-/{}".contains(char))
    })
}

/// `#12` in prose or in a comment; `PKCS#10`, anchors and colours are something else.
fn names_issue(file: &SourceFile, index: usize, line: &str) -> bool {
    let prose = if file.is_rust() {
        file.lines
            .get(index)
            .map_or("", |line| line.comment.as_str())
    } else if file.is_markdown() {
        line
    } else {
        return false;
    };
    prose.match_indices('#').any(|(at, _)| {
        let free = prose[..at]
            .chars()
            .next_back()
            .is_none_or(|char| char == ' ' || char == '(');
        let rest = &prose[at + 1..];
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        let ends = rest[digits..]
            .chars()
            .next()
            .is_none_or(|char| !char.is_alphanumeric());
        free && (1..=4).contains(&digits) && ends
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        find(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn workplaces_are_not_named() {
        let bad = format!("cat {}main/x", NAMES[0]);
        assert_eq!(count("README.md", &bad), 1);
        assert_eq!(count("README.md", "see crates/work/x and docs/home/x"), 0);
    }

    #[test]
    fn issues_are_not_named_by_number() {
        assert_eq!(count("README.md", "fixed in #12."), 1);
        assert_eq!(count("a.rs", "// see (#7)\nlet x = 1;"), 1);
        assert_eq!(
            count(
                "README.md",
                "a PKCS#10 request, see a.md#12, the colour #123456"
            ),
            0
        );
        assert_eq!(count("a.rs", "let x = r#\"a\"#;"), 0);
    }
}

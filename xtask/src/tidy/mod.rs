//! `cargo xtask tidy`: rules about the text of the project that no compiler and no lint knows. One rule, one file; each
//! is a function from the tree to findings, with a good and a bad sample in its tests.
//!
//! The rules read text (see `source`), so they judge what stands in the files, not what a macro makes of it.

mod ambient;
mod crate_borders;
mod dependencies;
mod doc_links;
mod file_length;
mod module_borders;
mod module_doc;
mod procedure_names;
mod profiles;
mod proofs;
mod russian;
mod snapshots;
mod unfinished;
mod unsafe_code;
mod workplace;

use std::path::Path;

use crate::tree::{SourceFile, Tree};

/// A rule: its name, and the function that finds what breaks it.
struct Rule {
    name: &'static str,
    find: fn(&Tree) -> Vec<Finding>,
}

const RULES: [Rule; 15] = [
    Rule {
        name: "ambient",
        find: ambient::find,
    },
    Rule {
        name: "crate-borders",
        find: crate_borders::find,
    },
    Rule {
        name: "dependencies",
        find: dependencies::find,
    },
    Rule {
        name: "doc-links",
        find: doc_links::find,
    },
    Rule {
        name: "file-length",
        find: file_length::find,
    },
    Rule {
        name: "module-borders",
        find: module_borders::find,
    },
    Rule {
        name: "module-doc",
        find: module_doc::find,
    },
    Rule {
        name: "procedure-names",
        find: procedure_names::find,
    },
    Rule {
        name: "profiles",
        find: profiles::find,
    },
    Rule {
        name: "proofs",
        find: proofs::find,
    },
    Rule {
        name: "russian",
        find: russian::find,
    },
    Rule {
        name: "snapshots",
        find: snapshots::find,
    },
    Rule {
        name: "unfinished",
        find: unfinished::find,
    },
    Rule {
        name: "unsafe-code",
        find: unsafe_code::find,
    },
    Rule {
        name: "workplace",
        find: workplace::find,
    },
];

/// A place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    message: String,
}

impl Finding {
    fn new(file: &SourceFile, line: usize, message: impl Into<String>) -> Self {
        Finding {
            path: file.path.clone(),
            line,
            message: message.into(),
        }
    }
}

/// Runs every rule over the project, prints the findings and says whether there are none.
pub(crate) fn run(root: &Path) -> bool {
    let findings = match findings(root) {
        Ok(findings) => findings,
        Err(problem) => {
            println!("tidy: {} cannot be read: {problem}", root.display());
            return false;
        }
    };
    for finding in &findings {
        println!("{finding}");
    }
    println!("tidy: {} rules, {} findings", RULES.len(), findings.len());
    findings.is_empty()
}

/// The findings of every rule, as lines for people.
pub(crate) fn findings(root: &Path) -> std::io::Result<Vec<String>> {
    let tree = Tree::read(root)?;
    let mut lines = Vec::new();
    for rule in &RULES {
        for found in (rule.find)(&tree) {
            lines.push(format!(
                "{}:{}: {} [{}]",
                found.path, found.line, found.message, rule.name
            ));
        }
    }
    Ok(lines)
}

/// Whether `word` stands in `text` with no letter, digit or underscore at its sides.
fn has_word(text: &str, word: &str) -> bool {
    let inner = |char: char| char.is_alphanumeric() || char == '_';
    text.match_indices(word).any(|(at, _)| {
        !text[..at].chars().next_back().is_some_and(inner)
            && !text[at + word.len()..].chars().next().is_some_and(inner)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_names_are_sorted_and_unique() {
        assert!(RULES.windows(2).all(|pair| pair[0].name < pair[1].name));
    }

    #[test]
    fn a_word_has_borders() {
        assert!(has_word("use axum::Router", "axum"));
        assert!(!has_word("use axum_extra", "axum"));
        assert!(!has_word("maxum", "axum"));
    }
}

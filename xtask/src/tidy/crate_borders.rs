//! Which crate may depend on which: the table of `docs/architecture.md`, as far as manifests tell it.
//!
//! The borders between modules of one crate are `module_borders`.

use super::Finding;
use super::dependencies::{Kind, entries};
use crate::tree::Tree;

/// One row of the table.
struct Border {
    /// The folder of the package.
    folder: &'static str,
    /// Which of our crates it may name; `*` is any.
    ours: &'static [&'static str],
    /// Foreign crates that it must not name, by name or by prefix with `*`. Tests are bound by it too where `in_tests`.
    never: &'static [&'static str],
    /// When not empty, the only foreign crates that it may name outside tests.
    only: &'static [&'static str],
}

const ASYNC: [&str; 4] = ["tokio*", "futures*", "async*", "smol*"];
const BORDERS: [Border; 14] = [
    Border {
        folder: "crates/gost",
        ours: &[],
        never: &[
            "serde*",
            "time",
            "chrono",
            "getrandom",
            "rand",
            "rustix",
            "ureq",
            "sqlx",
            "axum",
            ASYNC[0],
            ASYNC[1],
            ASYNC[2],
            ASYNC[3],
        ],
        only: &[],
    },
    Border {
        folder: "crates/pki",
        ours: &["smena-gost"],
        never: &[
            "sqlx",
            "axum",
            "chrono",
            "getrandom",
            "rand",
            "rustix",
            "ureq",
            ASYNC[0],
            ASYNC[1],
            ASYNC[2],
            ASYNC[3],
        ],
        only: &[],
    },
    Border {
        folder: "crates/media",
        ours: &["smena-gost", "smena-pki"],
        never: &[
            "ureq", "reqwest", "hyper", "axum", "sqlx", ASYNC[0], ASYNC[1], ASYNC[2], ASYNC[3],
        ],
        only: &[],
    },
    Border {
        folder: "crates/domain",
        ours: &[],
        never: &[],
        only: &["serde", "thiserror", "time"],
    },
    Border {
        folder: "crates/forms",
        ours: &[],
        never: &[],
        only: &[
            "typst*",
            "comemo",
            "sha2",
            "thiserror",
            "serde_json",
            "serde",
            "time",
        ],
    },
    Border {
        folder: "crates/store",
        ours: &["smena-domain"],
        never: &["axum", "tower*", "typst*", "ureq"],
        only: &[],
    },
    Border {
        folder: "crates/protocol",
        ours: &["smena-pki", "smena-gost"],
        never: &[
            "sqlx",
            "axum",
            "ureq",
            "getrandom",
            ASYNC[0],
            ASYNC[1],
            ASYNC[2],
            ASYNC[3],
        ],
        only: &[],
    },
    Border {
        folder: "crates/ui",
        ours: &[],
        never: &["sqlx"],
        only: &[],
    },
    Border {
        folder: "crates/server",
        ours: &[
            "smena-gost",
            "smena-pki",
            "smena-media",
            "smena-domain",
            "smena-forms",
            "smena-store",
            "smena-protocol",
            "smena-ui",
        ],
        never: &[],
        only: &[],
    },
    Border {
        folder: "crates/softtoken",
        ours: &["smena-gost", "smena-pki", "smena-media"],
        never: &[
            "ureq", "sqlx", "axum", ASYNC[0], ASYNC[1], ASYNC[2], ASYNC[3],
        ],
        only: &[],
    },
    Border {
        folder: "crates/agent",
        ours: &[
            "smena-gost",
            "smena-pki",
            "smena-media",
            "smena-protocol",
            "smena-ui",
        ],
        never: &["sqlx", "typst*"],
        only: &[],
    },
    Border {
        folder: "crates/demo",
        ours: &["*"],
        never: &[],
        only: &[],
    },
    Border {
        folder: "scenarios",
        ours: &["*"],
        never: &[],
        only: &[],
    },
    Border {
        folder: "xtask",
        ours: &[],
        never: &[],
        only: &["serde_json"],
    },
];

pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in &tree.files {
        let Some(folder) = file.member_folder() else {
            continue;
        };
        let Some(border) = BORDERS.iter().find(|border| border.folder == folder) else {
            found.push(Finding::new(
                file,
                1,
                "a new package needs an ADR and a row in tidy/crate_borders.rs",
            ));
            continue;
        };
        for entry in entries(&file.text) {
            if let Some(problem) = border.forbids(&entry.name, entry.kind) {
                found.push(Finding::new(
                    file,
                    entry.line,
                    format!("{folder} must not import {}: {problem}", entry.name),
                ));
            }
        }
    }
    found
}

impl Border {
    /// Why this package may not name that crate, if it may not.
    fn forbids(&self, name: &str, kind: Kind) -> Option<&'static str> {
        if name.starts_with("smena-") {
            let allowed = self.ours.iter().any(|ours| *ours == name || *ours == "*");
            // A dev-dependency downwards is allowed where the normal one is: tests widen no border.
            return (!allowed && !self.is_below(name))
                .then_some("the table of docs/architecture.md");
        }
        if kind == Kind::Dev {
            return None;
        }
        if self.never.iter().any(|pattern| matches(pattern, name)) {
            return Some("it knows nothing of that (docs/architecture.md)");
        }
        let free = self.only.is_empty() || self.only.iter().any(|pattern| matches(pattern, name));
        (!free).then_some("its list of foreign crates is closed (tidy/crate_borders.rs)")
    }

    /// A package may name itself, for its own integration tests.
    fn is_below(&self, name: &str) -> bool {
        self.folder
            .strip_prefix("crates/")
            .is_some_and(|short| name.strip_prefix("smena-") == Some(short))
    }
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => pattern == name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        find(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn a_new_member_needs_a_row_and_a_workspace_by_itself_none() {
        assert_eq!(count("crates/new/Cargo.toml", "[package]"), 1);
        assert_eq!(count("fuzz/Cargo.toml", "[package]\n[workspace]"), 0);
    }

    #[test]
    fn the_model_imports_nothing_of_ours() {
        assert_eq!(
            count(
                "crates/domain/Cargo.toml",
                "[dependencies]\nserde.workspace = true"
            ),
            0
        );
        assert_eq!(
            count(
                "crates/domain/Cargo.toml",
                "[dependencies]\nsmena-pki.workspace = true"
            ),
            1
        );
        assert_eq!(
            count(
                "crates/domain/Cargo.toml",
                "[dependencies]\ntoml_edit.workspace = true"
            ),
            1
        );
        assert_eq!(
            count(
                "crates/domain/Cargo.toml",
                "[dev-dependencies]\ntoml_edit.workspace = true"
            ),
            0
        );
    }

    #[test]
    fn the_agent_knows_no_server_not_even_in_tests() {
        assert_eq!(
            count(
                "crates/agent/Cargo.toml",
                "[dev-dependencies]\nsmena-server.workspace = true"
            ),
            1
        );
        assert_eq!(
            count(
                "crates/agent/Cargo.toml",
                "[dependencies]\nsmena-media.workspace = true"
            ),
            0
        );
    }

    #[test]
    fn the_cryptography_knows_no_runtime() {
        assert_eq!(
            count(
                "crates/pki/Cargo.toml",
                "[dependencies]\ntokio.workspace = true"
            ),
            1
        );
        assert_eq!(
            count(
                "crates/gost/Cargo.toml",
                "[dependencies]\ngetrandom.workspace = true"
            ),
            1
        );
    }

    #[test]
    fn a_package_without_a_row_is_found() {
        assert_eq!(count("crates/extra/Cargo.toml", "[dependencies]\n"), 1);
    }
}

//! Borders inside a crate, and what libraries must not touch of the standard library: `web` never touches the store,
//! `app` never touches HTTP, the model and the cryptography do no I/O.

use super::{Finding, has_word};
use crate::tree::Tree;

/// In code below `folder`, none of `names` stands.
struct Border {
    folder: &'static str,
    names: &'static [&'static str],
    because: &'static str,
}

/// What reaches the host through the standard library.
const HOST: [&str; 11] = [
    "std::fs",
    "TcpStream",
    "TcpListener",
    "UdpSocket",
    "std::process",
    "std::thread",
    "std::io",
    "std::env",
    "SystemTime",
    "Instant",
    "async fn",
];

const BORDERS: [Border; 8] = [
    Border {
        folder: "crates/server/src/web/",
        names: &["smena_store", "Store"],
        because: "web calls app, and app calls the store",
    },
    Border {
        folder: "crates/server/src/view/",
        names: &["smena_store", "Store", "axum"],
        because: "a view shows what app gave it",
    },
    Border {
        folder: "crates/server/src/app/",
        names: &[
            "axum",
            "tower",
            "tower_http",
            "hyper",
            "crate::web",
            "StatusCode",
        ],
        because: "app knows nothing of HTTP",
    },
    Border {
        folder: "crates/server/src/jobs/",
        names: &["axum", "crate::web"],
        because: "jobs call app",
    },
    Border {
        folder: "crates/domain/src/",
        names: &HOST,
        because: "the model is pure",
    },
    Border {
        folder: "crates/gost/src/",
        names: &HOST,
        because: "the algorithms are pure",
    },
    Border {
        folder: "crates/pki/src/",
        names: &HOST,
        because: "pki turns bytes into values and back; time and random numbers are arguments",
    },
    Border {
        folder: "crates/protocol/src/",
        names: &HOST,
        because: "the wire types do no I/O",
    },
];

pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.files.iter().filter(|file| file.is_rust()) {
        for border in BORDERS
            .iter()
            .filter(|border| file.path.starts_with(border.folder))
        {
            for (number, line) in file.code_lines() {
                if let Some(name) = border.names.iter().find(|name| has_word(&line.code, name)) {
                    found.push(Finding::new(
                        file,
                        number,
                        format!("`{name}` has no place here: {}", border.because),
                    ));
                }
            }
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
    fn web_and_store_do_not_meet() {
        assert_eq!(
            count("crates/server/src/web/status.rs", "use smena_store::Store;"),
            1
        );
        assert_eq!(
            count("crates/server/src/web/status.rs", "use crate::app::status;"),
            0
        );
    }

    #[test]
    fn app_and_http_do_not_meet() {
        assert_eq!(
            count("crates/server/src/app/renewals.rs", "use axum::Json;"),
            1
        );
        assert_eq!(
            count(
                "crates/server/src/app/renewals.rs",
                "/// No axum here.\nuse smena_store::Store;"
            ),
            0
        );
    }

    #[test]
    fn the_model_asks_nobody() {
        assert_eq!(
            count(
                "crates/domain/src/calendar.rs",
                "let now = SystemTime::now();"
            ),
            1
        );
        assert_eq!(
            count(
                "crates/domain/tests/walk.rs",
                "let text = std::fs::read(path);"
            ),
            0
        );
    }
}

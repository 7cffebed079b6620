//! Files, environment, the system's random source and processes are reached only where a program meets its host.
//!
//! Clippy forbids the clock and `thread::sleep` everywhere (`clippy.toml`); what is needed in many tests or in several
//! places is a rule of paths, and stands here, so that neither tests nor those places carry an `#[expect]` each.

use super::{Finding, has_word};
use crate::tree::Tree;

/// What a module names when it reaches out of the program, and what to do instead.
const REACHES: [(&str, &str); 8] = [
    ("std::fs", "files"),
    ("fs::", "files"),
    ("File::", "files"),
    ("env::var", "the environment"),
    ("env::vars", "the environment"),
    ("env::var_os", "the environment"),
    ("SysRng", "the system's random source"),
    ("getrandom", "the system's random source"),
];

/// Paths (of a file, or of a folder with a slash) that may reach out.
const ALLOWED: [&str; 15] = [
    "crates/gost/benches/",
    "crates/server/src/compose.rs",
    "crates/server/src/compose/",
    "crates/server/src/config/",
    "crates/server/src/crash.rs",
    "crates/server/src/clock.rs",
    "crates/server/src/outbound/",
    "crates/server/src/cli/",
    "crates/server/src/main.rs",
    "crates/server/src/bin/",
    "crates/media/src/",
    // The module is loaded into programs of others: nobody could hand it a folder or a random source.
    "crates/softtoken/src/place.rs",
    "crates/agent/src/",
    "crates/demo/",
    "xtask/",
];

/// Within the agent, only these: the command line, its own storage, and where it settles into the user's session or looks
/// at it.
const ALLOWED_IN_AGENT: [&str; 11] = [
    "crates/agent/src/cli/",
    "crates/agent/src/cli.rs",
    "crates/agent/src/companion/autostart/",
    "crates/agent/src/host.rs",
    "crates/agent/src/state/",
    "crates/agent/src/clock.rs",
    "crates/agent/src/hooks.rs",
    // The table of connections, and the socket of the user.
    "crates/agent/src/service/local.rs",
    "crates/agent/src/service/peer/",
    "crates/agent/src/main.rs",
    "crates/agent/src/bin/",
];

pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree
        .files
        .iter()
        .filter(|file| file.is_rust() && !may_reach_out(&file.path))
    {
        for (number, line) in file.code_lines() {
            let reach = REACHES.iter().find(|(name, _)| names(&line.code, name));
            if let Some((name, what)) = reach {
                let message = format!(
                    "`{name}` reaches {what}; take the value as an argument (CONTRIBUTING.md, \"Clock, chance, files\")"
                );
                found.push(Finding::new(file, number, message));
            }
        }
    }
    found
}

fn names(code: &str, name: &str) -> bool {
    match name.strip_suffix("::") {
        // A path that begins with the name, so that `xfs::` and `crate::fs::` are something else.
        Some(_) => code.match_indices(name).any(|(at, _)| {
            let before = code[..at].chars().next_back();
            !before.is_some_and(|char| char.is_alphanumeric() || char == '_' || char == ':')
        }),
        None => has_word(code, name),
    }
}

fn may_reach_out(path: &str) -> bool {
    let starts = |list: &[&str]| list.iter().any(|allowed| path.starts_with(allowed));
    let build_script = path.ends_with("/build.rs");
    if path.starts_with("crates/agent/src/") {
        return starts(&ALLOWED_IN_AGENT);
    }
    build_script || starts(&ALLOWED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        find(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn files_are_for_the_edge_of_the_program() {
        assert_eq!(count("crates/pki/src/pem.rs", "use std::fs;"), 1);
        assert_eq!(count("crates/pki/src/pem.rs", "let x = fs::read(path);"), 1);
        assert_eq!(
            count(
                "crates/server/src/app/a.rs",
                "let x = std::env::var(\"A\");"
            ),
            1
        );
        assert_eq!(
            count("crates/agent/src/flow/a.rs", "let mut rng = SysRng;"),
            1
        );
    }

    #[test]
    fn the_edge_and_the_tests_may() {
        assert_eq!(count("crates/server/src/config/file.rs", "use std::fs;"), 0);
        assert_eq!(count("crates/softtoken/src/place.rs", "use std::fs;"), 0);
        assert_eq!(count("crates/agent/src/state/outbox.rs", "use std::fs;"), 0);
        assert_eq!(count("crates/pki/tests/real.rs", "use std::fs;"), 0);
        assert_eq!(
            count(
                "crates/pki/src/pem.rs",
                "#[cfg(test)]\nmod tests { use std::fs; }"
            ),
            0
        );
        assert_eq!(
            count(
                "crates/pki/src/pem.rs",
                "// reads no std::fs\nlet prefs::X = 1;"
            ),
            0
        );
    }
}

//! The project's own tasks: `cargo xtask tidy`, `cargo xtask test`, `cargo xtask cross-check`,
//! `cargo xtask bench-peers`, `cargo xtask branches`, `cargo xtask fuzz`, `cargo xtask one-build`, `cargo xtask previews`.
//!
//! It uses the standard library and `serde_json` and imports none of our crates, so that it is built in a moment
//! and cannot be broken by what it checks. What needs our crates is a test, or a hidden subcommand of a product
//! binary that a task runs. Written down in `docs/decisions/0009-tests-run-by-xtask.md`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a task talks to the terminal that started it"
)]

mod bench_peers;
mod branches;
mod fuzz;
mod previews;
mod source;
mod test;
mod tidy;
mod tree;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask tidy                     rules about the text of the project, a second or two
cargo xtask test [--strict] [--step NAME]…
                                     installs what the tests need and this machine lacks, then runs every check;
                                     the last line is `N passed, N failed, N skipped`
    --strict                         a judge that is missing is a failure, not a skip (what CI calls)
    --step NAME                      only this step; `--step list` names them
cargo xtask cross-check [COUNT]      random cross-checks of our GOST signatures against OpenSSL's engine, 1000 a set
cargo xtask bench-peers [--json]     our GOST signatures and hash against OpenSSL's engine, in turn, as ratios
cargo xtask branches                 looks for branches that depend on secrets in the compiled curve arithmetic
cargo xtask fuzz [SECONDS]           each reader of outside bytes for so long (30) under cargo-fuzz, with a nightly compiler
cargo xtask one-build                the demo's build and the tests' build share every foreign crate
cargo xtask previews --out DIR       every page of portal and agent in every state, as files";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["tidy"] => tidy::run(&tree::root()),
        ["test", options @ ..] => match test::Options::parse(options) {
            Ok(options) => test::run(&tree::root(), &options),
            Err(problem) => return misuse(&problem),
        },
        ["cross-check"] => test::cross_check(&tree::root(), 1000),
        ["cross-check", count] => match count.parse() {
            Ok(count) => test::cross_check(&tree::root(), count),
            Err(_) => return misuse(&format!("`{count}` is not a number")),
        },
        ["bench-peers"] => bench_peers::run(&tree::root(), false),
        ["bench-peers", "--json"] => bench_peers::run(&tree::root(), true),
        ["branches"] => branches::run(&tree::root()),
        ["fuzz"] => fuzz::run(&tree::root(), fuzz::SECONDS),
        ["fuzz", seconds] => match seconds.parse() {
            Ok(seconds) => fuzz::run(&tree::root(), seconds),
            Err(_) => return misuse(&format!("`{seconds}` is not a number")),
        },
        ["one-build"] => test::one_build_alone(&tree::root()),
        ["previews", "--out", out] => previews::run(&tree::root(), out.as_ref()),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            true
        }
        [] => return misuse("say which task"),
        other => return misuse(&format!("there is no task `{}`", other.join(" "))),
    };
    if done {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn misuse(problem: &str) -> ExitCode {
    eprintln!("{problem}\n\n{USAGE}");
    ExitCode::from(2)
}

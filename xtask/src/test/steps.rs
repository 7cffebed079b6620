//! The steps of `cargo xtask test`, in their order: what is quick and often wrong comes first.

use std::time::Duration;

use super::bounded::{Command, Runner, print_all};
use super::count::{Report, Tally};
use super::licences::Policy;
use super::{binaries, install, one_build, snapshots};
use crate::tidy;
use crate::tree::Tree;

/// One step.
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) says: &'static str,
    pub(super) run: fn(&Runner, &mut Tally),
}

pub(super) const STEPS: [Step; 8] = [
    Step {
        name: "install",
        says: "what the tests need and this machine lacks",
        run: install::run,
    },
    Step {
        name: "tidy",
        says: "rules about the text of the project",
        run: tidy,
    },
    Step {
        name: "fmt",
        says: "formatting",
        run: fmt,
    },
    Step {
        name: "licences",
        says: "licences and bans of foreign crates",
        run: licences,
    },
    Step {
        name: "tests",
        says: "one build for demo and tests, then every test executable",
        run: tests,
    },
    Step {
        name: "doc-tests",
        says: "examples in the documentation of the code",
        run: doc_tests,
    },
    Step {
        name: "clippy",
        says: "lints, warnings are errors",
        run: clippy,
    },
    Step {
        name: "doc",
        says: "documentation of the code, warnings are errors",
        run: doc,
    },
];

/// A cold compile of everything by clippy or rustdoc stays well below it.
const COMPILE_LIMIT: Duration = Duration::from_mins(30);

fn tidy(runner: &Runner, tally: &mut Tally) {
    tally.step("tidy", tidy::run(runner.root()));
}

fn fmt(runner: &Runner, tally: &mut Tally) {
    let run = runner.run("fmt", &Command::cargo(&["fmt", "--all", "--check"]));
    tally.step("cargo fmt --all --check", run.is_success_shown());
}

fn clippy(runner: &Runner, tally: &mut Tally) {
    let words = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    let run = runner.run("clippy", &Command::cargo(&words).limit(COMPILE_LIMIT));
    tally.step("clippy", run.is_success_shown());
}

fn tests(runner: &Runner, tally: &mut Tally) {
    let built = one_build::check(runner, tally);
    if built.is_empty() {
        return;
    }
    // Whole stories start the product's own programs.
    let programs = ["build", "--workspace", "--bins"];
    let run = runner.run(
        "build-programs",
        &Command::cargo(&programs).limit(COMPILE_LIMIT),
    );
    tally.step("build of the programs", run.is_success_shown());
    let before = Tree::read(runner.root());
    snapshots::forget(runner);
    binaries::run_all(runner, tally, &built);
    snapshots::check(runner, tally);
    unchanged(before, runner, tally);
}

fn doc_tests(runner: &Runner, tally: &mut Tally) {
    let words = [
        "test",
        "--workspace",
        "--doc",
        "--no-fail-fast",
        "--",
        "--show-output",
    ];
    let run = runner.run_apart("doc-tests", &Command::cargo(&words).limit(COMPILE_LIMIT));
    let report = Report::read(&run.text(), "");
    if !run.is_success_shown() && !report.ended {
        tally.fail(format!("doc tests: {}", run.verdict()));
    }
    tally.add("doc tests", report);
}

fn doc(runner: &Runner, tally: &mut Tally) {
    // Variables of rustdoc leave the build of rustc alone.
    let command =
        Command::cargo(&["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings");
    let run = runner.run("doc", &command.limit(COMPILE_LIMIT));
    tally.step("cargo doc", run.is_success_shown());
}

fn licences(runner: &Runner, tally: &mut Tally) {
    let run = runner.run_apart(
        "metadata",
        &Command::cargo(&["metadata", "--format-version", "1", "--locked"]),
    );
    if !run.is_success_shown() {
        return tally.fail("cargo metadata --locked");
    }
    let policy =
        std::fs::read_to_string(runner.root().join("deny.toml")).map(|text| Policy::read(&text));
    match (policy, serde_json::from_str(&run.text())) {
        (Ok(policy), Ok(metadata)) => {
            let problems = policy.problems(&metadata);
            print_all("   ", &problems);
            tally.step("licences and bans", problems.is_empty());
        }
        _ => tally.fail("deny.toml or the answer of cargo metadata cannot be read"),
    }
}

/// Generated files are compared by the tests that make them; this catches a test that writes into the project instead.
fn unchanged(before: std::io::Result<Tree>, runner: &Runner, tally: &mut Tally) {
    match (before, Tree::read(runner.root())) {
        (Ok(before), Ok(after)) => {
            let changed = after.differs_from(&before);
            print_all("   the tests changed ", &changed);
            tally.step("tests change no file of the project", changed.is_empty());
        }
        (Err(problem), _) | (_, Err(problem)) => {
            tally.fail(format!("the tree cannot be read: {problem}"));
        }
    }
}

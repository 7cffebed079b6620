//! The demo and the tests share one build of the foreign crates: after `cargo build --bin smena-demo`, building the
//! tests compiles no foreign crate a second time, and a crate that only tests use is compiled once
//! (`docs/decisions/0002-one-build.md`).
//!
//! A crate counts as compiled a second time when its package and target appear with another file name: the hash in the
//! name covers version, features, profile and the variants of everything below it. A library that build scripts or
//! procedural macros need besides is another target platform to cargo and has its variant in the demo's build already.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::bounded::{Command, Runner, print_all};
use super::cargo_messages::{Artifact, artifacts};
use super::count::Tally;

/// A cold build of everything takes a quarter of an hour on two loaded cores.
const BUILD_LIMIT: Duration = Duration::from_mins(45);

/// Builds the demo, then the tests, and compares. The test executables are what the test step runs.
pub(super) fn check(runner: &Runner, tally: &mut Tally) -> Vec<Artifact> {
    let demo = [
        "build",
        "--bin",
        "smena-demo",
        "--message-format=json-render-diagnostics",
    ];
    let demo = runner.run_apart("build-demo", &Command::cargo(&demo).limit(BUILD_LIMIT));
    if !demo.is_success() {
        show_errors(&demo.log);
        tally.fail(format!("build of the demo: {}", demo.verdict()));
        return Vec::new();
    }
    let tests = [
        "test",
        "--workspace",
        "--no-run",
        "--message-format=json-render-diagnostics",
    ];
    let tests = runner.run_apart("build-tests", &Command::cargo(&tests).limit(BUILD_LIMIT));
    if !tests.is_success() {
        show_errors(&tests.log);
        tally.fail(format!("build of the tests: {}", tests.verdict()));
        return Vec::new();
    }
    let (demo, tests) = (artifacts(&demo.text()), artifacts(&tests.text()));
    let twice = compiled_twice(&demo, &tests);
    let foreign = tests.iter().filter(|artifact| artifact.is_foreign());
    let new = foreign
        .clone()
        .filter(|artifact| !artifact.is_fresh)
        .count();
    println!(
        "   {} foreign units, {new} of them for the tests alone",
        foreign.count()
    );
    print_all("   ", &twice);
    tally.step(
        "one build: a foreign crate is compiled twice",
        twice.is_empty(),
    );
    tests
}

/// What a build wrote to standard error beside its messages.
fn show_errors(log: &std::path::Path) {
    let errors = std::fs::read_to_string(log.with_extension("err")).unwrap_or_default();
    let lines: Vec<&str> = errors.lines().collect();
    print_all("   | ", &lines[lines.len().saturating_sub(200)..]);
}

/// The foreign units that the tests' build has in another variant than the demo's, and those that only the tests use
/// and that exist in more variants than one.
fn compiled_twice(demo: &[Artifact], tests: &[Artifact]) -> Vec<String> {
    let (demo, tests) = (variants(demo), variants(tests));
    let mut lines = Vec::new();
    for (unit, found) in &tests {
        let files = |of: &BTreeMap<String, String>| of.keys().cloned().collect::<BTreeSet<_>>();
        match demo.get(unit) {
            Some(known) => {
                for file in files(found).difference(&files(known)) {
                    lines.push(format!(
                        "compiled again for the tests: {} in {file}",
                        found[file]
                    ));
                }
            }
            None if found.len() > 1 => {
                lines.push(format!(
                    "compiled {} times for the tests: {}",
                    found.len(),
                    join(found)
                ));
            }
            None => {}
        }
    }
    lines
}

/// For each foreign package and target: its variants, by file, each spelt for people.
fn variants(
    artifacts: &[Artifact],
) -> BTreeMap<(String, String, String), BTreeMap<String, String>> {
    let mut variants: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for artifact in artifacts.iter().filter(|artifact| artifact.is_foreign()) {
        let unit = (
            artifact.package.clone(),
            artifact.target.clone(),
            artifact.kind.clone(),
        );
        variants
            .entry(unit)
            .or_default()
            .insert(artifact.file.clone(), artifact.spelt());
    }
    variants
}

fn join(variants: &BTreeMap<String, String>) -> String {
    variants.values().cloned().collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(package: &str, file: &str) -> Artifact {
        Artifact {
            package: format!("registry+x#{package}"),
            manifest: "/x/Cargo.toml".into(),
            target: package.to_owned(),
            kind: "lib".to_owned(),
            features: Vec::new(),
            opt_level: "2".to_owned(),
            file: file.to_owned(),
            executable: None,
            is_test: false,
            is_fresh: false,
        }
    }

    #[test]
    fn one_build_serves_both() {
        let demo = [
            unit("serde", "a"),
            unit("memchr", "host"),
            unit("memchr", "own"),
        ];
        let tests = [
            unit("serde", "a"),
            unit("memchr", "own"),
            unit("insta", "b"),
        ];
        assert_eq!(compiled_twice(&demo, &tests), [] as [&str; 0]);
    }

    #[test]
    fn another_variant_is_found() {
        let again = compiled_twice(
            &[unit("serde", "a")],
            &[unit("serde", "a"), unit("serde", "b")],
        );
        assert_eq!(again.len(), 1);
        assert!(again[0].contains("serde") && again[0].contains("again"));
    }

    #[test]
    fn what_only_tests_use_is_built_once() {
        let twice = compiled_twice(&[], &[unit("insta", "a"), unit("insta", "b")]);
        assert_eq!(twice.len(), 1);
    }
}

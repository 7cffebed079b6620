//! The demo and the tests share one build of the foreign crates: after `cargo build --bin smena-demo`, building the
//! tests compiles no foreign crate a second time (`docs/decisions/0002-one-build.md`).
//!
//! A variant of a crate is a file: the hash in its name covers version, features, profile and the variants of
//! everything below it. Within one command cargo makes at most two variants of a crate, one for programs that run while
//! building (procedural macros, build scripts) and one for what is built. So whatever the demo's build made has to
//! appear in the tests' build, untouched; where a variant is missing there, another has taken its place and the crate was
//! compiled twice. A crate that only the tests link and macros link too is no second build of either.

use std::collections::BTreeMap;
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

/// The foreign units of the demo's build that the tests' build replaced by another variant, or compiled again.
fn compiled_twice(demo: &[Artifact], tests: &[Artifact]) -> Vec<String> {
    let by_file: BTreeMap<&str, &Artifact> = tests
        .iter()
        .map(|artifact| (artifact.file.as_str(), artifact))
        .collect();
    let mut lines = Vec::new();
    for known in demo.iter().filter(|artifact| artifact.is_foreign()) {
        match by_file.get(known.file.as_str()) {
            Some(found) if found.is_fresh => {}
            Some(found) => lines.push(format!("compiled again as it was: {}", found.spelt())),
            None => lines.push(format!(
                "the demo's {} is {} for the tests",
                known.spelt(),
                replacements(known, demo, tests)
            )),
        }
    }
    lines
}

/// What the tests' build has in the place of a unit.
fn replacements(known: &Artifact, demo: &[Artifact], tests: &[Artifact]) -> String {
    let same_unit = |other: &&Artifact| {
        other.package == known.package && other.target == known.target && other.kind == known.kind
    };
    let new = |other: &&Artifact| demo.iter().all(|before| before.file != other.file);
    let spelt: Vec<String> = tests
        .iter()
        .filter(same_unit)
        .filter(new)
        .map(Artifact::spelt)
        .collect();
    if spelt.is_empty() {
        "not there".to_owned()
    } else {
        spelt.join(" and ")
    }
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
            is_fresh: true,
        }
    }

    #[test]
    fn one_build_serves_both() {
        let demo = [
            unit("serde", "a"),
            unit("memchr", "host"),
            unit("memchr", "own"),
            unit("fastrand", "host"),
        ];
        let tests = [
            unit("serde", "a"),
            unit("memchr", "own"),
            unit("memchr", "host"),
            unit("fastrand", "host"),
            unit("fastrand", "own"),
            Artifact {
                is_fresh: false,
                ..unit("insta", "b")
            },
        ];
        assert_eq!(compiled_twice(&demo, &tests), [] as [&str; 0]);
    }

    #[test]
    fn another_variant_in_its_place_is_found() {
        let twice = compiled_twice(&[unit("serde", "a")], &[unit("serde", "b")]);
        assert_eq!(twice.len(), 1);
        assert!(twice[0].contains("serde"));
    }

    #[test]
    fn a_unit_that_was_built_anew_is_found() {
        let again = Artifact {
            is_fresh: false,
            ..unit("serde", "a")
        };
        assert_eq!(compiled_twice(&[unit("serde", "a")], &[again]).len(), 1);
    }
}

//! Runs the test executables that cargo built, each by itself and bounded in time.
//!
//! `cargo test` would run them too, but one that hangs would hang the whole; and it prints no output of a test that
//! passed, so that a skip could not be counted. Each runs as cargo would run it: in the folder of its package, with the
//! variables that cargo sets.

use std::path::Path;
use std::time::{Duration, Instant};

use super::bounded::{Command, Ending, Run, Runner, print_all};
use super::cargo_messages::Artifact;
use super::count::{Report, Tally};
use super::{install, snapshots};

/// No test executable takes longer; a scenario that waits for something that never comes is ended.
const EXECUTABLE_LIMIT: Duration = Duration::from_mins(10);

/// Seconds that each reader of outside bytes is given changed files (`crates/pki/tests/readers.rs`).
const FUZZ_SECONDS: &str = "20";

/// Runs every test executable among `artifacts` and adds their reports.
pub(super) fn run_all(runner: &Runner, tally: &mut Tally, artifacts: &[Artifact]) {
    let tests = artifacts.iter().filter(|artifact| artifact.is_test);
    for (artifact, executable) in tests.filter_map(|test| Some((test, test.executable.as_deref()?)))
    {
        let name = name(artifact);
        let command = command(runner, artifact, executable, artifacts);
        let begun = Instant::now();
        let run = runner.run_quietly(&format!("test-{}", name.replace('/', "-")), &command, true);
        let errors = std::fs::read(run.log.with_extension("err")).unwrap_or_default();
        let errors = String::from_utf8_lossy(&errors).into_owned();
        let report = Report::read(&run.text(), &errors);
        println!("   {:>6.1} s  {name}", begun.elapsed().as_secs_f64());
        if !run.is_success() {
            show_failure(&run, &errors);
        }
        if !report.ended {
            // A harness of its own says nothing that could be counted; a crash or a kill does not either.
            tally.step(&format!("{name}: {}", run.verdict()), run.is_success());
        } else if !run.is_success() && matches!(run.ending, Ending::TimedOut(_)) {
            tally.fail(format!("{name}: {}", run.verdict()));
        }
        tally.add(&name, report);
    }
}

/// `smena-pki/lib`, `smena-pki/real_certificates`.
fn name(artifact: &Artifact) -> String {
    let package = artifact
        .folder()
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    match artifact.kind.as_str() {
        "test" | "bin" | "example" | "bench" => format!("{package}/{}", artifact.target),
        kind => format!("{package}/{kind}"),
    }
}

fn command(
    runner: &Runner,
    artifact: &Artifact,
    executable: &Path,
    artifacts: &[Artifact],
) -> Command {
    let mut command = Command::new(&executable.to_string_lossy(), &["--show-output"])
        .folder(artifact.folder())
        .limit(EXECUTABLE_LIMIT)
        .env("CARGO_MANIFEST_DIR", &artifact.folder().to_string_lossy())
        .env("INSTA_UPDATE", "no")
        .env("SMENA_FUZZ_SECONDS", FUZZ_SECONDS)
        .env("INSTA_WORKSPACE_ROOT", &runner.root().to_string_lossy())
        .env(
            "INSTA_SNAPSHOT_REFERENCES_FILE",
            &snapshots::references(runner).to_string_lossy(),
        )
        .env(
            "SMENA_JUDGES",
            &install::judges_folder(runner.root()).to_string_lossy(),
        );
    let binaries = artifacts
        .iter()
        .filter(|other| other.kind == "bin" && !other.is_test);
    for binary in binaries.filter(|binary| binary.package == artifact.package) {
        if let Some(path) = &binary.executable {
            command = command.env(
                &format!("CARGO_BIN_EXE_{}", binary.target),
                &path.to_string_lossy(),
            );
        }
    }
    command
}

/// What libtest says about the failed tests, and what was written past it.
fn show_failure(run: &Run, errors: &str) {
    let text = run.text();
    let from = text.find("\nfailures:\n").unwrap_or(0);
    let lines: Vec<&str> = text[from..].lines().collect();
    print_all("   | ", lines.iter().take(300));
    let errors: Vec<&str> = errors.lines().collect();
    print_all("   ! ", &errors[errors.len().saturating_sub(60)..]);
    println!("   {}", run.verdict());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test::cargo_messages::artifacts;

    #[test]
    fn executables_are_named_by_package_and_target() {
        let line = r#"{"reason":"compiler-artifact","package_id":"path+file:///x#smena-pki@0.1.0","manifest_path":"/x/pki/Cargo.toml","target":{"kind":["test"],"name":"real"},"profile":{"test":true},"filenames":["/t/real-1"],"executable":"/t/real-1"}"#;
        assert_eq!(name(&artifacts(line)[0]), "pki/real");
    }
}

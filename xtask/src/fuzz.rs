//! `cargo xtask fuzz [SECONDS]`: gives each reader of outside bytes to libFuzzer for a while, where a nightly compiler and
//! `cargo-fuzz` are installed.
//!
//! `cargo xtask test` needs neither: it mutates a corpus of its own through the same readers. What libFuzzer finds beyond
//! that stays in `fuzz/corpus` and `fuzz/artifacts`, which are nobody's but this computer's.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

/// How long each reader is tried where nothing else is said.
pub(crate) const SECONDS: u64 = 30;

/// Tries all readers; false when one of them fails, and when nothing could be tried.
pub(crate) fn run(root: &Path, seconds: u64) -> bool {
    let folder = root.join("fuzz");
    if !is_installed(&folder) {
        eprintln!(
            "fuzz: a nightly compiler with cargo-fuzz is not installed: rustup toolchain install nightly, \
             then cargo install cargo-fuzz"
        );
        return false;
    }
    let targets = match targets(&folder) {
        Ok(targets) => targets,
        Err(problem) => {
            eprintln!("fuzz: {problem}");
            return false;
        }
    };
    let mut failed = Vec::new();
    for target in &targets {
        println!("== {target}");
        let limit = format!("-max_total_time={seconds}");
        let mut command = nightly(&folder);
        command.args(["fuzz", "run", target, "--", &limit, "-print_final_stats=1"]);
        if !command.status().is_ok_and(|status| status.success()) {
            failed.push(target.as_str());
        }
    }
    println!("{} readers, failed: {}", targets.len(), failed.join(" "));
    failed.is_empty()
}

/// Cargo of the nightly toolchain, whichever one has started this.
fn nightly(folder: &Path) -> Command {
    let mut command = Command::new("rustup");
    command
        .args(["run", "nightly", "cargo"])
        .current_dir(folder);
    command
}

fn is_installed(folder: &Path) -> bool {
    let mut command = nightly(folder);
    command
        .args(["fuzz", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The names of the targets, in order; one for each reader, as a test of the readers says.
fn targets(folder: &Path) -> Result<Vec<String>, String> {
    let path = folder.join("fuzz_targets");
    let entries = fs::read_dir(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut targets: Vec<String> = entries
        .filter_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            name.strip_suffix(".rs").map(str::to_owned)
        })
        .collect();
    targets.sort();
    Ok(targets)
}

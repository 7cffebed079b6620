//! `cargo xtask test`: everything that has to hold, in the order that tells soonest what does not.
//!
//! It says what it does, installs what the tests need and the machine lacks (`install`), runs the steps (`steps`), each
//! child process with a limit of time (`bounded`), and counts (`count`). The last line is
//! `N passed, N failed, N skipped`; the exit status is 0 when nothing failed.

mod binaries;
mod bounded;
mod cargo_messages;
mod count;
mod install;
mod licences;
mod one_build;
mod snapshots;
mod steps;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bounded::{Command, Runner, print_all};
use count::Tally;

/// What was asked for on the command line.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// A missing judge is a failure.
    strict: bool,
    /// Only the steps of these names; all when empty.
    only: Vec<String>,
}

impl Options {
    /// Reads the words after `cargo xtask test`.
    pub(crate) fn parse(words: &[&str]) -> Result<Options, String> {
        let mut options = Options::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--strict" => options.strict = true,
                "--step" => {
                    let name = words.next().ok_or("--step wants a name")?;
                    options.only.push((*name).to_owned());
                }
                other => return Err(format!("`{other}` is no option of `cargo xtask test`")),
            }
        }
        Ok(options)
    }

    fn wants(&self, step: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| name == step)
    }
}

/// Runs the steps that `options` ask for and says whether nothing failed.
pub(crate) fn run(root: &Path, options: &Options) -> bool {
    if options.only.iter().any(|name| name == "list") {
        for step in &steps::STEPS {
            println!("{:<12}{}", step.name, step.says);
        }
        return true;
    }
    if let Some(unknown) = options
        .only
        .iter()
        .find(|name| steps::STEPS.iter().all(|step| step.name != **name))
    {
        println!("there is no step `{unknown}`; `--step list` names them");
        return false;
    }
    let runner = match Runner::start(root) {
        Ok(runner) => runner,
        Err(problem) => {
            println!("the logs of the tests cannot be written: {problem}");
            return false;
        }
    };
    println!("logs: {}", runner.logs().display());
    let begun = Instant::now();
    let mut tally = Tally::default();
    for step in steps::STEPS.iter().filter(|step| options.wants(step.name)) {
        println!("\n== {}: {}", step.name, step.says);
        let step_begun = Instant::now();
        (step.run)(&runner, &mut tally);
        println!("== {} took {}", step.name, seconds(step_begun.elapsed()));
    }
    tally.report(options.strict);
    println!("took {} in all", seconds(begun.elapsed()));
    println!("{}", tally.summary(options.strict));
    tally.is_green(options.strict)
}

/// Cross-checks `count` random signatures of each parameter set, both ways, against OpenSSL's engine.
pub(crate) fn cross_check(root: &Path, count: u32) -> bool {
    // No `-p`: the package's own choice of features would build the foreign crates once more.
    let command = Command::cargo(&["test", "--test", "cross_check", "--", "--nocapture"])
        .env("SMENA_CROSS_CHECK", &count.to_string())
        .limit(Duration::from_hours(1));
    println!("{count} signatures a parameter set, both ways");
    alone(root, |runner| {
        let run = runner.run("cross-check", &command);
        if run.is_success() {
            let text = run.text();
            print_all("   ", text.lines().filter(|line| !line.trim().is_empty()));
        }
        run.is_success_shown()
    })
}

/// The check of the one build, by itself.
pub(crate) fn one_build_alone(root: &Path) -> bool {
    alone(root, |runner| {
        let mut tally = Tally::default();
        one_build::check(runner, &mut tally);
        tally.report(false);
        tally.is_green(false)
    })
}

/// Where cargo puts a program of ours.
pub(crate) fn built(root: &Path, program: &str) -> PathBuf {
    bounded::target_folder(root).join("debug").join(program)
}

fn alone(root: &Path, work: impl FnOnce(&Runner) -> bool) -> bool {
    match Runner::start(root) {
        Ok(runner) => work(&runner),
        Err(problem) => {
            println!("the logs cannot be written: {problem}");
            false
        }
    }
}

fn seconds(time: Duration) -> String {
    format!("{}.{} s", time.as_secs(), time.subsec_millis() / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read() {
        let options = Options::parse(&["--strict", "--step", "fmt"]).expect("known options");
        assert!(options.strict && options.wants("fmt") && !options.wants("clippy"));
        assert!(Options::parse(&["--fast"]).is_err());
        assert!(Options::parse(&["--step"]).is_err());
        assert!(Options::default().wants("clippy"));
    }
}

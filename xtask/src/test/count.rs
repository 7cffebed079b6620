//! Counts what passed, failed and was skipped.
//!
//! A test that cannot judge prints a line to standard error and passes: `skipped: WHY` when a judge is missing (a
//! failure with `--strict`), `left out: WHY` when data that are not part of the project are not there (never a failure).
//! Such a test is counted as skipped, not as passed. A step (formatting, lints, …) counts as one.

/// What begins the line of a test whose judge is missing.
const SKIPPED: &str = "skipped:";
/// What begins the line of a test whose data are not there.
const LEFT_OUT: &str = "left out:";

/// The sum over all steps.
#[derive(Debug, Default)]
pub(super) struct Tally {
    passed: usize,
    failures: Vec<String>,
    skips: Vec<Skip>,
}

/// Something that was not judged.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Skip {
    name: String,
    reason: String,
    /// Whether `--strict` makes it a failure.
    judge: bool,
}

/// What one test executable reported.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Report {
    /// Tests that ran through, those among them that skipped included.
    passed: usize,
    failed: usize,
    failed_names: Vec<String>,
    skips: Vec<Skip>,
    /// Whether a closing `test result:` line was there.
    pub(super) ended: bool,
}

impl Tally {
    pub(super) fn pass(&mut self) {
        self.passed += 1;
    }

    pub(super) fn fail(&mut self, what: impl Into<String>) {
        let what = what.into();
        println!("   FAILED: {what}");
        self.failures.push(what);
    }

    /// Notes a judge that cannot be had here.
    pub(super) fn skip_judge(&mut self, name: &str, reason: &str) {
        println!("   skipped: {name}: {reason}");
        self.skips.push(Skip {
            name: name.to_owned(),
            reason: reason.to_owned(),
            judge: true,
        });
    }

    /// One for a step: passed, or failed under this name.
    pub(super) fn step(&mut self, name: &str, good: bool) {
        if good { self.pass() } else { self.fail(name) }
    }

    /// Adds what a test executable reported.
    pub(super) fn add(&mut self, executable: &str, report: Report) {
        let skipping = report
            .skips
            .iter()
            .filter(|skip| !skip.name.is_empty())
            .count();
        self.passed += report.passed.saturating_sub(skipping);
        for name in &report.failed_names {
            self.fail(format!("{executable}: {name}"));
        }
        for _ in report.failed_names.len()..report.failed {
            self.fail(format!("{executable}: a test"));
        }
        self.skips.extend(report.skips.into_iter().map(|skip| Skip {
            name: format!("{executable}: {}", skip.name),
            ..skip
        }));
    }

    /// Whether nothing failed and nothing was skipped so far.
    pub(super) fn is_complete(&self) -> bool {
        self.failures.is_empty() && self.skips.is_empty()
    }

    /// Whether nothing failed.
    pub(super) fn is_green(&self, strict: bool) -> bool {
        self.failed(strict) == 0
    }

    fn failed(&self, strict: bool) -> usize {
        self.failures.len() + if strict { self.judges_missing() } else { 0 }
    }

    fn judges_missing(&self) -> usize {
        self.skips.iter().filter(|skip| skip.judge).count()
    }

    /// Prints what failed and what was skipped, by name.
    pub(super) fn report(&self, strict: bool) {
        println!();
        for failure in &self.failures {
            println!("failed: {failure}");
        }
        for skip in &self.skips {
            let word = if strict && skip.judge {
                "failed, since --strict allows no missing judge"
            } else {
                "skipped"
            };
            println!("{word}: {}: {}", skip.name, skip.reason);
        }
    }

    /// The last line.
    pub(super) fn summary(&self, strict: bool) -> String {
        let skipped = self.skips.len() - if strict { self.judges_missing() } else { 0 };
        format!(
            "{} passed, {} failed, {skipped} skipped",
            self.passed,
            self.failed(strict)
        )
    }
}

impl Report {
    /// Reads what libtest wrote with `--show-output`: the lines of each test, the blocks of their output, the sums.
    pub(super) fn read(output: &str, errors: &str) -> Report {
        let mut report = Report::default();
        let mut block = String::new();
        for line in output.lines() {
            let line = line.trim_end();
            if let Some(name) = line
                .strip_prefix("---- ")
                .and_then(|rest| rest.split(' ').next())
            {
                name.clone_into(&mut block);
            } else if line == "failures:" || line == "successes:" {
                block.clear();
            } else if let Some(at) = line.find("test result: ") {
                report.add_sums(&line[at..]);
                block.clear();
            } else if let Some((name, why)) = ignored(line) {
                report.note(name, why, false);
            } else if let Some(name) = line
                .strip_prefix("test ")
                .and_then(|rest| rest.strip_suffix(" ... FAILED"))
            {
                report.failed_names.push(name.to_owned());
            } else {
                report.note_line(&block, line);
            }
        }
        // A helper's process or thread may write past libtest's capture.
        errors.lines().for_each(|line| report.note_line("", line));
        report
    }

    fn note_line(&mut self, block: &str, line: &str) {
        if let Some(reason) = line.strip_prefix(SKIPPED) {
            self.note(block, reason.trim(), true);
        } else if let Some(reason) = line.strip_prefix(LEFT_OUT) {
            self.note(block, reason.trim(), false);
        }
    }

    /// One skip for a test, however many lines it printed; a missing judge outweighs missing data.
    fn note(&mut self, name: &str, reason: &str, judge: bool) {
        let known = self
            .skips
            .iter_mut()
            .find(|skip| !name.is_empty() && skip.name == name);
        match known {
            Some(skip) => {
                skip.judge |= judge;
                skip.reason = format!("{}; {reason}", skip.reason);
            }
            None => self.skips.push(Skip {
                name: name.to_owned(),
                reason: reason.to_owned(),
                judge,
            }),
        }
    }

    fn add_sums(&mut self, line: &str) {
        self.ended = true;
        self.passed += number_before(line, " passed");
        self.failed += number_before(line, " failed");
        // An ignored test is a skip with a name already, and never among the passed.
        self.passed += number_before(line, " ignored");
    }
}

fn ignored(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.strip_prefix("test ")?.split_once(" ... ignored")?;
    let why = rest.trim_start_matches(',').trim();
    Some((name, if why.is_empty() { "ignored" } else { why }))
}

fn number_before(line: &str, word: &str) -> usize {
    let before = line.find(word).map_or("", |at| &line[..at]);
    let digits = before
        .rsplit(|char: char| !char.is_ascii_digit())
        .next()
        .unwrap_or("");
    digits.parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "
running 5 tests
test plain ... ok
test judged ... ok
test data ... ok
test later ... ignored, needs a card
test broken ... FAILED

successes:

---- judged stdout ----
skipped: openssl with the gost engine is not installed
skipped: certtool is not installed

---- data stdout ----
left out: the folder of real certificates

successes:
    data
    judged
    plain

failures:

---- broken stdout ----
thread 'broken' panicked

failures:
    broken

test result: FAILED. 3 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s
";

    #[test]
    fn a_test_that_skipped_is_not_passed() {
        let report = Report::read(OUTPUT, "");
        assert!(report.ended);
        let mut tally = Tally::default();
        tally.add("pki", report);
        assert_eq!(tally.summary(false), "1 passed, 1 failed, 3 skipped");
        assert_eq!(tally.summary(true), "1 passed, 2 failed, 2 skipped");
        assert_eq!(tally.failures, ["pki: broken"]);
    }

    #[test]
    fn a_missing_judge_is_a_failure_only_when_strict() {
        let mut tally = Tally::default();
        tally.pass();
        tally.skip_judge("qpdf", "not installed");
        assert!(tally.is_green(false) && !tally.is_green(true));
        assert_eq!(tally.summary(true), "1 passed, 1 failed, 0 skipped");
    }

    #[test]
    fn missing_data_are_never_a_failure() {
        let mut tally = Tally::default();
        tally.add(
            "pki",
            Report::read(
                "test result: ok. 2 passed; 0 failed; 0 ignored",
                "left out: x",
            ),
        );
        assert!(tally.is_green(true));
        assert_eq!(tally.summary(true), "2 passed, 0 failed, 1 skipped");
    }

    #[test]
    fn sums_of_several_harnesses_add_up() {
        let output = "test result: ok. 2 passed; 0 failed; 0 ignored\ntest result: ok. 3 passed; 0 failed; 0 ignored";
        let mut tally = Tally::default();
        tally.add("doc", Report::read(output, ""));
        assert_eq!(tally.summary(false), "5 passed, 0 failed, 0 skipped");
    }
}

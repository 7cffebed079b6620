//! A test whose body runs in a process of its own.
//!
//! A PKCS#11 module is loaded once in a process and reads its configuration then, from the environment: so each test that
//! needs a bench of its own runs itself again as a child, with the bench in the environment.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Names the folder of the bench; only the child has it.
const BENCH: &str = "SMENA_TEST_BENCH";

/// Longest time for a child.
const CHILD_LIMIT: Duration = Duration::from_mins(4);

/// Longest time for a foreign command.
const COMMAND_LIMIT: Duration = Duration::from_secs(30);

/// What a command said.
pub(crate) struct Answer {
    pub(crate) success: bool,
    pub(crate) text: String,
}

/// In the child: the folder of the bench. In the parent: prepares it, runs the child, and gives nothing.
///
/// `test` is the full name of the running test, `variable` the one that tells the module where its bench is, which
/// `prepare` returns.
pub(crate) fn bench(
    test: &str,
    variable: &str,
    prepare: impl FnOnce(&Path) -> PathBuf,
) -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os(BENCH) {
        return Some(folder.into());
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let value = prepare(folder.path());
    let program = std::env::current_exe().expect("the path of this test");
    let mut command = Command::new(program);
    command
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .env(BENCH, folder.path())
        .env(variable, value);
    let answer = run(command, CHILD_LIMIT);
    for line in answer
        .text
        .lines()
        .filter(|line| line.starts_with("skipped: "))
    {
        eprintln!("{line}");
    }
    assert!(answer.success, "{}", answer.text);
    assert!(answer.text.contains("1 passed"), "{}", answer.text);
    None
}

/// Runs a foreign command with both outputs together.
pub(crate) fn command(program: &str, arguments: &[&str]) -> Answer {
    let mut command = Command::new(program);
    command.args(arguments);
    run(command, COMMAND_LIMIT)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the standard library waits for a child without a limit only"
)]
fn run(mut command: Command, limit: Duration) -> Answer {
    let started = Instant::now();
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => {
            return Answer {
                success: false,
                text: error.to_string(),
            };
        }
    };
    let mut stdout = child.stdout.take().expect("piped");
    let mut stderr = child.stderr.take().expect("piped");
    thread::scope(|scope| {
        let out = scope.spawn(move || {
            let mut bytes = Vec::new();
            stdout.read_to_end(&mut bytes).map(|_| bytes)
        });
        let err = scope.spawn(move || {
            let mut bytes = Vec::new();
            stderr.read_to_end(&mut bytes).map(|_| bytes)
        });
        let status: Option<ExitStatus> = loop {
            if let Some(status) = child.try_wait().expect("the child can be asked") {
                break Some(status);
            }
            if started.elapsed() > limit {
                child.kill().expect("the child can be ended");
                child.wait().expect("the child ends");
                break None;
            }
            thread::sleep(Duration::from_millis(2));
        };
        let mut bytes = out.join().expect("read").expect("the output");
        bytes.extend(err.join().expect("read").expect("the errors"));
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        if status.is_none() {
            text.push_str("\nended after its limit of time");
        }
        Answer {
            success: status.is_some_and(|status| status.success()),
            text,
        }
    })
}

//! The second reader of containers, in Python, and how it is asked.

use std::{
    io::Read as _,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

/// Longest run of the judge; it derives keys in pure Python, some seconds each.
const LIMIT: Duration = Duration::from_mins(2);

/// What the second reader found in a container, or nothing when there is no Python.
pub(crate) fn second_reader(container: &Path, password: Option<&str>) -> Option<Value> {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: python3 is not installed");
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges/read_container.py");
    let mut command = Command::new("python3");
    command.arg("-B").arg(script).arg(container).args(password);
    let (success, stdout, stderr) = run(command);
    assert!(
        success,
        "the second reader refuses {}: {stderr}",
        container.display()
    );
    Some(serde_json::from_str(&stdout).expect("the judge answers in JSON"))
}

/// Runs a command to its end or to the limit. It says less than a pipe holds.
#[expect(
    clippy::disallowed_methods,
    reason = "the standard library waits for a child without a limit only"
)]
fn run(mut command: Command) -> (bool, String, String) {
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the judge starts");
    let status = loop {
        if let Some(status) = child.try_wait().expect("the judge can be waited for") {
            break status;
        }
        if started.elapsed() > LIMIT {
            child.kill().expect("the judge can be stopped");
            panic!("the judge took longer than {LIMIT:?}");
        }
        thread::sleep(Duration::from_millis(20));
    };
    let mut texts = [String::new(), String::new()];
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    stdout
        .expect("piped")
        .read_to_string(&mut texts[0])
        .expect("text");
    stderr
        .expect("piped")
        .read_to_string(&mut texts[1])
        .expect("text");
    let [stdout, stderr] = texts;
    (status.success(), stdout, stderr)
}

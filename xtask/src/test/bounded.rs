//! Runs a child process in a process group of its own, with its output in a log and with a limit of time.
//!
//! When the limit is over, the whole group is killed. A guard process (a shell that reads a pipe) kills the running
//! group when this process itself ends early, for instance by Ctrl-C: a child in a group of its own would not hear it.
//! What a child moves into another session is out of reach; tests that start such processes end them themselves.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Child, ChildStdin, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A line is printed this often while a child is silent on the terminal.
const HEARTBEAT: Duration = Duration::from_mins(1);
/// How many lines of a failed child's log are shown.
const TAIL_LINES: usize = 120;
/// What the guard does: remember the group named last, and kill it when the pipe closes.
const GUARD: &str = "trap '' INT TERM HUP; group=; while read -r line; do group=$line; done; [ -z \"$group\" ] || kill -9 -\"$group\" 2>/dev/null";

/// A child process to be run.
pub(super) struct Command {
    program: String,
    arguments: Vec<String>,
    folder: Option<PathBuf>,
    environment: Vec<(String, String)>,
    limit: Duration,
}

impl Command {
    /// A program with its arguments, at first with a limit of ten minutes.
    pub(super) fn new(program: &str, arguments: &[&str]) -> Command {
        Command {
            program: program.to_owned(),
            arguments: arguments
                .iter()
                .map(|argument| (*argument).to_owned())
                .collect(),
            folder: None,
            environment: Vec::new(),
            limit: Duration::from_mins(10),
        }
    }

    /// The cargo that started us, else the one on the path.
    pub(super) fn cargo(arguments: &[&str]) -> Command {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        Command::new(&cargo, arguments)
    }

    pub(super) fn env(mut self, name: &str, value: &str) -> Command {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn folder(mut self, folder: &Path) -> Command {
        self.folder = Some(folder.to_path_buf());
        self
    }

    pub(super) fn limit(mut self, limit: Duration) -> Command {
        self.limit = limit;
        self
    }

    /// The command as a person would type it.
    pub(super) fn spelt(&self) -> String {
        let program = self.program.rsplit('/').next().unwrap_or(&self.program);
        [program]
            .into_iter()
            .chain(self.arguments.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// How a child ended.
#[derive(Debug)]
pub(super) enum Ending {
    /// It ended by itself.
    Exited(ExitStatus),
    /// Its time was over and its group was killed.
    TimedOut(Duration),
    /// It could not be started.
    NotStarted(io::Error),
}

/// How a child ended, and where its output is.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) ending: Ending,
    /// Standard output; standard error too, unless they were kept apart.
    pub(super) log: PathBuf,
}

impl Run {
    /// Whether the child ended by itself with status 0.
    pub(super) fn is_success(&self) -> bool {
        matches!(&self.ending, Ending::Exited(status) if status.success())
    }

    /// The same; when not, the end of the log is printed.
    pub(super) fn is_success_shown(&self) -> bool {
        let success = self.is_success();
        if !success {
            let text = self.text();
            let lines: Vec<&str> = text.lines().collect();
            let from = lines.len().saturating_sub(TAIL_LINES);
            print_all("   | ", &lines[from..]);
            println!("   {}", self.verdict());
        }
        success
    }

    /// How it ended, in words.
    pub(super) fn verdict(&self) -> String {
        match &self.ending {
            Ending::Exited(status) => {
                format!("ended with {status}; its output: {}", self.log.display())
            }
            Ending::TimedOut(limit) => {
                format!(
                    "killed after {} s; its output: {}",
                    limit.as_secs(),
                    self.log.display()
                )
            }
            Ending::NotStarted(problem) => format!("could not be started: {problem}"),
        }
    }

    /// What the child wrote; bytes that are not UTF-8 are replaced.
    pub(super) fn text(&self) -> String {
        fs::read(&self.log)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }
}

/// Runs children one after another, with the guard beside them.
pub(super) struct Runner {
    root: PathBuf,
    logs: PathBuf,
    guard: Mutex<ChildStdin>,
    guard_process: Mutex<Child>,
}

impl Runner {
    /// Makes the folder of the logs and starts the guard.
    pub(super) fn start(root: &Path) -> io::Result<Runner> {
        let logs = target_folder(root).join("xtask");
        fs::create_dir_all(&logs)?;
        let mut guard = process::Command::new("sh")
            .args(["-c", GUARD])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        let pipe = guard
            .stdin
            .take()
            .ok_or_else(|| io::Error::other("the guard has no standard input"))?;
        Ok(Runner {
            root: root.to_path_buf(),
            logs,
            guard: Mutex::new(pipe),
            guard_process: Mutex::new(guard),
        })
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn logs(&self) -> &Path {
        &self.logs
    }

    /// Runs a child, standard output and standard error into `LOG.log`.
    pub(super) fn run(&self, log: &str, command: &Command) -> Run {
        println!("   {}", command.spelt());
        self.run_quietly(log, command, false)
    }

    /// The same with standard error in `LOG.err`, so that standard output can be read by a program.
    pub(super) fn run_apart(&self, log: &str, command: &Command) -> Run {
        println!("   {}", command.spelt());
        self.run_quietly(log, command, true)
    }

    /// The same, without naming the command.
    pub(super) fn run_quietly(&self, log: &str, command: &Command, apart: bool) -> Run {
        let path = self.logs.join(format!("{log}.log"));
        let ending = match self.spawn(&path, command, apart) {
            Ok(child) => self.wait(child, command),
            Err(problem) => Ending::NotStarted(problem),
        };
        Run { ending, log: path }
    }

    fn spawn(&self, path: &Path, command: &Command, apart: bool) -> io::Result<Child> {
        let output = File::create(path)?;
        let errors = if apart {
            File::create(path.with_extension("err"))?
        } else {
            output.try_clone()?
        };
        let mut child = process::Command::new(&command.program);
        for (name, _) in
            std::env::vars_os().filter(|(name, _)| is_of_cargo_run(&name.to_string_lossy()))
        {
            child.env_remove(name);
        }
        child
            .args(&command.arguments)
            .current_dir(command.folder.as_ref().unwrap_or(&self.root))
            .envs(
                command
                    .environment
                    .iter()
                    .map(|(name, value)| (name, value)),
            )
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .process_group(0)
            .spawn()
    }

    fn wait(&self, mut child: Child, command: &Command) -> Ending {
        let group = child.id();
        self.tell_guard(&group.to_string());
        let begun = Instant::now();
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || sender.send(child.wait()));
        let ending = loop {
            let left = command.limit.saturating_sub(begun.elapsed());
            match receiver.recv_timeout(left.min(HEARTBEAT)) {
                Ok(Ok(status)) => break Ending::Exited(status),
                Ok(Err(problem)) => break Ending::NotStarted(problem),
                Err(RecvTimeoutError::Timeout) if begun.elapsed() < command.limit => {
                    println!("   … {} s: {}", begun.elapsed().as_secs(), command.spelt());
                }
                Err(_) => break Ending::TimedOut(command.limit),
            }
        };
        // Also after a good end: nothing that a child started may outlive its step.
        kill_group(group);
        self.tell_guard("");
        ending
    }

    /// A guard that is gone protects nothing, but spoils nothing either.
    fn tell_guard(&self, group: &str) {
        let mut pipe = self.guard.lock().unwrap_or_else(PoisonError::into_inner);
        drop(writeln!(pipe, "{group}"));
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        let guard = self
            .guard_process
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        drop(guard.kill());
        drop(guard.wait());
    }
}

/// What `cargo run` tells the program that it starts about its package; another cargo below it must not take it for its own.
fn is_of_cargo_run(name: &str) -> bool {
    [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_BIN_",
        "CARGO_CRATE_",
    ]
    .iter()
    .any(|start| name.starts_with(start))
}

/// Kills each process of the group; there may be none left, which is no failure.
fn kill_group(group: u32) {
    let status = process::Command::new("sh")
        .args(["-c", "kill -9 -\"$1\"", "sh", &group.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    drop(status);
}

/// Prints each line behind a mark.
pub(super) fn print_all<T: Display>(mark: &str, lines: impl IntoIterator<Item = T>) {
    for line in lines {
        println!("{mark}{line}");
    }
}

/// Where cargo builds: `CARGO_TARGET_DIR`, else `target` under the root.
pub(super) fn target_folder(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runner(name: &str) -> Runner {
        let folder = std::env::temp_dir().join(format!("xtask-bounded-{}-{name}", process::id()));
        fs::create_dir_all(&folder).expect("a temporary folder");
        Runner::start(&folder).expect("a guard")
    }

    #[test]
    fn output_goes_into_the_log() {
        let run = runner("log").run(
            "echo",
            &Command::new("sh", &["-c", "echo out; echo err >&2"]),
        );
        assert!(run.is_success());
        assert_eq!(run.text(), "out\nerr\n");
    }

    #[test]
    fn a_child_that_hangs_is_killed_with_its_children() {
        let command = Command::new("sh", &["-c", "sleep 60 & echo $!; wait"])
            .limit(Duration::from_millis(400));
        let begun = Instant::now();
        let run = runner("hang").run("hang", &command);
        assert!(matches!(run.ending, Ending::TimedOut(_)));
        assert!(begun.elapsed() < Duration::from_secs(30));
        let grandchild = run.text().trim().to_owned();
        let alive = process::Command::new("kill")
            .args(["-0", &grandchild])
            .output()
            .expect("kill runs");
        assert!(!alive.status.success() || is_zombie(&grandchild));
    }

    fn is_zombie(process: &str) -> bool {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        stat.contains(") Z ")
    }

    #[test]
    fn a_missing_program_is_said() {
        let run = runner("missing").run("missing", &Command::new("smena-no-such-program", &[]));
        assert!(matches!(run.ending, Ending::NotStarted(_)));
        assert!(run.verdict().contains("could not be started"));
    }
}

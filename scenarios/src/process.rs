//! Starts programs and waits for them, never for longer than said.

use std::{
    fs::OpenOptions,
    io::Read,
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        atomic::{AtomicU32, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

/// How long a program of ours may take for one command.
pub const COMMAND_LIMIT: Duration = Duration::from_mins(1);
/// How long a server may take until it answers, after a crash too.
pub const START_LIMIT: Duration = Duration::from_secs(20);

/// The first and the last port that tests give away: below the ephemeral ones of Linux, macOS and Windows.
const FIRST_PORT: u16 = 10_000;
const LAST_PORT: u16 = 32_000;

/// What makes a program of ours log all that it can, whatever library says it.
pub const LOUD: &str = "trace";

/// A file to which a program's log is added.
///
/// # Panics
///
/// When it cannot be opened.
#[must_use]
pub fn appended(log: &Path) -> Stdio {
    let file = OpenOptions::new().create(true).append(true).open(log);
    file.expect("a log").into()
}

/// A port that was free a moment ago, below those that a system gives to whoever asks for any.
///
/// # Panics
///
/// When there is none.
#[must_use]
pub fn free_port() -> u16 {
    static ASKED: AtomicU32 = AtomicU32::new(0);
    // Test programs that run side by side begin at places of their own.
    let first = std::process::id().wrapping_mul(64);
    let span = u32::from(LAST_PORT - FIRST_PORT);
    (0..span)
        .map(|_| {
            let number = first.wrapping_add(ASKED.fetch_add(1, Ordering::Relaxed)) % span;
            FIRST_PORT + u16::try_from(number).expect("below the span")
        })
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .expect("a port")
}

/// What a program said.
#[derive(Debug)]
pub struct Answer {
    /// Its exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// Its standard output.
    pub stdout: Vec<u8>,
    /// Its standard error.
    pub stderr: String,
}

impl Answer {
    /// Its standard output as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// Fails the test unless the program ended with 0.
    ///
    /// # Panics
    ///
    /// When it did not.
    #[track_caller]
    pub fn expect_success(&self, what: &str) {
        assert_eq!(self.code, Some(0), "{what}: {}{}", self.text(), self.stderr);
    }

    /// What a command of ours that was called with `--json` has come to.
    ///
    /// # Panics
    ///
    /// When it failed.
    #[track_caller]
    #[must_use]
    pub fn result(&self, what: &str) -> Value {
        self.expect_success(what);
        self.json()["result"].take()
    }

    /// The code by which it refused.
    ///
    /// # Panics
    ///
    /// When it did not.
    #[track_caller]
    #[must_use]
    pub fn refusal(&self) -> String {
        assert_ne!(self.code, Some(0), "{}", self.text());
        let code = self.json()["error"]["code"].take();
        code.as_str().expect("a code").to_owned()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.text()).expect("JSON")
    }
}

/// Runs a command to its end.
///
/// # Panics
///
/// When it cannot be started or takes too long.
pub fn run(command: &mut Command, limit: Duration) -> Answer {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let (ended, wait) = mpsc::channel();
    let out = drain(child.stdout.take().expect("piped above"), ended.clone());
    let err = drain(child.stderr.take().expect("piped above"), ended);
    let until = Instant::now() + limit;
    // Both readers drop their end of the channel when the program has closed its outputs.
    loop {
        match wait.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(()) => {}
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                // It may have ended in this instant; then there is nothing to kill.
                let _ = child.kill();
                let _ = child.wait();
                panic!("{command:?} took longer than {limit:?}");
            }
        }
    }
    let status = child.wait().expect("the program ended");
    let stdout = out.join().expect("the reader ended");
    let stderr = err.join().expect("the reader ended");
    Answer {
        code: status.code(),
        stdout,
        stderr: String::from_utf8_lossy(&stderr).into_owned(),
    }
}

fn drain(
    mut pipe: impl Read + Send + 'static,
    ended: mpsc::Sender<()>,
) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut octets = Vec::new();
        // A pipe that breaks has said what it had to say.
        let _ = pipe.read_to_end(&mut octets);
        let _ = ended.send(());
        octets
    })
}

/// One of our own programs, which lie two folders above the test's executable.
///
/// # Panics
///
/// When it was not built: `cargo build --workspace --bins`, which `cargo xtask test` does by itself.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("the path of the test's executable");
    let folder = test.ancestors().nth(2).expect("target/debug");
    let path = folder.join(name);
    assert!(
        path.is_file(),
        "{} is not built: cargo build --workspace --bins",
        path.display()
    );
    path
}

/// A program of ours that serves until it is dropped.
pub struct Serving {
    child: Child,
    port: u16,
}

impl Serving {
    /// Starts it and waits until it takes connections.
    ///
    /// # Panics
    ///
    /// When it ends before, or takes too long.
    pub fn start(command: &mut Command, port: u16) -> Self {
        let begun = Instant::now();
        let mut serving = Self::begin(command, port);
        while !serving.listens() {
            if let Some(status) = serving.child.try_wait().expect("the state of the server") {
                panic!("{command:?} ended at once: {status}");
            }
            assert!(begun.elapsed() < START_LIMIT, "{command:?} does not listen");
            thread::park_timeout(Duration::from_millis(20));
        }
        serving
    }

    /// Starts it and waits for nothing.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    pub fn begin(command: &mut Command, port: u16) -> Self {
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("the server starts");
        Self { child, port }
    }

    /// Whether it takes connections.
    #[must_use]
    pub fn listens(&self) -> bool {
        TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok()
    }

    /// Waits until it has ended by itself.
    ///
    /// # Panics
    ///
    /// When it does not within the limit.
    pub fn expect_end(&mut self, limit: Duration) {
        let begun = Instant::now();
        while self
            .child
            .try_wait()
            .expect("the state of the server")
            .is_none()
        {
            assert!(begun.elapsed() < limit, "the server still runs");
            thread::park_timeout(Duration::from_millis(20));
        }
    }

    /// Kills it, and waits until it is gone.
    pub fn kill(self) {}

    /// Whether it has ended.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_some())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Already gone is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Says that a judge is missing; `cargo xtask test` counts these lines.
#[expect(clippy::print_stderr, reason = "a line that xtask test counts")]
pub fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}

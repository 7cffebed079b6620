//! Databases for tests: SQLite files in a temporary folder, and one PostgreSQL server for the whole
//! test binary, started as an unprivileged user on a Unix socket in a folder of its own.
//!
//! Uses the standard library alone and knows nothing of the store, so that other test crates can
//! include it by `#[path = "…/store/tests/common/mod.rs"]`. The server ends with the process that
//! started it, however that one ends: a watching shell waits on a pipe that the process holds open.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// What a test prints that had to do without PostgreSQL.
pub(crate) const SKIPPED: &str = "skipped: postgresql is not installed";

/// Seconds that `initdb` and each short command may take.
const COMMAND_SECONDS_MAX: &str = "60";
/// Seconds after which the server ends in any case.
const SERVER_SECONDS_MAX: &str = "1800";
/// How long the server may take until it answers.
const START_MAX: Duration = Duration::from_secs(30);

/// A running PostgreSQL server.
pub(crate) struct PostgresServer {
    bin: PathBuf,
    folder: PathBuf,
    /// Its standard input is the pipe whose end stops the server.
    _watch: Child,
    databases: AtomicU32,
}

impl PostgresServer {
    /// The server of this process, started at the first call; `None` when PostgreSQL is not
    /// installed.
    ///
    /// # Panics
    /// When it is installed and does not start.
    pub(crate) fn shared() -> Option<&'static Self> {
        static SERVER: OnceLock<Option<PostgresServer>> = OnceLock::new();
        SERVER.get_or_init(Self::start).as_ref()
    }

    fn start() -> Option<Self> {
        let bin = binaries()?;
        // The socket's path must stay under 108 bytes, so the folder does not follow TMPDIR.
        let folder = PathBuf::from(format!(
            "/tmp/smena-pg-{}-{:x}",
            std::process::id(),
            Instant::now().elapsed().as_nanos() + std::ptr::addr_of!(bin) as u128
        ));
        std::fs::create_dir(&folder).expect("the folder of the server");
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&folder));
        }
        run(unprivileged(&bin.join("initdb"))
            .args([
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--username=smena",
            ])
            .arg("--no-sync")
            .arg("--pgdata")
            .arg(folder.join("base")));
        let watch = watch(&bin, &folder);
        let server = Self {
            bin,
            folder,
            _watch: watch,
            databases: AtomicU32::new(0),
        };
        server.wait();
        Some(server)
    }

    fn wait(&self) {
        let begun = Instant::now();
        loop {
            let ready = Command::new(self.bin.join("pg_isready"))
                .args(["--quiet", "--username=smena", "--dbname=postgres", "--host"])
                .arg(&self.folder)
                .status()
                .expect("pg_isready runs");
            if ready.success() {
                return;
            }
            assert!(
                begun.elapsed() < START_MAX,
                "PostgreSQL did not start in {}",
                self.log()
            );
            std::thread::park_timeout(Duration::from_millis(50));
        }
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// Makes an empty database and gives its address.
    ///
    /// # Panics
    /// When the server refuses.
    pub(crate) fn database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        run(Command::new("timeout")
            .arg(COMMAND_SECONDS_MAX)
            .arg(self.bin.join("createdb"))
            .arg("--host")
            .arg(&self.folder)
            .args(["--username=smena", &name]));
        format!(
            "postgres:///{name}?host={}&user=smena",
            self.folder.display()
        )
    }
}

/// Starts the server under a shell that stops it when the pipe from this process ends.
fn watch(bin: &Path, folder: &Path) -> Child {
    let script = r#"
        folder="$1"; seconds="$2"; shift 2
        "$@" >"$folder/log" 2>&1 &
        server=$!
        timeout "$seconds" cat >/dev/null
        kill -INT "$server" 2>/dev/null
        wait "$server"
        rm -rf "$folder"
    "#;
    let mut command = as_unprivileged(Path::new("sh"));
    command
        .arg("-c")
        .arg(script)
        .arg("sh")
        .arg(folder)
        .arg(SERVER_SECONDS_MAX);
    command
        .arg(bin.join("postgres"))
        .arg("-D")
        .arg(folder.join("base"));
    command.arg("-k").arg(folder).args([
        "-h",
        "",
        "-c",
        "fsync=off",
        "-c",
        "synchronous_commit=off",
        "-c",
        "full_page_writes=off",
        "-c",
        "max_connections=200",
    ]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the shell that watches the server starts")
}

/// The folder of `initdb` and `postgres`: Debian keeps them out of the search path.
fn binaries() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").ok();
    let versions = debian
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    versions
        .chain(std::env::split_paths(&path))
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().expect("id runs");
    output.stdout.starts_with(b"0\n")
}

/// PostgreSQL refuses to run as root.
fn as_unprivileged(program: &Path) -> Command {
    if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        return command;
    }
    Command::new(program)
}

fn unprivileged(program: &Path) -> Command {
    let mut command = as_unprivileged(Path::new("timeout"));
    command.arg(COMMAND_SECONDS_MAX).arg(program);
    command
}

fn run(command: &mut Command) {
    let output = command
        .current_dir("/")
        .output()
        .expect("the command starts");
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Says that a test had to do without PostgreSQL; `xtask test` counts these lines.
#[expect(clippy::print_stderr, reason = "a line that xtask test counts")]
pub(crate) fn skipped() {
    eprintln!("{SKIPPED}");
}

//! What the tests of this crate share: where the real files are, and how OpenSSL is asked.
//!
//! A test whose files or judge are missing says so in one line and passes; `xtask` counts the lines.

#![cfg(test)]
#![expect(dead_code, reason = "each test file uses its own part")]

pub(crate) mod issued;

use std::ffi::OsStr;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

/// Longest run of one OpenSSL command.
const COMMAND_LIMIT: Duration = Duration::from_mins(1);

/// Where Debian puts the engine.
const ENGINE_NAMES: [&str; 2] = ["gost.so", "libgost.so"];

const ENGINE_CONFIG: &str = "openssl_conf = openssl_init
[openssl_init]
engines = engine_section
[engine_section]
gost = gost_section
[gost_section]
engine_id = gost
default_algorithms = ALL
CRYPT_PARAMS = id-Gost28147-89-CryptoPro-A-ParamSet
[req]
distinguished_name = req_dn
prompt = no
[req_dn]
CN = test
";

/// Returns a folder of the real files, or says that the test is left out.
pub(crate) fn testdata(relative: &str) -> Option<PathBuf> {
    let root = env::var_os("SMENA_TESTDATA").map_or_else(
        || {
            PathBuf::from(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../../shared/testdata"
            ))
        },
        PathBuf::from,
    );
    let path = root.join(relative);
    if path.exists() {
        return Some(path);
    }
    eprintln!("left out: {} is not there", path.display());
    None
}

/// Returns the files of a folder whose names end in `suffix`, in order.
pub(crate) fn files(folder: &Path, suffix: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder can be listed")
        .map(|entry| entry.expect("the entry can be read").path())
        .filter(|path| file_name(path).ends_with(suffix))
        .collect();
    files.sort();
    files
}

/// Returns the last part of a path.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// What a command said.
#[derive(Debug)]
pub(crate) struct Answer {
    /// It ended with 0.
    pub(crate) success: bool,
    /// Its standard output.
    pub(crate) stdout: Vec<u8>,
    /// Its standard error.
    pub(crate) stderr: String,
}

impl Answer {
    /// Fails the test unless the command ended well.
    #[track_caller]
    pub(crate) fn expect_success(self, what: &str) -> Vec<u8> {
        assert!(
            self.success,
            "{what}: {}{}",
            String::from_utf8_lossy(&self.stdout),
            self.stderr
        );
        self.stdout
    }
}

/// OpenSSL with the GOST engine and a folder for its files.
#[derive(Debug)]
pub(crate) struct OpenSsl {
    folder: tempfile::TempDir,
}

impl OpenSsl {
    /// Finds OpenSSL with the engine, or says that the test is skipped.
    pub(crate) fn with_gost() -> Option<Self> {
        let openssl = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        openssl.write("engine.cnf", ENGINE_CONFIG.as_bytes());
        if Self::engine_is_installed() && openssl.run(["engine", "gost", "-t"]).success {
            return Some(openssl);
        }
        eprintln!("skipped: openssl with the gost engine is not installed");
        None
    }

    fn engine_is_installed() -> bool {
        let Ok(output) = Command::new("openssl").args(["version", "-e"]).output() else {
            return false;
        };
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let Some(folder) = text.split('"').nth(1) else {
            return false;
        };
        ENGINE_NAMES
            .iter()
            .any(|name| Path::new(folder).join(name).exists())
    }

    /// Returns the path of a file in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder and returns its path.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).expect("a file in the temporary folder");
        path
    }

    /// Reads a file of the folder.
    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect("the file that OpenSSL wrote")
    }

    /// Runs a command in the folder.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Answer {
        self.run_with_input(arguments, &[])
    }

    /// Runs a command in the folder with bytes on its standard input.
    pub(crate) fn run_with_input<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
        input: &[u8],
    ) -> Answer {
        let mut command = Command::new("openssl");
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("OPENSSL_CONF", self.path("engine.cnf"));
        run_limited(command, input)
    }
}

/// Runs a command for at most [`COMMAND_LIMIT`], both outputs drained while it runs.
#[expect(
    clippy::disallowed_methods,
    reason = "the standard library waits for a child without a limit only"
)]
pub(crate) fn run_limited(mut command: Command, input: &[u8]) -> Answer {
    let started = Instant::now();
    let child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            return Answer {
                success: false,
                stdout: Vec::new(),
                stderr: error.to_string(),
            };
        }
    };
    let mut stdin = child.stdin.take().expect("piped");
    let mut stdout = child.stdout.take().expect("piped");
    let mut stderr = child.stderr.take().expect("piped");
    thread::scope(|scope| {
        scope.spawn(move || {
            // A command that needs no input may have closed its end already.
            let _ = stdin.write_all(input);
        });
        let out = scope.spawn(move || {
            let mut bytes = Vec::new();
            stdout.read_to_end(&mut bytes).map(|_| bytes)
        });
        let err = scope.spawn(move || {
            let mut bytes = Vec::new();
            stderr.read_to_end(&mut bytes).map(|_| bytes)
        });
        let success = loop {
            if let Some(status) = child.try_wait().expect("the child can be asked") {
                break status.success();
            }
            if started.elapsed() > COMMAND_LIMIT {
                child.kill().expect("the child can be ended");
                child.wait().expect("the child ends");
                break false;
            }
            thread::sleep(Duration::from_millis(2));
        };
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Answer {
            success,
            stdout: out
                .join()
                .expect("the reader ends")
                .expect("the output can be read"),
            stderr: text(
                err.join()
                    .expect("the reader ends")
                    .expect("the output can be read"),
            ),
        }
    })
}

/// A generator with a fixed seed: tests are repeatable.
///
/// A counter hashed with Streebog; good enough for tests, and nothing else uses it.
#[derive(Debug)]
pub(crate) struct SeededRng {
    seed: Vec<u8>,
    counter: u64,
}

impl SeededRng {
    /// Makes a generator; different names give different numbers.
    pub(crate) fn new(name: &str) -> Self {
        Self {
            seed: name.as_bytes().to_vec(),
            counter: 0,
        }
    }
}

impl rand_core::TryRng for SeededRng {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        for chunk in out.chunks_mut(32) {
            let block = [&self.seed[..], &self.counter.to_be_bytes()].concat();
            let digest = smena_pki::algorithm::DigestAlgorithm::Sha256.digest(&block);
            chunk.copy_from_slice(&digest[..chunk.len()]);
            self.counter += 1;
        }
        Ok(())
    }
}

impl rand_core::TryCryptoRng for SeededRng {}

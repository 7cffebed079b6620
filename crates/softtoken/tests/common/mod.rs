//! A folder of tokens, the module, and the clients of others that drive it, each for a bounded time.

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use getrandom::{SysRng, rand_core::UnwrapErr};
use smena_softtoken::{FOLDER_VARIABLE, TokenOptions, create, module_path};

/// Longest time that a command may take: RSA keys of the debug build included.
const COMMAND_LIMIT: Duration = Duration::from_secs(120);
const PIN: &str = "12345678";

/// What a command said, on both outputs.
pub(crate) struct Answer {
    /// It ended with 0.
    pub(crate) success: bool,
    /// Its standard output and then its standard error.
    pub(crate) text: String,
}

impl Answer {
    /// Fails the test unless the command ended well; gives what it said.
    #[track_caller]
    pub(crate) fn expect_success(self) -> String {
        assert!(self.success, "{}", self.text);
        self.text
    }
}

/// A folder for files with the tokens in it.
pub(crate) struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// Without a token; says so when `pkcs11-tool` is missing.
    pub(crate) fn with_pkcs11_tool() -> Option<Self> {
        Self::with("pkcs11-tool")
    }

    /// Without a token; says so when `softhsm2-util` is missing.
    pub(crate) fn with_softhsm2_util() -> Option<Self> {
        Self::with("softhsm2-util")
    }

    fn with(program: &str) -> Option<Self> {
        if is_installed(program) {
            return Some(Self::empty());
        }
        eprintln!("skipped: {program} is not installed");
        None
    }

    /// With a token as it is sold, under the label "token".
    pub(crate) fn with_token() -> Option<Self> {
        let bench = Self::with_pkcs11_tool()?;
        bench.create(&TokenOptions::quick("token"));
        Some(bench)
    }

    /// Makes a token.
    pub(crate) fn create(&self, options: &TokenOptions) {
        create(&self.tokens(), options, &mut UnwrapErr(SysRng)).expect("a token");
    }

    /// The folder of the files.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of the tokens.
    pub(crate) fn tokens(&self) -> PathBuf {
        self.folder.path().join("tokens")
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, content: &[u8]) {
        fs::write(self.folder.path().join(name), content).expect("a file");
    }

    /// Reads a file.
    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.path().join(name)).expect("a file that a command wrote")
    }

    /// Runs `pkcs11-tool` on the module.
    pub(crate) fn tool(&self, arguments: &[&str]) -> Answer {
        self.client("pkcs11-tool", arguments)
    }

    /// The same, where it is installed.
    pub(crate) fn tool_if_there(&self, arguments: &[&str]) -> Option<Answer> {
        is_installed("pkcs11-tool").then(|| self.tool(arguments))
    }

    /// Runs `pkcs11-tool` on the token without a PIN.
    pub(crate) fn public(&self, arguments: &[&str]) -> Answer {
        self.tool(&[&["--token-label", "token"], arguments].concat())
    }

    /// Runs `pkcs11-tool` on the token as its user.
    pub(crate) fn login(&self, arguments: &[&str]) -> Answer {
        self.public(&[&["--login", "--pin", PIN], arguments].concat())
    }

    /// Runs `softhsm2-util` on the module.
    pub(crate) fn softhsm(&self, arguments: &[&str]) -> Answer {
        self.client("softhsm2-util", arguments)
    }

    fn client(&self, program: &str, arguments: &[&str]) -> Answer {
        let module =
            module_path().expect("Cargo builds the module beside the tests of its package");
        let mut command = Command::new(program);
        command
            .arg("--module")
            .arg(module)
            .args(arguments)
            .current_dir(self.folder.path())
            .env(FOLDER_VARIABLE, self.tokens())
            // Another language has other words for what is looked for.
            .env("LC_ALL", "C");
        run(command)
    }
}

/// OpenSSL with the GOST engine.
pub(crate) struct OpenSsl;

impl OpenSsl {
    /// Finds it, or says that the test is skipped.
    pub(crate) fn with_gost() -> Option<Self> {
        let mut command = Command::new("openssl");
        command.args(["engine", "gost", "-t"]);
        let answer = run(command);
        if answer.success && answer.text.contains("[ available ]") {
            return Some(Self);
        }
        eprintln!("skipped: openssl with the gost engine is not installed");
        None
    }

    /// Verifies `signature` over a file by `public.pem`.
    pub(crate) fn verify(&self, folder: &Path, digest: &str, file: &str) -> Answer {
        let arguments = ["-verify", "public.pem", "-signature", "signature", file];
        self.digest(folder, digest, &arguments)
    }

    /// Hashes a file into `expected`.
    pub(crate) fn hash(&self, folder: &Path, digest: &str, file: &str) -> Answer {
        self.digest(folder, digest, &["-binary", "-out", "expected", file])
    }

    fn digest(&self, folder: &Path, digest: &str, arguments: &[&str]) -> Answer {
        let digest = format!("-{digest}");
        let mut all = vec!["dgst"];
        if digest.contains("gost") {
            all.extend(["-engine", "gost"]);
        }
        all.push(&digest);
        all.extend(arguments);
        self.run(folder, &all)
    }

    /// Makes `certificate.der`.
    pub(crate) fn self_signed(&self, folder: &Path) -> Answer {
        let key = ["-newkey", "rsa:2048", "-nodes", "-keyout", "own.pem"];
        let rest = [
            "-subj",
            "/CN=token test",
            "-outform",
            "DER",
            "-out",
            "certificate.der",
        ];
        self.run(folder, &[&["req", "-x509"], &key[..], &rest].concat())
    }

    /// Makes `key.pem`, a key of a kind with an option.
    pub(crate) fn generate(&self, folder: &Path, [kind, option]: [&str; 2]) -> Answer {
        let arguments = [
            "genpkey",
            "-algorithm",
            kind,
            "-pkeyopt",
            option,
            "-out",
            "key.pem",
        ];
        self.run(folder, &arguments)
    }

    #[expect(clippy::unused_self, reason = "having found OpenSSL is what allows it")]
    fn run(&self, folder: &Path, arguments: &[&str]) -> Answer {
        let mut command = Command::new("openssl");
        command.args(arguments).current_dir(folder);
        run(command)
    }
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Runs a command for at most [`COMMAND_LIMIT`], both outputs drained while it runs.
#[expect(
    clippy::disallowed_methods,
    reason = "the standard library waits for a child without a limit only"
)]
fn run(mut command: Command) -> Answer {
    let started = Instant::now();
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            return Answer {
                success: false,
                text: error.to_string(),
            };
        }
    };
    let mut outputs: [Box<dyn std::io::Read + Send>; 2] = [
        Box::new(child.stdout.take().expect("piped")),
        Box::new(child.stderr.take().expect("piped")),
    ];
    thread::scope(|scope| {
        let [out, err] = outputs.each_mut().map(|output| {
            scope.spawn(|| {
                let mut octets = Vec::new();
                output.read_to_end(&mut octets).map(|_| octets)
            })
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
        let mut octets = out.join().expect("no panic").expect("its output");
        octets.extend(err.join().expect("no panic").expect("its errors"));
        Answer {
            success,
            text: String::from_utf8_lossy(&octets).into_owned(),
        }
    })
}

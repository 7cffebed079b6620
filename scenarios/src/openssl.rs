//! OpenSSL with the gost engine, the judge of everything that is signed.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use crate::process::{Answer, run, skipped};

const LIMIT: Duration = Duration::from_mins(1);

/// Loads the engine; the digests and parameter sets come with it.
const CONFIG: &str = "openssl_conf = openssl_init
[openssl_init]
engines = engine_section
[engine_section]
gost = gost_section
[gost_section]
engine_id = gost
default_algorithms = ALL
CRYPT_PARAMS = id-Gost28147-89-CryptoPro-A-ParamSet
";

/// OpenSSL, asked in one folder.
pub struct OpenSsl {
    folder: PathBuf,
    config: tempfile::TempDir,
}

impl OpenSsl {
    /// OpenSSL for files in this folder; none, and the counted line, where it or its engine is not installed.
    ///
    /// # Panics
    ///
    /// When there is no room for its configuration.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Option<Self> {
        let config = tempfile::tempdir().expect("a temporary folder");
        fs::write(config.path().join("engine.cnf"), CONFIG).expect("the configuration");
        let openssl = Self {
            folder: folder.to_owned(),
            config,
        };
        if is_installed() && openssl.ask(["engine", "gost", "-t"]).code == Some(0) {
            return Some(openssl);
        }
        skipped("openssl with the gost engine is not installed");
        None
    }

    /// Asks something.
    pub fn ask<I>(&self, words: I) -> Answer
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        let mut command = Command::new("openssl");
        command
            .args(words)
            .current_dir(&self.folder)
            .env("OPENSSL_CONF", self.config.path().join("engine.cnf"));
        run(&mut command, LIMIT)
    }

    /// Asks something that must be answered with yes. Words are parted by spaces.
    ///
    /// # Panics
    ///
    /// When the answer is no.
    #[track_caller]
    pub fn accepts(&self, words: &str) {
        self.ask(words.split(' ')).expect_success(words);
    }

    /// Asks something that must be answered with no.
    ///
    /// # Panics
    ///
    /// When the answer is yes.
    #[track_caller]
    pub fn refuses(&self, words: &str) {
        let answer = self.ask(words.split(' '));
        assert_ne!(answer.code, Some(0), "{words}: {}", answer.text());
    }
}

fn is_installed() -> bool {
    Command::new("openssl")
        .arg("version")
        .output()
        .is_ok_and(|output| output.status.success())
}

/// Whether a program can be started at all.
#[must_use]
pub fn has_program(name: &str, argument: &str) -> bool {
    Command::new(name).arg(argument).output().is_ok()
}

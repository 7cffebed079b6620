//! Runs the built `smena`, and makes what it looks at.

use std::{ffi::OsStr, fs, path::PathBuf, process::Command};

use serde_json::Value;
use smena_agent::clock::system_rng;
use smena_gost::ParameterSet;
use smena_media::{FolderMedium, Keeping, KeyMedium as _, MediumKind, NewKey, Protection};
use smena_pki::{
    algorithm::KeyAlgorithm,
    certificate::{Certificate, SerialNumber},
    extension::Extensions,
    issue::{self, RootContents},
    name::NameBuilder,
    oid,
};
use time::{OffsetDateTime, macros::datetime};

/// When the clock of the tests stands.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-20 12:00 UTC);

/// A temporary folder with the agent's folder in it, and a fixed clock.
pub(crate) struct Smena {
    folder: tempfile::TempDir,
}

/// What a command said and how it ended.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Said {
    /// The one object of `--json`.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(
            self.stdout.lines().count(),
            1,
            "{}{}",
            self.stdout,
            self.stderr
        );
        serde_json::from_str(&self.stdout).expect("one object")
    }

    /// Exit code and error code; words are there, and no place in them was left unfilled.
    #[track_caller]
    pub(crate) fn error(&self) -> (i32, String) {
        let json = self.json();
        let error = &json["error"];
        for part in ["message", "remedy"] {
            let text = error[part].as_str().expect("words");
            let complete = !text.is_empty() && !text.contains("{$") && !text.contains("err-");
            assert!(complete && !text.contains("rec-"), "{part}: {text}");
        }
        assert!(json["result"].is_null());
        (
            self.code,
            error["code"].as_str().expect("a code").to_owned(),
        )
    }
}

impl Smena {
    pub(crate) fn new() -> Self {
        let smena = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        smena.write("clock", b"2026-11-20T12:00:00Z");
        smena
    }

    /// Where a file of this name lies.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, its folder included.
    pub(crate) fn write(&self, name: &str, octets: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(&path, octets).expect("a file can be written");
        path
    }

    /// Takes the rights to a file or folder from everybody but its owner.
    pub(crate) fn close(&self, name: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        let path = self.path(name);
        let mode = if path.is_dir() { 0o700 } else { 0o600 };
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
    }

    /// Runs a command with this folder; nobody sits at the terminal.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_smena"))
            .arg("--home")
            .arg(self.path("home"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("SMENA_CLOCK_FILE", self.path("clock"))
            .env("LC_ALL", "en_GB.UTF-8")
            .env("LANG", "en_GB.UTF-8")
            .stdin(std::process::Stdio::null())
            .output()
            .expect("smena runs");
        let text = |octets| String::from_utf8(octets).expect("UTF-8");
        let code = output.status.code().expect("it ends by itself");
        let said = Said {
            code,
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        };
        assert!(!said.stderr.contains("panicked"), "{}", said.stderr);
        said
    }

    /// Puts a key with a certificate into the user's store; it expires in `days`.
    pub(crate) fn holder(&self, name: &str, days: i64) -> Certificate {
        // The command makes the agent's folder, for this user alone.
        assert_eq!(self.run(["list"]).code, 0);
        let store = self.path("home").join("store");
        let medium = FolderMedium::open(&store, MediumKind::Computer).expect("a store");
        let new = NewKey {
            algorithm: KeyAlgorithm::Gost(ParameterSet::CryptoProA),
            keeping: Keeping::new(Protection::None, NOW),
        };
        let entry = medium.generate(&new, &mut system_rng()).expect("a key");
        let key = medium.unlock(&entry.id, None).expect("it has no password");
        let subject = NameBuilder::new()
            .push(oid::COMMON_NAME, name)
            .expect("a name")
            .build();
        let contents = RootContents {
            serial: SerialNumber::from_magnitude(&[0x11, 0x22, 0x33]).expect("a number"),
            subject,
            not_before: NOW - time::Duration::days(345),
            not_after: NOW + time::Duration::days(days),
            extensions: Extensions::new(),
        };
        let certificate = issue::self_signed_root(&contents, key.signer(), &mut system_rng())
            .expect("a certificate");
        medium
            .install(&entry.id, &certificate)
            .expect("it is this key's");
        certificate
    }
}

/// Where the test data lie, if they do.
pub(crate) fn testdata() -> PathBuf {
    let shared = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/testdata");
    std::env::var_os("SMENA_TESTDATA").map_or_else(|| shared.into(), PathBuf::from)
}

/// The real certificates, where they are.
pub(crate) fn real_certificates() -> Option<Vec<PathBuf>> {
    let Ok(entries) = fs::read_dir(testdata().join("gost-real/ca")) else {
        eprintln!("left out: the real certificates are not here");
        return None;
    };
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    Some(paths)
}

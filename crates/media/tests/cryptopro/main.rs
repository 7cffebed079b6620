//! Containers of CryptoPro CSP as a medium, on a real file system: those that the CSP made, and ours
//! before a second reader.

#![cfg(test)]

use std::{
    env, fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use getrandom::{SysRng, rand_core::UnwrapErr};
use smena_gost::{ParameterSet, legacy::PrivateKey2001};
use smena_media::{
    CryptoProMedium, Entry, EntryId, EntryState, FolderMedium, Guard, Keeping, KeyMedium,
    KeysLeave, MadeFor, MediumError, MediumKind, MemoryMedium, NewKey, Protection, Secret,
    UnlockedKey,
    backup::{self, Way},
    limits::ENTRIES_MAX,
    test_sign,
};
use smena_pki::{
    algorithm::KeyAlgorithm,
    cms::{ContentEncryption, EnvelopedData, EnvelopedDataBuilder},
    key::{GostAgreement, Opener as _, PrivateKey, Signer as _},
};
use tempfile::TempDir;
use time::{OffsetDateTime, macros::datetime};

#[path = "../common/issue.rs"]
mod issue;
#[path = "../common/judge.rs"]
mod judge;
mod keys;
mod refused;
mod samples;
mod torn;

const NOW: OffsetDateTime = datetime!(2026-11-23 10:00 UTC);
const KEY_UNTIL: OffsetDateTime = datetime!(2028-02-23 10:00 UTC);
const FILES: [&str; 6] = [
    "name.key",
    "header.key",
    "masks.key",
    "primary.key",
    "masks2.key",
    "primary2.key",
];

/// The containers of the test data that open: folder, password, keys.
const SAMPLES: [(&str, Option<&str>, usize); 8] = [
    ("kov-serg/g2001.000", Some("1"), 1),
    ("kov-serg/g2012256.000", Some("1"), 1),
    ("kov-serg/g2012512.000", Some("1"), 1),
    ("cryptopro-corefx/0000rtin.001", None, 1),
    ("cryptopro-corefx/G2001256.000", None, 1),
    ("cryptopro-corefx/G2012256.001", None, 2),
    ("cryptopro-corefx/G2012512.000", None, 2),
    ("cryptopro-corefx/pfx-6b72.000", None, 1),
];
const NEWER: [&str; 2] = [
    "cryptopro-corefx/pfx-0829.000",
    "cryptopro-corefx/pfx-3407.000",
];

fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

fn secret(text: &str) -> Secret {
    Secret::from_typed(text).expect("a password")
}

fn new_key(set: ParameterSet, protection: Protection<'_>) -> NewKey<'_> {
    NewKey {
        algorithm: KeyAlgorithm::Gost(set),
        keeping: Keeping::new(protection, NOW),
    }
}

struct Fixture {
    folder: TempDir,
    medium: CryptoProMedium,
}

fn fixture() -> Fixture {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let medium = CryptoProMedium::open(folder.path()).expect("a medium");
    Fixture { folder, medium }
}

impl Fixture {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folders of containers.
    fn containers(&self) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = fs::read_dir(self.folder.path())
            .expect("the folder")
            .map(|member| member.expect("readable").path())
            .filter(|path| path.join("header.key").exists())
            .collect();
        found.sort();
        found
    }

    /// Puts a container of the test data there, for this user alone; none without the data.
    fn add(&self, sample: &str) -> Option<PathBuf> {
        let root = env::var_os("SMENA_TESTDATA").map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/testdata"),
            PathBuf::from,
        );
        let from = root.join("cryptopro").join(sample);
        if !from.exists() {
            eprintln!("left out: {} is not there", from.display());
            return None;
        }
        let to = self.path(from.file_name()?.to_str()?);
        fs::create_dir(&to).expect("made");
        set_mode(&to, 0o700);
        for file in FILES {
            write(
                &to.join(file),
                &fs::read(from.join(file)).expect("a file of the sample"),
            );
        }
        Some(to)
    }

    fn entry(&self) -> Entry {
        self.medium.contents().expect("contents").entries.remove(0)
    }
}

fn write(path: &Path, content: &[u8]) {
    fs::write(path, content).expect("written");
    set_mode(path, 0o600);
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("mode set");
}

fn damage(path: &Path) {
    let mut content = fs::read(path).expect("the file");
    content[5] ^= 1;
    write(path, &content);
}

/// A message to the certificate beside the key opens with the key. To a key of 2001 nobody writes any
/// more: it agrees with another one, both ways round.
fn decrypts(entry: &Entry, key: &UnlockedKey) {
    if let KeyAlgorithm::Gost2001(set) = entry.public_key.algorithm() {
        let other = PrivateKey2001::from_le_bytes(set, &[3; 32]).expect("a key");
        let other = PrivateKey::from_gost_2001(other).expect("a key");
        let there = other.agree_gost(GostAgreement::Vko256, &entry.public_key, &[7; 8]);
        let opener = key.opener();
        let back = opener.agree_gost(GostAgreement::Vko256, other.public_key(), &[7; 8]);
        assert_eq!(there.expect("agreed"), back.expect("agreed"));
        return;
    }
    let certificate = entry.certificate.as_ref().expect("a certificate");
    let message = EnvelopedDataBuilder::new(ContentEncryption::Gost28147)
        .recipient(certificate)
        .seal(b"text", &mut rng())
        .expect("a message");
    let opened = EnvelopedData::from_der(&message)
        .expect("a message")
        .open(key.opener(), certificate, &mut rng())
        .expect("for this key");
    assert_eq!(opened.octets(), b"text");
}

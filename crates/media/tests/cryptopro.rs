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
    KeysLeave, MadeFor, MediumError, MediumKind, NewKey, Protection, Secret, UnlockedKey,
    limits::ENTRIES_MAX, test_sign,
};
use smena_pki::{
    algorithm::KeyAlgorithm,
    cms::{ContentEncryption, EnvelopedData, EnvelopedDataBuilder},
    key::{GostAgreement, Opener as _, PrivateKey, Signer as _},
};
use tempfile::TempDir;
use time::{OffsetDateTime, macros::datetime};

#[path = "common/issue.rs"]
mod issue;
#[path = "common/judge.rs"]
mod judge;

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

#[test]
fn every_sample_is_listed_opened_signs_for_its_certificate_and_decrypts() {
    let password = secret("1");
    for (sample, needed, keys) in SAMPLES {
        let fixture = fixture();
        if fixture.add(sample).is_none() {
            return;
        }
        let contents = fixture.medium.contents().expect("contents");
        assert!(
            contents.damaged.is_empty(),
            "{sample}: {:?}",
            contents.damaged
        );
        assert_eq!(contents.entries.len(), keys, "{sample}");
        for entry in &contents.entries {
            assert_eq!(entry.state, EntryState::Installed);
            assert_eq!(entry.has_password, needed.is_some());
            assert_eq!(entry.exportable, !sample.contains("0000rtin"));
            let until = entry.key_until.expect("an end");
            assert!(entry.created < until);
            let given = needed.map(|_| &password);
            let key = fixture.medium.unlock(&entry.id, given).expect(sample);
            test_sign(&entry.id, key.signer(), &mut rng()).expect("it signs");
            let signature = key.signer().sign(b"text", &mut rng()).expect("a signature");
            let algorithm = entry.public_key.algorithm().signature_algorithm();
            decrypts(entry, &key);
            assert_eq!(
                entry.public_key.verify(algorithm, b"text", &signature),
                Ok(())
            );
        }
    }
}

#[test]
fn a_drive_with_all_samples_shows_each_and_the_newer_ones_as_unsupported() {
    let fixture = fixture();
    for sample in SAMPLES.map(|(sample, ..)| sample).iter().chain(&NEWER) {
        if fixture.add(sample).is_none() {
            return;
        }
    }
    // What else lies on a drive.
    fs::create_dir(fixture.path("photos.001")).expect("made");
    set_mode(&fixture.path("photos.001"), 0o700);
    write(&fixture.path("readme.txt"), b"text");
    let contents = fixture.medium.contents().expect("contents");
    assert_eq!(contents.entries.len(), 10);
    let codes: Vec<_> = contents
        .damaged
        .iter()
        .map(|damaged| damaged.error.code())
        .collect();
    assert_eq!(codes, ["medium-container-unsupported"; 2]);
    assert!(
        std::error::Error::source(&contents.damaged[0].error)
            .is_some_and(|cause| cause.to_string().contains("1.2.643.2.2.37.4"))
    );
    let labels: Vec<_> = contents
        .entries
        .iter()
        .filter_map(|e| e.label.as_deref())
        .collect();
    assert!(labels.contains(&"0000_tinyCA_83d9af76-99ed-4b75-9135-90e86a18d927"));
}

#[test]
fn a_key_is_made_certified_archived_and_removed() {
    let password = secret("pass word");
    for protection in [Protection::None, Protection::Password(&password)] {
        let fixture = fixture();
        let medium = &fixture.medium;
        assert_eq!(medium.place().kind, MediumKind::CryptoPro);
        assert_eq!(medium.place().guard, Guard::Password);
        assert_eq!(medium.place().keys_leave, KeysLeave::AsChosen);
        let made_for = MadeFor {
            authority: "https://ca.example".to_owned(),
            renewal: "01".to_owned(),
            errand: "02".to_owned(),
        };
        let mut new = new_key(ParameterSet::CryptoProA, protection);
        new.keeping.made_for = Some(made_for.clone());
        new.keeping.label = Some("Иванова № 1".to_owned());
        let entry = medium.generate(&new, &mut rng()).expect("a key");
        assert_eq!(entry.state, EntryState::Pending);
        assert_eq!(entry.made_for, Some(made_for));
        assert_eq!(entry.label.as_deref(), Some("Иванова № 1"));
        assert_eq!((entry.created, entry.key_until), (NOW, Some(KEY_UNTIL)));
        assert!(!entry.exportable);
        assert_eq!(fixture.entry(), entry);

        let certificate = issue::certificate_for(&entry.public_key);
        let installed = medium.install(&entry.id, &certificate).expect("installed");
        assert_eq!(installed.state, EntryState::Installed);
        assert_eq!(installed.id, entry.id);
        assert_eq!(
            medium.install(&entry.id, &certificate).expect("again"),
            installed
        );
        let other = issue::certificate_for(&entry.public_key);
        assert!(matches!(
            medium.install(&entry.id, &other),
            Err(MediumError::OtherCertificate(_))
        ));

        medium.archive(&entry.id).expect("archived");
        medium.archive(&entry.id).expect("archived again");
        assert_eq!(fixture.entry().state, EntryState::Archived);
        assert!(fixture.containers().is_empty());
        let given = matches!(protection, Protection::Password(_)).then_some(&password);
        let key = medium
            .unlock(&entry.id, given)
            .expect("an archived key still opens");
        test_sign(&entry.id, key.signer(), &mut rng()).expect("and signs");

        medium.remove(&entry.id).expect("removed");
        medium.remove(&entry.id).expect("removed again");
        assert!(medium.contents().expect("contents").entries.is_empty());
        assert!(matches!(
            medium.unlock(&entry.id, given),
            Err(MediumError::NoSuchEntry(_))
        ));
    }
}

/// The judge: a reader in Python, written from the document alone. Before it judges us it must read
/// what the CSP made.
#[test]
fn the_second_reader_opens_what_was_written_here() {
    let password = secret("Pass word 1");
    for (set, curve, protection) in [
        (
            ParameterSet::CryptoProXchA,
            "1.2.643.2.2.36.0",
            Protection::None,
        ),
        (
            ParameterSet::CryptoProA,
            "1.2.643.2.2.35.1",
            Protection::Password(&password),
        ),
        (
            ParameterSet::Tc26256A,
            "1.2.643.7.1.2.1.1.1",
            Protection::None,
        ),
        (
            ParameterSet::Tc26512A,
            "1.2.643.7.1.2.1.2.1",
            Protection::None,
        ),
        (
            ParameterSet::Tc26512C,
            "1.2.643.7.1.2.1.2.3",
            Protection::HardenedPassword(&password),
        ),
    ] {
        let fixture = fixture();
        let key = PrivateKey::generate(KeyAlgorithm::Gost(set), &mut rng()).expect("a key");
        let given = (!matches!(protection, Protection::None)).then_some("Pass word 1");
        let mut keeping = Keeping::new(protection, NOW);
        keeping.exportable = set == ParameterSet::Tc26512A;
        keeping.label = Some("Ключ № 1".to_owned());
        let certificate = issue::certificate_for(key.public_key());
        let with = (set != ParameterSet::CryptoProA).then_some(&certificate);
        let entry = fixture
            .medium
            .import(&key, with, &keeping, &mut rng())
            .expect("stored");
        if with.is_none() {
            fixture
                .medium
                .install(&entry.id, &certificate)
                .expect("installed");
        }
        let container = fixture.containers().remove(0);
        let Some(found) = judge::second_reader(&container, given) else {
            return;
        };
        let secret = key.gost().expect("of GOST").to_le_bytes();
        assert_eq!(
            found,
            serde_json::json!({
                "name": "Ключ № 1",
                "keys": [{
                    "role": "exchange",
                    "curve": curve,
                    "exportable": keeping.exportable,
                    "until": "20280223100000Z",
                    "certificate": true,
                    "secret": hex::encode(&*secret),
                }],
            })
        );
    }
}

#[test]
fn the_second_reader_opens_what_the_csp_wrote() {
    for (sample, password, keys) in SAMPLES {
        // It knows GOST R 34.10-2012 only.
        if sample.contains("2001") {
            continue;
        }
        let fixture = fixture();
        let Some(container) = fixture.add(sample) else {
            return;
        };
        let Some(found) = judge::second_reader(&container, password) else {
            return;
        };
        assert_eq!(
            found["keys"].as_array().map(Vec::len),
            Some(keys),
            "{sample}"
        );
    }
}

#[test]
fn a_password_is_asked_for_checked_and_never_silently_empty() {
    let fixture = fixture();
    let medium = &fixture.medium;
    let right = secret("right");
    let locked = new_key(ParameterSet::CryptoProA, Protection::Password(&right));
    let locked = medium.generate(&locked, &mut rng()).expect("a key").id;
    let open = new_key(ParameterSet::CryptoProA, Protection::None);
    let open = medium.generate(&open, &mut rng()).expect("a key").id;
    assert!(medium.unlock(&locked, Some(&right)).is_ok());
    let refused = |id: &EntryId, secret: Option<&Secret>| {
        medium.unlock(id, secret).err().expect("refused").code()
    };
    assert_eq!(refused(&locked, None), "medium-password-needed");
    assert_eq!(
        refused(&locked, Some(&secret("wrong"))),
        "medium-wrong-password"
    );
    assert_eq!(refused(&open, Some(&right)), "medium-no-password");
    // A damaged container is not one with a wrong password.
    for container in fixture.containers() {
        damage(&container.join("masks.key"));
        damage(&container.join("masks2.key"));
    }
    assert_eq!(refused(&locked, Some(&right)), "medium-container-damaged");
    assert_eq!(
        refused(&locked, Some(&secret("wrong"))),
        "medium-wrong-password"
    );
    assert_eq!(refused(&open, None), "medium-container-damaged");
}

#[test]
fn what_other_readers_could_not_take_is_not_written() {
    let fixture = fixture();
    let cyrillic = secret("пароль");
    let mut new = new_key(ParameterSet::CryptoProA, Protection::Password(&cyrillic));
    let code = |new: &NewKey<'_>| {
        let refused = fixture.medium.generate(new, &mut rng());
        refused.expect_err("refused").code()
    };
    assert_eq!(code(&new), "medium-password-characters");
    new.keeping.protection = Protection::None;
    new.keeping.label = Some("🔑".to_owned());
    assert_eq!(code(&new), "medium-label");
    new.keeping.label = None;
    for algorithm in [
        KeyAlgorithm::EcdsaP256,
        KeyAlgorithm::Gost(ParameterSet::Test256),
    ] {
        new.algorithm = algorithm;
        assert!(!fixture.medium.makes(algorithm));
        assert_eq!(code(&new), "medium-not-supported");
    }
    assert!(fixture.containers().is_empty());
}

/// Negative case 48: each octet of each file of a container, one bit flipped. It is refused, or opens
/// the very same key: then the octet is of the reserve copy, of a name, or of a copy whose reserve is sound.
#[test]
fn a_flipped_bit_anywhere_in_a_container_never_yields_a_usable_other_key() {
    let fixture = fixture();
    let new = new_key(ParameterSet::CryptoProA, Protection::None);
    let entry = fixture.medium.generate(&new, &mut rng()).expect("a key");
    let certificate = issue::certificate_for(&entry.public_key);
    fixture
        .medium
        .install(&entry.id, &certificate)
        .expect("installed");
    let container = fixture.containers().remove(0);
    for with_reserve in [true, false] {
        if !with_reserve {
            fs::remove_file(container.join("masks2.key")).expect("removed");
            fs::remove_file(container.join("primary2.key")).expect("removed");
        }
        for file in ["header.key", "masks.key", "primary.key", "smena.json"] {
            let path = container.join(file);
            let whole = fs::read(&path).expect("the file");
            for index in 0..whole.len() {
                let mut damaged = whole.clone();
                damaged[index] ^= 1;
                fs::write(&path, &damaged).expect("written");
                let opened = fixture.medium.unlock(&entry.id, None);
                match opened {
                    Err(_) => {}
                    Ok(key) => {
                        assert!(file == "smena.json" || with_reserve && file != "header.key");
                        assert_eq!(
                            key.signer().public_key().normalised_hash(),
                            entry.public_key.normalised_hash(),
                            "octet {index} of {file}"
                        );
                    }
                }
            }
            fs::write(&path, &whole).expect("written");
        }
        assert!(fixture.medium.unlock(&entry.id, None).is_ok());
    }
}

#[test]
fn the_reserve_copy_opens_when_the_first_is_damaged_or_gone() {
    let fixture = fixture();
    let Some(container) = fixture.add("cryptopro-corefx/G2012256.001") else {
        return;
    };
    let medium = &fixture.medium;
    let ids: Vec<EntryId> = medium
        .contents()
        .expect("contents")
        .entries
        .into_iter()
        .map(|e| e.id)
        .collect();
    let both_open = || ids.iter().all(|id| medium.unlock(id, None).is_ok());
    let whole = fs::read(container.join("primary.key")).expect("the file");
    damage(&container.join("primary.key"));
    assert!(both_open());
    write(&container.join("primary.key"), &whole);
    fs::remove_file(container.join("masks.key")).expect("removed");
    assert!(both_open());
    damage(&container.join("masks2.key"));
    let refused = medium.unlock(&ids[0], None).err().expect("refused");
    assert_eq!(refused.code(), "medium-file", "{refused}");
}

#[test]
fn a_container_open_to_others_or_behind_a_link_is_refused_whatever_the_reserve() {
    let fixture = fixture();
    let new = new_key(ParameterSet::CryptoProA, Protection::None);
    let entry = fixture.medium.generate(&new, &mut rng()).expect("a key");
    let container = fixture.containers().remove(0);
    let refused = || {
        fixture
            .medium
            .unlock(&entry.id, None)
            .err()
            .expect("refused")
            .code()
    };
    for file in ["masks.key", "primary.key"] {
        set_mode(&container.join(file), 0o644);
        assert_eq!(refused(), "medium-open-to-others");
        set_mode(&container.join(file), 0o600);
    }
    let elsewhere = fixture.path("elsewhere");
    fs::rename(container.join("primary.key"), &elsewhere).expect("moved");
    symlink(&elsewhere, container.join("primary.key")).expect("linked");
    assert_eq!(refused(), "medium-not-plain-file");
    set_mode(&container, 0o755);
    let contents = fixture.medium.contents().expect("contents");
    assert!(contents.entries.is_empty());
    assert_eq!(contents.damaged[0].error.code(), "medium-open-to-others");
}

#[test]
fn a_root_may_be_seen_but_not_changed_by_others() {
    let fixture = fixture();
    let open = |mode| {
        set_mode(fixture.folder.path(), mode);
        CryptoProMedium::open(fixture.folder.path())
            .err()
            .map(|error| error.code())
    };
    assert_eq!(open(0o755), None);
    assert_eq!(open(0o775), Some("medium-open-to-others"));
    assert_eq!(open(0o757), Some("medium-open-to-others"));
    let absent = CryptoProMedium::open(Path::new("/nonexistent/drive"))
        .err()
        .expect("refused");
    assert_eq!(absent.code(), "medium-absent");
}

#[test]
fn the_flag_of_export_is_honoured_and_set() {
    let fixture = fixture();
    let store = tempfile::tempdir().expect("a folder");
    let backup =
        FolderMedium::open(&store.path().join("store"), MediumKind::Computer).expect("a medium");
    let medium = &fixture.medium;
    let mut new = new_key(ParameterSet::CryptoProA, Protection::None);
    let kept = medium.generate(&new, &mut rng()).expect("a key");
    assert!(matches!(
        medium.export(&kept.id, None),
        Err(MediumError::NotExportable(_))
    ));
    new.keeping.exportable = true;
    let free = medium.generate(&new, &mut rng()).expect("a key");
    assert!(free.exportable);
    let key = medium.export(&free.id, None).expect("it may leave");
    let keeping = Keeping::new(Protection::None, NOW);
    let copy = backup
        .import(&key, None, &keeping, &mut rng())
        .expect("stored");
    assert_eq!(copy.public_key, free.public_key);
    let key = backup.export(&copy.id, None).expect("it may leave");
    let other = self::fixture();
    let back = other
        .medium
        .import(&key, None, &keeping, &mut rng())
        .expect("stored");
    assert_eq!((back.id, back.exportable), (free.id, false));
}

#[test]
fn a_copy_has_the_same_octets_and_is_refused_for_a_key_that_stays() {
    let (from, to) = (fixture(), fixture());
    for (sample, allowed) in [
        ("kov-serg/g2012256.000", true),
        ("cryptopro-corefx/G2012256.001", true),
        ("cryptopro-corefx/0000rtin.001", false),
    ] {
        let Some(container) = from.add(sample) else {
            return;
        };
        let entry = from.entry();
        let copied = from.medium.copy_container(&entry.id, &to.medium);
        if allowed {
            let id = copied.expect(sample);
            assert_eq!(id, entry.id);
            let copy = to.containers().remove(0);
            for file in FILES {
                let octets = |folder: &Path| fs::read(folder.join(file)).expect("the file");
                assert_eq!(octets(&copy), octets(&container));
            }
            fs::remove_dir_all(copy).expect("removed");
        } else {
            assert!(matches!(copied, Err(MediumError::NotExportable(_))));
            assert!(to.containers().is_empty());
        }
        fs::remove_dir_all(container).expect("removed");
    }
}

#[test]
fn one_key_in_several_folders_has_as_many_names() {
    let fixture = fixture();
    if fixture.add("cryptopro-corefx/pfx-6b72.000").is_none() {
        return;
    }
    let alone = fixture.entry().id;
    let second = fixture
        .medium
        .copy_container(&alone, &fixture.medium)
        .expect("copied");
    let ids = || -> Vec<String> {
        let entries = fixture.medium.contents().expect("contents").entries;
        entries.iter().map(|entry| entry.id.to_string()).collect()
    };
    let first = format!("{alone}-pfx-6b72-000");
    assert_eq!(second.as_str(), format!("{alone}-pfx6b722-000"));
    assert_eq!(ids(), [first, second.to_string()]);
    fixture.medium.archive(&second).expect("archived");
    fixture.medium.remove(&second).expect("removed");
    fixture
        .medium
        .remove(&second)
        .expect("and not the other one with it");
    assert_eq!(ids(), [alone.to_string()]);
    assert!(fixture.medium.unlock(&alone, None).is_ok());
}

#[test]
fn two_keys_of_one_container_move_together_and_are_not_removed_alone() {
    let fixture = fixture();
    if fixture.add("cryptopro-corefx/G2012256.001").is_none() {
        return;
    }
    let id = fixture.entry().id;
    assert!(matches!(
        fixture.medium.remove(&id),
        Err(MediumError::SharedContainer(_))
    ));
    fixture.medium.archive(&id).expect("archived");
    let entries = fixture.medium.contents().expect("contents").entries;
    let states: Vec<_> = entries.iter().map(|entry| entry.state).collect();
    assert_eq!(states, [EntryState::Archived; 2]);
}

/// A container of another program with a password and without a certificate keeps its public key to itself.
#[test]
fn a_hidden_public_key_is_named_as_such_and_still_opens() {
    let fixture = fixture();
    let password = secret("password");
    let new = new_key(ParameterSet::CryptoProA, Protection::Password(&password));
    let entry = fixture.medium.generate(&new, &mut rng()).expect("a key");
    let container = fixture.containers().remove(0);
    fs::remove_file(container.join("smena.json")).expect("removed");
    let contents = fixture.medium.contents().expect("contents");
    assert!(contents.entries.is_empty());
    assert_eq!(contents.damaged[0].error.code(), "medium-public-key-hidden");
    assert_eq!(contents.damaged[0].id, entry.id);
    let key = fixture
        .medium
        .unlock(&entry.id, Some(&password))
        .expect("it opens");
    assert_eq!(key.signer().public_key(), &entry.public_key);
    let certificate = issue::certificate_for(&entry.public_key);
    let installed = fixture
        .medium
        .install(&entry.id, &certificate)
        .expect("installed");
    assert_eq!(installed.public_key, entry.public_key);
    // As the end of the key tells.
    assert_eq!(installed.created, NOW);
}

#[test]
fn a_certificate_of_another_key_is_refused() {
    let fixture = fixture();
    let new = new_key(ParameterSet::CryptoProA, Protection::None);
    let first = fixture.medium.generate(&new, &mut rng()).expect("a key");
    let second = fixture.medium.generate(&new, &mut rng()).expect("a key");
    let foreign = issue::certificate_for(&second.public_key);
    assert!(matches!(
        fixture.medium.install(&first.id, &foreign),
        Err(MediumError::ForeignCertificate(_))
    ));
    let entries = fixture.medium.contents().expect("contents").entries;
    assert!(
        entries
            .iter()
            .all(|entry| entry.state == EntryState::Pending)
    );
}

#[test]
fn what_a_crash_left_half_made_is_no_container_and_in_nobodys_way() {
    let fixture = fixture();
    let new = || {
        let mut new = new_key(ParameterSet::CryptoProA, Protection::None);
        new.keeping.label = Some("name".to_owned());
        new
    };
    let half = fixture.path("name-000.new");
    fs::create_dir(&half).expect("made");
    set_mode(&half, 0o700);
    write(&half.join("header.key.new"), b"half");
    assert!(
        fixture
            .medium
            .contents()
            .expect("contents")
            .entries
            .is_empty()
    );
    fixture.medium.generate(&new(), &mut rng()).expect("a key");
    fixture.medium.generate(&new(), &mut rng()).expect("a key");
    assert!(fixture.path("name.001").exists() && fixture.path("name.002").exists());
    assert!(half.exists(), "nothing is deleted by the program");
}

/// The same test is the writer, in a process of its own, and the one who kills it.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a writer must be given some time to be killed in"
)]
fn a_writer_that_is_killed_leaves_whole_containers_only() {
    const FOLDER: &str = "SMENA_KILLED_WRITER_FOLDER";
    if let Some(folder) = env::var_os(FOLDER) {
        let medium = CryptoProMedium::open(Path::new(&folder)).expect("a medium");
        loop {
            let new = new_key(ParameterSet::CryptoProA, Protection::None);
            let entry = medium.generate(&new, &mut rng()).expect("a key");
            let certificate = issue::certificate_for(&entry.public_key);
            medium.install(&entry.id, &certificate).expect("installed");
            medium.archive(&entry.id).expect("archived");
        }
    }
    let fixture = fixture();
    let mut seen = 0;
    for round in 0..12_u64 {
        let mut writer = Command::new(env::current_exe().expect("this test"))
            .args([
                "--exact",
                "a_writer_that_is_killed_leaves_whole_containers_only",
            ])
            .env(FOLDER, fixture.folder.path())
            .stdout(Stdio::null())
            .spawn()
            .expect("the writer starts");
        thread::sleep(Duration::from_millis(60 + 17 * round));
        writer.kill().expect("killed");
        writer.wait().expect("gone");
        let contents = fixture.medium.contents().expect("contents");
        assert!(contents.damaged.is_empty(), "{:?}", contents.damaged);
        assert!(contents.entries.len() >= seen, "nothing is lost");
        seen = contents.entries.len();
        for entry in &contents.entries {
            let key = fixture.medium.unlock(&entry.id, None).expect("it opens");
            test_sign(&entry.id, key.signer(), &mut rng()).expect("and signs");
        }
    }
    assert!(seen > 0, "the writer came to write");
}

#[test]
fn two_writers_do_not_meet() {
    let fixture = fixture();
    let second = CryptoProMedium::open(fixture.folder.path()).expect("a medium");
    thread::scope(|scope| {
        for medium in [&fixture.medium, &second] {
            scope.spawn(move || {
                for _ in 0..5 {
                    let new = new_key(ParameterSet::CryptoProA, Protection::None);
                    match medium.generate(&new, &mut rng()) {
                        Ok(_) | Err(MediumError::Busy { .. }) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
            });
        }
    });
    assert!(
        fixture
            .medium
            .contents()
            .expect("contents")
            .damaged
            .is_empty()
    );
}

#[test]
fn more_containers_than_the_limit_are_not_listed() {
    let fixture = fixture();
    for number in 0..ENTRIES_MAX {
        let folder = fixture.path(&format!("c{}.{:03}", number / 1000, number % 1000));
        fs::create_dir(&folder).expect("made");
        set_mode(&folder, 0o700);
        write(&folder.join("header.key"), b"none");
    }
    let contents = fixture.medium.contents().expect("as many as are allowed");
    assert_eq!(contents.damaged.len(), ENTRIES_MAX);
    let folder = fixture.path("d.000");
    fs::create_dir(&folder).expect("made");
    set_mode(&folder, 0o700);
    write(&folder.join("header.key"), b"none");
    assert!(matches!(
        fixture.medium.contents(),
        Err(MediumError::TooManyEntries)
    ));
}

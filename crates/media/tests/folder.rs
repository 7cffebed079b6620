//! The folder medium on a real file system.

#![cfg(test)]

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
};

use getrandom::{SysRng, rand_core::UnwrapErr};
use smena_media::{
    EntryState, FolderMedium, Keeping, KeyMedium, MadeFor, MediumError, MediumKind, NewKey,
    Protection, Secret,
};
use smena_pki::{algorithm::KeyAlgorithm, certificate::Certificate};
use tempfile::TempDir;
use time::{OffsetDateTime, macros::datetime};

#[path = "common/issue.rs"]
mod issue;

const NOW: OffsetDateTime = datetime!(2026-11-23 10:00 UTC);

fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

fn gost() -> KeyAlgorithm {
    KeyAlgorithm::Gost(smena_gost::ParameterSet::CryptoProA)
}

fn new_key(algorithm: KeyAlgorithm, protection: Protection<'_>) -> NewKey<'_> {
    let made_for = MadeFor {
        authority: "https://ca.example".to_owned(),
        renewal: "01".to_owned(),
        errand: "02".to_owned(),
    };
    NewKey {
        algorithm,
        keeping: Keeping {
            made_for: Some(made_for),
            ..Keeping::new(protection, NOW)
        },
    }
}

fn secret(text: &str) -> Secret {
    Secret::from_typed(text).expect("a password")
}

struct Fixture {
    folder: TempDir,
    medium: FolderMedium,
}

fn fixture() -> Fixture {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let medium =
        FolderMedium::open(&folder.path().join("store"), MediumKind::Computer).expect("a medium");
    Fixture { folder, medium }
}

impl Fixture {
    fn file(&self, name: &str) -> PathBuf {
        let keys = self.folder.path().join("store/keys");
        let entry = fs::read_dir(&keys)
            .expect("keys")
            .next()
            .expect("one key")
            .expect("readable");
        entry.path().join(name)
    }
}

fn certificate_for(medium: &FolderMedium) -> Certificate {
    let entry = medium
        .contents()
        .expect("contents")
        .entries
        .pop()
        .expect("an entry");
    issue::certificate_for(&entry.public_key)
}

#[test]
fn a_key_is_made_certified_listed_and_archived() {
    for algorithm in [gost(), KeyAlgorithm::EcdsaP256] {
        let Fixture {
            folder: _folder,
            medium,
        } = fixture();
        let entry = medium
            .generate(&new_key(algorithm, Protection::None), &mut rng())
            .expect("a key");
        assert_eq!(entry.state, EntryState::Pending);
        assert_eq!(
            entry.made_for.as_ref().map(|m| m.renewal.as_str()),
            Some("01")
        );

        let certificate = certificate_for(&medium);
        let installed = medium.install(&entry.id, &certificate).expect("installed");
        assert_eq!(installed.state, EntryState::Installed);
        assert_eq!(
            medium.install(&entry.id, &certificate).expect("again"),
            installed
        );

        medium.archive(&entry.id).expect("archived");
        medium.archive(&entry.id).expect("archived again");
        let contents = medium.contents().expect("contents");
        assert_eq!(contents.entries.len(), 1);
        assert_eq!(contents.entries[0].state, EntryState::Archived);
        let key = medium
            .unlock(&entry.id, None)
            .expect("an archived key still opens");
        smena_media::test_sign(&entry.id, key.signer(), &mut rng()).expect("and signs");
    }
}

#[test]
fn a_password_opens_and_only_the_right_one() {
    let Fixture {
        folder: _folder,
        medium,
    } = fixture();
    let right = secret("верный пароль");
    for protection in [
        Protection::Password(&right),
        Protection::HardenedPassword(&right),
    ] {
        let entry = medium
            .generate(&new_key(gost(), protection), &mut rng())
            .expect("a key");
        assert!(entry.has_password);
        assert!(medium.unlock(&entry.id, Some(&right)).is_ok());
        assert!(matches!(
            medium.unlock(&entry.id, None),
            Err(MediumError::PasswordNeeded(_))
        ));
        let wrong = medium
            .unlock(&entry.id, Some(&secret("неверный")))
            .err()
            .expect("refused");
        assert_eq!(wrong.code(), "medium-unlock");
    }
}

#[test]
fn a_certificate_of_another_key_is_refused() {
    let Fixture {
        folder: _folder,
        medium,
    } = fixture();
    let first = medium
        .generate(&new_key(gost(), Protection::None), &mut rng())
        .expect("a key");
    let other = fixture();
    other
        .medium
        .generate(&new_key(gost(), Protection::None), &mut rng())
        .expect("a key");
    let foreign = certificate_for(&other.medium);
    assert!(matches!(
        medium.install(&first.id, &foreign),
        Err(MediumError::ForeignCertificate(_))
    ));
    assert_eq!(
        medium.contents().expect("contents").entries[0].state,
        EntryState::Pending
    );
}

#[test]
fn an_exchanged_certificate_stops_the_key() {
    let Fixture { folder, medium } = fixture();
    let entry = medium
        .generate(&new_key(gost(), Protection::None), &mut rng())
        .expect("a key");
    let other = fixture();
    other
        .medium
        .generate(&new_key(gost(), Protection::None), &mut rng())
        .expect("a key");
    let foreign = certificate_for(&other.medium);
    let path = folder
        .path()
        .join("store/keys")
        .join(entry.id.as_str())
        .join("certificate.cer");
    fs::write(path, foreign.der()).expect("written");
    assert!(matches!(
        medium.unlock(&entry.id, None),
        Err(MediumError::ForeignCertificate(_))
    ));
    let contents = medium.contents().expect("contents");
    assert!(contents.entries.is_empty());
    assert_eq!(
        contents.damaged[0].error.code(),
        "medium-foreign-certificate"
    );
}

/// Negative case 48: each octet of a key file, one bit flipped, with and without a password.
#[test]
fn a_flipped_bit_anywhere_in_the_key_file_never_yields_a_usable_key() {
    let fixture = fixture();
    let entry = fixture
        .medium
        .generate(&new_key(gost(), Protection::None), &mut rng())
        .expect("a key");
    let path = fixture.file("key.p8");
    let whole = fs::read(&path).expect("key file");
    for index in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[index] ^= 1;
        fs::write(&path, &damaged).expect("written");
        if let Ok(key) = fixture.medium.unlock(&entry.id, None) {
            // A flip in an OID of a synonym names the same key; then it is the same key.
            assert_eq!(
                key.signer().public_key().normalised_hash(),
                entry.public_key.normalised_hash(),
                "octet {index}"
            );
        }
    }
}

#[test]
fn a_flipped_bit_in_an_encrypted_key_file_is_refused_without_a_hang() {
    let Fixture { folder, medium } = fixture();
    let fixture = Fixture { folder, medium };
    let password = secret("пароль");
    let entry = fixture
        .medium
        .generate(
            &new_key(gost(), Protection::HardenedPassword(&password)),
            &mut rng(),
        )
        .expect("a key");
    let path = fixture.file("key.p8");
    let whole = fs::read(&path).expect("key file");
    // Every octet of the ciphertext would cost a scrypt each: every seventh, and the whole header.
    let header = whole.len() - 64;
    for index in (0..header)
        .step_by(5)
        .chain((header..whole.len()).step_by(7))
    {
        let mut damaged = whole.clone();
        damaged[index] ^= 1;
        fs::write(&path, &damaged).expect("written");
        if let Ok(key) = fixture.medium.unlock(&entry.id, Some(&password)) {
            assert_eq!(
                key.signer().public_key().normalised_hash(),
                entry.public_key.normalised_hash(),
                "octet {index}"
            );
        }
    }
}

#[test]
fn a_key_file_open_to_others_or_behind_a_link_is_refused() {
    let Fixture { folder, medium } = fixture();
    let fixture = Fixture { folder, medium };
    let entry = fixture
        .medium
        .generate(&new_key(gost(), Protection::None), &mut rng())
        .expect("a key");
    let path = fixture.file("key.p8");

    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("mode set");
    let refused = fixture
        .medium
        .unlock(&entry.id, None)
        .err()
        .expect("refused");
    assert!(
        matches!(&refused, MediumError::OpenToOthers { mode, .. } if mode == "644"),
        "{refused}"
    );
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("mode set");
    assert!(fixture.medium.unlock(&entry.id, None).is_ok());

    let elsewhere = fixture.folder.path().join("elsewhere.p8");
    fs::rename(&path, &elsewhere).expect("moved");
    symlink(&elsewhere, &path).expect("linked");
    let refused = fixture
        .medium
        .unlock(&entry.id, None)
        .err()
        .expect("refused");
    assert!(
        matches!(refused, MediumError::NotPlainFile { .. }),
        "{refused}"
    );
}

#[test]
fn a_store_open_to_others_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = folder.path().join("store");
    fs::create_dir(&store).expect("made");
    fs::set_permissions(&store, fs::Permissions::from_mode(0o755)).expect("mode set");
    let refused = FolderMedium::open(&store, MediumKind::Computer)
        .err()
        .expect("refused");
    assert_eq!(refused.code(), "medium-open-to-others");
}

#[test]
fn a_pulled_out_drive_is_said_to_be_absent() {
    let refused = FolderMedium::open(
        Path::new("/nonexistent/drive/smena"),
        MediumKind::FlashDrive,
    )
    .err()
    .expect("refused");
    assert_eq!(refused.code(), "medium-absent");
}

#[test]
fn what_a_crash_left_half_made_is_not_listed_and_is_in_nobodys_way() {
    let Fixture { folder, medium } = fixture();
    let half = folder
        .path()
        .join("store/keys/20261123-aaaaaaaaaaaaaaaa.new");
    fs::create_dir(&half).expect("made");
    fs::write(half.join("key.p8.new"), b"half").expect("written");
    assert!(medium.contents().expect("contents").entries.is_empty());
    medium
        .generate(&new_key(gost(), Protection::None), &mut rng())
        .expect("a key");
    assert_eq!(medium.contents().expect("contents").entries.len(), 1);
    assert!(half.exists(), "nothing is deleted by the program");
}

#[test]
fn two_writers_do_not_meet() {
    let Fixture { folder, medium } = fixture();
    let second =
        FolderMedium::open(&folder.path().join("store"), MediumKind::Computer).expect("a medium");
    std::thread::scope(|scope| {
        for medium in [&medium, &second] {
            scope.spawn(move || {
                for _ in 0..5 {
                    match medium.generate(
                        &new_key(KeyAlgorithm::EcdsaP256, Protection::None),
                        &mut rng(),
                    ) {
                        Ok(_) | Err(MediumError::Busy { .. }) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
            });
        }
    });
    assert!(medium.contents().expect("contents").damaged.is_empty());
}

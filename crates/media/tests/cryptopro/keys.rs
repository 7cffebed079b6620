//! The life of a key in a container: made, certified, copied, archived, removed.

use super::*;

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
    let password = secret("1");
    for (sample, needed, allowed) in [
        ("kov-serg/g2012256.000", true, true),
        ("kov-serg/g2001.000", true, true),
        ("cryptopro-corefx/G2012256.001", false, true),
        ("cryptopro-corefx/0000rtin.001", false, false),
    ] {
        let Some(container) = from.add(sample) else {
            return;
        };
        let entry = from.entry();
        let given = needed.then_some(&password);
        let copied = from
            .medium
            .copy_container(&entry.id, given, &to.medium, &mut rng());
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
fn a_key_of_2001_is_backed_up_with_its_container_and_nowhere_else() {
    let (password, wrong) = (secret("1"), secret("2"));
    for (sample, needed) in [
        ("kov-serg/g2001.000", true),
        ("cryptopro-corefx/G2001256.000", false),
    ] {
        let (from, to) = (fixture(), fixture());
        let Some(container) = from.add(sample) else {
            return;
        };
        let entry = from.entry();
        let given = needed.then_some(&password);
        // Both folders are on one device, so the question of the device is left out.
        let back_up = |given: Option<&Secret>, to: &dyn KeyMedium| {
            backup::expect_possible(&from.medium, &entry)?;
            match backup::way(&from.medium, &entry, to)? {
                Way::AsItLies(from, to) => from.copy_container(&entry.id, given, to, &mut rng()),
                Way::Anew => panic!("{sample}: nothing writes such a key anew"),
            }
        };
        let elsewhere = MemoryMedium::new("no place for containers");
        let refused = back_up(given, &elsewhere).expect_err(sample);
        assert_eq!(refused.code(), "medium-only-in-container");
        assert_eq!(elsewhere.calls(), 0);
        if needed {
            for given in [None, Some(&wrong)] {
                back_up(given, &to.medium).expect_err("it does not open");
                let left = fs::read_dir(to.path("")).expect("the folder");
                let names: Vec<_> = left
                    .filter_map(|member| member.ok()?.file_name().into_string().ok())
                    .filter(|name| name != "smena.lock")
                    .collect();
                assert_eq!(names, [""; 0], "nothing half made is left");
            }
        }
        let copied = back_up(given, &to.medium).expect(sample);
        let copy = to.entry();
        assert_eq!(copy.id, copied);
        assert_eq!(copy.certificate, entry.certificate);
        let copied = to.containers().remove(0);
        for file in FILES {
            let octets = |folder: &Path| fs::read(folder.join(file)).expect("the file");
            assert_eq!(octets(&copied), octets(&container));
        }
        let key = to.medium.unlock(&copy.id, given).expect("it opens");
        decrypts(&copy, &key);
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
        .copy_container(&alone, None, &fixture.medium, &mut rng())
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

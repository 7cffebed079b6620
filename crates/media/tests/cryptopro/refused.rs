//! What is refused: wrong passwords, changed octets, rights of others, foreign certificates, too many.

use super::*;

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

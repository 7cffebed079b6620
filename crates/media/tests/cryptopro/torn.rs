//! What a crash, a second writer or a fault of the drive leaves: whole containers only.

use super::*;

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
                "torn::a_writer_that_is_killed_leaves_whole_containers_only",
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

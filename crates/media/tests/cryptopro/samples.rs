//! Containers that CryptoPro CSP made, and a second reader before them and ours.

use super::*;

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

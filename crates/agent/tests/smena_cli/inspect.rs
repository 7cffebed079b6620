//! `smena inspect`: every kind of object in words, and what it says of a file that is none.

use crate::common::{Smena, real_certificates};
use serde_json::Value;

/// All labels of a described tree.
fn labels(node: &Value, into: &mut Vec<String>) {
    into.push(node["label"].as_str().expect("a label").to_owned());
    for field in node["fields"].as_array().into_iter().flatten() {
        labels(field, into);
    }
}

#[test]
fn a_certificate_is_described_in_words_of_both_languages() {
    let smena = Smena::new();
    let certificate = smena.holder("Anna", 20);
    let path = smena.write("holder.cer", certificate.der());
    let english = smena.run(["--lang", "en", "inspect", path.to_str().expect("a path")]);
    assert_eq!(english.code, 0, "{}", english.stderr);
    for line in [
        "Certificate",
        "  Serial number: 1122 33",
        "    Common name: Anna",
        "    Valid until: 10 December 2026, 12:00:00 (UTC)",
        "      Parameter set: CryptoPro A (1.2.643.2.2.35.1)",
        "    Key usage (2.5.29.15), critical",
        "      Usage: signing certificates",
        "      Certification authority: yes",
    ] {
        assert!(
            english.stdout.lines().any(|found| found == line),
            "{line}\n{}",
            english.stdout
        );
    }
    let russian = smena.run(["--lang", "ru", "inspect", "holder.cer"]);
    assert_eq!(russian.code, 0);
    assert_eq!(
        russian.stdout.lines().count(),
        english.stdout.lines().count()
    );
    assert!(!russian.stdout.contains("label-") && !russian.stdout.contains("oid-"));
    assert!(!russian.stdout.is_ascii());
}

#[test]
fn the_tree_is_one_object_of_json() {
    let smena = Smena::new();
    let certificate = smena.holder("Anna", 20);
    smena.write("holder.pem", certificate.to_pem().as_bytes());
    let said = smena.run(["--json", "inspect", "holder.pem"]);
    assert_eq!(said.code, 0);
    let tree = &said.json()["result"];
    assert_eq!(tree["label"], "certificate");
    assert_eq!(tree["fields"][1]["label"], "serial-number");
    assert_eq!(tree["fields"][1]["hex"], "112233");
    let mut all = Vec::new();
    labels(tree, &mut all);
    assert!(all.iter().any(|label| label == "not-after"));
}

#[test]
fn every_real_certificate_is_read_to_its_last_field() {
    let Some(paths) = real_certificates() else {
        return;
    };
    let smena = Smena::new();
    for path in paths {
        let said = smena.run(["--json".as_ref(), "inspect".as_ref(), path.as_os_str()]);
        assert_eq!(said.code, 0, "{}", path.display());
        let mut all = Vec::new();
        labels(&said.json()["result"], &mut all);
        let unread = all
            .iter()
            .any(|label| label == "not-readable" || label == "other-field");
        assert!(!unread, "{}", path.display());
    }
}

#[test]
fn the_secret_of_a_key_file_is_not_shown() {
    let smena = Smena::new();
    smena.holder("Anna", 20);
    let keys = smena.path("home").join("store/keys");
    let entry = std::fs::read_dir(keys)
        .expect("keys")
        .next()
        .expect("one")
        .expect("an entry");
    let key = entry.path().join("key.p8");
    let said = smena.run(["--json".as_ref(), "inspect".as_ref(), key.as_os_str()]);
    assert_eq!(said.code, 0, "{}", said.stdout);
    let octets = std::fs::read(&key).expect("the key");
    let secret = hex::encode(&octets[octets.len() - 32..]);
    assert_eq!(said.json()["result"]["label"], "private-key");
    assert!(!said.stdout.contains(&secret));
}

#[test]
fn a_file_that_is_no_object_is_not_valid_and_a_missing_one_is_the_other_side() {
    let smena = Smena::new();
    smena.write("empty", b"");
    smena.write("text", b"not an object");
    smena.write("cut", &[0x30, 0x82, 0x01, 0x00, 0x30]);
    for file in ["empty", "text", "cut"] {
        let said = smena.run(["--json", "inspect", file]);
        assert_eq!(said.error(), (1, "inspect-unreadable".to_owned()), "{file}");
    }
    let said = smena.run(["--json", "inspect", "absent"]);
    assert_eq!(said.error(), (3, "file-missing".to_owned()));
    let said = smena.run(["--json", "inspect", "."]);
    assert_eq!(said.error(), (3, "file-unreadable".to_owned()));
}

#[test]
fn a_file_beyond_the_limit_is_left_unread() {
    let smena = Smena::new();
    let path = smena.write("long", b"");
    let file = std::fs::OpenOptions::new()
        .write(true)
        .open(path)
        .expect("the file");
    let limit = smena_agent::limits::INSPECTED_FILE_SIZE_BYTES_MAX;
    file.set_len(limit).expect("a sparse file");
    let said = smena.run(["--json", "inspect", "long"]);
    assert_eq!(said.error(), (1, "inspect-unreadable".to_owned()));
    file.set_len(limit + 1).expect("a sparse file");
    let said = smena.run(["--json", "inspect", "long"]);
    assert_eq!(said.error(), (3, "file-too-large".to_owned()));
}

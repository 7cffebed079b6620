//! The command line without an authority: exit codes, `--json`, languages.

use crate::common::Smena;

/// An address at which nobody listens: the port of discard, which ordinary machines do not serve.
const NOBODY: &str = "http://127.0.0.1:9";

#[test]
fn an_empty_store_says_what_will_be_listed_there() {
    let smena = Smena::new();
    let said = smena.run(["--lang", "en", "list"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(
        said.stdout
            .starts_with("There are no certificates on this computer yet.")
    );
    let said = smena.run(["--json", "list"]);
    assert_eq!(
        said.stdout,
        "{\"result\":{\"certificates\":[],\"damaged\":[],\"problems\":[]}}\n"
    );
}

#[test]
fn a_certificate_is_listed_with_the_days_that_are_left() {
    let smena = Smena::new();
    let certificate = smena.holder("Anna", 20);
    let said = smena.run(["--lang", "en", "list"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let lines: Vec<&str> = said.stdout.lines().collect();
    assert_eq!(lines[0], "Anna");
    assert_eq!(lines[1], "  valid until 10 December 2026, 20 days left");
    assert_eq!(lines[2], "  serial number: 112233");
    let json = smena.run(["--json", "list"]).json();
    let entry = &json["result"]["certificates"][0];
    assert_eq!(entry["thumbprint"], hex::encode(certificate.thumbprint()));
    assert_eq!(entry["state"], "installed");
    assert_eq!(entry["days_left"], 20);
    assert_eq!(entry["has_password"], false);
}

#[test]
fn a_certificate_that_was_replaced_says_by_which() {
    let smena = Smena::new();
    let old = hex::encode(smena.holder("Anna", 20).thumbprint());
    let new = "ab".repeat(32);
    let receipt = format!(
        r#"{{"at":"2026-11-20T11:00:00Z","origin":"https://ca.example","signed":"receipt","certificate":"{new}","product":"{}","replaces":"{old}"}}"#,
        "cd".repeat(32)
    );
    smena.write("home/signatures.jsonl", format!("{receipt}\n").as_bytes());
    smena.close("home/signatures.jsonl");
    for (language, words) in [
        ("en", "replaced by the certificate with the thumbprint"),
        ("ru", "заменён сертификатом с отпечатком"),
    ] {
        let said = smena.run(["--lang", language, "list"]);
        assert!(
            said.stdout.contains(&format!("{words} {new}")),
            "{}",
            said.stdout
        );
    }
    let json = smena.run(["--json", "list"]).json();
    assert_eq!(json["result"]["certificates"][0]["replaced_by"], new);
}

#[test]
fn the_algorithm_of_a_key_is_named_in_the_readers_language() {
    let smena = Smena::new();
    smena.holder("Anna", 20);
    for (language, words) in [("en", "GOST R 34.10-2012"), ("ru", "ГОСТ Р 34.10-2012")] {
        let said = smena.run(["--lang", language, "list"]);
        assert!(said.stdout.contains(words), "{}", said.stdout);
    }
}

#[test]
fn an_expired_certificate_is_listed_as_such() {
    let smena = Smena::new();
    smena.holder("Anna", -3);
    let said = smena.run(["--lang", "en", "list"]);
    assert!(
        said.stdout.contains("  expired on 17 November 2026\n"),
        "{}",
        said.stdout
    );
}

#[test]
fn a_folder_that_others_can_read_is_not_used() {
    use std::os::unix::fs::PermissionsExt as _;
    let smena = Smena::new();
    assert_eq!(smena.run(["list"]).code, 0);
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(smena.path("home"), open).expect("the folder is ours");
    let said = smena.run(["--json", "list"]);
    assert_eq!(said.error(), (3, "medium-open-to-others".to_owned()));
}

#[test]
fn a_command_given_wrongly_ends_with_2() {
    let smena = Smena::new();
    for (arguments, expected) in [
        (&["--json"][..], "usage-no-command"),
        (&["--json", "renovate"], "usage-unknown-command"),
        (&["--json", "list", "--quickly"], "usage-unknown-argument"),
        (&["--json", "inspect"], "usage-missing"),
        (&["--json", "verify", "b"], "usage-missing"),
        (&["--json", "--lang", "de", "list"], "usage-value"),
        (&["--json", "list", "--lang"], "usage-no-value"),
        (&["--json", "renew", "--yes", "--yes"], "usage-twice"),
        (
            &["--json", "renew", "--no-password", "--password-file", "p"],
            "usage-conflict",
        ),
        (&["--json", "trust", "not an address"], "origin"),
        (&["--json", "trust", NOBODY, "--root", "12"], "thumbprint"),
        (
            &[
                "--json",
                "verify",
                "--anchor",
                "a",
                "--at",
                "yesterday",
                "b",
            ],
            "verify-time",
        ),
    ] {
        let said = smena.run(arguments);
        assert_eq!(said.error(), (2, expected.to_owned()), "{arguments:?}");
        assert_eq!(said.stderr, "", "{arguments:?}");
    }
    let said = smena.run(["--lang", "en", "list", "--quickly"]);
    assert_eq!((said.code, said.stdout.as_str()), (2, ""));
    assert!(said.stderr.contains("--quickly"), "{}", said.stderr);
}

#[test]
fn help_and_version_are_answers_in_the_language_asked_for() {
    let smena = Smena::new();
    let english = smena.run(["--lang", "en", "--help"]);
    let russian = smena.run(["--lang=ru", "--help"]);
    assert_eq!((english.code, russian.code), (0, 0));
    assert!(english.stdout.is_ascii(), "{}", english.stdout);
    assert!(!russian.stdout.contains("Commands:") && !russian.stdout.contains("Options:"));
    let version = smena.run(["--version"]);
    assert_eq!(
        version.stdout,
        concat!("smena ", env!("CARGO_PKG_VERSION"), "\n")
    );
    let json = smena.run(["--json", "renew", "--help"]).json();
    assert!(
        json["result"]["text"]
            .as_str()
            .expect("text")
            .contains("--password-file")
    );
}

#[test]
fn without_a_trusted_authority_nothing_is_begun() {
    let smena = Smena::new();
    smena.holder("Anna", 20);
    for command in ["renew", "status", "install"] {
        let said = smena.run(["--json", command]);
        assert_eq!(said.error(), (2, "authority-none".to_owned()), "{command}");
        let said = smena.run(["--json", command, "--authority", NOBODY]);
        assert_eq!(
            said.error(),
            (1, "authority-not-trusted".to_owned()),
            "{command}"
        );
    }
}

#[test]
fn a_certificate_is_found_by_thumbprint_its_beginning_or_serial_number() {
    let smena = Smena::new();
    let thumbprint = hex::encode(smena.holder("Anna", 20).thumbprint());
    for name in [&thumbprint[..], &thumbprint[..6], "112233", "11:22:33"] {
        let said = smena.run(["--json", "status", "--certificate", name]);
        assert_eq!(said.error(), (2, "authority-none".to_owned()), "{name}");
    }
    let said = smena.run(["--json", "status", "--certificate", "abcdef0123"]);
    assert_eq!(said.error(), (2, "certificate-unknown".to_owned()));
    smena.holder("Boris", 20);
    let said = smena.run(["--json", "status"]);
    assert_eq!(said.error(), (2, "certificate-which".to_owned()));
    let empty = Smena::new().run(["--json", "renew"]);
    assert_eq!(empty.error(), (2, "certificate-none".to_owned()));
}

#[test]
fn an_authority_that_cannot_be_reached_is_the_other_side() {
    let said = Smena::new().run(["--json", "trust", NOBODY]);
    assert_eq!(said.error(), (3, "authority-unreachable".to_owned()));
}

#[test]
fn the_language_is_that_of_the_system_unless_one_is_named() {
    let smena = Smena::new();
    assert!(smena.run(["list"]).stdout.is_ascii());
    assert!(!smena.run(["--lang", "ru", "list"]).stdout.is_ascii());
    assert!(!smena.run(["list", "--lang", "ru"]).stdout.is_ascii());
}

#[test]
fn a_medium_that_cannot_be_listed_is_told_and_hides_nothing() {
    let smena = Smena::new();
    smena.holder("Anna", 20);
    let crowded = smena.path("crowded");
    let medium = crowded.to_str().expect("UTF-8");
    for number in 0..=smena_media::limits::ENTRIES_MAX {
        smena.write(&format!("crowded/keys/k{number}"), b"");
    }
    smena.close("crowded");
    smena.close("crowded/keys");
    for command in [&["list"][..], &["media"], &["container", "list"]] {
        let said = smena.run([&["--lang", "ru", "--medium", medium], command].concat());
        assert_eq!(said.code, 0, "{}", said.stderr);
        let told = format!(
            "Носитель {medium} не используется:\n  На носителе слишком много ключей.\n  Перенесите"
        );
        assert!(said.stdout.contains(&told), "{}", said.stdout);
        let json = smena.run([&["--json", "--medium", medium], command].concat());
        let problem = &json.json()["result"]["problems"][0];
        assert_eq!(problem["code"], "medium-too-many-entries");
        assert_eq!(problem["place"], medium);
    }
    let said = smena.run(["--medium", medium, "list"]);
    assert!(said.stdout.starts_with("Anna\n"), "{}", said.stdout);
}

#[test]
fn a_key_that_cannot_be_read_is_told_in_the_readers_language() {
    let smena = Smena::new();
    smena.holder("Anna", 20);
    let keys = smena.path("home/store/keys");
    let mut entries = std::fs::read_dir(&keys).expect("the store");
    let entry = entries.next().expect("Anna's key").expect("readable");
    std::fs::write(entry.path().join("entry.json"), b"{}").expect("ours");
    let said = smena.run(["--lang", "ru", "list"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let lines: Vec<&str> = said.stdout.lines().collect();
    assert!(lines[0].starts_with("Запись ") && lines[0].ends_with(" не читается:"));
    assert!(lines[1].starts_with("  Описание ключа "), "{}", lines[1]);
    assert!(lines[2].starts_with("  Установите "), "{}", lines[2]);
    assert!(lines[3].starts_with("  (medium-description: "));
    let json = smena.run(["--json", "list"]).json();
    assert_eq!(json["result"]["damaged"][0]["code"], "medium-description");
}

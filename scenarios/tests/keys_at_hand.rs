//! What the holder does with his keys without an authority: a verified copy, a PFX, removal, old documents; by the
//! program, with OpenSSL on the other side.

#![cfg(test)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use smena_demo::{Agent, Algorithm, Medium, Options, Willing, World, run as demo, token};
use smena_pki::certificate::Certificate;
use smena_scenarios::{
    agent::Program,
    folder, folder_on_another_device,
    openssl::OpenSsl,
    process::{Answer, COMMAND_LIMIT, program, run},
};

/// A holder who has renewed once: an old key in the archive, a new one in use.
struct Desk {
    folder: tempfile::TempDir,
    old: Certificate,
    new: Certificate,
}

impl Desk {
    fn after_a_renewal(algorithm: Algorithm, medium: Medium) -> Self {
        let folder = folder();
        let options = Options {
            algorithm,
            medium,
            ..Options::new(folder.path())
        };
        let finished = demo::run(folder.path(), options, &|_| {}).expect("a renewal");
        Self {
            old: finished.old,
            new: finished.new,
            folder,
        }
    }

    /// As [`Desk::after_a_renewal`], by the program: the module of a token is loaded once in a process.
    fn after_a_renewal_on_a_token(algorithm: Algorithm) -> Self {
        let folder = folder();
        let mut command = Command::new(program("smena-demo"));
        command
            .args([
                "--headless",
                "--lang",
                "en",
                "--medium",
                "softtoken",
                "--dir",
            ])
            .arg(folder.path())
            .args(["--algorithm", algorithm.word()]);
        run(&mut command, COMMAND_LIMIT).expect_success("softtoken");
        let read = |name: &str| {
            let der = fs::read(folder.path().join(name)).expect(name);
            Certificate::from_der(&der).expect(name)
        };
        Self {
            old: read("old.cer"),
            new: read("new.cer"),
            folder,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn smena(&self, words: &[&str]) -> Answer {
        let medium = match token::environment(Medium::Softtoken, &self.path("world")) {
            Some((_, tokens)) if tokens.exists() => Medium::Softtoken,
            _ => Medium::Folder,
        };
        let mut command = Program::of(&self.path("world"), medium).command();
        command.arg("--json");
        for (option, folder) in [("--medium", "flash"), ("--containers", "world/containers")] {
            if self.path(folder).exists() {
                command.arg(option).arg(self.path(folder));
            }
        }
        run(
            command.args(words).current_dir(self.folder.path()),
            COMMAND_LIMIT,
        )
    }

    fn result(&self, words: &[&str]) -> Value {
        self.smena(words).result(&words.join(" "))
    }

    fn refusal(&self, words: &[&str]) -> String {
        self.smena(words).refusal()
    }

    /// The names of the keys in a state.
    fn keys(&self, state: &str) -> Vec<String> {
        let listed = self.result(&["container", "list"]);
        let all = listed["containers"].as_array().expect("a list").iter();
        all.filter(|entry| entry["state"] == state)
            .map(|entry| entry["key"].as_str().expect("a name").to_owned())
            .collect()
    }

    /// Writes a file and lets OpenSSL encrypt it.
    fn encrypted(&self, openssl: &OpenSsl, certificate: &Certificate, options: &str) {
        fs::write(self.path("letter.txt"), LETTER).expect("a letter");
        fs::write(self.path("for.pem"), certificate.to_pem()).expect("a certificate");
        openssl.accepts(&format!(
            "cms -encrypt -in letter.txt -binary {options} -outform DER -out letter.p7m for.pem"
        ));
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect(name)
    }
}

const LETTER: &str = "Акт сверки за третий квартал\n";

#[test]
fn what_openssl_encrypts_for_an_old_certificate_is_read_with_the_archived_key() {
    for (algorithm, medium) in [
        (Algorithm::Gost256, Medium::Folder),
        (Algorithm::Gost512, Medium::CryptoPro),
        (Algorithm::P256, Medium::Folder),
        (Algorithm::Rsa2048, Medium::Folder),
    ] {
        let desk = Desk::after_a_renewal(algorithm, medium);
        let Some(openssl) = OpenSsl::in_folder(desk.folder.path()) else {
            return;
        };
        let options: &[&str] = match algorithm {
            Algorithm::Gost256 | Algorithm::Gost512 => &[
                "-gost89",
                "-magma-ctr-acpkm",
                "-kuznyechik-ctr-acpkm",
                "-magma-ctr-acpkm-omac",
                "-kuznyechik-ctr-acpkm-omac",
            ],
            _ => &["-aes256"],
        };
        for options in options {
            desk.encrypted(&openssl, &desk.old, options);
            let decrypted = desk.result(&["decrypt", "letter.p7m", "--out", "read.txt"]);
            assert_eq!(desk.read("read.txt"), LETTER.as_bytes(), "{options}");
            assert_eq!(decrypted["serial"], desk.old.serial().to_string());
            assert_eq!(
                decrypted["authenticated"],
                options.ends_with("-omac"),
                "{options}"
            );
            fs::remove_file(desk.path("read.txt")).expect("the letter");
        }
    }
}

#[test]
fn what_openssl_encrypts_for_a_key_on_the_token_is_read_with_one_pin() {
    for algorithm in [Algorithm::Gost256, Algorithm::Gost512] {
        let desk = Desk::after_a_renewal_on_a_token(algorithm);
        let Some(openssl) = OpenSsl::in_folder(desk.folder.path()) else {
            return;
        };
        let pin = desk.path("world/pin");
        fs::write(&pin, token::PIN).expect("a PIN");
        let pin = pin.to_str().expect("a path in UTF-8");
        let program = Program::of(&desk.path("world"), Medium::Softtoken);
        for (certificate, options) in [
            (&desk.old, "-gost89"),
            (&desk.new, "-magma-ctr-acpkm"),
            (&desk.new, "-kuznyechik-ctr-acpkm-omac"),
        ] {
            desk.encrypted(&openssl, certificate, options);
            let before = program.pin_attempts().len();
            let words = [
                "decrypt",
                "letter.p7m",
                "--out",
                "read.txt",
                "--pin-file",
                pin,
            ];
            let decrypted = desk.result(&words);
            assert_eq!(desk.read("read.txt"), LETTER.as_bytes(), "{options}");
            assert_eq!(decrypted["serial"], certificate.serial().to_string());
            assert_eq!(program.pin_attempts().len(), before + 1, "{options}");
            fs::remove_file(desk.path("read.txt")).expect("the letter");
        }
    }
}

#[test]
fn a_message_for_somebody_else_and_a_file_in_the_way_are_told() {
    let desk = Desk::after_a_renewal(Algorithm::P256, Medium::Folder);
    let other = Desk::after_a_renewal(Algorithm::P256, Medium::Folder);
    let Some(openssl) = OpenSsl::in_folder(desk.folder.path()) else {
        return;
    };
    desk.encrypted(&openssl, &other.new, "-aes256");
    assert_eq!(
        desk.refusal(&["decrypt", "letter.p7m", "--out", "read.txt"]),
        "message-not-for-us"
    );
    assert_eq!(
        desk.refusal(&["decrypt", "letter.p7m", "--out", "letter.txt"]),
        "file-exists"
    );
    assert_eq!(
        desk.refusal(&["decrypt", "letter.txt", "--out", "read.txt"]),
        "message-not-opened"
    );
    assert!(!desk.path("read.txt").exists());
}

#[test]
fn a_backup_on_the_device_of_the_key_is_refused_and_none_is_made() {
    let desk = Desk::after_a_renewal(Algorithm::P256, Medium::Folder);
    fs::create_dir(desk.path("flash")).expect("a folder");
    private(&desk.path("flash"));
    let flash = desk.path("flash").display().to_string();
    assert_eq!(
        desk.refusal(&["backup", "--to", &flash, "--no-password"]),
        "medium-same-device"
    );
    let listed = desk.result(&["container", "list"]);
    let all = listed["containers"].as_array().expect("a list");
    assert!(all.iter().all(|entry| entry["place"] != flash.as_str()));
}

#[test]
fn a_backup_on_another_device_is_tried_recorded_and_missed_by_no_removal() {
    let Some(flash) = folder_on_another_device() else {
        return;
    };
    let flash = flash.path().display().to_string();
    for medium in [Medium::Folder, Medium::CryptoPro] {
        let desk = Desk::after_a_renewal(Algorithm::Gost256, medium);
        let ids = desk.keys("archived");
        let [old] = &ids[..] else {
            panic!("one old key");
        };
        let copy = ["container", "copy", old, "--to", &flash, "--no-password"];
        let words = [&["--medium", flash.as_str()][..], &copy].concat();
        if medium == Medium::CryptoPro {
            // Made without the flag, it stays where it is (F15).
            assert_eq!(desk.refusal(&words), "medium-not-exportable");
            continue;
        }
        let made = desk.result(&words);
        assert_eq!(made["place"]["name"], flash.as_str());
        assert!(made["keep_until"].is_string());
        let removed = desk.result(&["container", "remove", old, "--yes"]);
        assert_eq!(removed["has_backup"], true);
        // What was encrypted for it is read with the copy.
        let Some(openssl) = OpenSsl::in_folder(desk.folder.path()) else {
            return;
        };
        desk.encrypted(&openssl, &desk.old, "-gost89");
        let read = ["decrypt", "letter.p7m", "--out", "read.txt"];
        desk.result(&[&["--medium", flash.as_str()][..], &read].concat());
        assert_eq!(desk.read("read.txt"), LETTER.as_bytes());
    }
}

#[cfg(unix)]
fn private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).expect("its mode");
}

#[cfg(not(unix))]
fn private(_folder: &Path) {}

#[test]
fn a_replaced_key_is_removed_only_when_no_backup_is_missed() {
    let desk = Desk::after_a_renewal(Algorithm::P256, Medium::Folder);
    let [old] = &desk.keys("archived")[..] else {
        panic!("one old key");
    };
    let [new] = &desk.keys("installed")[..] else {
        panic!("one new key");
    };
    // The key in use has no successor, and «yes to everything» does not waive a backup.
    assert_eq!(
        desk.refusal(&["container", "remove", new, "--without-backup", "--yes"]),
        "key-no-successor"
    );
    assert_eq!(
        desk.refusal(&["container", "remove", old, "--yes"]),
        "declined"
    );
    assert_eq!(desk.keys("archived").len(), 1);
    let removed = desk.result(&["container", "remove", old, "--without-backup", "--yes"]);
    assert_eq!(removed["has_backup"], false);
    assert!(desk.keys("archived").is_empty());
    assert_eq!(desk.keys("installed").len(), 1);
}

#[test]
fn a_key_goes_to_a_pfx_that_openssl_reads_and_comes_back() {
    for (algorithm, options) in [
        (Algorithm::Gost256, &["--gost28147"][..]),
        (Algorithm::P256, &[]),
    ] {
        let desk = Desk::after_a_renewal(algorithm, Medium::Folder);
        fs::write(desk.path("password"), "Пароль для PFX\n").expect("a password");
        let [new] = &desk.keys("installed")[..] else {
            panic!("one new key");
        };
        let export = ["container", "export", new, "--out", "key.pfx"];
        let words = [&export[..], &["--file-password-file", "password"], options].concat();
        desk.result(&words);
        if let Some(openssl) = OpenSsl::in_folder(desk.folder.path()) {
            openssl.accepts("pkcs12 -in key.pfx -passin file:password -nodes -out key.pem");
            let pem = String::from_utf8(desk.read("key.pem")).expect("PEM");
            assert!(pem.contains("PRIVATE KEY") && pem.contains("BEGIN CERTIFICATE"));
        }
        let home = folder();
        let import = |password: &str| {
            run(
                Command::new(program("smena"))
                    .args(["--only-named", "--json", "--home"])
                    .arg(home.path().join("agent"))
                    .args(["container", "import", "key.pfx", "--no-password"])
                    .args(["--file-password-file", password])
                    .current_dir(desk.folder.path()),
                COMMAND_LIMIT,
            )
        };
        fs::write(desk.path("wrong"), "пароль").expect("a wrong password");
        let refused = import("wrong");
        assert_eq!(refused.code, Some(3), "{}", refused.text());
        assert!(refused.text().contains("medium-pfx-password"));
        let answer = import("password");
        answer.expect_success("import");
        let serial = desk.new.serial().to_string();
        assert!(answer.text().contains(&serial), "{}", answer.text());
    }
}

#[test]
fn the_second_renewal_is_not_confused_by_what_lies_in_the_archive() {
    let folder = folder();
    let options = || Options {
        algorithm: Algorithm::P256,
        ..Options::new(folder.path().join("world"))
    };
    let world = World::start(&options()).expect("a world");
    for _ in 0..3 {
        assert!(
            world
                .renew(&Willing::default())
                .expect("a renewal")
                .completed
        );
    }
    let agent: &Agent = world.agent();
    let media = agent.media().expect("media");
    let entries = media[0].contents().expect("contents").entries;
    let archived = |state| entries.iter().filter(|entry| entry.state == state).count();
    assert_eq!(archived(smena_media::EntryState::Archived), 3);
    assert_eq!(archived(smena_media::EntryState::Installed), 1);
    world.stop().expect("stopped");
}

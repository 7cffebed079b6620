//! The command line of the server, as an administrator meets it: the real binary, its words and its exit codes.

#![cfg(test)]

use std::{
    fs,
    io::{BufRead, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

const ALGORITHMS: [&str; 4] = ["gost256", "gost512", "p256", "rsa2048"];

/// A folder with a configuration and one procedure.
fn folder(algorithm: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let shipped = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures"));
    let procedures = folder.path().join("procedures");
    fs::create_dir_all(procedures.join("calendars")).expect("a folder");
    for file in ["plain-renewal.toml", "calendars/ru.toml"] {
        fs::copy(shipped.join(file), procedures.join(file)).expect("a file");
    }
    let tools = "sign_tool_class = \"ks1\"\nsubject_sign_tool = \"tool\"\n\
        [profile.qualified-person.issuer_sign_tool]\nsign_tool = \"tool\"\nca_tool = \"tool\"\n\
        sign_tool_certificate = \"none\"\nca_tool_certificate = \"none\"\n";
    let qualified = algorithm.starts_with("gost");
    let text = format!(
        "name = \"Authority\"\norigin = \"http://127.0.0.1:8443\"\nlisten = \"127.0.0.1:8443\"\n\
         database = \"sqlite:smena.db\"\n[authority]\nfolder = \"authority\"\n\
         issuer_url = \"http://127.0.0.1:8443/ca/issuing.cer\"\n[crl]\n\
         url = \"http://127.0.0.1:8443/ca/issuing.crl\"\nhours = 24\n[procedures]\n\
         folder = \"procedures\"\ndefault = \"plain-renewal\"\n[profile.qualified-person]\n\
         version = 1\nvalidity_days = 45\nqualified = {qualified}\n{}",
        if qualified { tools } else { "" }
    );
    fs::write(folder.path().join("server.toml"), text).expect("a file");
    folder
}

fn program(folder: &Path, words: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smena-server"));
    command
        .args(words.split(' '))
        .current_dir(folder)
        .env("RUST_LOG", "error");
    command
}

/// Runs a command with `--json`; gives its exit code and the one object that it prints.
fn ask(folder: &Path, words: &str) -> (i32, Value) {
    let output = program(folder, &format!("{words} --json"))
        .output()
        .expect("it runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(text.lines().count(), 1, "{words}: {text}");
    (
        output.status.code().expect("an exit code"),
        serde_json::from_str(&text).expect("JSON"),
    )
}

#[track_caller]
fn done(folder: &Path, words: &str) -> Value {
    let (code, value) = ask(folder, words);
    assert_eq!(code, 0, "{words}: {value}");
    value["result"].clone()
}

#[track_caller]
fn refused(folder: &Path, words: &str, code: i32, error: &str) -> Value {
    let (found, value) = ask(folder, words);
    assert_eq!(
        (found, value["error"]["code"].as_str()),
        (code, Some(error)),
        "{words}: {value}"
    );
    for part in ["message", "remedy"] {
        let text = value["error"][part].as_str().expect("words");
        assert!(text.contains(' ') && !text.contains('{'), "{words}: {text}");
    }
    value["error"].clone()
}

fn openssl(folder: &Path, words: &str) -> Output {
    const CONFIG: &str = "openssl_conf = c\n[c]\nengines = e\n[e]\ngost = g\n[g]\n\
        engine_id = gost\ndefault_algorithms = ALL\n";
    fs::write(folder.join("engine.cnf"), CONFIG).expect("a file");
    Command::new("openssl")
        .args(words.split(' '))
        .current_dir(folder)
        .env("OPENSSL_CONF", folder.join("engine.cnf"))
        .output()
        .expect("openssl was there a moment ago")
}

fn has_openssl(folder: &Path) -> bool {
    let installed = Command::new("openssl").arg("version").output().is_ok();
    let has_engine = installed && openssl(folder, "engine gost -t").status.success();
    if !has_engine {
        eprintln!("skipped: openssl with the gost engine is not installed");
    }
    has_engine
}

#[test]
fn an_authority_of_each_algorithm_is_made_once_and_openssl_accepts_its_chain() {
    for algorithm in ALGORITHMS {
        let folder = folder(algorithm);
        let folder = folder.path();
        let made = done(folder, &format!("ca init --algorithm {algorithm}"));
        let root = fs::read(folder.join("authority/root.cer")).expect("the root");
        refused(
            folder,
            &format!("ca init --algorithm {algorithm}"),
            1,
            "key-exists",
        );
        assert_eq!(
            fs::read(folder.join("authority/root.cer")).expect("the root"),
            root
        );
        assert!(
            made["root"]["thumbprint"]
                .as_str()
                .is_some_and(|text| text.len() == 64)
        );
        done(folder, "migrate");
        done(folder, "check");
        assert_eq!(done(folder, "crl --out list.crl")["number"], 1);
        assert_eq!(done(folder, "crl")["number"], 2);
        if !has_openssl(folder) {
            continue;
        }
        for name in ["root", "issuing", "errand"] {
            let words = format!("x509 -inform DER -in authority/{name}.cer -out {name}.pem");
            assert!(openssl(folder, &words).status.success(), "{words}");
        }
        for words in [
            "verify -x509_strict -check_ss_sig -CAfile root.pem issuing.pem errand.pem",
            "crl -inform DER -in list.crl -CAfile issuing.pem -noout",
        ] {
            let output = openssl(folder, words);
            let text = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{algorithm}: {words}: {text}");
        }
    }
}

#[test]
fn the_issuing_key_opens_with_its_password_alone() {
    let folder = folder("gost256");
    let folder = folder.path();
    let path = folder.join("server.toml");
    let text = fs::read_to_string(&path).expect("the configuration");
    let with_password = text.replace(
        "[authority]\n",
        "[authority]\nissuing_password_file = \"password\"\n",
    );
    fs::write(&path, with_password).expect("a file");
    refused(folder, "ca init", 3, "file-unreadable");
    fs::write(folder.join("password"), "correct horse\n").expect("a file");
    fs::write(folder.join("root-password"), "battery staple\n").expect("a file");
    done(folder, "ca init --root-password-file root-password");
    done(folder, "migrate");
    done(folder, "check");
    fs::write(folder.join("password"), "wrong\n").expect("a file");
    refused(folder, "check", 3, "authority-not-opened");
    fs::write(folder.join("password"), "\n").expect("a file");
    refused(folder, "check", 3, "password-unusable");
}

#[test]
fn operators_have_accounts_and_the_office_is_told_what_it_asks_wrongly() {
    let folder = folder("gost256");
    let folder = folder.path();
    done(folder, "ca init");
    done(folder, "migrate");
    let none = done(folder, "operator list");
    assert_eq!(none["operators"].as_array().map(Vec::len), Some(0));
    let add = "operator add petrov --snils 11223344595";
    assert_eq!(done(folder, add)["role"], "operator");
    refused(folder, add, 1, "operator-name-taken");
    refused(folder, "operator add x --snils 1", 2, "snils-malformed");
    let boss = "operator add boss --role boss --snils 11223344595";
    refused(folder, boss, 2, "role-unknown");
    let by = "operator add other --snils 08765430300 --by petrov";
    refused(folder, by, 1, "no-right");
    done(folder, "operator change petrov --role senior");
    assert_eq!(done(folder, "operator disable petrov")["disabled"], true);
    let all = done(folder, "operator list");
    assert_eq!(all["operators"][0]["name"], "petrov");

    let waiting = done(folder, "renewal list");
    assert_eq!(waiting["renewals"].as_array().map(Vec::len), Some(0));
    refused(folder, "renewal list --stage nowhere", 2, "stage-unknown");
    refused(folder, "renewal show 12", 2, "renewal-malformed");
    let id = "0".repeat(32);
    refused(folder, &format!("renewal show {id}"), 1, "not-found");
    let unknown = format!("renewal approve {id} --as nobody");
    refused(folder, &unknown, 1, "operator-unknown");
    let verdict = format!("renewal answer-check {id} mvd maybe");
    refused(folder, &verdict, 2, "verdict-unknown");
    let wordless = format!("renewal answer-check {id} mvd failed");
    refused(folder, &wordless, 2, "words-missing");
    let day = format!("renewal note-power {id} rosreestr --until tomorrow");
    refused(folder, &day, 2, "day-malformed");
    let settled = format!("renewal settle {id} forgotten --as petrov");
    refused(folder, &settled, 2, "settlement-unknown");
    let scanless = format!("renewal accept-paper {id} --as petrov");
    refused(folder, &scanless, 2, "scan-missing");
}

#[cfg(unix)]
#[test]
fn a_key_of_documents_that_others_can_read_keeps_the_server_from_running() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder("gost256");
    let folder = folder.path();
    done(folder, "ca init");
    done(folder, "migrate");
    done(folder, "operator list");
    let key = folder.join("authority/documents.key");
    let mode = fs::metadata(&key)
        .expect("made at the first start")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    fs::set_permissions(&key, fs::Permissions::from_mode(0o640)).expect("changed");
    refused(folder, "operator list", 3, "documents-key-unusable");
}

#[test]
fn what_was_given_wrongly_is_said_and_nothing_is_made() {
    let folder = folder("gost256");
    let folder = folder.path();
    refused(folder, "ca init --algorithm md5", 2, "algorithm-unknown");
    assert!(!folder.join("authority").exists());
    refused(folder, "nonsense", 2, "usage-unknown-command");
    refused(folder, "ca", 2, "usage-no-command");
    refused(folder, "revoke 12", 2, "usage-missing");
    refused(
        folder,
        "revoke xyz --reason superseded",
        2,
        "serial-malformed",
    );
    refused(folder, "revoke 12 --reason boredom", 2, "reason-unknown");
    refused(folder, "check --config nowhere.toml", 3, "file-unreadable");
    refused(folder, "serve", 3, "file-unreadable");
    done(folder, "ca init");
    refused(folder, "serve", 3, "database-not-migrated");
    done(folder, "migrate");
    refused(folder, "serve --listen 0.0.0.0:0", 2, "address-open");
    refused(
        folder,
        "revoke 12 --reason superseded",
        1,
        "serial-not-issued",
    );
    refused(
        folder,
        "holder import authority/errand.cer",
        1,
        "certificate-not-ours",
    );
    refused(
        folder,
        "holder import server.toml",
        1,
        "certificate-unreadable",
    );
}

#[test]
fn all_mistakes_of_the_configuration_are_listed() {
    let folder = folder("gost256");
    let path = folder.path().join("server.toml");
    let text = fs::read_to_string(&path).expect("the configuration");
    let faulty = text
        .replace("hours = 24", "hours = 9999")
        .replace("version = 1", "version = 0");
    fs::write(&path, format!("surprise = 1\n{faulty}")).expect("a file");
    let procedure = folder.path().join("procedures/plain-renewal.toml");
    let text = fs::read_to_string(&procedure).expect("the procedure");
    fs::write(
        &procedure,
        text.replace("window_days = 60", "window_days = -60"),
    )
    .expect("a file");
    let error = refused(folder.path(), "check", 1, "configuration-faulty");
    let keys: Vec<&str> = error["details"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|mistake| mistake["key"].as_str().expect("a key"))
        .collect();
    // The last follows from the one before: a notice cannot be sent before the window opens.
    let expected = [
        "surprise",
        "crl.hours",
        "profile.qualified-person.version",
        "admission.window_days",
        "notices.days_before",
    ];
    assert_eq!(keys, expected);
    for language in ["ru", "en"] {
        let output = program(folder.path(), &format!("check --lang {language}"))
            .output()
            .expect("it runs");
        let text = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(text.contains("server.toml:1: surprise: "), "{text}");
        assert!(text.contains("plain-renewal.toml:"), "{text}");
    }
}

#[test]
fn what_should_stand_there_is_said_in_the_readers_language() {
    let folder = folder("gost256");
    let path = folder.path().join("server.toml");
    let text = fs::read_to_string(&path).expect("the configuration");
    let faulty = text
        .replace("hours = 24", "hours = \"soon\"")
        .replace("database = \"sqlite:smena.db\"", "database = \"smena.db\"");
    fs::write(&path, faulty).expect("a file");
    for (language, words) in [
        ("ru", ["целое число", "sqlite:ФАЙЛ"]),
        ("en", ["a whole number", "sqlite:FILE"]),
    ] {
        let output = program(folder.path(), &format!("check --lang {language}"))
            .output()
            .expect("it runs");
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        for word in words {
            assert!(said.contains(word), "{word}: {said}");
        }
        assert!(!said.contains("expected-"), "{said}");
    }
}

/// Starts a server; gives it, the rest of its output, and the one object that it says when it listens.
fn serving(folder: &Path) -> (Child, impl BufRead + use<>, Value) {
    let mut server = program(folder, "serve --listen 127.0.0.1:0 --json")
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut output = BufReader::new(server.stdout.take().expect("piped"));
    let mut line = String::new();
    output.read_line(&mut line).expect("a line");
    let said = serde_json::from_str(&line).expect("JSON");
    (server, output, said)
}

#[cfg(target_os = "linux")]
#[test]
fn a_server_writes_no_core_file() {
    let folder = folder("p256");
    let folder = folder.path();
    done(folder, "ca init --algorithm p256");
    done(folder, "migrate");
    let (mut server, ..) = serving(folder);
    let limits = fs::read_to_string(format!("/proc/{}/limits", server.id())).expect("its limits");
    server.kill().expect("it ends");
    server.wait().expect("it ended");
    let core = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max core file size"))
        .expect("the limit");
    let numbers: Vec<&str> = core.split_whitespace().take(2).collect();
    assert_eq!(numbers, ["0", "0"], "{limits}");
}

#[test]
fn a_database_of_another_authority_is_refused() {
    let folder = folder("p256");
    let folder = folder.path();
    done(folder, "ca init --algorithm p256");
    done(folder, "migrate");
    done(folder, "crl");
    fs::rename(folder.join("authority"), folder.join("former")).expect("renamed");
    done(folder, "ca init --algorithm p256");
    refused(folder, "crl", 1, "database-of-other-authority");
}

/// Asks a server over a plain connection.
fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .expect("asked");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("answered");
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_server_says_where_it_listens_answers_and_ends_when_told() {
    let folder = folder("gost256");
    let folder = folder.path();
    done(folder, "ca init");
    done(folder, "migrate");
    let (mut server, mut output, said) = serving(folder);
    let address = said["result"]["listening"].as_str().expect("an address");
    let status = get(address, "/status");
    assert!(
        status.starts_with("HTTP/1.1 200") && status.contains("\"ready\""),
        "{status}"
    );
    let statement = get(address, "/.well-known/smena");
    assert!(
        statement.starts_with("HTTP/1.1 200") && statement.contains("payload"),
        "{statement}"
    );
    for file in ["root.cer", "issuing.cer", "issuing.crl"] {
        assert!(
            get(address, &format!("/ca/{file}")).starts_with("HTTP/1.1 200"),
            "{file}"
        );
    }
    let told = Command::new("kill")
        .arg(server.id().to_string())
        .status()
        .expect("told");
    assert!(told.success());
    assert_eq!(server.wait().expect("it ends").code(), Some(0));
    let mut rest = String::new();
    output.read_to_string(&mut rest).expect("the rest");
    assert_eq!(rest, "", "one object and no more");
}

#[test]
fn help_is_in_both_languages_and_names_no_placeholder() {
    let folder = tempfile::tempdir().expect("a folder");
    for words in [
        "--help",
        "ca init --help",
        "holder import --help",
        "revoke --help",
        "serve --help",
    ] {
        for language in ["ru", "en"] {
            let output = program(folder.path(), &format!("{words} --lang {language}"))
                .output()
                .expect("it runs");
            assert_eq!(output.status.code(), Some(0), "{words}");
            let text = String::from_utf8(output.stdout).expect("UTF-8");
            assert!(!text.contains("cli-"), "{text}");
        }
    }
}

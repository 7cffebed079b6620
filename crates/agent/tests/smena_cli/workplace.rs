//! The workplace: its check, the reminders, the start with the session, and the export of a certificate.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpListener,
    path::Path,
    process::Command,
};

use serde_json::Value;
use smena_pki::certificate::Certificate;

use crate::common::{Said, Smena};

/// The lines of a check in a report.
fn lines<'a>(report: &'a Value, check: &str) -> Vec<&'a Value> {
    let lines = report["lines"].as_array().expect("lines");
    lines.iter().filter(|line| line["check"] == check).collect()
}

fn doctor(smena: &Smena) -> Value {
    let said = smena.run(["--json", "--only-named", "doctor"]);
    assert_eq!(
        said.error(),
        (1, "workplace-not-ready".to_owned()),
        "no authority is trusted"
    );
    said.json()["error"]["details"].clone()
}

#[test]
fn the_check_of_the_workplace_tells_each_line_with_verdict_evidence_and_remedy() {
    let smena = Smena::new();
    smena.holder("Anna", 20);
    let report = doctor(&smena);
    assert_eq!(report["verdict"], "bad");
    for line in report["lines"].as_array().expect("lines") {
        for part in ["title", "evidence", "verdict_text"] {
            let text = line[part].as_str().expect("words");
            assert!(!text.is_empty() && !text.contains("doctor-"), "{line}");
        }
        assert_eq!(
            line["verdict"] == "good",
            line["remedy"].is_null(),
            "{line}"
        );
    }
    assert_eq!(lines(&report, "authority")[0]["verdict"], "bad");
    assert_eq!(lines(&report, "certificate")[0]["verdict"], "act");
    assert_eq!(
        lines(&report, "revocation")[0]["code"],
        "doctor-revocation-foreign"
    );
    assert_eq!(lines(&report, "random")[0]["verdict"], "good");
    assert_eq!(lines(&report, "space")[0]["verdict"], "good");
    assert_eq!(report["failed"], serde_json::json!([]));
}

#[test]
fn the_hash_of_the_program_is_the_one_that_others_compute() {
    let report = doctor(&Smena::new());
    let output = Command::new("sha256sum")
        .arg(env!("CARGO_BIN_EXE_smena"))
        .output()
        .expect("sha256sum runs");
    let hash = String::from_utf8(output.stdout).expect("text")[..64].to_uppercase();
    let evidence = lines(&report, "binary")[0]["evidence"].to_string();
    assert!(evidence.replace(' ', "").contains(&hash), "{evidence}");
}

#[test]
fn the_report_for_support_is_written_once_and_names_nobody() {
    let smena = Smena::new();
    smena.holder("Anna Karenina", 20);
    let arguments = ["--only-named", "doctor", "--report", "report.json"];
    let said = smena.run(arguments);
    assert_eq!(said.code, 1);
    assert!(said.stdout.contains("report.json"), "{}", said.stdout);
    let text = fs::read_to_string(smena.path("report.json")).expect("written");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(report["version"], env!("CARGO_PKG_VERSION"));
    assert!(
        text.contains("112233") && !text.contains("Karenina"),
        "{text}"
    );
    let again = smena.run([&["--json"][..], &arguments].concat());
    assert_eq!(again.error(), (3, "file-exists".to_owned()));
}

#[test]
fn a_module_that_cannot_be_loaded_fails_the_provider_and_a_key_that_cannot_be_read_the_medium() {
    let smena = Smena::new();
    smena.holder("Anna", 200);
    let module = smena.write("module.so", b"no library");
    let module = module.to_str().expect("UTF-8");
    let keys = smena.path("home/store/keys");
    let mut entries = fs::read_dir(&keys).expect("the store");
    let entry = entries.next().expect("a key").expect("readable");
    fs::write(entry.path().join("entry.json"), b"{}").expect("ours");
    let said = smena.run(["--json", "--only-named", "--module", module, "doctor"]);
    let report = said.json()["error"]["details"].clone();
    assert_eq!(
        report["failed"],
        serde_json::json!(["reader", "medium", "provider"])
    );
}

#[test]
fn an_authority_that_is_away_is_told_with_its_address() {
    let smena = Smena::new();
    let certificate = smena.holder("Anna", 200);
    trust(&smena, &certificate, "http://127.0.0.1:9");
    let report = doctor(&smena);
    let network = lines(&report, "network")[0];
    assert_eq!(network["code"], "authority-unreachable");
    assert!(
        network["evidence"]
            .to_string()
            .contains("http://127.0.0.1:9")
    );
    assert_eq!(lines(&report, "clock")[0]["verdict"], "unchecked");
    assert_eq!(
        lines(&report, "revocation")[0]["code"],
        "doctor-revocation-unasked"
    );
}

#[test]
fn something_else_in_the_authoritys_place_is_not_taken_for_it() {
    let smena = Smena::new();
    let certificate = smena.holder("Anna", 200);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("bound"));
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a call");
        let mut request = [0; 1_024];
        let read = stream.read(&mut request).expect("a request");
        let asked = String::from_utf8_lossy(&request[..read]).into_owned();
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
        stream.write_all(answer.as_bytes()).expect("an answer");
        asked
    });
    trust(&smena, &certificate, &origin);
    let report = doctor(&smena);
    let asked = server.join().expect("it was asked");
    assert!(asked.starts_with("GET /.well-known/smena "), "{asked}");
    assert_eq!(lines(&report, "network")[0]["code"], "authority-unexpected");
}

/// Writes a trust entry as `smena trust` would, with this certificate as the root.
fn trust(smena: &Smena, root: &Certificate, origin: &str) {
    let folder = format!(
        "home/authorities/{}",
        origin.replace("://", "_").replace(':', "_")
    );
    let der = base64url(root.der());
    let entry = serde_json::json!({
        "origin": origin,
        "name": "Example CA",
        "root": der,
        "root_key": "ab".repeat(32),
        "errand_chain": [der],
        "allowed_issuers": [],
        "since": "2026-01-01T00:00:00Z",
    });
    smena.write(
        &format!("{folder}/trust.json"),
        entry.to_string().as_bytes(),
    );
    smena.close(&folder);
    smena.close(&format!("{folder}/trust.json"));
}

fn base64url(octets: &[u8]) -> String {
    serde_json::to_value(smena_protocol::v1::Bytes::new(octets.to_vec()))
        .expect("text")
        .as_str()
        .expect("text")
        .to_owned()
}

#[test]
fn reminders_are_shown_and_put_off() {
    let smena = Smena::new();
    smena.holder("Anna", 20);
    let shown = |said: &Said| said.json()["result"]["reminders"][0].clone();
    let before = shown(&smena.run(["--json", "remind"]));
    assert_eq!(before["days_left"], 20);
    assert_eq!(
        before["next"], "2026-11-20T12:00:00Z",
        "the rung of 30 days"
    );
    let later = shown(&smena.run(["--json", "remind", "--later", "5"]));
    assert_eq!(later["next"], "2026-11-25T12:00:00Z");
    assert_eq!(shown(&smena.run(["--json", "remind"])), later, "kept");
    let words = smena.run(["--lang", "en", "remind"]);
    assert!(
        words.stdout.contains("put off until 25 November 2026"),
        "{}",
        words.stdout
    );
    for days in ["0", "61", "soon"] {
        let said = smena.run(["--json", "remind", "--later", days]);
        assert_eq!(said.error(), (2, "usage-value".to_owned()), "{days}");
    }
    let none = Smena::new().run(["--lang", "en", "remind"]);
    assert!(none.stdout.starts_with("There are no certificates"));
}

#[test]
fn a_certificate_is_exported_under_a_name_of_its_own_and_overwrites_nothing() {
    let smena = Smena::new();
    let certificate = smena.holder("Анна / Каренина ..", 20);
    let said = smena.run(["--json", "export"]);
    assert_eq!(said.json()["result"]["file"], "Анна-Каренина-112233.cer");
    let octets = fs::read(smena.path("Анна-Каренина-112233.cer")).expect("written");
    assert_eq!(octets, certificate.der());
    let again = smena.run(["--json", "export"]);
    assert_eq!(again.error(), (3, "file-exists".to_owned()));
    let pem = smena.run([
        "--json", "export", "112233", "--format", "pem", "--out", "c.pem",
    ]);
    assert_eq!(pem.code, 0, "{}", pem.stderr);
    let text = fs::read_to_string(smena.path("c.pem")).expect("written");
    assert!(text.starts_with("-----BEGIN CERTIFICATE-----\n"));
    let read = Certificate::from_der_or_pem(text.as_bytes()).expect("a certificate");
    assert_eq!(read, certificate);
    let said = smena.run(["--json", "export", "abcdef"]);
    assert_eq!(said.error(), (2, "certificate-unknown".to_owned()));
    let said = smena.run(["--json", "export", "--format", "txt"]);
    assert_eq!(said.error(), (2, "usage-value".to_owned()));
}

#[test]
fn without_a_terminal_the_keyboard_gives_no_randomness_and_the_way_out_is_named() {
    let smena = Smena::new();
    smena.holder("Anna", 20);
    for command in ["renew", "install"] {
        let said = smena.run(["--json", command, "--random", "keyboard"]);
        assert_eq!(said.error(), (2, "keyboard-none".to_owned()));
        let remedy = said.json()["error"]["remedy"].to_string();
        assert!(remedy.contains("--random os"), "{remedy}");
        let said = smena.run(["--json", command, "--random", "os"]);
        assert_eq!(said.error(), (2, "authority-none".to_owned()));
    }
}

/// Runs `smena agent` with settings and data of the user in temporary folders.
#[cfg(target_os = "linux")]
fn agent(smena: &Smena, act: &str) -> (i32, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_smena"))
        .args(["--json", "agent", act])
        .env("HOME", smena.path(""))
        .env("XDG_CONFIG_HOME", smena.path("config"))
        .env("XDG_DATA_HOME", smena.path("data"))
        .output()
        .expect("smena runs");
    let value: Value = serde_json::from_slice(&output.stdout).expect("one object");
    (output.status.code().expect("an end"), value)
}

#[cfg(target_os = "linux")]
fn states(value: &Value) -> Vec<String> {
    let parts = value["result"]["parts"].as_array().expect("parts");
    let state = |part: &Value| part["state"].as_str().expect("a word").to_owned();
    parts.iter().map(state).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn the_agent_is_installed_for_the_user_alone_and_taken_back_whole() {
    let smena = Smena::new();
    smena.write(
        "config/mimeapps.list",
        b"[Default Applications]\nimage/png=eog.desktop\n",
    );
    let (code, before) = agent(&smena, "status");
    assert_eq!((code, states(&before)), (0, vec!["absent".to_owned(); 5]));
    for _ in 0..2 {
        let (code, installed) = agent(&smena, "install");
        assert_eq!(
            (code, states(&installed)),
            (0, vec!["installed".to_owned(); 5])
        );
    }
    let unit = smena.path("config/systemd/user/smena-agent.service");
    let text = fs::read_to_string(&unit).expect("the unit");
    let line = format!("ExecStart=\"{}\" agent run\n", env!("CARGO_BIN_EXE_smena"));
    assert!(text.contains(&line), "{text}");
    judged_by_systemd(&unit);
    for entry in [
        "config/autostart/smena-agent.desktop",
        "data/applications/smena-errand.desktop",
    ] {
        judged_by_freedesktop(&smena.path(entry));
    }
    let list = fs::read_to_string(smena.path("config/mimeapps.list")).expect("the list");
    assert!(list.contains("x-scheme-handler/smena=smena-errand.desktop\n"));
    assert!(
        list.contains("image/png=eog.desktop\n"),
        "what was there stays"
    );

    fs::write(&unit, "[Unit]\n").expect("ours");
    let (_, changed) = agent(&smena, "status");
    assert_eq!(states(&changed)[0], "other");
    for _ in 0..2 {
        let (code, gone) = agent(&smena, "uninstall");
        assert_eq!((code, states(&gone)), (0, vec!["absent".to_owned(); 5]));
    }
    let list = fs::read_to_string(smena.path("config/mimeapps.list")).expect("the list");
    assert_eq!(list, "[Default Applications]\nimage/png=eog.desktop\n");
}

/// Lets the tool of the specification judge an entry, where it is installed.
#[cfg(target_os = "linux")]
fn judged_by_freedesktop(entry: &Path) {
    judged(Command::new("desktop-file-validate").arg(entry));
}

#[cfg(target_os = "linux")]
fn judged_by_systemd(unit: &Path) {
    judged(
        Command::new("systemd-analyze")
            .args(["verify", "--user"])
            .arg(unit),
    );
}

#[cfg(target_os = "linux")]
fn judged(command: &mut Command) {
    match command.output() {
        Ok(output) => {
            let said = [output.stdout, output.stderr].concat();
            let said = String::from_utf8_lossy(&said).into_owned();
            // Of other units of this computer nothing is known here.
            let of_ours = said.lines().filter(|line| line.contains("smena"));
            assert_eq!(of_ours.collect::<Vec<_>>(), [""; 0], "{said}");
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("left out: {} is not here", command.get_program().display());
        }
        Err(error) => panic!("{error}"),
    }
}

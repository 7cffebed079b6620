//! The program `smena-demo` as it is called: its exit codes, its files, its words.

#![cfg(test)]

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::{Ipv4Addr, TcpListener},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use smena_scenarios::{
    folder,
    openssl::OpenSsl,
    process::{Answer, COMMAND_LIMIT, program, run},
};

/// What the whole renewal may take once built.
const RUN_MAX: Duration = Duration::from_secs(10);

fn demo(words: &[&str]) -> Answer {
    run(
        Command::new(program("smena-demo")).args(words),
        COMMAND_LIMIT,
    )
}

fn path(folder: &Path) -> String {
    folder.display().to_string()
}

#[test]
fn one_command_renews_a_certificate_in_time_and_the_second_goes_on() {
    let folder = folder();
    let dir = path(folder.path());
    for _ in 0..2 {
        let begun = Instant::now();
        let answer = demo(&["--headless", "--dir", &dir, "--lang", "en"]);
        answer.expect_success("the demonstration");
        assert!(begun.elapsed() < RUN_MAX, "{:?}", begun.elapsed());
        for step in [
            "signing in",
            "new key",
            "signing the application",
            "signing the receipt",
        ] {
            assert!(answer.text().contains(step), "{}", answer.text());
        }
        assert!(
            answer
                .text()
                .lines()
                .filter(|line| line.contains(" ms  "))
                .count()
                >= 9
        );
    }
    if let Some(openssl) = OpenSsl::in_folder(folder.path()) {
        openssl.accepts("x509 -in new.cer -inform DER -out new.pem");
        openssl.accepts("verify -x509_strict -CAfile root.pem -untrusted chain.pem new.pem");
    }
}

#[test]
fn mistakes_of_the_caller_are_told() {
    for words in [
        &["--headless"][..],
        &["--algorithm", "md5"],
        &["--port", "0"],
        &["--nonsense"],
        &["--lang", "de"],
    ] {
        let answer = demo(words);
        assert_eq!(answer.code, Some(2), "{words:?}: {}", answer.stderr);
        assert!(!answer.stderr.is_empty());
    }
}

#[test]
fn another_algorithm_in_the_same_folder_is_refused_in_both_languages() {
    let folder = folder();
    let dir = path(folder.path());
    demo(&["--headless", "--dir", &dir, "--algorithm", "p256"]).expect_success("the first");
    for (language, word) in [("ru", "алгоритм"), ("en", "p256")] {
        let answer = demo(&[
            "--headless",
            "--dir",
            &dir,
            "--algorithm",
            "gost256",
            "--lang",
            language,
        ]);
        assert_eq!(answer.code, Some(2), "{}", answer.stderr);
        assert!(answer.stderr.contains(word) && answer.stderr.contains("gost256"));
    }
}

#[test]
fn a_port_that_is_taken_and_a_folder_that_is_none_are_told() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = taken.local_addr().expect("its address").port().to_string();
    let folder = folder();
    let answer = demo(&[
        "--headless",
        "--dir",
        &path(folder.path()),
        "--port",
        &port,
        "--lang",
        "en",
    ]);
    assert_eq!(answer.code, Some(3), "{}", answer.stderr);
    assert!(answer.stderr.contains(&port), "{}", answer.stderr);

    let file = folder.path().join("file");
    fs::write(&file, b"").expect("a file");
    let answer = demo(&["--headless", "--dir", &path(&file), "--lang", "en"]);
    assert_eq!(answer.code, Some(3), "{}", answer.stderr);
    assert!(answer.stderr.contains(&path(&file)), "{}", answer.stderr);
}

#[test]
fn the_running_demonstration_says_where_it_is_and_what_to_try() {
    let folder = folder();
    let mut child = Command::new(program("smena-demo"))
        .args([
            "--dir",
            &path(folder.path()),
            "--lang",
            "en",
            "--algorithm",
            "p256",
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the demonstration starts");
    let lines = BufReader::new(child.stdout.take().expect("piped above")).lines();
    let mut said = String::new();
    for line in lines.map_while(Result::ok) {
        said.push_str(&line);
        said.push('\n');
        if line.contains("Ctrl-C") {
            break;
        }
    }
    assert!(
        said.contains("http://localhost:") && said.contains("\"issuing\":\"ready\""),
        "{said}"
    );
    // What it says can be done as it stands.
    let renew = said
        .lines()
        .find(|line| line.contains(" renew "))
        .expect("what to try")
        .trim();
    let answer = run(
        Command::new("sh")
            .arg("-c")
            .arg(format!("{renew} --yes --json")),
        COMMAND_LIMIT,
    );
    child.kill().expect("killed");
    child.wait().expect("gone");
    answer.expect_success(renew);
    assert!(
        answer.text().contains("\"completed\":true"),
        "{}",
        answer.text()
    );
}

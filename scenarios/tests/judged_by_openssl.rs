//! The whole renewal in each algorithm, and OpenSSL's word on everything that it leaves behind.

#![cfg(test)]

use std::{path::Path, process::Command};

use smena_demo::{Algorithm, Options, run};
use smena_scenarios::{
    artefacts, folder,
    openssl::{OpenSsl, has_program},
    process::{COMMAND_LIMIT, run as ask, skipped},
};

fn renew(folder: &Path, algorithm: Algorithm) -> run::Finished {
    let options = Options {
        algorithm,
        ..Options::new(folder)
    };
    run::run(folder, options, &|_| {}).expect("a renewal")
}

fn judge(algorithm: Algorithm) {
    let folder = folder();
    renew(folder.path(), algorithm);
    artefacts::expect_accepted(folder.path(), algorithm);
}

#[test]
fn openssl_accepts_a_renewal_on_gost_256() {
    judge(Algorithm::Gost256);
}

#[test]
fn openssl_accepts_a_renewal_on_gost_512() {
    judge(Algorithm::Gost512);
}

#[test]
fn openssl_accepts_a_renewal_on_p256() {
    judge(Algorithm::P256);
}

#[test]
fn openssl_accepts_a_renewal_on_rsa_2048() {
    judge(Algorithm::Rsa2048);
}

#[test]
fn the_parameters_of_gost_keys_are_written_as_most_certificates_have_them() {
    for (algorithm, set, digest) in [
        // With digestParamSet, and without.
        (Algorithm::Gost256, "1.2.643.2.2.35.1", true),
        (Algorithm::Gost512, "1.2.643.7.1.2.1.2.1", false),
    ] {
        let folder = folder();
        let finished = renew(folder.path(), algorithm);
        let (_, parsed) =
            x509_parser::parse_x509_certificate(finished.new.der()).expect("a second parser");
        let parameters = parsed
            .public_key()
            .algorithm
            .parameters
            .as_ref()
            .expect("parameters");
        let octets = parameters.data;
        let named = |dotted: &str| {
            let oid = x509_parser::oid_registry::Oid::from(
                &dotted
                    .split('.')
                    .map(|arc| arc.parse().expect("a number"))
                    .collect::<Vec<u64>>(),
            )
            .expect("an identifier");
            octets
                .windows(oid.as_bytes().len())
                .any(|window| window == oid.as_bytes())
        };
        assert!(named(set), "{algorithm:?}");
        let streebog = named("1.2.643.7.1.1.2.2") || named("1.2.643.7.1.1.2.3");
        assert_eq!(streebog, digest, "{algorithm:?}");
    }
}

#[test]
fn a_second_run_renews_the_certificate_of_the_first() {
    let folder = folder();
    let first = renew(folder.path(), Algorithm::Gost256);
    let second = renew(folder.path(), Algorithm::Gost256);
    assert_eq!(second.old, first.new);
    assert_ne!(second.new, first.new);
    artefacts::expect_files(folder.path());
    artefacts::expect_succession(folder.path());
    let Some(openssl) = OpenSsl::in_folder(folder.path()) else {
        return;
    };
    artefacts::expect_chain(&openssl);
}

#[test]
fn the_application_shows_the_data_and_is_a_sound_pdf() {
    let folder = folder();
    renew(folder.path(), Algorithm::P256);
    let pdf = folder.path().join("application.pdf");
    if has_program("pdftotext", "-v") {
        let answer = ask(Command::new("pdftotext").arg(&pdf).arg("-"), COMMAND_LIMIT);
        answer.expect_success("pdftotext");
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let text = squeezed(&answer.text());
        let subject = smena_demo::holder::official(0).expect("the holder");
        for (attribute, value) in subject.attributes() {
            // Numbers may be shown in groups.
            let shown = squeezed(value);
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            assert!(
                text.contains(&shown) || digits.contains(&shown),
                "{attribute:?} is not shown: {text}"
            );
        }
    } else {
        skipped("pdftotext is not installed");
    }
    if has_program("qpdf", "--version") {
        ask(Command::new("qpdf").arg("--check").arg(&pdf), COMMAND_LIMIT)
            .expect_success("qpdf --check");
    } else {
        skipped("qpdf is not installed");
    }
}

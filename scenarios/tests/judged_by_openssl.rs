//! The whole renewal in each algorithm, and OpenSSL's word on everything that it leaves behind.

#![cfg(test)]

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use smena_demo::{Algorithm, Options, run};
use smena_pki::certificate::Certificate;
use smena_scenarios::{
    folder,
    openssl::{OpenSsl, has_program},
    process::{COMMAND_LIMIT, run as ask, skipped},
};

const FILES: [&str; 12] = [
    "root.cer",
    "issuing.cer",
    "old.cer",
    "new.cer",
    "request.p10",
    "application.pdf",
    "application.pdf.p7s",
    "receipt.p7s",
    "issuing.crl",
    "root.pem",
    "chain.pem",
    "run.json",
];

fn renew(folder: &Path, algorithm: Algorithm) -> run::Finished {
    let options = Options {
        algorithm,
        ..Options::new(folder)
    };
    run::run(folder, options, &|_| {}).expect("a renewal")
}

fn judge(algorithm: Algorithm) {
    let folder = folder();
    let folder = folder.path();
    renew(folder, algorithm);
    expect_files(folder);
    expect_run_json(folder, algorithm);
    expect_succession(folder);
    let Some(openssl) = OpenSsl::in_folder(folder) else {
        return;
    };
    expect_chain(&openssl);
    openssl.accepts("req -in request.p10 -inform DER -verify -noout");
    expect_application(folder, &openssl);
    openssl.accepts(
        "cms -verify -in receipt.p7s -inform DER -CAfile chain.pem -purpose any -binary -out receipt.der",
    );
    openssl.accepts("crl -in issuing.crl -inform DER -CAfile chain.pem -noout");
}

fn expect_files(folder: &Path) {
    let found: BTreeSet<String> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let expected: BTreeSet<String> = FILES
        .into_iter()
        .chain([run::WORLD])
        .map(str::to_owned)
        .collect();
    assert_eq!(found, expected);
}

fn expect_run_json(folder: &Path, algorithm: Algorithm) {
    let text = fs::read(folder.join("run.json")).expect("run.json");
    let run: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
    assert_eq!(run["algorithm"], algorithm.word());
    for (name, file) in [("old", "old.cer"), ("new", "new.cer"), ("root", "root.cer")] {
        let certificate = certificate(folder, file);
        assert_eq!(run[name]["serial"], certificate.serial().to_string());
        assert_eq!(
            run[name]["thumbprint"],
            hex::encode(certificate.thumbprint())
        );
    }
    let steps = run["steps"].as_array().expect("steps");
    let named = |name: &str| steps.iter().any(|step| step["step"] == name);
    for name in [
        "sign-in",
        "generate-key",
        "sign-application",
        "install",
        "sign-receipt",
    ] {
        assert!(named(name), "{name} is missing: {steps:?}");
    }
    assert!(steps.iter().all(|step| step["milliseconds"].is_u64()));
}

fn certificate(folder: &Path, file: &str) -> Certificate {
    Certificate::from_der(&fs::read(folder.join(file)).expect(file)).expect(file)
}

/// Another key, another serial number, the same subject.
fn expect_succession(folder: &Path) {
    let (old, new) = (
        certificate(folder, "old.cer"),
        certificate(folder, "new.cer"),
    );
    let key =
        |certificate: &Certificate| certificate.public_key().expect("a key").normalised_hash();
    assert_ne!(key(&old), key(&new));
    assert_ne!(old.serial(), new.serial());
    assert_eq!(old.subject().der(), new.subject().der());
    assert_eq!(old.issuer().der(), new.issuer().der());
    assert!(new.not_after() >= old.not_after());
}

fn expect_chain(openssl: &OpenSsl) {
    for file in ["old.cer", "new.cer"] {
        openssl.accepts(&format!("x509 -in {file} -inform DER -out {file}.pem"));
        openssl.accepts(&format!(
            "verify -x509_strict -CAfile root.pem -untrusted chain.pem {file}.pem"
        ));
    }
    openssl.accepts("x509 -in issuing.cer -inform DER -out issuing.pem");
    openssl.accepts("verify -x509_strict -CAfile root.pem issuing.pem");
    openssl.accepts("verify -x509_strict -CAfile root.pem root.pem");
    openssl.accepts("crl -in issuing.crl -inform DER -out issuing.crl.pem");
    openssl.accepts(
        "verify -x509_strict -crl_check -CAfile root.pem -untrusted chain.pem -CRLfile issuing.crl.pem new.cer.pem",
    );
}

/// The signature is over exactly this PDF, with the old key.
fn expect_application(folder: &Path, openssl: &OpenSsl) {
    let verify = |document: &str| {
        format!(
            "cms -verify -cades -in application.pdf.p7s -inform DER -content {document} -CAfile chain.pem -purpose any -binary -signer signer.pem -out application.out"
        )
    };
    openssl.accepts(&verify("application.pdf"));
    let document = fs::read(folder.join("application.pdf")).expect("the application");
    assert_eq!(
        fs::read(folder.join("application.out")).expect("what was signed"),
        document
    );
    let signer = fs::read(folder.join("signer.pem")).expect("the signer");
    let signer = Certificate::from_der_or_pem(&signer).expect("a certificate");
    assert_eq!(signer, certificate(folder, "old.cer"));

    for place in [10, document.len() / 2, document.len() - 10] {
        let mut changed = document.clone();
        changed[place] ^= 1;
        fs::write(folder.join("changed.pdf"), changed).expect("the changed application");
        openssl.refuses(&verify("changed.pdf"));
    }
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
    expect_files(folder.path());
    expect_succession(folder.path());
    let Some(openssl) = OpenSsl::in_folder(folder.path()) else {
        return;
    };
    expect_chain(&openssl);
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

//! The files that a renewal leaves, and OpenSSL's word on them.

use std::{collections::BTreeSet, fs, path::Path};

use smena_demo::{Algorithm, run};
use smena_pki::certificate::Certificate;

use crate::openssl::OpenSsl;

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

/// Expects that the files are there and fit together, and that OpenSSL accepts each of them. Where there is no OpenSSL
/// with GOST, the test says that it was skipped.
///
/// # Panics
///
/// When something is not so.
pub fn expect_accepted(folder: &Path, algorithm: Algorithm) {
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

/// Expects the files, and no others.
///
/// # Panics
///
/// When one is missing or too many.
pub fn expect_files(folder: &Path) {
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

/// Expects another key, another serial number, the same subject.
///
/// # Panics
///
/// When it is not so.
pub fn expect_succession(folder: &Path) {
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

/// Expects that OpenSSL accepts the chain, strictly and with revocation.
///
/// # Panics
///
/// When it does not.
pub fn expect_chain(openssl: &OpenSsl) {
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

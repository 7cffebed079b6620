//! What was encrypted for a key on the token: opened there, by transport and by agreement, whatever call is cut off.

use smena_pki::{
    certificate::Certificate,
    cms::EnvelopedData,
    key::{GostAgreement, OpenError, Opener as _, PrivateKey, Signer as _},
};

use super::*;

#[test]
fn envelopes_are_opened_by_the_key_in_the_token() {
    let test = "envelopes::envelopes_are_opened_by_the_key_in_the_token";
    let Some(bench) = soft(test, &[options("one")]) else {
        return;
    };
    let medium = bench.token("one");
    medium.log_in(&pin(PIN)).expect("logged in");
    open_envelopes(&medium);
    decrypt(&medium);
}

/// The five GOST ciphers in which OpenSSL's engine makes messages.
const CIPHERS: [&str; 5] = [
    "-gost89",
    "-magma-ctr-acpkm",
    "-kuznyechik-ctr-acpkm",
    "-magma-ctr-acpkm-omac",
    "-kuznyechik-ctr-acpkm-omac",
];

/// Lets OpenSSL's engine encrypt a text; nothing where there is no such engine.
fn their_message(certificate: &Certificate, cipher: &str, text: &[u8]) -> Option<Vec<u8>> {
    let engine = apart::command("openssl", &["engine", "gost", "-t"]);
    if !engine.success || !engine.text.contains("[ available ]") {
        eprintln!("skipped: openssl with the gost engine is not installed");
        return None;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (plain, recipient, message) = (path("text"), path("recipient.pem"), path("message"));
    fs::write(&plain, text).expect("a file");
    fs::write(&recipient, certificate.to_pem()).expect("a file");
    let arguments = [
        "cms", "-engine", "gost", "-encrypt", "-binary", cipher, "-in", &plain, "-outform", "DER",
        "-out", &message, &recipient,
    ];
    let answer = apart::command("openssl", &arguments);
    assert!(answer.success, "{cipher}: {}", answer.text);
    Some(fs::read(&message).expect("a message"))
}

/// Opens a message with the key of an entry.
fn opened(
    medium: &TokenMedium,
    entry: &Entry,
    message: &[u8],
) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let certificate = entry.certificate.as_ref().expect("a certificate");
    let key = medium.unlock(&entry.id, None)?;
    let message = EnvelopedData::from_der(message)?;
    let opened = message.open(key.opener(), certificate, &mut rng())?;
    Ok(opened.octets().to_vec())
}

/// A key with its certificate.
fn installed(medium: &TokenMedium, algorithm: KeyAlgorithm) -> Entry {
    let made = medium.generate(&new_key(algorithm, "01"), &mut rng());
    let made = made.expect("a key");
    let installed = medium.install(&made.id, &certificate(&made));
    installed.expect("installed")
}

#[test]
fn what_openssl_encrypts_for_gost_keys_is_opened_in_the_token() {
    let test = "envelopes::what_openssl_encrypts_for_gost_keys_is_opened_in_the_token";
    let Some(bench) = soft(test, &[options("one")]) else {
        return;
    };
    let medium = bench.token("one");
    medium.log_in(&pin(PIN)).expect("logged in");
    let document = b"\xd0\x90\xd0\xba\xd1\x82".repeat(2_000);
    for set in [
        ParameterSet::CryptoProA,
        ParameterSet::Tc26256A,
        ParameterSet::Tc26512A,
        ParameterSet::Tc26512C,
    ] {
        let key = installed(&medium, KeyAlgorithm::Gost(set));
        let other = installed(&medium, KeyAlgorithm::Gost(set));
        for cipher in CIPHERS {
            let certificate = key.certificate.as_ref().expect("a certificate");
            let Some(message) = their_message(certificate, cipher, &document) else {
                return;
            };
            let read = opened(&medium, &key, &message).expect(cipher);
            assert_eq!(read, document, "{set:?} {cipher}");
            // The serial numbers of the certificates are alike, so it is the key that does not fit.
            assert!(opened(&medium, &other, &message).is_err(), "{cipher}");
        }
    }
    assert_eq!(bench.attempts(0).len(), 1, "one PIN for everything");
}

#[test]
fn gost_keys_in_the_token_agree_as_keys_in_memory_do() {
    let test = "envelopes::gost_keys_in_the_token_agree_as_keys_in_memory_do";
    // One has but the mechanism of the standard, one none at all.
    let with = |label, derive: &[u64]| {
        let mut mechanisms = vec![0x1200, 0x1201];
        mechanisms.extend(derive);
        TokenOptions {
            mechanisms: Some(mechanisms),
            wrapped_public_value: true,
            ..options(label)
        }
    };
    let tokens = [
        options("all"),
        with("standard", &[0x1204]),
        with("none", &[]),
    ];
    let Some(bench) = soft(test, &tokens) else {
        return;
    };
    for (label, algorithms) in [
        ("all", &[GOST_256, GOST_512][..]),
        ("standard", &[GOST_256]),
    ] {
        let medium = bench.token(label);
        medium.log_in(&pin(PIN)).expect("logged in");
        for algorithm in algorithms {
            let entry = installed(&medium, *algorithm);
            let key = medium.unlock(&entry.id, None).expect("open");
            let other = PrivateKey::generate(*algorithm, &mut rng()).expect("a key");
            for (agreement, ukm) in [
                (GostAgreement::Vko256, &[5; 8][..]),
                (GostAgreement::Vko256, &[6; 16]),
                (GostAgreement::Keg, &[7; 32]),
                (GostAgreement::Keg, &[0; 32]),
            ] {
                let here = key.opener().agree_gost(agreement, other.public_key(), ukm);
                let there = other.agree_gost(agreement, &entry.public_key, ukm);
                assert_eq!(
                    *here.expect("agreed"),
                    *there.expect("agreed"),
                    "{agreement:?}"
                );
            }
            let odd = key
                .opener()
                .agree_gost(GostAgreement::Keg, other.public_key(), &[7; 8]);
            assert!(matches!(odd, Err(OpenError::OtherParty)));
            let foreign = KeyAlgorithm::Gost(ParameterSet::Tc26512C);
            let foreign = PrivateKey::generate(foreign, &mut rng()).expect("a key");
            let foreign = foreign.public_key();
            let refused = key
                .opener()
                .agree_gost(GostAgreement::Vko256, foreign, &[5; 8]);
            assert!(matches!(refused, Err(OpenError::OtherParty)));
        }
    }
    let medium = bench.token("none");
    medium.log_in(&pin(PIN)).expect("logged in");
    let entry = installed(&medium, GOST_256);
    let key = medium.unlock(&entry.id, None).expect("open");
    let other = PrivateKey::generate(GOST_256, &mut rng()).expect("a key");
    let refused = key
        .opener()
        .agree_gost(GostAgreement::Vko256, other.public_key(), &[5; 8]);
    assert!(matches!(refused, Err(OpenError::Unsupported(_))));
}

#[test]
fn pulled_out_at_any_call_an_envelope_is_opened_at_the_next_try() {
    const CALLS_MAX: u64 = 200;
    let test = "envelopes::pulled_out_at_any_call_an_envelope_is_opened_at_the_next_try";
    let Some(bench) = soft(test, &[options("one")]) else {
        return;
    };
    let medium = bench.token("one");
    medium.log_in(&pin(PIN)).expect("logged in");
    let key = installed(&medium, GOST_512);
    let certificate = key.certificate.as_ref().expect("a certificate");
    let Some(message) = their_message(certificate, "-kuznyechik-ctr-acpkm-omac", b"text") else {
        return;
    };
    // The PIN was given once before, and once more after each call that was cut off.
    for (pins, call) in (1..).zip(1..=CALLS_MAX) {
        bench.faults(0, &format!("{call} * removed\n"));
        let first = opened(&medium, &key, &message);
        bench.faults(0, "");
        if let Ok(text) = first {
            assert_eq!(text, b"text");
            assert!(call > 5, "the script was followed");
            return;
        }
        assert_eq!(bench.attempts(0).len(), pins, "the PIN was not sent again");
        medium.log_in(&pin(PIN)).expect("logged in again");
        let again = opened(&medium, &key, &message).expect("opened");
        assert_eq!(again, b"text", "at call {call}");
    }
    panic!("opening took more than {CALLS_MAX} calls");
}

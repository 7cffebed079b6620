//! The PKCS#11 medium on SoftHSM. On GOST, PINs that are counted and faults it is tested with the software token
//! (`crates/softtoken/tests/medium/main.rs`).

#![cfg(test)]

use std::path::{Path, PathBuf};

use smena_media::{KeyMedium, pkcs11::Modules};
use smena_pki::algorithm::KeyAlgorithm;

#[path = "common/apart.rs"]
mod apart;
#[path = "common/issue.rs"]
mod issue;
#[path = "common/token.rs"]
mod token;

use token::{PIN, a_life, decrypt, open_envelopes, pin};

const SOFTHSM: &str = "/usr/lib/softhsm/libsofthsm2.so";
const GOST_256: KeyAlgorithm = KeyAlgorithm::Gost(smena_gost::ParameterSet::CryptoProA);
const RSA: KeyAlgorithm = KeyAlgorithm::Rsa { bits: 2_048 };

/// The bench of SoftHSM; nothing in the parent, nor where SoftHSM is not installed.
fn softhsm(test: &str, labels: &[&str]) -> Option<Modules> {
    if !Path::new(SOFTHSM).is_file() {
        eprintln!("skipped: {SOFTHSM} is not there");
        return None;
    }
    apart::bench(test, "SOFTHSM2_CONF", |folder| {
        let configuration = folder.join("softhsm2.conf");
        let tokens = folder.join("tokens");
        std::fs::create_dir(&tokens).expect("a folder");
        let configuration_text = format!("directories.tokendir = {}\n", tokens.display());
        std::fs::write(&configuration, configuration_text).expect("a configuration");
        configuration
    })?;
    for label in labels {
        let answer = apart::command(
            "softhsm2-util",
            &[
                "--init-token",
                "--free",
                "--label",
                label,
                "--so-pin",
                "87654321",
                "--pin",
                PIN,
            ],
        );
        assert!(answer.success, "{}", answer.text);
    }
    let modules = Modules::open(&[PathBuf::from(SOFTHSM)], false);
    assert!(modules.problems().is_empty(), "{:?}", modules.problems());
    Some(modules)
}

#[test]
fn keys_live_their_whole_life_on_softhsm() {
    let test = "keys_live_their_whole_life_on_softhsm";
    let Some(modules) = softhsm(test, &["one"]) else {
        return;
    };
    let medium = token::token(&modules, "one");
    medium.log_in(&pin(PIN)).expect("logged in");
    for algorithm in [KeyAlgorithm::EcdsaP256, KeyAlgorithm::EcdsaP384, RSA] {
        a_life(&medium, algorithm);
    }
    assert!(!medium.makes(GOST_256));
    assert!(!medium.makes(KeyAlgorithm::Ed25519));
}

#[test]
fn envelopes_are_opened_by_the_key_on_softhsm() {
    let Some(modules) = softhsm("envelopes_are_opened_by_the_key_on_softhsm", &["one"]) else {
        return;
    };
    let medium = token::token(&modules, "one");
    medium.log_in(&pin(PIN)).expect("logged in");
    open_envelopes(&medium);
    decrypt(&medium);
}

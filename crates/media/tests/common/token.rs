//! What tests do with a token, whatever module it is spoken to by.

use std::fs;

use getrandom::{SysRng, rand_core::UnwrapErr};
use smena_media::{
    Entry, EntryId, EntryState, Keeping, KeyMedium, MadeFor, MediumError, NewKey, Protection,
    Secret,
    pkcs11::{Modules, TokenMedium},
};
use smena_pki::{
    algorithm::{DigestAlgorithm, KeyAlgorithm},
    cms::{ContentEncryption, EnvelopedData, EnvelopedDataBuilder},
    key::{OpenError, PrivateKey, RsaPadding, Signer as _},
};
use time::{OffsetDateTime, macros::datetime};

use crate::{apart, issue};

pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-23 10:00 UTC);
pub(crate) const PIN: &str = "73501864";

pub(crate) fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

pub(crate) fn pin(text: &str) -> Secret {
    Secret::from_typed(text).expect("a PIN")
}

pub(crate) fn made_for(renewal: &str) -> MadeFor {
    MadeFor {
        authority: "https://ca.example".to_owned(),
        renewal: renewal.to_owned(),
        errand: "02".to_owned(),
    }
}

pub(crate) fn new_key(algorithm: KeyAlgorithm, renewal: &str) -> NewKey<'static> {
    NewKey {
        algorithm,
        keeping: Keeping {
            made_for: Some(made_for(renewal)),
            label: Some("Иванова М. П.".to_owned()),
            ..Keeping::new(Protection::None, NOW)
        },
    }
}

pub(crate) fn token(modules: &Modules, label: &str) -> TokenMedium {
    let found = modules.look();
    assert!(found.problems.is_empty(), "{:?}", found.problems);
    found
        .tokens
        .into_iter()
        .find(|token| token.place().name.starts_with(label))
        .expect("a token of that label")
}

pub(crate) fn entry(medium: &TokenMedium, id: &EntryId) -> Entry {
    let contents = medium.contents().expect("contents");
    assert!(contents.damaged.is_empty(), "{:?}", contents.damaged);
    let mut entries = contents.entries.into_iter();
    entries.find(|entry| &entry.id == id).expect("the entry")
}

pub(crate) fn sign(medium: &TokenMedium, id: &EntryId) -> Result<(), MediumError> {
    let key = medium.unlock(id, None)?;
    smena_media::test_sign(id, key.signer(), &mut rng())
}

/// The whole life of a key on a token.
pub(crate) fn a_life(medium: &TokenMedium, algorithm: KeyAlgorithm) {
    assert!(medium.makes(algorithm), "{algorithm:?}");
    let made = medium
        .generate(&new_key(algorithm, "01"), &mut rng())
        .expect("a key");
    assert_eq!(made.state, EntryState::Pending);
    assert_eq!(made.public_key.algorithm(), algorithm);
    assert_eq!(made.created, NOW);
    assert_eq!(made.made_for, Some(made_for("01")));
    assert_eq!(made.label.as_deref(), Some("Иванова М. П."));
    assert_eq!(entry(medium, &made.id), made);

    let certificate = certificate(&made);
    let installed = medium.install(&made.id, &certificate).expect("installed");
    assert_eq!(installed.state, EntryState::Installed);
    assert_eq!(installed.certificate.as_ref(), Some(&certificate));
    assert_eq!(
        medium.install(&made.id, &certificate).expect("again"),
        installed
    );
    let another = issue::certificate_for(&made.public_key);
    let refused = medium.install(&made.id, &another).expect_err("refused");
    assert!(matches!(refused, MediumError::OtherCertificate(_)));
    sign(medium, &made.id).expect("a signature");

    medium.archive(&made.id).expect("archived");
    medium.archive(&made.id).expect("archived again");
    assert_eq!(entry(medium, &made.id).state, EntryState::Archived);
    assert_eq!(entry(medium, &made.id).made_for, Some(made_for("01")));
    sign(medium, &made.id).expect("an archived key still signs");
    assert!(matches!(
        medium.export(&made.id, None),
        Err(MediumError::NotExportable(_))
    ));

    medium.remove(&made.id).expect("removed");
    medium.remove(&made.id).expect("removed again");
    assert!(medium.contents().expect("contents").entries.is_empty());
    assert!(matches!(
        medium.unlock(&made.id, None),
        Err(MediumError::NoSuchEntry(_))
    ));
}

/// The same certificate for the same key, however often it is asked for.
pub(crate) fn certificate(entry: &Entry) -> smena_pki::certificate::Certificate {
    match &entry.certificate {
        Some(certificate) => certificate.clone(),
        None => issue::certificate_for(&entry.public_key),
    }
}

/// Opens what was encrypted for ECDSA keys in the token, and nothing else.
pub(crate) fn open_envelopes(medium: &TokenMedium) {
    let pairs = [
        (KeyAlgorithm::EcdsaP256, KeyAlgorithm::EcdsaP384),
        (KeyAlgorithm::EcdsaP384, KeyAlgorithm::EcdsaP256),
    ];
    for (algorithm, other) in pairs {
        let made = medium
            .generate(&new_key(algorithm, "01"), &mut rng())
            .expect("a key");
        let certificate = certificate(&made);
        let sealed = EnvelopedDataBuilder::new(ContentEncryption::Aes256Cbc)
            .recipient(&certificate)
            .seal(b"text", &mut rng())
            .expect("a message");
        let message = EnvelopedData::from_der(&sealed).expect("a message");
        let key = medium.unlock(&made.id, None).expect("open");
        let opened = message.open(key.opener(), &certificate, &mut rng());
        assert_eq!(opened.expect("opened").octets(), b"text", "{algorithm:?}");

        let other = PrivateKey::generate(other, &mut rng()).expect("a key");
        let refused = key.opener().agree_ecdh(other.public_key());
        assert!(matches!(refused, Err(OpenError::OtherParty)));
        let refused = key
            .opener()
            .decrypt_rsa(RsaPadding::Pkcs1v15, &[1; 256], &mut rng());
        assert!(matches!(refused, Err(OpenError::Unsupported(_))));
    }
}

/// Decrypts what OpenSSL encrypted for an RSA key in the token, and nothing else.
pub(crate) fn decrypt(medium: &TokenMedium) {
    let made = medium
        .generate(
            &new_key(KeyAlgorithm::Rsa { bits: 2_048 }, "01"),
            &mut rng(),
        )
        .expect("a key");
    let key = medium.unlock(&made.id, None).expect("open");
    let decrypt = |padding, encrypted: &[u8]| {
        let opener = key.opener();
        opener.decrypt_rsa(padding, encrypted, &mut rng())
    };
    // A good token gives other octets for a wrong padding, another one says no more than that it failed.
    match decrypt(RsaPadding::Pkcs1v15, &[1; 256]) {
        Ok(octets) => assert_ne!(*octets, b"text"),
        Err(error) => assert!(matches!(error, OpenError::Computation), "{error:?}"),
    }
    // Neither token has OAEP with Streebog.
    let odd = RsaPadding::Oaep(DigestAlgorithm::Streebog256);
    assert!(matches!(
        decrypt(odd, &[1; 256]),
        Err(OpenError::Unsupported(_))
    ));

    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    fs::write(path("key"), made.public_key.spki_der()).expect("a file");
    fs::write(path("text"), b"text").expect("a file");
    let (key_file, text, out) = (path("key"), path("text"), path("out"));
    let answer = apart::command(
        "openssl",
        &[
            "pkeyutl", "-encrypt", "-pubin", "-keyform", "DER", "-inkey", &key_file, "-in", &text,
            "-out", &out,
        ],
    );
    if !answer.success && answer.text.contains("No such file") {
        eprintln!("skipped: openssl is not installed");
        return;
    }
    assert!(answer.success, "{}", answer.text);
    let encrypted = fs::read(out).expect("what OpenSSL wrote");
    let decrypted = decrypt(RsaPadding::Pkcs1v15, &encrypted).expect("decrypted");
    assert_eq!(*decrypted, b"text");
}

//! A second parser, written by others, reads what is issued here and finds the same in it.

#![cfg(test)]

mod common;

use common::{SeededRng, issued};
use smena_pki::algorithm::{KeyAlgorithm, SignatureAlgorithm};
use smena_pki::certificate::{Certificate, SerialNumber};
use smena_pki::extension::{BasicConstraints, Extension, Extensions, TypedExtension as _};
use smena_pki::issue::{self, CertificateContents, IssueError, TbsBytes};
use smena_pki::key::{PrivateKey, Signer as _};
use smena_pki::name::Name;
use smena_pki::oid;
use x509_parser::prelude::*;

#[test]
fn another_parser_finds_the_same() {
    for algorithm in issued::algorithms() {
        let what = algorithm.name();
        let (root_key, key) = (
            issued::key(algorithm, "root"),
            issued::key(algorithm, "leaf"),
        );
        let root = issued::root(&root_key);
        let leaf = issued::leaf(&root, &root_key, key.public_key());
        assert!(
            root.deviations().is_empty(),
            "{what}: {:?}",
            root.deviations()
        );
        assert!(
            leaf.deviations().is_empty(),
            "{what}: {:?}",
            leaf.deviations()
        );
        for ours in [&root, &leaf] {
            let (rest, theirs) = X509Certificate::from_der(ours.der()).expect("it parses");
            assert!(rest.is_empty());
            assert_eq!(theirs.version(), X509Version::V3);
            assert_eq!(theirs.raw_serial(), ours.serial().content());
            assert_eq!(theirs.issuer().as_raw(), ours.issuer().der());
            assert_eq!(theirs.subject().as_raw(), ours.subject().der());
            assert_eq!(theirs.public_key().raw, ours.spki_der());
            assert_eq!(theirs.signature_value.data.as_ref(), ours.signature());
            assert_eq!(
                theirs.validity().not_before.to_datetime(),
                ours.not_before()
            );
            assert_eq!(theirs.validity().not_after.to_datetime(), ours.not_after());
            assert_eq!(theirs.tbs_certificate.as_ref(), ours.tbs_der());
            let oids = |one: &X509Extension<'_>| {
                (one.oid.to_id_string(), one.critical, one.value.to_vec())
            };
            let theirs: Vec<_> = theirs.extensions().iter().map(oids).collect();
            let oids = |one: &Extension| {
                (
                    one.oid().to_string(),
                    one.is_critical(),
                    one.value().to_vec(),
                )
            };
            assert_eq!(
                theirs,
                ours.extensions().iter().map(oids).collect::<Vec<_>>()
            );
            assert_eq!(&ours.to_der(), ours.der());
        }
        let (_, theirs) = X509Certificate::from_der(leaf.der()).expect("it parses");
        let usage = theirs
            .key_usage()
            .expect("it decodes")
            .expect("it is there");
        assert!(usage.value.digital_signature() && usage.value.non_repudiation());
        let (_, theirs) = X509Certificate::from_der(root.der()).expect("it parses");
        assert!(theirs.is_ca());
    }
}

struct Fixture {
    key: PrivateKey,
    contents: CertificateContents,
}

fn fixture() -> Fixture {
    let key = issued::key(KeyAlgorithm::EcdsaP256, "root");
    let contents = CertificateContents {
        serial: SerialNumber::from_magnitude(&[1]).expect("a serial"),
        signature_algorithm: SignatureAlgorithm::EcdsaSha256,
        issuer: issued::authority_name(),
        not_before: issued::NOT_BEFORE,
        not_after: issued::NOT_AFTER,
        subject: issued::holder_name(),
        public_key: key.public_key().clone(),
        extensions: Extensions::new(),
    };
    Fixture { key, contents }
}

#[test]
fn what_may_not_be_written_is_refused() {
    let refused = |change: &dyn Fn(&mut CertificateContents)| {
        let mut contents = fixture().contents;
        change(&mut contents);
        contents.freeze().expect_err("it may not be written")
    };
    for serial in [&[0][..], &[0x80], &[0, 1], &[1; 21]] {
        let error = refused(&|contents| {
            contents.serial = SerialNumber::from_content(serial).expect("readable");
        });
        assert!(matches!(error, IssueError::Serial(_)), "{serial:?}");
    }
    let error = refused(&|contents| contents.not_after = contents.not_before);
    assert!(matches!(error, IssueError::Validity));
    let error = refused(&|contents| contents.issuer = Name::empty());
    assert!(matches!(error, IssueError::Issuer));
    let error = refused(&|contents| {
        let constraints = BasicConstraints {
            ca: false,
            path_length: None,
        };
        contents.extensions.push(constraints.to_extension(true));
        contents.extensions.push(constraints.to_extension(false));
    });
    assert!(matches!(error, IssueError::Extension(Some(_))));
    let error = refused(&|contents| contents.signature_algorithm = SignatureAlgorithm::Gost2001);
    assert!(matches!(error, IssueError::Algorithm(_)));
    assert!(fixture().contents.freeze().is_ok());
}

#[test]
fn frozen_bytes_are_signed_as_they_are() {
    let Fixture { key, contents } = fixture();
    let tbs = contents.freeze().expect("it may be written");
    let stored = TbsBytes::from_der(tbs.der()).expect("stored bytes read");
    assert_eq!(stored, tbs);
    let certificate = issue::sign(&stored, &key, &mut SeededRng::new("a")).expect("signed");
    assert_eq!(certificate.tbs_der(), tbs.der());
    // A second run over the same bytes gives another signature and the same signed part.
    let again = issue::sign(&stored, &key, &mut SeededRng::new("b")).expect("signed");
    assert_eq!(again.tbs_der(), tbs.der());
    let wrong = issue::assemble(
        &tbs,
        SignatureAlgorithm::EcdsaSha384,
        certificate.signature(),
    );
    assert!(matches!(wrong, Err(IssueError::AlgorithmDiffers)));
    let other = issued::key(KeyAlgorithm::Ed25519, "other");
    let wrong = issue::sign(&tbs, &other, &mut SeededRng::new("c"));
    assert!(matches!(wrong, Err(IssueError::AlgorithmDiffers)));
    assert!(matches!(
        TbsBytes::from_der(b"x"),
        Err(IssueError::Stored(_))
    ));
}

#[test]
fn two_different_algorithms_in_one_certificate_do_not_verify() {
    let Fixture { key, contents } = fixture();
    let tbs = contents.freeze().expect("it may be written");
    let certificate = issue::sign(&tbs, &key, &mut SeededRng::new("a")).expect("signed");
    let der = certificate.der();
    // The second of the two equal identifiers stands right behind the signed part.
    let (ours, theirs) = (
        oid::ECDSA_SHA256.as_bytes().to_vec(),
        oid::ECDSA_SHA384.as_bytes().to_vec(),
    );
    let at = der.len() - certificate.signature().len() - 3 - ours.len();
    assert_eq!(der[at..at + ours.len()], ours);
    let changed = [&der[..at], &theirs, &der[at + ours.len()..]].concat();
    let changed = Certificate::from_der(&changed).expect("it parses");
    assert_eq!(
        changed.verify_signed_by(key.public_key()),
        Err(smena_pki::certificate::CertificateError::AlgorithmsDiffer)
    );
}

//! Revocation lists: written, read, found in, judged by OpenSSL; published examples.

#![cfg(test)]

mod authority;
mod common;

use std::fs;
use std::time::Instant;

use proptest::prelude::*;
use smena_gost::ParameterSet;
use smena_pki::algorithm::KeyAlgorithm;
use smena_pki::asn1::{self, Walker, tag};
use smena_pki::certificate::{Certificate, SerialNumber};
use smena_pki::crl::{CertificateRevocationList, CrlBuilder, CrlError, Reason, RevokedEntry};
use smena_pki::key::Signer as _;
use smena_pki::{limits, oid, pem};
use time::{Duration, OffsetDateTime};

use authority::{FROM, NOW, Party, Plan};
use common::{OpenSsl, SeededRng};

const WEEK: Duration = Duration::days(7);
const P256: KeyAlgorithm = KeyAlgorithm::EcdsaP256;

fn serial(number: u64) -> SerialNumber {
    SerialNumber::from_magnitude(&number.to_be_bytes()).expect("a serial number")
}

fn entry(number: u64, reason: Option<Reason>) -> RevokedEntry {
    RevokedEntry {
        serial: serial(number),
        date: FROM,
        reason,
    }
}

/// A serial number of eight octets.
fn spread(number: u64) -> u64 {
    number << 32 | number
}

fn root(algorithm: KeyAlgorithm) -> Party {
    Plan::authority("List root", 1).root(algorithm)
}

fn sign(builder: &CrlBuilder<'_>, entries: &[RevokedEntry], issuer: &Party) -> Vec<u8> {
    builder
        .sign(entries, &issuer.key, &mut SeededRng::new("crl"))
        .expect("a signed list")
}

fn list(entries: &[RevokedEntry], issuer: &Party) -> Vec<u8> {
    sign(
        &CrlBuilder::new(&issuer.certificate, 7, NOW, NOW + WEEK),
        entries,
        issuer,
    )
}

#[test]
fn a_written_list_reads_back() {
    for algorithm in [
        KeyAlgorithm::Gost(ParameterSet::CryptoProA),
        KeyAlgorithm::Gost(ParameterSet::Tc26512A),
        P256,
        KeyAlgorithm::Rsa { bits: 2048 },
        KeyAlgorithm::Ed25519,
    ] {
        let root = root(algorithm);
        let entries = [
            entry(0x80, Some(Reason::KeyCompromise)),
            entry(2, None),
            RevokedEntry {
                serial: serial(u64::MAX),
                date: OffsetDateTime::from_unix_timestamp(2_600_000_000).expect("2052"),
                reason: Some(Reason::CertificateHold),
            },
        ];
        let read = CertificateRevocationList::from_der(&list(&entries, &root)).expect("readable");
        assert_eq!(read.entries().collect::<Vec<_>>(), entries);
        assert_eq!(read.entry_count(), 3);
        assert_eq!(read.find(&serial(2)), Some(entries[1].clone()));
        assert_eq!(read.find(&serial(3)), None);
        assert_eq!(read.issuer(), root.certificate.subject());
        assert_eq!(
            (read.this_update(), read.next_update()),
            (NOW, Some(NOW + WEEK))
        );
        assert_eq!(read.number(), Some(&[7][..]));
        let authority = read
            .extensions()
            .authority_key_identifier()
            .expect("readable");
        let own = root.key.public_key().key_identifier().to_vec();
        assert_eq!(authority.and_then(|aki| aki.key_identifier), Some(own));
        read.verify_signed_by(root.key.public_key())
            .expect("the signature holds");
        let other = Plan::authority("Another root", 1).root(algorithm);
        let refused = read.verify_signed_by(other.key.public_key());
        assert!(matches!(refused, Err(CrlError::Signature(_))));
    }
}

#[test]
fn an_empty_list_leaves_the_entries_out() {
    let root = root(P256);
    let read = CertificateRevocationList::from_der(&list(&[], &root)).expect("readable");
    assert_eq!((read.entry_count(), read.entries().count()), (0, 0));
}

#[test]
fn unspecified_is_not_written() {
    let root = root(P256);
    let der = list(&[entry(5, Some(Reason::Unspecified))], &root);
    let read = CertificateRevocationList::from_der(&der).expect("readable");
    assert_eq!(read.find(&serial(5)).expect("listed").reason, None);
}

#[test]
fn entries_stand_as_given_or_sorted() {
    let root = root(P256);
    let entries = [entry(0x1_0000, None), entry(3, None), entry(0xff, None)];
    let builder = CrlBuilder::new(&root.certificate, 1, NOW, NOW + WEEK);
    let serials = |der: &[u8]| -> Vec<String> {
        let read = CertificateRevocationList::from_der(der).expect("readable");
        read.entries()
            .map(|entry| entry.serial.to_string())
            .collect()
    };
    let given = serials(&sign(&builder, &entries, &root));
    let sorted = serials(&sign(&builder.clone().sorted(), &entries, &root));
    assert_eq!(
        given,
        entries.each_ref().map(|entry| entry.serial.to_string())
    );
    assert_eq!(
        sorted,
        [1, 2, 0].map(|index: usize| entries[index].serial.to_string())
    );
    let twice = [entry(3, None), entry(4, None), entry(3, None)];
    let refused = builder
        .sorted()
        .sign(&twice, &root.key, &mut SeededRng::new("twice"));
    assert!(matches!(refused, Err(CrlError::DoubledSerial(found)) if found == serial(3)));
}

#[test]
fn a_list_is_refused_for_a_foreign_key_or_times_in_the_wrong_order() {
    let (root, other) = (root(P256), Plan::authority("Another root", 1).root(P256));
    let mut rng = SeededRng::new("refused");
    let builder = CrlBuilder::new(&root.certificate, 1, NOW, NOW + WEEK);
    let foreign = builder.sign(&[], &other.key, &mut rng);
    assert!(matches!(foreign, Err(CrlError::SignerNotOfIssuer)));
    let backwards = CrlBuilder::new(&root.certificate, 1, NOW, NOW);
    assert!(matches!(
        backwards.sign(&[], &root.key, &mut rng),
        Err(CrlError::UpdateOrder)
    ));
}

#[test]
fn entries_at_the_limit_are_read_and_one_more_refused() {
    // The shortest entry there is, so that the limit of octets is not met before.
    let one = [0x30, 0x12, 0x02, 0x01, 0x05, 0x17, 0x0d];
    let one = [&one[..], b"260101000000Z"].concat();
    assert_eq!(one.len(), 22 - 2);
    let root = root(P256);
    let head = |count: usize| {
        let entries = asn1::tlv(tag::SEQUENCE, &one.repeat(count));
        let algorithm = asn1::sequence(&[&asn1::oid(&oid::ECDSA_SHA256)]);
        let time = asn1::tlv(tag::UTC_TIME, b"260101000000Z");
        let tbs = asn1::sequence(&[
            &asn1::integer(1),
            &algorithm,
            root.certificate.subject().der(),
            &time,
            &time,
            &entries,
        ]);
        asn1::sequence(&[&tbs, &algorithm, &asn1::bit_string(&[1])])
    };
    let read = CertificateRevocationList::from_der(&head(limits::CRL_ENTRIES_MAX));
    assert_eq!(
        read.expect("at the limit").entry_count(),
        limits::CRL_ENTRIES_MAX
    );
    let beyond = CertificateRevocationList::from_der(&head(limits::CRL_ENTRIES_MAX + 1));
    assert!(matches!(beyond, Err(CrlError::TooManyEntries)));
}

#[test]
fn octets_beyond_the_limit_are_refused_unread() {
    let large = vec![0; limits::CRL_OCTETS_MAX + 1];
    let refused = CertificateRevocationList::from_der(&large);
    assert!(matches!(refused, Err(CrlError::TooLarge(_))));
    let refused = CertificateRevocationList::from_der(&large[1..]);
    assert!(matches!(refused, Err(CrlError::Malformed { .. })));
}

#[test]
fn a_large_list_is_written_and_walked_without_decoding_it() {
    let root = root(P256);
    let entries: Vec<RevokedEntry> = (1..=100_000_u64)
        .map(|n| entry(spread(n), Some(Reason::Superseded)))
        .collect();
    let der = list(&entries, &root);
    let started = Instant::now();
    let read = CertificateRevocationList::from_der(&der).expect("readable");
    assert_eq!(read.entry_count(), entries.len());
    assert_eq!(read.find(&serial(u64::MAX)), None);
    assert!(read.find(&serial(spread(100_000))).is_some());
    // Far above what it takes; decoding into structs with a quadratic search would not fit.
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
    read.verify_signed_by(root.key.public_key())
        .expect("the signature holds");
}

#[test]
fn a_broken_part_is_named() {
    let root = root(P256);
    let der = list(&[entry(5, None)], &root);
    let mut trailing = der.clone();
    trailing.push(0);
    let refused = CertificateRevocationList::from_der(&trailing);
    assert!(matches!(
        refused,
        Err(CrlError::Malformed {
            part: "outer sequence",
            ..
        })
    ));
    // Another algorithm outside than inside.
    let mut outer = Walker::new(&der).enter(tag::SEQUENCE).expect("a list");
    let tbs = outer.any().expect("signed part").full;
    outer.any().expect("algorithm");
    let other = asn1::sequence(&[&asn1::oid(&oid::ECDSA_SHA384)]);
    let signature = outer.any().expect("signature").full;
    let mixed = asn1::sequence(&[tbs, &other, signature]);
    let refused = CertificateRevocationList::from_der(&mixed);
    assert!(matches!(refused, Err(CrlError::AlgorithmMismatch)));
}

#[test]
fn reasons_have_names_and_numbers() {
    for code in (0..=10).filter(|code| *code != 7) {
        let reason = Reason::from_code(code).expect("a reason");
        assert_eq!(reason.code(), code);
        assert_eq!(Reason::parse(reason.name()), Some(reason));
        assert_eq!(Reason::parse(&reason.name().to_uppercase()), Some(reason));
    }
    assert_eq!(
        (Reason::from_code(7), Reason::parse("because")),
        (None, None)
    );
}

#[test]
fn the_tc26_lists_parse_and_verify() {
    let Some(folder) = common::testdata("gost-real/tc26-vectors") else {
        return;
    };
    for (certificate, crl) in [
        ("256_test_paramset-04", "256_test_paramset-05"),
        ("256a_paramset-07", "256a_paramset-08"),
        ("512_test_paramset-10", "512_test_paramset-11"),
    ] {
        let read = |name: &str| {
            let file = format!("pygost-x509-TestRFC4491bis-test_{name}.der");
            fs::read(folder.join(file)).expect("an example")
        };
        let issuer = Certificate::from_der(&read(certificate)).expect("a certificate");
        let list = CertificateRevocationList::from_der(&read(crl)).expect("a list");
        list.verify_signed_by(&issuer.public_key().expect("a key"))
            .expect("the signature holds");
        assert_eq!(list.issuer(), issuer.subject());
    }
}

#[test]
fn the_lists_of_real_test_authorities_verify() {
    for name in ["phpcades", "pycades"] {
        let Some(folder) = common::testdata(&format!("cryptopro/{name}")) else {
            return;
        };
        let read =
            |suffix: &str| fs::read(folder.join(format!("{name}-root.{suffix}"))).expect("a file");
        let issuer = Certificate::from_der_or_pem(&read("cer")).expect("a certificate");
        let list = CertificateRevocationList::from_der_or_pem(&read("crl")).expect("a list");
        list.verify_signed_by(&issuer.public_key().expect("a key"))
            .expect("the signature holds");
        assert_eq!(list.entries().count(), list.entry_count());
    }
}

#[test]
fn openssl_takes_the_list_and_knows_who_is_revoked() {
    let Some(openssl) = OpenSsl::with_gost() else {
        return;
    };
    for (name, algorithm) in [
        ("gost256", KeyAlgorithm::Gost(ParameterSet::CryptoProA)),
        ("gost512", KeyAlgorithm::Gost(ParameterSet::Tc26512A)),
        ("p256", P256),
        ("rsa2048", KeyAlgorithm::Rsa { bits: 2048 }),
    ] {
        let root = root(algorithm);
        let good = Plan::holder("Good", 0x20).under(&root);
        let revoked = Plan::holder("Revoked", 0x90).under(&root);
        let der = list(
            &[entry(0x90, Some(Reason::Superseded)), entry(0x91, None)],
            &root,
        );
        let certificate =
            |party: &Party| pem::encode(pem::CERTIFICATE, party.certificate.der()).into_bytes();
        openssl.write("root.pem", &certificate(&root));
        openssl.write("good.pem", &certificate(&good));
        openssl.write("revoked.pem", &certificate(&revoked));
        openssl.write("list.der", &der);
        openssl.write("list.pem", pem::encode(pem::CRL, &der).as_bytes());
        let run = |line: &str| openssl.run(line.split(' '));
        run("crl -in list.der -inform DER -CAfile root.pem -noout").expect_success(name);
        let verify =
            "verify -x509_strict -crl_check -attime 1796115600 -CAfile root.pem -CRLfile list.pem";
        run(&format!("{verify} good.pem")).expect_success(name);
        let answer = run(&format!("{verify} revoked.pem"));
        assert!(
            !answer.success && answer.stderr.contains("revoked"),
            "{name}: {answer:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = CertificateRevocationList::from_der(&bytes);
        let _ = CertificateRevocationList::from_der_or_pem(&bytes);
    }

    #[test]
    fn a_changed_octet_never_panics(at in any::<prop::sample::Index>(), flip in 1_u8..) {
        let mut changed = sample().clone();
        let at = at.index(changed.len());
        changed[at] ^= flip;
        if let Ok(list) = CertificateRevocationList::from_der(&changed) {
            prop_assert!(list.entries().count() <= list.entry_count());
            let _ = list.find(&serial(5));
        }
    }
}

/// One list for all cases, made once.
fn sample() -> &'static Vec<u8> {
    static SAMPLE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    SAMPLE.get_or_init(|| {
        list(
            &[entry(5, Some(Reason::KeyCompromise)), entry(6, None)],
            &root(P256),
        )
    })
}

//! The examples of RFC 9215 (its draft, to be exact) and of other published suites: requests,
//! certificates and revocation lists by other authors.

#![cfg(test)]

mod common;

use std::fs;

use smena_pki::algorithm::{self, KeyAlgorithm, SignatureAlgorithm};
use smena_pki::asn1::{self, Walker, tag};
use smena_pki::certificate::{Certificate, Deviation};
use smena_pki::request::CertificationRequest;

fn vector(name: &str) -> Option<Vec<u8>> {
    let folder = common::testdata("gost-real/tc26-vectors")?;
    Some(fs::read(folder.join(name)).expect("the file can be read"))
}

/// Each group is a PKCS#10, a certificate and a revocation list of one key.
const GROUPS: [[&str; 3]; 3] = [
    [
        "pygost-x509-TestRFC4491bis-test_256_test_paramset-03.der",
        "pygost-x509-TestRFC4491bis-test_256_test_paramset-04.der",
        "pygost-x509-TestRFC4491bis-test_256_test_paramset-05.der",
    ],
    [
        "pygost-x509-TestRFC4491bis-test_256a_paramset-06.der",
        "pygost-x509-TestRFC4491bis-test_256a_paramset-07.der",
        "pygost-x509-TestRFC4491bis-test_256a_paramset-08.der",
    ],
    [
        "pygost-x509-TestRFC4491bis-test_512_test_paramset-09.der",
        "pygost-x509-TestRFC4491bis-test_512_test_paramset-10.der",
        "pygost-x509-TestRFC4491bis-test_512_test_paramset-11.der",
    ],
];

#[test]
fn the_examples_of_the_standard_parse_return_and_verify() {
    for [request, certificate, list] in GROUPS {
        let Some(bytes) = vector(request) else { return };
        let request = CertificationRequest::from_der(&bytes).expect("a request");
        assert_eq!(request.to_der(), bytes);
        let proved = request.verify_self_signature().expect("self-signed");
        assert!(matches!(
            proved.public_key().algorithm(),
            KeyAlgorithm::Gost(_)
        ));

        let Some(bytes) = vector(certificate) else {
            return;
        };
        let certificate = Certificate::from_der(&bytes).expect("a certificate");
        assert_eq!(certificate.to_der(), bytes);
        let key = certificate.public_key().expect("a key");
        assert_eq!(certificate.verify_signed_by(&key), Ok(()));
        assert_eq!(key.normalised_hash(), proved.public_key().normalised_hash());

        let Some(bytes) = vector(list) else { return };
        let mut walker = Walker::new(asn1::only(&bytes, tag::SEQUENCE).expect("a list").content);
        let tbs = walker.expect(tag::SEQUENCE).expect("its signed part");
        let identifier = algorithm::read_identifier(&mut walker).expect("its algorithm");
        let algorithm = SignatureAlgorithm::from_algorithm_identifier(&identifier).expect("known");
        let signature = walker
            .expect(tag::BIT_STRING)
            .expect("its signature")
            .content;
        assert_eq!(key.verify(algorithm, tbs.full, &signature[1..]), Ok(()));
    }
}

#[test]
fn certificates_of_other_authors_parse_and_return() {
    for name in [
        "pygost-x509-TestCertificate-test_256-01.der",
        "pygost-x509-TestCertificate-test_512-02.der",
        "bcjava-GOSTR3410_2012_256CmsSignVerifyDetached-01.der",
    ] {
        let Some(bytes) = vector(name) else { return };
        let certificate = Certificate::from_der(&bytes).expect(name);
        assert_eq!(certificate.to_der(), bytes, "{name}");
        certificate.public_key().expect(name);
    }
    let Some(bytes) = vector("bcjava-GOSTR3410_2012_256CmsSignVerifyDetached-01.der") else {
        return;
    };
    let certificate = Certificate::from_der(&bytes).expect("it parses");
    assert!(
        certificate
            .deviations()
            .contains(&Deviation::SignatureParametersNull)
    );
}

//! Properties: no bytes make a reader panic, and what is written comes back.

#![cfg(test)]

mod common;

use std::fs;

use proptest::collection::vec;
use proptest::prelude::*;
use smena_pki::certificate::{Certificate, SerialNumber};
use smena_pki::extension::{Extension, Extensions};
use smena_pki::key::{PrivateKey, PublicKey};
use smena_pki::name::{Attribute, Name, NameBuilder};
use smena_pki::request::CertificationRequest;
use smena_pki::{oid, pem, pkcs8};

/// Runs every reader of this part over the bytes; only a panic is a failure.
fn read_everything(bytes: &[u8]) {
    if let Ok(certificate) = Certificate::from_der_or_pem(bytes) {
        let _ = (
            certificate.public_key(),
            certificate.deviations(),
            certificate.to_der(),
        );
        let _ = (
            certificate.subject().to_string(),
            certificate.serial().to_string(),
        );
        read_extensions(certificate.extensions());
        if let Ok(key) = certificate.public_key() {
            let _ = certificate.verify_signed_by(&key);
        }
    }
    if let Ok(request) = CertificationRequest::from_der_or_pem(bytes) {
        let _ = (request.verify_self_signature().is_ok(), request.to_der());
    }
    if let Ok(extensions) = Extensions::from_der(bytes) {
        read_extensions(&extensions);
    }
    let _ = Name::from_der(bytes).map(|name| name.to_string());
    let _ = PublicKey::from_spki_der(bytes).map(|key| key.normalised_hash());
    let _ = PrivateKey::from_pkcs8_der(bytes).is_ok();
    let _ = pkcs8::is_encrypted(bytes);
    let _ = pem::decode_all(bytes);
}

fn read_extensions(extensions: &Extensions) {
    let _ = extensions.key_usage();
    let _ = extensions.extended_key_usage();
    let _ = extensions.basic_constraints();
    let _ = extensions.private_key_usage_period();
    let _ = extensions.subject_key_identifier();
    let _ = extensions.authority_key_identifier();
    let _ = extensions.subject_alternative_name();
    let _ = extensions.issuer_alternative_name();
    let _ = extensions.certificate_policies();
    let _ = extensions.policy_mappings();
    let _ = extensions.policy_constraints();
    let _ = extensions.inhibit_any_policy();
    let _ = extensions.name_constraints();
    let _ = extensions.crl_distribution_points();
    let _ = extensions.authority_information_access();
    let _ = extensions.subject_sign_tool();
    let _ = extensions.issuer_sign_tool();
    let _ = extensions.identification_kind();
}

const KNOWN: [const_oid::ObjectIdentifier; 18] = [
    oid::KEY_USAGE,
    oid::EXTENDED_KEY_USAGE,
    oid::BASIC_CONSTRAINTS,
    oid::PRIVATE_KEY_USAGE_PERIOD,
    oid::SUBJECT_KEY_IDENTIFIER,
    oid::AUTHORITY_KEY_IDENTIFIER,
    oid::SUBJECT_ALTERNATIVE_NAME,
    oid::ISSUER_ALTERNATIVE_NAME,
    oid::CERTIFICATE_POLICIES,
    oid::POLICY_MAPPINGS,
    oid::POLICY_CONSTRAINTS,
    oid::INHIBIT_ANY_POLICY,
    oid::NAME_CONSTRAINTS,
    oid::CRL_DISTRIBUTION_POINTS,
    oid::AUTHORITY_INFORMATION_ACCESS,
    oid::SUBJECT_SIGN_TOOL,
    oid::ISSUER_SIGN_TOOL,
    oid::IDENTIFICATION_KIND,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_make_no_reader_panic(bytes in vec(any::<u8>(), 0..400)) {
        read_everything(&bytes);
    }

    #[test]
    fn random_contents_make_no_extension_panic(bytes in vec(any::<u8>(), 0..200)) {
        let all = KNOWN.iter().map(|oid| Extension::new(*oid, false, bytes.clone()));
        read_extensions(&all.collect());
    }

    #[test]
    fn names_come_back(values in vec(".{1,40}", 0..6)) {
        let mut name = NameBuilder::new();
        for value in &values {
            name = name.push(oid::COMMON_NAME, value).expect("UTF-8 holds every text");
        }
        let name = name.build();
        let read = Name::from_der(name.der()).expect("own encoding reads");
        prop_assert_eq!(&read, &name);
        let texts: Vec<_> = read.attributes().filter_map(Attribute::text).collect();
        prop_assert_eq!(texts, values);
        prop_assert!(!name.to_string().chars().any(char::is_control));
    }

    #[test]
    fn serials_come_back(octets in vec(any::<u8>(), 1..20)) {
        if let Ok(serial) = SerialNumber::from_magnitude(&octets) {
            prop_assert_eq!(SerialNumber::parse(&serial.to_string()), Ok(serial));
        }
    }

    #[test]
    fn pem_comes_back(der in vec(any::<u8>(), 0..300)) {
        let text = pem::encode(pem::CERTIFICATE, &der);
        prop_assert_eq!(pem::decode(text.as_bytes(), &[pem::CERTIFICATE]), Ok(Some(der)));
    }
}

#[test]
fn damaged_real_certificates_make_no_reader_panic() {
    let Some(folder) = common::testdata("gost-real/ca") else {
        return;
    };
    for path in common::files(&folder, ".crt").into_iter().step_by(40) {
        let bytes = fs::read(&path).expect("the file can be read");
        for position in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[position] ^= 0x21;
            let _ = Certificate::from_der(&damaged).map(|certificate| {
                read_extensions(certificate.extensions());
                (certificate.deviations(), certificate.public_key().is_ok())
            });
            // What still parses still comes back: the reader loses nothing.
            if let Ok(certificate) = Certificate::from_der(&damaged) {
                assert_eq!(
                    certificate.to_der(),
                    damaged,
                    "{} at {position}",
                    path.display()
                );
            }
            let _ = Certificate::from_der(&bytes[..position]);
        }
    }
}

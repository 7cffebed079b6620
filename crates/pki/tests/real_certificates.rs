//! The certificates of real Russian authorities: each parses, comes back byte for byte from its
//! fields, and verifies with its issuer.
//!
//! The numbers are committed: a lower one means that a reader has become stricter than the world.

#![cfg(test)]

mod common;

use std::collections::BTreeMap;
use std::fs;

use smena_pki::certificate::{Certificate, Deviation};
use smena_pki::extension::{
    AuthorityInformationAccess, AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies,
    CrlDistributionPoints, ExtendedKeyUsage, Extension, IdentificationKind, InhibitAnyPolicy,
    IssuerAlternativeName, IssuerSignTool, KeyUsage, NameConstraints, PolicyConstraints,
    PolicyMappings, PrivateKeyUsagePeriod, SubjectAlternativeName, SubjectKeyIdentifier,
    SubjectSignTool, TypedExtension,
};

const FILES: usize = 114;
/// The issuers of the other five are not in the folder.
const VERIFIED: usize = 109;
/// Extensions whose types are known, all of which decode.
const TYPED: usize = 1_061;
/// Those that come back byte for byte from the decoded value; one writes TRUE as 01.
const TYPED_EXACT: usize = 1_060;

fn certificates() -> Option<Vec<(String, Certificate, Vec<u8>)>> {
    let folder = common::testdata("gost-real/ca")?;
    let read = |path: std::path::PathBuf| {
        let bytes = fs::read(&path).expect("the file can be read");
        let name = common::file_name(&path);
        let certificate = Certificate::from_der(&bytes)
            .unwrap_or_else(|error| panic!("{name} must parse: {error:?}"));
        (name, certificate, bytes)
    };
    Some(
        common::files(&folder, ".crt")
            .into_iter()
            .map(read)
            .collect(),
    )
}

#[test]
fn every_certificate_comes_back_byte_for_byte() {
    let Some(certificates) = certificates() else {
        return;
    };
    assert_eq!(certificates.len(), FILES);
    for (name, certificate, bytes) in &certificates {
        assert_eq!(&certificate.to_der(), bytes, "{name}");
        let key = certificate
            .public_key()
            .unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(key.spki_der(), certificate.spki_der(), "{name}");
        let pem = certificate.to_pem();
        let read = Certificate::from_der_or_pem(pem.as_bytes()).expect("own PEM reads");
        assert_eq!(&read, certificate, "{name}");
    }
}

#[test]
fn every_signature_whose_issuer_is_there_verifies() {
    let Some(certificates) = certificates() else {
        return;
    };
    let mut verified = 0;
    for (name, certificate, _) in &certificates {
        let issuers: Vec<_> = certificates
            .iter()
            .filter(|(_, issuer, _)| issuer.subject() == certificate.issuer())
            .collect();
        let signed_by = |issuer: &Certificate| {
            let key = issuer.public_key().expect("checked by another test");
            certificate.verify_signed_by(&key).is_ok()
        };
        if issuers.iter().any(|(_, issuer, _)| signed_by(issuer)) {
            verified += 1;
        } else {
            assert!(
                issuers.is_empty() || !has_issuer_key(certificate, &issuers),
                "{name}"
            );
        }
    }
    assert_eq!(verified, VERIFIED);
}

/// The source of the variants and the document name the same deviations.
#[test]
fn each_deviation_is_a_row_of_the_document() {
    let root = env!("CARGO_MANIFEST_DIR");
    let read = |path: &str| fs::read_to_string(format!("{root}/{path}")).expect("it can be read");
    let source = read("src/certificate/deviation.rs");
    let variants = source
        .split("pub enum Deviation {")
        .nth(1)
        .and_then(|rest| rest.split("\n}").next());
    let variants: Vec<_> = variants
        .expect("the enum")
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .map(|line| line.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()))
        .map(|line| line.split('(').next().unwrap_or(line))
        .collect();
    let document = read("../../docs/formats/tolerated-deviations.md");
    let rows: Vec<_> = document
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    assert_eq!(variants, rows);
}

/// Tells whether the key that the certificate names as its issuer's is among the candidates.
fn has_issuer_key(certificate: &Certificate, issuers: &[&(String, Certificate, Vec<u8>)]) -> bool {
    let named = certificate
        .extensions()
        .authority_key_identifier()
        .expect("it decodes");
    let Some(named) = named.and_then(|identifier| identifier.key_identifier) else {
        return true;
    };
    issuers.iter().any(|(_, issuer, _)| {
        let own = issuer
            .extensions()
            .subject_key_identifier()
            .expect("it decodes");
        own.is_some_and(|own| own.0 == named)
    })
}

#[test]
fn a_changed_certificate_does_not_verify() {
    let Some(certificates) = certificates() else {
        return;
    };
    let roots = certificates
        .iter()
        .filter(|(_, certificate, _)| certificate.is_self_issued());
    for (name, root, bytes) in roots.take(5) {
        let key = root.public_key().expect("checked by another test");
        assert_eq!(root.verify_signed_by(&key), Ok(()), "{name}");
        let mut changed = bytes.clone();
        let last = changed.len() - 1;
        changed[last] ^= 1;
        let changed = Certificate::from_der(&changed).expect("only the signature differs");
        assert!(changed.verify_signed_by(&key).is_err(), "{name}");
    }
}

fn comes_back<T: TypedExtension>(extension: &Extension) -> Option<bool> {
    (extension.oid() == T::OID).then(|| {
        let value: T = extension
            .decode()
            .unwrap_or_else(|error| panic!("{error:?}"));
        value.encode() == extension.value()
    })
}

#[test]
fn known_extensions_come_back_from_their_values() {
    let Some(certificates) = certificates() else {
        return;
    };
    let kinds: [fn(&Extension) -> Option<bool>; 18] = [
        comes_back::<AuthorityInformationAccess>,
        comes_back::<AuthorityKeyIdentifier>,
        comes_back::<BasicConstraints>,
        comes_back::<CertificatePolicies>,
        comes_back::<CrlDistributionPoints>,
        comes_back::<ExtendedKeyUsage>,
        comes_back::<IdentificationKind>,
        comes_back::<InhibitAnyPolicy>,
        comes_back::<IssuerAlternativeName>,
        comes_back::<IssuerSignTool>,
        comes_back::<KeyUsage>,
        comes_back::<NameConstraints>,
        comes_back::<PolicyConstraints>,
        comes_back::<PolicyMappings>,
        comes_back::<PrivateKeyUsagePeriod>,
        comes_back::<SubjectAlternativeName>,
        comes_back::<SubjectKeyIdentifier>,
        comes_back::<SubjectSignTool>,
    ];
    let mut unknown = BTreeMap::new();
    let (mut typed, mut exact) = (0, 0);
    for extension in certificates
        .iter()
        .flat_map(|(_, certificate, _)| certificate.extensions())
    {
        match kinds.iter().find_map(|kind| kind(extension)) {
            Some(same) => {
                typed += 1;
                exact += usize::from(same);
            }
            None => *unknown.entry(extension.oid().to_string()).or_insert(0) += 1,
        }
    }
    assert_eq!(
        (typed, exact),
        (TYPED, TYPED_EXACT),
        "not known: {unknown:?}"
    );
}

#[test]
fn the_tolerated_deviations_are_the_known_ones() {
    let Some(certificates) = certificates() else {
        return;
    };
    let mut counts = BTreeMap::new();
    for deviation in certificates
        .iter()
        .flat_map(|(_, certificate, _)| certificate.deviations())
    {
        let name = match deviation {
            Deviation::DefaultCriticalWritten(_) => "DefaultCriticalWritten".to_owned(),
            Deviation::NameValueLong(_) => "NameValueLong".to_owned(),
            Deviation::NameValueCharacters(_) => "NameValueCharacters".to_owned(),
            other => format!("{other:?}"),
        };
        *counts.entry(name).or_insert(0) += 1;
    }
    let expected = [
        ("BasicConstraintsForm", 1),
        ("DefaultCriticalWritten", 4),
        ("DigestParameterWritten", 19),
        ("NameValueLong", 5),
        ("ThirdKeyParameter", 2),
        ("TimeForm", 1),
    ];
    let expected = expected
        .into_iter()
        .map(|(name, count)| (name.to_owned(), count))
        .collect();
    assert_eq!(counts, expected);
}

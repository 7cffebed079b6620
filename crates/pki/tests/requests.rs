//! Requests of other tools, and the limits of what is read.

#![cfg(test)]

mod common;

use common::{SeededRng, issued};
use smena_gost::ParameterSet;
use smena_pki::algorithm::KeyAlgorithm;
use smena_pki::asn1::{self, Walker, tag};
use smena_pki::certificate::{Certificate, CertificateError};
use smena_pki::extension::{Extensions, KeyUsage};
use smena_pki::key::{PrivateKey, Signer as _};
use smena_pki::pkcs8::{self, Pkcs8Error};
use smena_pki::request::{CertificationRequest, RequestBuilder, RequestError};
use smena_pki::{limits, oid, pem};

fn key() -> PrivateKey {
    issued::key(KeyAlgorithm::Gost(ParameterSet::CryptoProA), "requests")
}

/// Writes a request with these attributes (each an encoding, or no set at all), signed or not so
/// well: the signature is not looked at by the parser.
fn request_with(attributes: Option<&[Vec<u8>]>) -> Vec<u8> {
    let key = key();
    let set = attributes.map(|list| asn1::tlv(tag::context(0), &list.concat()));
    let info = asn1::sequence(&[
        &asn1::integer(0),
        issued::holder_name().der(),
        key.public_key().spki_der(),
        &set.unwrap_or_default(),
    ]);
    let signature = key
        .sign(&info, &mut SeededRng::new("sign"))
        .expect("a signature");
    let algorithm = asn1::sequence(&[&asn1::oid(&smena_gost::oid::SIGNATURE_STREEBOG_256)]);
    asn1::sequence(&[&info, &algorithm, &asn1::bit_string(&signature)])
}

fn attribute(oid: &smena_gost::ObjectIdentifier, values: &[u8]) -> Vec<u8> {
    asn1::sequence(&[&asn1::oid(oid), &asn1::tlv(tag::SET, values)])
}

#[test]
fn extensions_are_found_in_either_attribute_and_never_in_both() {
    let extensions = Extensions::new().with(&KeyUsage::DIGITAL_SIGNATURE, true);
    let asked = |oids: &[smena_gost::ObjectIdentifier]| {
        let list: Vec<_> = oids
            .iter()
            .map(|oid| attribute(oid, &extensions.to_der()))
            .collect();
        let request = CertificationRequest::from_der(&request_with(Some(&list)))?;
        request.verify_self_signature()?;
        assert_eq!(request.to_der(), request.der());
        Ok(request.extensions().clone())
    };
    assert_eq!(asked(&[oid::EXTENSION_REQUEST]), Ok(extensions.clone()));
    assert_eq!(asked(&[oid::MS_EXTENSION_REQUEST]), Ok(extensions.clone()));
    assert_eq!(asked(&[]), Ok(Extensions::new()));
    let both = [oid::EXTENSION_REQUEST, oid::MS_EXTENSION_REQUEST];
    assert_eq!(asked(&both), Err(RequestError::ExtensionsTwice));
    let twice = [oid::EXTENSION_REQUEST, oid::EXTENSION_REQUEST];
    assert_eq!(asked(&twice), Err(RequestError::ExtensionsTwice));
}

#[test]
fn a_request_without_its_set_of_attributes_comes_back() {
    let der = request_with(None);
    let request = CertificationRequest::from_der(&der).expect("a tolerated deviation");
    assert!(request.verify_self_signature().is_ok());
    assert_eq!(request.to_der(), der);
}

#[test]
fn an_attribute_counts_only_when_it_stands_there_once_with_one_value() {
    let value = asn1::null();
    let found = |list: &[Vec<u8>]| {
        let request = CertificationRequest::from_der(&request_with(Some(list))).expect("parses");
        request
            .attribute(&oid::CHALLENGE_PASSWORD)
            .map(<[u8]>::to_vec)
    };
    let one = attribute(&oid::CHALLENGE_PASSWORD, &value);
    assert_eq!(found(std::slice::from_ref(&one)), Some(value.clone()));
    assert_eq!(found(&[]), None);
    assert_eq!(found(&[one.clone(), one]), None);
    assert_eq!(
        found(&[attribute(&oid::CHALLENGE_PASSWORD, &value.repeat(2))]),
        None
    );
    assert_eq!(found(&[attribute(&oid::CHALLENGE_PASSWORD, &[])]), None);
}

#[test]
fn what_is_built_is_sorted_and_comes_back() {
    let key = key();
    let request = RequestBuilder::new(issued::holder_name())
        .attribute(oid::MS_REQUEST_CLIENT_INFO, &asn1::null())
        .attribute(oid::CHALLENGE_PASSWORD, &asn1::null())
        .extensions(Extensions::new().with(&KeyUsage::DIGITAL_SIGNATURE, true))
        .sign(&key, &mut SeededRng::new("build"))
        .expect("a request");
    assert_eq!(request.to_der(), request.der());
    let mut walker = Walker::new(request.info_der());
    let mut info = walker.enter(tag::SEQUENCE).expect("the signed part");
    for _ in 0..3 {
        info.any().expect("version, subject, key");
    }
    let mut set = info.enter(tag::context(0)).expect("attributes");
    let mut members = Vec::new();
    while !set.is_empty() {
        members.push(set.any().expect("an attribute").full.to_vec());
    }
    assert!(members.is_sorted() && members.len() == 3);
    let pem = request
        .to_pem()
        .replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST");
    assert_eq!(
        CertificationRequest::from_der_or_pem(pem.as_bytes()),
        Ok(request)
    );
}

#[test]
fn the_number_of_attributes_and_values_is_limited() {
    let one = attribute(&oid::CHALLENGE_PASSWORD, &asn1::null());
    let read = |count: usize| {
        CertificationRequest::from_der(&request_with(Some(&vec![one.clone(); count])))
            .map(|request| request.attributes().len())
    };
    let most = limits::REQUEST_ATTRIBUTES_MAX;
    assert_eq!(read(most), Ok(most));
    assert_eq!(read(most + 1), Err(RequestError::TooManyAttributes));
    let read = |count: usize| {
        let list = [attribute(
            &oid::CHALLENGE_PASSWORD,
            &asn1::null().repeat(count),
        )];
        CertificationRequest::from_der(&request_with(Some(&list)))
            .map(|request| request.attributes()[0].values.len())
    };
    assert_eq!(read(most), Ok(most));
    assert_eq!(read(most + 1), Err(RequestError::TooManyAttributes));
}

#[test]
fn large_input_is_refused_before_it_is_parsed() {
    let at_limit = vec![0; limits::INPUT_OCTETS_MAX];
    let beyond = vec![0; limits::INPUT_OCTETS_MAX + 1];
    let certificate = |bytes: &[u8]| Certificate::from_der(bytes).err();
    assert!(matches!(
        certificate(&at_limit),
        Some(CertificateError::Malformed(_))
    ));
    assert_eq!(certificate(&beyond), Some(CertificateError::TooLarge));
    let request = |bytes: &[u8]| CertificationRequest::from_der(bytes).err();
    assert!(matches!(
        request(&at_limit),
        Some(RequestError::Malformed(_))
    ));
    assert_eq!(request(&beyond), Some(RequestError::TooLarge));
    let file = |bytes: &[u8]| pkcs8::decrypt(bytes, b"").err();
    assert!(matches!(file(&at_limit), Some(Pkcs8Error::Malformed(_))));
    assert_eq!(file(&beyond), Some(Pkcs8Error::TooLarge));
    assert!(pkcs8::der_of(&at_limit).is_ok());
    assert_eq!(pkcs8::der_of(&beyond).err(), Some(Pkcs8Error::TooLarge));
}

#[test]
fn pem_of_something_else_is_named() {
    let text = pem::encode(pem::CRL, &[0x30, 0]);
    let certificate = Certificate::from_der_or_pem(text.as_bytes()).err();
    assert_eq!(certificate, Some(CertificateError::NoCertificate));
    let request = CertificationRequest::from_der_or_pem(text.as_bytes()).err();
    assert_eq!(request, Some(RequestError::NoRequest));
    assert_eq!(
        pkcs8::der_of(text.as_bytes()).err(),
        Some(Pkcs8Error::NoKey)
    );
}

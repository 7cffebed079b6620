//! Every field of every object appears in its description; what a file holds is found out.

mod authority;
mod common;

use std::collections::BTreeSet;
use std::fs;

use smena_pki::algorithm::KeyAlgorithm;
use smena_pki::asn1::{self, tag};
use smena_pki::certificate::{Certificate, SerialNumber};
use smena_pki::cms::{ContentEncryption, EnvelopedDataBuilder, SignedDataBuilder};
use smena_pki::crl::{CrlBuilder, Reason, RevokedEntry};
use smena_pki::describe::{self, Node, Object, RecogniseError, Value, labels, oid_name};
use smena_pki::extension::Extensions;
use smena_pki::key::{PrivateKey, Signer as _};
use smena_pki::pem;
use smena_pki::pkcs8::{self, Protection};
use smena_pki::request::RequestBuilder;

use common::{SeededRng, file_name, files, testdata};

fn root() -> authority::Party {
    let algorithm = KeyAlgorithm::Gost(smena_gost::ParameterSet::CryptoProA);
    authority::Plan::authority("Корень", 1).root(algorithm)
}

fn describe_file(bytes: &[u8]) -> Node {
    describe::describe(&describe::recognise(bytes).expect("a known object"))
}

/// All octets of a tree, in words that a search can be made in.
fn flat(node: &Node) -> String {
    let mut text = String::new();
    node.visit(&mut |node| {
        text.push_str(node.label.as_str());
        text.push('=');
        match &node.value {
            Value::Empty => {}
            Value::Text(value) => text.push_str(value),
            Value::Oid { oid, name } => {
                text.push_str(&oid.to_string());
                text.push_str(name.unwrap_or_default());
            }
            Value::Time(at) => text.push_str(&at.to_string()),
            Value::Bytes(octets) => text.push_str(&hex::encode(octets)),
            Value::Number(number) => text.push_str(&number.to_string()),
            Value::Flag(flag) => text.push_str(&flag.to_string()),
            Value::Term(term) => text.push_str(term.as_str()),
        }
        text.push('\n');
    });
    text
}

fn labels_are_listed(node: &Node) {
    let names: BTreeSet<_> = oid_name::TABLE.iter().map(|(_, name)| *name).collect();
    node.visit(&mut |node| {
        assert!(labels::ALL.contains(&node.label), "{}", node.label);
        match &node.value {
            Value::Term(term) => assert!(labels::ALL.contains(term), "{term}"),
            Value::Oid {
                name: Some(name), ..
            } => assert!(names.contains(name), "{name}"),
            _ => {}
        }
    });
}

#[test]
fn every_extension_and_attribute_of_the_real_certificates_appears() {
    let Some(folder) = testdata("gost-real/ca") else {
        return;
    };
    for path in files(&folder, ".crt") {
        let der = fs::read(&path).expect("a readable file");
        let certificate = Certificate::from_der(&der).expect("a certificate");
        let node = describe_file(&der);
        labels_are_listed(&node);
        let name = file_name(&path);
        let text = flat(&node);
        for extension in certificate.extensions() {
            assert!(
                text.contains(&extension.oid().to_string()),
                "{name}: {}",
                extension.oid()
            );
        }
        for attribute in certificate.subject().attributes() {
            let value = attribute.text().expect("text");
            assert!(text.contains(&value), "{name}: {}", attribute.oid());
        }
        assert!(
            text.contains(&hex::encode(certificate.signature())),
            "{name}"
        );
        assert!(
            text.contains(&hex::encode(certificate.serial().content())),
            "{name}"
        );
        assert!(!text.contains("not-readable"), "{name}: {text}");
    }
}

#[test]
fn the_public_examples_are_described_whole() {
    let Some(folder) = testdata("gost-real/tc26-vectors") else {
        return;
    };
    let mut kinds = BTreeSet::new();
    for path in files(&folder, "") {
        let bytes = fs::read(&path).expect("a readable file");
        match describe::recognise(&bytes) {
            Ok(object) => {
                kinds.insert(object.kind());
                labels_are_listed(&describe::describe(&object));
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    for kind in ["certificate", "request", "revocation-list", "signed-data"] {
        assert!(kinds.contains(kind), "{kind}: {kinds:?}");
    }
}

#[test]
fn an_unknown_extension_appears_as_identifier_and_octets() {
    let oid = const_oid::ObjectIdentifier::new_unwrap("1.2.643.3.61.999");
    let extension = asn1::sequence(&[&asn1::oid(&oid), &asn1::octet_string(&[0xde, 0xad])]);
    let node = describe_file(&certificate_with(&extension));
    let unknown = node.find("extension-unknown").expect("it appears");
    assert_eq!(unknown.value, Value::Oid { oid, name: None });
    assert_eq!(
        unknown.find("critical").map(|node| &node.value),
        Some(&Value::Flag(false))
    );
    assert_eq!(
        unknown.find("octets").map(|node| &node.value),
        Some(&Value::Bytes(vec![0xde, 0xad]))
    );
}

#[test]
fn a_malformed_extension_appears_as_octets() {
    let oid = smena_pki::oid::EXTENDED_KEY_USAGE;
    let extension = asn1::sequence(&[&asn1::oid(&oid), &asn1::octet_string(&[5, 0])]);
    let node = describe_file(&certificate_with(&extension));
    let usage = node
        .find("extension-extended-key-usage")
        .expect("it appears");
    assert_eq!(
        usage.find("not-readable").map(|node| &node.value),
        Some(&Value::Bytes(vec![5, 0]))
    );
}

/// A certificate with one more extension, its signature of no key.
fn certificate_with(extension: &[u8]) -> Vec<u8> {
    let party = root();
    let mut whole = asn1::Walker::new(party.certificate.der())
        .enter(tag::SEQUENCE)
        .expect("DER");
    let mut tbs = whole.enter(tag::SEQUENCE).expect("DER");
    let mut fields = Vec::new();
    while tbs.peek() != Some(tag::context(3)) {
        fields.extend_from_slice(tbs.any().expect("DER").full);
    }
    let extensions = tbs
        .enter(tag::context(3))
        .expect("DER")
        .enter(tag::SEQUENCE)
        .expect("DER");
    let extensions = asn1::sequence(&[extensions.rest(), extension]);
    fields.extend(asn1::tlv(tag::context(3), &extensions));
    asn1::sequence(&[&asn1::tlv(tag::SEQUENCE, &fields), whole.rest()])
}

#[test]
fn der_and_pem_are_recognised_alike_and_several_blocks_in_order() {
    let party = root();
    let der = party.certificate.der();
    let text = pem::encode(pem::CERTIFICATE, der);
    assert_eq!(
        flat(&describe_file(der)),
        flat(&describe_file(text.as_bytes()))
    );
    let spki = pem::encode("PUBLIC KEY", party.key.public_key().spki_der());
    let several = format!("words\n{text}between\n{spki}");
    let Ok(Object::Several(objects)) = describe::recognise(several.as_bytes()) else {
        panic!("two blocks");
    };
    let kinds: Vec<_> = objects.iter().map(Object::kind).collect();
    assert_eq!(kinds, ["certificate", "public-key"]);
    // The label lies, the contents do not.
    let wrong = pem::encode(pem::CERTIFICATE_REQUEST, der);
    assert!(matches!(
        describe::recognise(wrong.as_bytes()),
        Ok(Object::Certificate(_))
    ));
}

#[test]
fn of_a_private_key_only_public_facts_appear() {
    for algorithm in [
        KeyAlgorithm::Gost(smena_gost::ParameterSet::CryptoProA),
        KeyAlgorithm::Gost(smena_gost::ParameterSet::Tc26512A),
        KeyAlgorithm::EcdsaP256,
        KeyAlgorithm::Ed25519,
    ] {
        let key = PrivateKey::generate(algorithm, &mut SeededRng::new("a key")).expect("a key");
        let der = key.to_pkcs8_der().expect("PKCS#8");
        let node = describe_file(&der);
        labels_are_listed(&node);
        let text = flat(&node);
        let public = key.public_key();
        assert!(
            text.contains(&hex::encode(public.spki_sha256())),
            "{}",
            algorithm.name()
        );
        let secret = secret_octets(&der);
        assert!(
            !text.contains(&hex::encode(&secret)),
            "{}",
            algorithm.name()
        );
    }
}

/// The last 32 octets of the private part, which hold secret bits in every form.
fn secret_octets(der: &[u8]) -> Vec<u8> {
    let mut walker = asn1::Walker::new(der).enter(tag::SEQUENCE).expect("DER");
    walker.unsigned().expect("a version");
    walker.expect(tag::SEQUENCE).expect("an algorithm");
    let secret = walker.expect(tag::OCTET_STRING).expect("the key").content;
    match secret {
        // ECPrivateKey: SEQUENCE { 1, OCTET STRING (32), … }.
        [tag::SEQUENCE, _, 2, 1, 1, tag::OCTET_STRING, 32, key @ ..] => key[..32].to_vec(),
        other => other[other.len() - 32..].to_vec(),
    }
}

#[test]
fn the_protection_of_an_encrypted_key_appears() {
    let mut rng = SeededRng::new("an encrypted key");
    let algorithm = KeyAlgorithm::Gost(smena_gost::ParameterSet::CryptoProA);
    let key = PrivateKey::generate(algorithm, &mut rng).expect("a key");
    let protection = Protection::Gost { iterations: 2_000 };
    let der = pkcs8::encrypt(&key, b"password", protection, &mut rng).expect("encrypted");
    let node = describe_file(&der);
    labels_are_listed(&node);
    assert_eq!(node.label.as_str(), "encrypted-private-key");
    assert_eq!(
        node.find("iterations").map(|node| &node.value),
        Some(&Value::Number(2_000))
    );
    for label in [
        "salt",
        "cipher",
        "initialisation-vector",
        "pseudo-random-function",
    ] {
        assert!(node.find(label).is_some(), "{label}: {node:?}");
    }
    assert!(node.find("not-readable").is_none());

    let key = PrivateKey::generate(KeyAlgorithm::EcdsaP256, &mut rng).expect("a key");
    let der = pkcs8::encrypt(&key, b"password", Protection::Scrypt, &mut rng).expect("encrypted");
    let node = describe_file(&der);
    for label in [
        "salt",
        "scrypt-cost",
        "scrypt-block-size",
        "scrypt-parallelism",
        "cipher",
    ] {
        assert!(node.find(label).is_some(), "{label}: {node:?}");
    }
}

#[test]
fn what_is_none_of_the_objects_has_a_reason() {
    use RecogniseError as E;
    let check = |bytes: &[u8], matches: fn(&RecogniseError) -> bool| {
        let error = describe::recognise(bytes).err().expect("no object");
        assert!(matches(&error), "{error:?}");
    };
    check(b"", |error| matches!(error, E::Empty));
    check(b"hello", |error| matches!(error, E::NotDer(_)));
    check(b"-----BEGIN CERTIFICATE-----\n?", |error| {
        matches!(error, E::Pem(_))
    });
    check(&asn1::sequence(&[]), |error| matches!(error, E::Unknown));
    check(&asn1::sequence(&[&asn1::integer(1)]), |error| {
        matches!(error, E::Unknown)
    });
    let digested = asn1::oid(&const_oid::ObjectIdentifier::new_unwrap(
        "1.2.840.113549.1.7.5",
    ));
    let other = asn1::sequence(&[&digested, &asn1::tlv(0xa0, &asn1::sequence(&[]))]);
    check(&other, |error| matches!(error, E::OtherCms(_)));
    let hollow = asn1::sequence(&[
        &asn1::sequence(&[&asn1::tlv(0xa0, &asn1::integer(2)), &asn1::integer(1)]),
        &asn1::sequence(&[]),
        &asn1::bit_string(&[]),
    ]);
    check(&hollow, |error| matches!(error, E::Certificate(_)));
}

#[test]
fn a_cut_file_is_refused_and_never_panics() {
    let party = root();
    let der = party.certificate.der();
    for length in 1..der.len() {
        assert!(describe::recognise(&der[..length]).is_err(), "{length}");
    }
    for index in 0..der.len() {
        let mut changed = der.to_vec();
        changed[index] ^= 0x11;
        if let Ok(object) = describe::recognise(&changed) {
            labels_are_listed(&describe::describe(&object));
        }
    }
}

#[test]
fn every_part_of_an_application_signature_appears() {
    let root = root();
    let holder = authority::Plan::holder("Сёмина", 2).under(&root);
    let digest = holder.key.public_key().algorithm().binding_digest();
    let own = const_oid::ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1");
    let message = SignedDataBuilder::new(smena_pki::oid::CMS_DATA, digest)
        .attached(b"text")
        .signing_time(authority::NOW)
        .attribute(own, asn1::integer(5))
        .certificate(&root.certificate)
        .sign(
            &holder.key,
            &holder.certificate,
            &mut SeededRng::new("application"),
        )
        .expect("a signature");
    let node = describe_file(&message);
    labels_are_listed(&node);
    assert!(node.find("not-readable").is_none() && node.find("other-field").is_none());
    for label in [
        "digest-algorithms",
        "content",
        "certificates",
        "signer-identifier",
        "attribute-content-type",
        "attribute-message-digest",
        "attribute-signing-certificate-v2",
        "certificate-hash",
        "signature",
    ] {
        assert!(node.find(label).is_some(), "{label}");
    }
    let time = node.find("attribute-signing-time").map(|node| &node.value);
    assert_eq!(time, Some(&Value::Time(authority::NOW)));
    let unknown = node.find("attribute-unknown").expect("the own attribute");
    assert_eq!(
        unknown.value,
        Value::Oid {
            oid: own,
            name: None
        }
    );
    let certificates = node.find("certificates").expect("they are there");
    assert_eq!(certificates.children.len(), 2);

    // The same in indefinite lengths, outermost only.
    let inside = asn1::only(&message, tag::SEQUENCE).expect("DER").content;
    let ber = [&[tag::SEQUENCE, 0x80][..], inside, &[0, 0]].concat();
    assert_eq!(flat(&describe_file(&ber)), flat(&node));
}

#[test]
fn every_recipient_of_an_enveloped_message_appears() {
    let gost = root();
    let nist = authority::Plan::authority("Root", 2).root(KeyAlgorithm::EcdsaP256);
    let mut rng = SeededRng::new("envelope");
    let sealed = ContentEncryption::CtrAcpkmOmac(smena_gost::BlockCipher::Kuznyechik);
    for (party, encryption, expected) in [
        (
            &gost,
            sealed,
            "key-encryption-algorithm=1.2.643.7.1.1.7.2.1oid-kuznyechik-kexp15",
        ),
        (
            &nist,
            ContentEncryption::Aes256Cbc,
            "key-encryption-algorithm=1.3.132.1.11.1oid-ecdh-sha256",
        ),
    ] {
        let message = EnvelopedDataBuilder::new(encryption)
            .recipient(&party.certificate)
            .seal(b"text", &mut rng)
            .expect("a message");
        let object = describe::recognise(&message).expect("a known object");
        assert_eq!(object.kind(), "enveloped-data");
        let node = describe::describe(&object);
        labels_are_listed(&node);
        let text = flat(&node);
        assert!(text.contains(expected), "{text}");
        for field in [
            "recipient-identifier=",
            "encrypted-content-key=",
            "encrypted-size=",
        ] {
            assert!(text.contains(field), "{field}: {text}");
        }
        let code = text.contains("attribute-content-code=");
        assert_eq!(code, encryption == sealed, "{text}");
        assert!(!text.contains("not-readable"), "{text}");
        for length in 0..message.len() {
            assert!(describe::recognise(&message[..length]).is_err());
        }
    }
}

#[test]
fn every_entry_of_a_revocation_list_appears() {
    let root = root();
    let entry = |serial: u8, reason| RevokedEntry {
        serial: SerialNumber::from_magnitude(&[serial]).expect("a serial"),
        date: authority::FROM,
        reason,
    };
    let entries = [entry(5, Some(Reason::KeyCompromise)), entry(6, None)];
    let until = authority::NOW + time::Duration::DAY;
    let list = CrlBuilder::new(&root.certificate, 77, authority::NOW, until)
        .sign(&entries, &root.key, &mut SeededRng::new("a list"))
        .expect("a list");
    let node = describe_file(&list);
    labels_are_listed(&node);
    assert!(node.find("not-readable").is_none() && node.find("other-field").is_none());
    let value = |label| node.find(label).map(|node| node.value.clone());
    assert_eq!(value("crl-number"), Some(Value::Number(77)));
    assert_eq!(value("entries-count"), Some(Value::Number(2)));
    assert_eq!(value("next-update"), Some(Value::Time(until)));
    let reason = value("reason").expect("the first entry has one");
    assert!(matches!(reason, Value::Term(term) if term.as_str() == "reason-key-compromise"));
}

#[test]
fn every_attribute_of_a_request_appears() {
    let root = root();
    let usage = smena_pki::extension::KeyUsage::DIGITAL_SIGNATURE;
    let own = const_oid::ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.2");
    let request = RequestBuilder::new(authority::name("Сёмина"))
        .extensions(Extensions::new().with(&usage, true))
        .attribute(own, &asn1::octet_string(&[0xbe, 0xef]))
        .sign(&root.key, &mut SeededRng::new("a request"))
        .expect("a request");
    let node = describe_file(request.der());
    labels_are_listed(&node);
    assert_eq!(node.label.as_str(), "request");
    let extension = node.find("attribute-extension-request").expect("asked for");
    assert!(extension.find("extension-key-usage").is_some());
    let unknown = node.find("attribute-unknown").expect("the own attribute");
    assert_eq!(
        unknown.value,
        Value::Oid {
            oid: own,
            name: None
        }
    );
    assert_eq!(
        unknown.find("attribute-value").map(|node| &node.value),
        Some(&Value::Bytes(vec![4, 2, 0xbe, 0xef]))
    );
}

#[test]
fn a_key_container_is_described_without_its_password() {
    let Some(folder) = testdata("cryptopro") else {
        return;
    };
    let read = |name: &str| fs::read(folder.join(name)).expect("the file can be read");
    let (header, name) = (
        read("cryptopro-corefx/G2012256.001/header.key"),
        read("cryptopro-corefx/G2012256.001/name.key"),
    );
    let object = describe::recognise_container(&header, Some(&name)).expect("a container");
    assert_eq!(object.kind(), "key-container");
    let node = describe::describe(&object);
    labels_are_listed(&node);
    let text = flat(&node);
    for expected in [
        "container-name=G2012256",
        "container-password=false",
        "key-role=role-signature",
        "key-role=role-exchange",
        "key-exportable=true",
        "key-until=2020-04-24 19:20:09.0 +00:00:00",
        "key-fingerprint=",
        "parameter-set=1.2.643.2.2.35.1",
        "parameter-set=1.2.643.2.2.36.0",
        "serial-number=",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }

    // By its shape alone, with what a token has after it, and with a password.
    let padded = [&header[..], &[0xff; 40]].concat();
    assert_eq!(flat(&describe_file(&padded)), flat(&describe_file(&header)));
    let locked = describe_file(&read("kov-serg/g2012512.000/header.key"));
    assert!(flat(&locked).contains("container-password=true"));

    let newer = describe::recognise(&read("cryptopro-corefx/pfx-3407.000/header.key"));
    assert!(matches!(newer, Err(RecogniseError::KeyContainer(_))));
}

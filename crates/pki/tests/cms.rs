//! CMS signatures: made and verified here, judged by OpenSSL both ways, and every refusal of the strict
//! verification, one by one.

#![cfg(test)]

mod authority;
mod common;

use std::fs;

use const_oid::ObjectIdentifier;
use proptest::prelude::*;
use smena_gost::ParameterSet;
use smena_pki::algorithm::{DigestAlgorithm, KeyAlgorithm};
use smena_pki::asn1::{self, Walker, tag};
use smena_pki::certificate::Certificate;
use smena_pki::cms::{CmsError, Deviation, SignedData, SignedDataBuilder, VerifiedCms};
use smena_pki::key::{PrivateKey, Signer as _};
use smena_pki::{limits, oid, pem};

use authority::{NOW, Party, Plan};
use common::{OpenSsl, SeededRng};

const DOCUMENT: &[u8] = b"%PDF-1.7 a document";
const ALGORITHMS: [(&str, KeyAlgorithm); 6] = [
    ("gost256", KeyAlgorithm::Gost(ParameterSet::CryptoProA)),
    ("gost512", KeyAlgorithm::Gost(ParameterSet::Tc26512A)),
    ("p256", KeyAlgorithm::EcdsaP256),
    ("p384", KeyAlgorithm::EcdsaP384),
    ("rsa2048", KeyAlgorithm::Rsa { bits: 2048 }),
    ("ed25519", KeyAlgorithm::Ed25519),
];
/// The four kinds of keys that the product makes for holders.
const JUDGED: [&str; 4] = ["gost256", "gost512", "p256", "rsa2048"];
/// An attribute of our own, for tests.
const BINDING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.9.9");

fn holder(algorithm: KeyAlgorithm) -> (Party, Party) {
    let root = Plan::authority("Test root", 1).root(algorithm);
    let holder = Plan::holder("Test holder", 2).under(&root);
    (root, holder)
}

/// A copy of a key, for a second certificate on it.
fn same_key(party: &Party) -> PrivateKey {
    let encoded = party.key.to_pkcs8_der().expect("PKCS#8");
    PrivateKey::from_pkcs8_der(&encoded).expect("the same key")
}

fn builder(holder: &Party) -> SignedDataBuilder<'static> {
    let digest = holder.key.public_key().algorithm().binding_digest();
    SignedDataBuilder::new(oid::CMS_DATA, digest).signing_time(NOW)
}

fn sign(builder: SignedDataBuilder<'_>, holder: &Party) -> Vec<u8> {
    builder
        .sign(&holder.key, &holder.certificate, &mut SeededRng::new("cms"))
        .expect("a signature")
}

fn strict(message: &[u8], detached: Option<&[u8]>) -> Result<VerifiedCms, CmsError> {
    SignedData::from_der(message)?.verify_strict(&oid::CMS_DATA, detached)
}

#[test]
fn what_is_signed_here_verifies_here_with_every_kind_of_key() {
    for (name, algorithm) in ALGORITHMS {
        let (_, holder) = holder(algorithm);
        let attached = sign(builder(&holder).attached(DOCUMENT), &holder);
        let verified = strict(&attached, None).expect(name);
        assert_eq!(verified.content(), DOCUMENT, "{name}");
        assert_eq!(verified.signer(), &holder.certificate, "{name}");
        assert_eq!(verified.signing_time(), NOW, "{name}");
        verified.require_exactly(&[]).expect(name);

        let value = asn1::octet_string(b"bound");
        let detached = builder(&holder)
            .detached(DOCUMENT)
            .attribute(BINDING, value.clone());
        let verified = strict(&sign(detached, &holder), Some(DOCUMENT)).expect(name);
        assert_eq!(
            verified.attribute(&BINDING),
            Some(value.as_slice()),
            "{name}"
        );
        verified
            .require_exactly(&[(BINDING, "binding")])
            .expect(name);
        assert!(matches!(
            verified.require_exactly(&[]),
            Err(CmsError::UnexpectedAttribute(BINDING))
        ));
        let absent = (oid::SNILS, "absent");
        let error = verified
            .require_exactly(&[(BINDING, "binding"), absent])
            .expect_err(name);
        assert!(
            matches!(error, CmsError::MissingAttribute("absent")),
            "{error:?}"
        );
    }
}

#[test]
fn another_content_type_raises_the_version() {
    let (_, holder) = holder(KeyAlgorithm::EcdsaP256);
    let digest = DigestAlgorithm::Sha256;
    let own = SignedDataBuilder::new(BINDING, digest)
        .signing_time(NOW)
        .attached(DOCUMENT);
    let message = sign(own, &holder);
    let parsed = SignedData::from_der(&message).expect("readable");
    assert_eq!((parsed.version(), parsed.is_der()), (3, true));
    parsed.verify_strict(&BINDING, None).expect("verifies");
    assert!(matches!(
        parsed.verify_strict(&oid::CMS_DATA, None),
        Err(CmsError::ContentType {
            found: BINDING,
            expected: oid::CMS_DATA
        })
    ));
}

#[test]
fn the_builder_refuses_what_the_verifier_would() {
    let (root, holder) = holder(KeyAlgorithm::EcdsaP256);
    let attempt = |builder: SignedDataBuilder<'_>, certificate: &Certificate| {
        let signed = builder.sign(&holder.key, certificate, &mut SeededRng::new("refused"));
        signed.expect_err("refused")
    };
    let own = &holder.certificate;
    let without_time = SignedDataBuilder::new(oid::CMS_DATA, DigestAlgorithm::Sha256);
    assert!(matches!(
        attempt(without_time, own),
        CmsError::SigningTimeNotSet
    ));
    let wrong = SignedDataBuilder::new(oid::CMS_DATA, DigestAlgorithm::Sha512).signing_time(NOW);
    assert!(matches!(
        attempt(wrong, own),
        CmsError::DigestNotOfKey { .. }
    ));
    let foreign = attempt(builder(&holder), &root.certificate);
    assert!(matches!(foreign, CmsError::SignerNotOfCertificate));
    let twice = builder(&holder).attribute(oid::CMS_SIGNING_TIME, asn1::null());
    assert!(matches!(
        attempt(twice, own),
        CmsError::DoubledAttribute(oid::CMS_SIGNING_TIME)
    ));
    let content = attributes_as_content();
    let reused = builder(&holder).detached(&content);
    assert!(matches!(
        attempt(reused, own),
        CmsError::ContentIsAttributes
    ));
}

fn attributes_as_content() -> Vec<u8> {
    let one = asn1::sequence(&[
        &asn1::oid(&oid::CMS_CONTENT_TYPE),
        &asn1::set_of(vec![asn1::oid(&oid::CMS_DATA)]),
    ]);
    asn1::set_of(vec![one])
}

// --- refusals: a message taken apart, changed and put together again ---

/// The parts of a message with one signer, each whole DER, so that a test can change one.
#[derive(Clone)]
struct Parts {
    version: Vec<u8>,
    digests: Vec<u8>,
    content: Vec<u8>,
    certificates: Vec<Vec<u8>>,
    signers: Vec<SignerParts>,
}

#[derive(Clone)]
struct SignerParts {
    version: Vec<u8>,
    identifier: Vec<u8>,
    digest: Vec<u8>,
    attributes: Option<Vec<Vec<u8>>>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
    unsigned: Option<Vec<u8>>,
}

fn each(content: &[u8]) -> Vec<Vec<u8>> {
    let mut walker = Walker::new(content);
    let mut all = Vec::new();
    while !walker.is_empty() {
        all.push(walker.any().expect("an element").full.to_vec());
    }
    all
}

impl Parts {
    fn of(message: &[u8]) -> Self {
        let mut outer = Walker::new(message)
            .enter(tag::SEQUENCE)
            .expect("content info");
        outer.oid().expect("type");
        let mut explicit = outer.enter(tag::context(0)).expect("content");
        let mut body = explicit.enter(tag::SEQUENCE).expect("signed data");
        let mut next = || body.any().expect("a part").full.to_vec();
        let (version, digests, content, certificates, signers) =
            (next(), next(), next(), next(), next());
        let inside = |der: &[u8]| Walker::new(der).any().expect("an element").content.to_vec();
        Self {
            version,
            digests,
            content,
            certificates: each(&inside(&certificates)),
            signers: each(&inside(&signers))
                .iter()
                .map(|one| SignerParts::of(one))
                .collect(),
        }
    }

    fn join(&self) -> Vec<u8> {
        let signers: Vec<Vec<u8>> = self.signers.iter().map(SignerParts::join).collect();
        let body = asn1::sequence(&[
            &self.version,
            &self.digests,
            &self.content,
            &asn1::tlv(tag::context(0), &self.certificates.concat()),
            &asn1::set_of(signers),
        ]);
        asn1::sequence(&[
            &asn1::oid(&oid::CMS_SIGNED_DATA),
            &asn1::tlv(tag::context(0), &body),
        ])
    }

    /// Signs the attributes anew, in the order in which they stand.
    fn resign(&mut self, holder: &Party) {
        let signer = &mut self.signers[0];
        let contents = signer.attributes.as_ref().expect("attributes").concat();
        let message = asn1::tlv(tag::SET, &contents);
        let mut rng = SeededRng::new("again");
        let signature = holder.key.sign(&message, &mut rng).expect("a signature");
        signer.signature = asn1::octet_string(&signature);
    }

    fn attributes(&mut self) -> &mut Vec<Vec<u8>> {
        self.signers[0].attributes.as_mut().expect("attributes")
    }

    fn position(&mut self, wanted: &ObjectIdentifier) -> usize {
        let is = |der: &Vec<u8>| {
            Walker::new(der)
                .enter(tag::SEQUENCE)
                .expect("attribute")
                .oid()
                .expect("type")
                == *wanted
        };
        self.attributes()
            .iter()
            .position(is)
            .expect("the attribute is there")
    }

    /// Puts another value into an attribute, in DER order.
    fn set(&mut self, oid: &ObjectIdentifier, values: Vec<Vec<u8>>) {
        let at = self.position(oid);
        self.attributes()[at] = asn1::sequence(&[&asn1::oid(oid), &asn1::set_of(values)]);
        self.attributes().sort();
    }
}

impl SignerParts {
    fn of(der: &[u8]) -> Self {
        let mut info = Walker::new(der).enter(tag::SEQUENCE).expect("signer info");
        let version = info.any().expect("version").full.to_vec();
        let identifier = info.any().expect("identifier").full.to_vec();
        let digest = info.any().expect("digest").full.to_vec();
        let attributes = info.optional(tag::context(0)).expect("attributes");
        let algorithm = info.any().expect("algorithm").full.to_vec();
        let signature = info.any().expect("signature").full.to_vec();
        Self {
            version,
            identifier,
            digest,
            attributes: attributes.map(|tlv| each(tlv.content)),
            algorithm,
            signature,
            unsigned: None,
        }
    }

    fn join(&self) -> Vec<u8> {
        let attributes = self.attributes.as_ref();
        let attributes = attributes.map(|all| asn1::tlv(tag::context(0), &all.concat()));
        let unsigned = self
            .unsigned
            .as_ref()
            .map(|one| asn1::tlv(tag::context(1), one));
        asn1::sequence(&[
            &self.version,
            &self.identifier,
            &self.digest,
            &attributes.unwrap_or_default(),
            &self.algorithm,
            &self.signature,
            &unsigned.unwrap_or_default(),
        ])
    }
}

/// Signs, changes the parts, signs the attributes anew when there are any, verifies.
fn refused(change: impl FnOnce(&mut Parts, &Party)) -> CmsError {
    let (_, holder) = holder(KeyAlgorithm::EcdsaP256);
    let message = sign(builder(&holder).attached(DOCUMENT), &holder);
    let mut parts = Parts::of(&message);
    assert_eq!(parts.join(), message);
    change(&mut parts, &holder);
    if parts
        .signers
        .first()
        .is_some_and(|signer| signer.attributes.is_some())
    {
        parts.resign(&holder);
    }
    strict(&parts.join(), None).expect_err("refused")
}

macro_rules! refusals {
    ($($name:ident: $change:expr => $error:pat,)*) => {
        $(#[test]
        fn $name() {
            let error = refused($change);
            assert!(matches!(error, $error), "{error:?}");
        })*
    };
}

fn attribute(oid: &ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    asn1::sequence(&[&asn1::oid(oid), &asn1::set_of(vec![value.to_vec()])])
}

fn remove(parts: &mut Parts, oid: &ObjectIdentifier) {
    let at = parts.position(oid);
    parts.attributes().remove(at);
}

/// signing-certificate-v2 with this hash algorithm (none: SHA-256) over these certificates.
fn signing_certificates(algorithm: &[u8], hashes: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let ids: Vec<u8> = hashes
        .iter()
        .flat_map(|hash| asn1::sequence(&[algorithm, &asn1::octet_string(hash)]))
        .collect();
    vec![asn1::sequence(&[&asn1::sequence(&[&ids])])]
}

refusals! {
    a_missing_content_type_is_refused:
        |parts, _| remove(parts, &oid::CMS_CONTENT_TYPE) => CmsError::MissingAttribute("content-type"),
    a_missing_message_digest_is_refused:
        |parts, _| remove(parts, &oid::CMS_MESSAGE_DIGEST) => CmsError::MissingAttribute("message-digest"),
    a_missing_signing_time_is_refused:
        |parts, _| remove(parts, &oid::CMS_SIGNING_TIME) => CmsError::MissingAttribute("signing-time"),
    a_missing_signing_certificate_is_refused:
        |parts, _| remove(parts, &oid::CMS_SIGNING_CERTIFICATE_V2)
        => CmsError::MissingAttribute("signing-certificate-v2"),
    a_doubled_attribute_is_refused: |parts, _| {
        let at = parts.position(&oid::CMS_SIGNING_TIME);
        let copy = parts.attributes()[at].clone();
        parts.attributes().insert(at, copy);
    } => CmsError::DoubledAttribute(oid::CMS_SIGNING_TIME),
    a_doubled_foreign_attribute_is_refused: |parts, _| {
        parts.attributes().push(attribute(&BINDING, &asn1::null()));
        parts.attributes().push(attribute(&BINDING, &asn1::integer(1)));
        parts.attributes().sort();
    } => CmsError::DoubledAttribute(BINDING),
    an_attribute_of_two_values_is_refused: |parts, _| {
        parts.set(&oid::CMS_CONTENT_TYPE, vec![asn1::oid(&oid::CMS_DATA), asn1::oid(&BINDING)]);
    } => CmsError::AttributeValues { oid: oid::CMS_CONTENT_TYPE, count: 2 },
    an_attribute_without_value_is_refused: |parts, _| {
        parts.set(&oid::CMS_MESSAGE_DIGEST, vec![]);
    } => CmsError::AttributeValues { oid: oid::CMS_MESSAGE_DIGEST, count: 0 },
    a_content_type_attribute_of_another_type_is_refused: |parts, _| {
        parts.set(&oid::CMS_CONTENT_TYPE, vec![asn1::oid(&BINDING)]);
    } => CmsError::ContentTypeAttribute { attribute: BINDING, content: oid::CMS_DATA },
    another_content_type_than_expected_is_refused: |parts, _| {
        let value = asn1::tlv(tag::context(0), &asn1::octet_string(DOCUMENT));
        parts.content = asn1::sequence(&[&asn1::oid(&BINDING), &value]);
        parts.version = asn1::integer(3);
        parts.set(&oid::CMS_CONTENT_TYPE, vec![asn1::oid(&BINDING)]);
    } => CmsError::ContentType { expected: oid::CMS_DATA, found: BINDING },
    a_second_signer_is_refused: |parts, _| {
        let mut second = parts.signers[0].clone();
        second.signature = asn1::octet_string(&[0; 70]);
        parts.signers.push(second);
    } => CmsError::SecondSigner(2),
    a_message_without_signer_is_refused: |parts, _| parts.signers.clear() => CmsError::NoSigner,
    an_unsigned_attribute_is_refused: |parts, _| {
        parts.signers[0].unsigned = Some(attribute(&BINDING, &asn1::null()));
    } => CmsError::UnsignedAttribute(BINDING),
    a_message_without_signed_attributes_is_refused: |parts, holder| {
        parts.signers[0].attributes = None;
        let signature = holder.key.sign(DOCUMENT, &mut SeededRng::new("plain")).expect("signed");
        parts.signers[0].signature = asn1::octet_string(&signature);
    } => CmsError::NoSignedAttributes,
    attributes_out_of_order_are_refused:
        |parts, _| parts.attributes().reverse() => CmsError::NotDer(_),
    a_set_out_of_order_is_not_der: |parts, _| {
        let named = |oid| asn1::sequence(&[&asn1::oid(&oid)]);
        parts.digests = asn1::tlv(tag::SET, &[named(oid::SHA512), named(oid::SHA256)].concat());
    } => CmsError::NotDer(_),
    a_wrong_version_is_refused:
        |parts, _| parts.version = asn1::integer(3) => CmsError::Version { part: "signed data", .. },
    a_wrong_signer_version_is_refused: |parts, _| {
        parts.signers[0].version = asn1::integer(3);
    } => CmsError::Version { part: "signer info", .. },
    a_message_without_the_certificate_is_refused:
        |parts, _| parts.certificates.clear() => CmsError::SignerCertificateMissing,
    another_hash_in_signing_certificate_is_refused: |parts, _| {
        parts.set(&oid::CMS_SIGNING_CERTIFICATE_V2, signing_certificates(&[], &[vec![7; 32]]));
    } => CmsError::SigningCertificateMismatch,
    another_algorithm_in_signing_certificate_is_refused: |parts, holder| {
        let algorithm = asn1::sequence(&[&asn1::oid(&oid::SHA512)]);
        let hash = DigestAlgorithm::Sha512.digest(holder.certificate.der());
        parts.set(&oid::CMS_SIGNING_CERTIFICATE_V2, signing_certificates(&algorithm, &[hash]));
    } => CmsError::SigningCertificateDigest { .. },
    several_signing_certificates_are_refused: |parts, holder| {
        let hash = DigestAlgorithm::Sha256.digest(holder.certificate.der());
        let value = signing_certificates(&[], &[hash, vec![7; 32]]);
        parts.set(&oid::CMS_SIGNING_CERTIFICATE_V2, value);
    } => CmsError::SigningCertificateCount(2),
    another_digest_than_the_keys_is_refused: |parts, _| {
        let digest = asn1::sequence(&[&asn1::oid(&oid::SHA512)]);
        parts.digests = asn1::set_of(vec![digest.clone()]);
        parts.signers[0].digest = digest;
        let hash = asn1::octet_string(&DigestAlgorithm::Sha512.digest(DOCUMENT));
        parts.set(&oid::CMS_MESSAGE_DIGEST, vec![hash]);
    } => CmsError::DigestNotOfKey { .. },
    a_digest_that_is_not_listed_is_refused:
        |parts, _| parts.digests = asn1::set_of(vec![]) => CmsError::DigestNotListed,
    another_message_digest_is_refused: |parts, _| {
        parts.set(&oid::CMS_MESSAGE_DIGEST, vec![asn1::octet_string(&[7; 32])]);
    } => CmsError::MessageDigest,
    a_signature_algorithm_of_another_key_is_refused: |parts, _| {
        parts.signers[0].algorithm = asn1::sequence(&[&asn1::oid(&oid::RSA_SHA256), &asn1::null()]);
    } => CmsError::AlgorithmNotOfKey(_),
    content_that_is_attributes_is_refused: |parts, _| {
        let content = attributes_as_content();
        let value = asn1::tlv(tag::context(0), &asn1::octet_string(&content));
        parts.content = asn1::sequence(&[&asn1::oid(&oid::CMS_DATA), &value]);
        let hash = asn1::octet_string(&DigestAlgorithm::Sha256.digest(&content));
        parts.set(&oid::CMS_MESSAGE_DIGEST, vec![hash]);
    } => CmsError::ContentIsAttributes,
    a_signing_time_in_another_form_is_refused: |parts, _| {
        let time = asn1::tlv(tag::UTC_TIME, b"261201120000+0300");
        parts.set(&oid::CMS_SIGNING_TIME, vec![time]);
    } => CmsError::Malformed { part: "signing-time attribute", .. },
}

#[test]
fn a_time_stamp_may_stand_unsigned() {
    let (_, holder) = holder(KeyAlgorithm::EcdsaP256);
    let mut parts = Parts::of(&sign(builder(&holder).attached(DOCUMENT), &holder));
    parts.signers[0].unsigned = Some(attribute(&oid::CMS_TIME_STAMP_TOKEN, &asn1::null()));
    strict(&parts.join(), None).expect("a time stamp does no harm");
}

#[test]
fn trailing_bytes_are_refused_and_examined() {
    let (_, holder) = holder(KeyAlgorithm::EcdsaP256);
    let mut message = sign(builder(&holder).attached(DOCUMENT), &holder);
    message.push(0);
    assert!(matches!(
        strict(&message, None),
        Err(CmsError::TrailingBytes(1))
    ));
    let parsed = SignedData::from_der(&message).expect("readable");
    let examined = parsed
        .examine(&parsed.signers()[0], &[], None)
        .expect("holds");
    assert_eq!(examined.deviations(), [Deviation::TrailingBytes(1)]);
}

#[test]
fn indefinite_lengths_are_refused_and_examined() {
    let (_, holder) = holder(KeyAlgorithm::EcdsaP256);
    let message = sign(builder(&holder).attached(DOCUMENT), &holder);
    let inside = Walker::new(&message)
        .any()
        .expect("an element")
        .content
        .to_vec();
    let indefinite = [&[0x30, 0x80], inside.as_slice(), &[0, 0]].concat();
    assert!(matches!(
        strict(&indefinite, None),
        Err(CmsError::NotDer(_))
    ));
    let parsed = SignedData::from_der(&indefinite).expect("readable");
    let examined = parsed
        .examine(&parsed.signers()[0], &[], None)
        .expect("holds");
    assert_eq!(examined.deviations(), [Deviation::NotDer]);
}

#[test]
fn the_content_is_inside_or_beside_and_the_one_that_was_signed() {
    let (_, holder) = holder(KeyAlgorithm::EcdsaP256);
    let attached = sign(builder(&holder).attached(DOCUMENT), &holder);
    let detached = sign(builder(&holder).detached(DOCUMENT), &holder);
    assert!(matches!(
        strict(&attached, Some(DOCUMENT)),
        Err(CmsError::ContentTwice)
    ));
    assert!(matches!(
        strict(&detached, None),
        Err(CmsError::ContentMissing)
    ));
    assert!(matches!(
        strict(&detached, Some(b"another")),
        Err(CmsError::MessageDigest)
    ));
    let reused = attributes_as_content();
    assert!(matches!(
        strict(&detached, Some(&reused)),
        Err(CmsError::ContentIsAttributes)
    ));
    let own = sign(builder(&holder).attached(&[]), &holder);
    assert_eq!(strict(&own, None).expect("empty content").content(), b"");
}

#[test]
fn a_signature_of_another_key_is_refused() {
    let (root, holder) = holder(KeyAlgorithm::EcdsaP256);
    let mut parts = Parts::of(&sign(builder(&holder).attached(DOCUMENT), &holder));
    parts.resign(&root);
    assert!(matches!(
        strict(&parts.join(), None),
        Err(CmsError::Signature(_))
    ));
}

#[test]
fn another_certificate_on_the_same_name_and_serial_is_refused() {
    let (root, holder) = holder(KeyAlgorithm::EcdsaP256);
    let twin = Plan {
        not_after: NOW,
        ..Plan::holder("Test holder", 2)
    }
    .for_key(same_key(&holder), &root);
    let mut parts = Parts::of(&sign(builder(&holder).attached(DOCUMENT), &holder));
    parts.certificates = vec![twin.certificate.der().to_vec()];
    assert!(matches!(
        strict(&parts.join(), None),
        Err(CmsError::SigningCertificateMismatch)
    ));
}

#[test]
fn the_key_identifier_and_the_keys_oid_are_accepted() {
    let (_, holder) = holder(KeyAlgorithm::Gost(ParameterSet::CryptoProA));
    let mut parts = Parts::of(&sign(builder(&holder).attached(DOCUMENT), &holder));
    parts.signers[0].algorithm = asn1::sequence(&[
        &asn1::oid(&smena_gost::oid::GOST3410_2012_256),
        &asn1::null(),
    ]);
    strict(&parts.join(), None).expect("as CryptoPro writes it");
    let own = holder.key.public_key().key_identifier();
    parts.signers[0].identifier = asn1::tlv(tag::context_primitive(0), &own);
    parts.signers[0].version = asn1::integer(3);
    parts.version = asn1::integer(3);
    strict(&parts.join(), None).expect("by key identifier");
}

#[test]
fn certificates_and_signers_at_the_limit_are_read_and_one_more_refused() {
    let (_, holder) = holder(KeyAlgorithm::EcdsaP256);
    let parts = Parts::of(&sign(builder(&holder).attached(DOCUMENT), &holder));
    let with = |certificates: usize, signers: usize| {
        let mut parts = parts.clone();
        parts.certificates = vec![parts.certificates[0].clone(); certificates];
        parts.signers = vec![parts.signers[0].clone(); signers];
        SignedData::from_der(&parts.join())
    };
    with(limits::CMS_CERTIFICATES_MAX, limits::CMS_SIGNERS_MAX).expect("at the limit");
    let error = with(limits::CMS_CERTIFICATES_MAX + 1, 1).expect_err("too many");
    assert!(matches!(error, CmsError::TooMany(_)), "{error:?}");
    let error = with(1, limits::CMS_SIGNERS_MAX + 1).expect_err("too many");
    assert!(matches!(error, CmsError::TooMany(_)), "{error:?}");
    let large = vec![0; limits::CMS_OCTETS_MAX + 1];
    assert!(matches!(
        SignedData::from_der(&large),
        Err(CmsError::TooLarge(_))
    ));
    assert!(!matches!(
        SignedData::from_der(&large[1..]),
        Err(CmsError::TooLarge(_))
    ));
}

// --- published examples ---

#[test]
fn the_tc26_examples_verify() {
    let Some(folder) = common::testdata("gost-real/tc26-vectors") else {
        return;
    };
    let read = |name: &str| fs::read(folder.join(name)).expect("an example");
    for bits in ["256-01", "512-02"] {
        let message = read(&format!("pygost-cms-TestSigned-test_{bits}.der"));
        let certificate = read(&format!("pygost-x509-TestCertificate-test_{bits}.der"));
        let certificate = Certificate::from_der(&certificate).expect("its certificate");
        let parsed = SignedData::from_der(&message).expect("readable");
        let signer = &parsed.signers()[0];
        let examined = parsed
            .examine(signer, &[certificate], None)
            .expect("the signature holds");
        assert_eq!(
            examined.deviations(),
            [
                Deviation::CertificateFromOutside,
                Deviation::NoSignedAttributes
            ]
        );
        assert!(matches!(
            strict(&message, None),
            Err(CmsError::NoSignedAttributes)
        ));
    }
}

#[test]
fn the_example_of_bouncy_castle_verifies_against_its_content() {
    let Some(folder) = common::testdata("gost-real/tc26-vectors") else {
        return;
    };
    let file = folder.join("bcjava-GOSTR3410_2012_256CmsSignVerifyDetached-00.der");
    let parsed = SignedData::from_der(&fs::read(file).expect("the example")).expect("readable");
    let signer = &parsed.signers()[0];
    // The content of that test is these three octets.
    let examined = parsed
        .examine(signer, &[], Some(&[1, 2, 3]))
        .expect("the signature holds");
    assert_eq!(examined.deviations(), [Deviation::NoSigningCertificate]);
    let other = parsed.examine(signer, &[], Some(&[1, 2]));
    assert!(matches!(other, Err(CmsError::MessageDigest)));
    let without = parsed
        .examine(signer, &[], None)
        .expect("the attributes hold");
    assert!(without.deviations().contains(&Deviation::ContentNotGiven));
}

// --- OpenSSL as judge ---

#[test]
fn openssl_accepts_what_is_signed_here() {
    let Some(openssl) = OpenSsl::with_gost() else {
        return;
    };
    openssl.write("document", DOCUMENT);
    openssl.write("other", b"another document");
    for (name, algorithm) in ALGORITHMS
        .into_iter()
        .filter(|(name, _)| JUDGED.contains(name))
    {
        let (root, holder) = holder(algorithm);
        openssl.write(
            "root.pem",
            pem::encode(pem::CERTIFICATE, root.certificate.der()).as_bytes(),
        );
        openssl.write(
            "attached",
            &sign(builder(&holder).attached(DOCUMENT), &holder),
        );
        openssl.write(
            "detached",
            &sign(builder(&holder).detached(DOCUMENT), &holder),
        );
        let verify = |file: &str, more: &[&str]| {
            let usual = "cms -verify -inform DER -binary -purpose any -CAfile root.pem -out out";
            let mut arguments: Vec<&str> = usual.split(' ').collect();
            arguments.extend(["-attime", "1796115600", "-in", file]);
            arguments.extend(more);
            openssl.run(arguments)
        };
        for cades in [&[][..], &["-cades"]] {
            verify("attached", cades).expect_success(name);
            assert_eq!(openssl.read("out"), DOCUMENT, "{name}");
            verify("detached", &[cades, &["-content", "document"]].concat()).expect_success(name);
        }
        assert!(
            !verify("detached", &["-content", "other"]).success,
            "{name}"
        );
    }
}

#[test]
fn what_openssl_signs_is_accepted_here() {
    let Some(openssl) = OpenSsl::with_gost() else {
        return;
    };
    openssl.write("document", DOCUMENT);
    for (name, algorithm) in ALGORITHMS
        .into_iter()
        .filter(|(name, _)| JUDGED.contains(name))
    {
        let (_, holder) = holder(algorithm);
        let digest = match name {
            "gost256" => "md_gost12_256",
            "gost512" => "md_gost12_512",
            _ => "sha256",
        };
        let key = holder.key.to_pkcs8_der().expect("PKCS#8");
        openssl.write("key.pem", pem::encode(pem::PRIVATE_KEY, &key).as_bytes());
        let certificate = pem::encode(pem::CERTIFICATE, holder.certificate.der());
        openssl.write("signer.pem", certificate.as_bytes());
        let sign = |more: &[&str]| {
            let usual = "cms -sign -in document -signer signer.pem -inkey key.pem -binary -outform DER \
                         -nosmimecap -out signed -md";
            let mut arguments: Vec<&str> = usual.split_whitespace().collect();
            arguments.push(digest);
            arguments.extend(more);
            openssl.run(arguments).expect_success(name);
            openssl.read("signed")
        };
        let attached = strict(&sign(&["-cades", "-nodetach"]), None).expect(name);
        assert_eq!(attached.signer(), &holder.certificate, "{name}");
        attached.require_exactly(&[]).expect(name);
        strict(&sign(&["-cades"]), Some(DOCUMENT)).expect(name);
        strict(&sign(&["-cades", "-keyid"]), Some(DOCUMENT)).expect(name);
        // Without CAdES it is no signature of ours; it can be looked at all the same.
        let plain = sign(&["-nodetach"]);
        let error = strict(&plain, None).expect_err(name);
        assert!(
            matches!(error, CmsError::MissingAttribute("signing-certificate-v2")),
            "{name}"
        );
        let parsed = SignedData::from_der(&plain).expect(name);
        let examined = parsed.examine(&parsed.signers()[0], &[], None).expect(name);
        assert_eq!(
            examined.deviations(),
            [Deviation::NoSigningCertificate],
            "{name}"
        );
        // Streamed output is BER.
        let streamed = sign(&["-nodetach", "-stream"]);
        let parsed = SignedData::from_der(&streamed).expect(name);
        assert_eq!(parsed.content(), Some(DOCUMENT), "{name}");
        let examined = parsed.examine(&parsed.signers()[0], &[], None).expect(name);
        assert!(examined.deviations().contains(&Deviation::NotDer), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = SignedData::from_der(&bytes);
        let _ = SignedData::from_der_or_pem(&bytes);
    }

    #[test]
    fn a_changed_octet_never_panics_nor_passes(at in any::<prop::sample::Index>(), flip in 1_u8..) {
        let (message, _) = sample();
        let mut changed = message.clone();
        changed[at.index(message.len())] ^= flip;
        if let Ok(parsed) = SignedData::from_der(&changed) {
            let verified = parsed.verify_strict(&oid::CMS_DATA, None);
            // ECDSA certificates carry signatures of their own, which this verification does not look at,
            // but then signing-certificate-v2 notices.
            prop_assert!(verified.is_err());
            for signer in parsed.signers() {
                let _ = parsed.examine(signer, &[], None);
            }
        }
    }
}

/// One message for all cases, made once.
fn sample() -> &'static (Vec<u8>, Certificate) {
    static SAMPLE: std::sync::OnceLock<(Vec<u8>, Certificate)> = std::sync::OnceLock::new();
    SAMPLE.get_or_init(|| {
        let (_, holder) = holder(KeyAlgorithm::EcdsaP256);
        (
            sign(builder(&holder).attached(DOCUMENT), &holder),
            holder.certificate,
        )
    })
}

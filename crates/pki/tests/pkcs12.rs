//! PKCS#12: the published examples, the exports of CryptoPro, and what is written here.

#![cfg(test)]

mod common;

use std::fs;

use common::{SeededRng, issued, testdata};
use smena_gost::ParameterSet;
use smena_pki::algorithm::{DigestAlgorithm, KeyAlgorithm};
use smena_pki::asn1::{self, Asn1Error, Walker, tag};
use smena_pki::certificate::Certificate;
use smena_pki::describe::{self, Node, RecogniseError, Value};
use smena_pki::key::{PrivateKey, PublicKey, Signer as _};
use smena_pki::pkcs12::{
    Contents, Deviation, PassedOver, Pkcs12, Pkcs12Builder, Pkcs12Error, Protection,
};
use smena_pki::{limits, oid, pem};
use time::macros::datetime;

/// The password of the examples of RFC 9548.
const EXAMPLE_PASSWORD: &str = "Пароль для PFX";

const RFC_9548_A2: &str = include_str!("vectors/rfc9548-a2.pem");
const RFC_9548_A3: &str = include_str!("vectors/rfc9548-a3.pem");
const RFC_9579_A1: &str = include_str!("vectors/rfc9579-a1.pem");

const AES: Protection = Protection::Aes {
    iterations: limits::PFX_AES_ITERATIONS_MIN,
};
const GOST: Protection = Protection::Gost {
    iterations: limits::PFX_GOST_ITERATIONS_MIN,
};
const GOST_28147: Protection = Protection::Gost28147 {
    iterations: limits::PFX_GOST_ITERATIONS_MIN,
};

fn open(bytes: &[u8], password: &str) -> Result<Contents, Pkcs12Error> {
    Pkcs12::from_der_or_pem(bytes)?.open(password.as_bytes())
}

/// The key signs, and its certificate is beside it.
fn is_pair(contents: &Contents) -> bool {
    let [key] = &contents.keys[..] else {
        return false;
    };
    let Some(certificate) = contents.certificate_of(key) else {
        return false;
    };
    let signature = key
        .key
        .sign(b"text", &mut SeededRng::new("signature"))
        .expect("a signature");
    let public = certificate.certificate.public_key().expect("a key");
    let algorithm = public.algorithm().signature_algorithm();
    public.verify(algorithm, b"text", &signature).is_ok()
}

#[test]
fn the_examples_of_rfc_9548_are_read_whole() {
    for (name, example) in [("A.2", RFC_9548_A2), ("A.3", RFC_9548_A3)] {
        let contents = open(example.as_bytes(), EXAMPLE_PASSWORD).expect(name);
        assert!(is_pair(&contents), "{name}");
        assert_eq!(contents.certificates.len(), 1, "{name}");
        assert_eq!(contents.passed_over, [], "{name}");
        assert_eq!(contents.deviations, [], "{name}");
        let key = &contents.keys[0];
        assert_eq!(key.friendly_name.as_deref(), Some("p12FriendlyName"));
        assert_eq!(key.local_key_id, contents.certificates[0].local_key_id);
        let set = KeyAlgorithm::Gost(ParameterSet::Tc26512A);
        assert_eq!(key.key.public_key().algorithm(), set);
    }
}

#[test]
fn the_example_of_tc26_gives_its_key_and_its_certificate() {
    let Some(folder) = testdata("gost-real/tc26-vectors") else {
        return;
    };
    let read = |name: &str| {
        let path = folder.join(format!("pygost-pfx-TestPFX-{name}.der"));
        fs::read(path).expect("a readable file")
    };
    let contents = open(&read("None-01"), EXAMPLE_PASSWORD).expect("contents");
    assert!(is_pair(&contents));
    assert_eq!(contents.deviations, []);
    let key = &contents.keys[0];
    assert_eq!(key.local_key_id.as_deref(), Some(&[1, 0, 0, 0][..]));
    // What stands decrypted beside it: a masked PrivateKeyInfo, and the bags of the certificate.
    let public = key.key.public_key();
    let same = PrivateKey::from_pkcs8_der_for(&read("test_shrouded_key_bag-02"), public);
    assert!(same.is_ok());
    let bags = read("test_encrypted_data-03");
    let der = contents.certificates[0].certificate.der();
    assert!(bags.windows(der.len()).any(|window| window == der));
}

#[test]
fn the_example_of_rfc_9579_is_read_and_its_key_length_is_asked_for() {
    let contents = open(RFC_9579_A1.as_bytes(), "1234").expect("contents");
    assert!(is_pair(&contents));
    assert_eq!(contents.deviations, []);
    let refused = open(RFC_9579_A1.as_bytes(), "1235");
    assert_eq!(refused.err(), Some(Pkcs12Error::Password));
    // RFC 9579, section 4: keyLength must be there. Its three octets go, and four lengths shrink.
    let der = pem::decode(RFC_9579_A1.as_bytes(), &[pem::PKCS12])
        .expect("PEM")
        .expect("a block");
    let mut changed = der.clone();
    let length = [2, 2, 8, 0, 2, 1, 0x20, 0x30, 0x0c];
    let at = (0..der.len()).rfind(|at| der[*at..].starts_with(&length));
    let at = at.expect("the iterations and the length of the key") + 4;
    changed.drain(at..at + 3);
    for (offset, octet) in changed.iter_mut().enumerate().skip(at - 0x50).take(0x50) {
        let outer = matches!(
            (der[offset - 1], *octet),
            (0x30, 0x7c | 0x6d | 0x49 | 0x3c | 0x2c | 0x1f)
        );
        if outer {
            *octet -= 3;
        }
    }
    changed[3] -= 3;
    let refused = Pkcs12::from_der(&changed).err();
    let reason = Asn1Error::Value("keyLength");
    assert_eq!(refused, Some(Pkcs12Error::Malformed(reason)));
}

/// The files of CryptoPro's programs with their passwords and little-endian keys; keys and passwords
/// are published with the files.
const CRYPTOPRO: [(&str, &str, &str); 6] = [
    (
        "cryptopro-corefx/gostpfxtests_2012_256.pfx",
        "1",
        "589bb9dba1116c95378cfebbd46f3a0e8dc17f894e028df6a55cea559a25ade2",
    ),
    (
        "cryptopro-corefx/dotnet_core_2012_256.pfx",
        "",
        "402aedf4fba51bfd3ccd42179ad20a2bc82c57ccf315816fc1d7ff529d529a9b",
    ),
    (
        "cryptopro-corefx/dotnet_core_2012_512.pfx",
        "",
        "edf2627566cf23ca4cd8fc6d81719d487fee68a95f1c7f7c3d9020b0a507052e\
         c151e6e25a46eb8e858a377e4c9f2612d293942aee36aa08b9945d46cbeca94d",
    ),
    (
        "cryptopro-corefx/dotnet_core_2001_512.pfx",
        "",
        "0985067b5bc52e0af5e843b989be4ca31bc9140bee2dbdfba2704d41ea682cfd",
    ),
    (
        "phpcades/phpcades-test.pfx",
        "",
        "429ff869fcb5d6250d84a130c603bbb5839c8f598d12c6662dc4edf8e275a562",
    ),
    (
        "pycades/pycades-test.pfx",
        "",
        "fe73f27ad9576e83d8034ca8a23c4bb93ba22106119980141e09d7651de8035a",
    ),
];

#[test]
fn the_exports_of_cryptopro_give_their_keys() {
    let Some(folder) = testdata("cryptopro") else {
        return;
    };
    for (name, password, secret) in CRYPTOPRO {
        let bytes = fs::read(folder.join(name)).expect("a readable file");
        let contents = open(&bytes, password).expect(name);
        assert!(is_pair(&contents), "{name}");
        let key = &contents.keys[0];
        let secret = hex::decode(secret).expect("hexadecimal");
        match key.key.public_key().algorithm() {
            KeyAlgorithm::Gost(_) => {
                let found = key.key.gost().expect("a key").to_le_bytes();
                assert_eq!(*found, secret, "{name}");
            }
            algorithm => {
                assert!(name.contains("2001"), "{name}");
                assert_eq!(
                    algorithm,
                    KeyAlgorithm::Gost2001(ParameterSet::CryptoProXchA)
                );
                let set = ParameterSet::CryptoProXchA;
                let expected = smena_gost::legacy::PrivateKey2001::from_le_bytes(set, &secret);
                let expected = expected.expect("a key").verifying_key().to_le_bytes();
                let bits = asn1::octet_string(&expected);
                assert_eq!(key.key.public_key().key_bits(), bits, "{name}");
            }
        }
        assert!(key.friendly_name.is_some(), "{name}");
        let vendor = Deviation::VendorScheme(oid::PBE_CRYPTOPRO);
        assert!(contents.deviations.contains(&vendor), "{name}");
        let until = name
            .contains("cades")
            .then_some(datetime!(2050-01-01 0:00 UTC));
        assert_eq!(key.key_until, until, "{name}");
        let wrong = open(&bytes, "2").err();
        assert_eq!(wrong, Some(Pkcs12Error::Password), "{name}");
    }
}

#[test]
fn a_changed_export_of_cryptopro_is_damaged() {
    let Some(folder) = testdata("cryptopro") else {
        return;
    };
    let (name, password, _) = CRYPTOPRO[0];
    let bytes = fs::read(folder.join(name)).expect("a readable file");
    let code_at = bytes.len() - 30;
    for at in (0..bytes.len()).step_by(7) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let refusal = open(&changed, password).err();
        assert!(refusal.is_some(), "{at}");
        if at == code_at / 7 * 7 {
            assert_eq!(refusal, Some(Pkcs12Error::Damaged));
        }
    }
}

/// Root, holder's certificate and holder's key.
struct Holder {
    root: Certificate,
    leaf: Certificate,
    key: PrivateKey,
}

impl Holder {
    fn new(algorithm: KeyAlgorithm) -> Self {
        let (root_key, key) = (
            issued::key(algorithm, "root"),
            issued::key(algorithm, "leaf"),
        );
        let root = issued::root(&root_key);
        let leaf = issued::leaf(&root, &root_key, key.public_key());
        Self { root, leaf, key }
    }

    fn gost() -> Self {
        Self::new(KeyAlgorithm::Gost(ParameterSet::CryptoProA))
    }

    fn file(&self, protection: Protection, password: &str) -> Vec<u8> {
        Pkcs12Builder::new(protection)
            .key(&self.key, Some("Ключ €𝄞"))
            .certificate(&self.leaf, Some("Иванова"))
            .certificate(&self.root, None)
            .build(password.as_bytes(), &mut SeededRng::new("pfx"))
            .expect("a file")
    }
}

#[test]
fn what_is_written_is_read_and_has_no_deviation() {
    let cases = [
        (KeyAlgorithm::Gost(ParameterSet::CryptoProA), &[GOST][..]),
        (
            KeyAlgorithm::Gost(ParameterSet::Tc26512C),
            &[AES, GOST_28147],
        ),
        (KeyAlgorithm::EcdsaP384, &[AES]),
        (KeyAlgorithm::Rsa { bits: 2_048 }, &[GOST_28147]),
        (KeyAlgorithm::Ed25519, &[AES]),
    ];
    for (algorithm, protections) in cases {
        let holder = Holder::new(algorithm);
        for protection in protections {
            let what = format!("{algorithm:?} {protection:?}");
            let bytes = holder.file(*protection, EXAMPLE_PASSWORD);
            let contents = open(&bytes, EXAMPLE_PASSWORD).expect(&what);
            assert!(is_pair(&contents), "{what}");
            assert_eq!(contents.deviations, [], "{what}");
            assert_eq!(contents.passed_over, [], "{what}");
            let key = &contents.keys[0];
            assert_eq!(key.friendly_name.as_deref(), Some("Ключ €𝄞"));
            let id = holder.key.public_key().key_identifier().to_vec();
            assert_eq!(key.local_key_id, Some(id.clone()));
            let [leaf, root] = &contents.certificates[..] else {
                panic!("{what}: two certificates");
            };
            assert_eq!(leaf.certificate.der(), holder.leaf.der());
            assert_eq!(leaf.friendly_name.as_deref(), Some("Иванова"));
            assert_eq!(leaf.local_key_id, Some(id));
            assert_eq!(root.certificate.der(), holder.root.der());
            assert_eq!((&root.friendly_name, &root.local_key_id), (&None, &None));
        }
    }
}

#[test]
fn a_key_or_a_certificate_may_travel_alone_and_nothing_may_not() {
    let holder = Holder::gost();
    let build = |builder: Pkcs12Builder<'_>| builder.build(b"1", &mut SeededRng::new("alone"));
    let key = build(Pkcs12Builder::new(GOST).key(&holder.key, None)).expect("a file");
    let contents = open(&key, "1").expect("contents");
    assert_eq!((contents.keys.len(), contents.certificates.len()), (1, 0));
    let leaf = build(Pkcs12Builder::new(GOST).certificate(&holder.leaf, None)).expect("a file");
    let contents = open(&leaf, "1").expect("contents");
    assert_eq!((contents.keys.len(), contents.certificates.len()), (0, 1));
    assert_eq!(contents.certificates[0].local_key_id, None);
    let nothing = build(Pkcs12Builder::new(GOST));
    assert_eq!(nothing, Err(Pkcs12Error::Empty));
}

#[test]
fn an_old_key_is_read_and_never_written() {
    let old = issued::key(KeyAlgorithm::Gost(ParameterSet::CryptoProA), "old");
    let octets = old.gost().expect("a key").to_le_bytes();
    let set = ParameterSet::CryptoProA;
    let old = smena_gost::legacy::PrivateKey2001::from_le_bytes(set, &octets).expect("a key");
    let old = PrivateKey::from_gost_2001(old).expect("a key");
    let built = Pkcs12Builder::new(GOST)
        .key(&old, None)
        .build(b"1", &mut SeededRng::new("old"));
    assert!(matches!(built, Err(Pkcs12Error::Key(_))));
}

#[test]
fn a_wrong_password_is_told_from_a_damaged_file() {
    let holder = Holder::gost();
    for protection in [AES, GOST, GOST_28147] {
        let bytes = holder.file(protection, "1");
        let what = format!("{protection:?}");
        for wrong in ["", "один"] {
            let refusal = open(&bytes, wrong).err();
            assert_eq!(refusal, Some(Pkcs12Error::Password), "{what} {wrong:?}");
        }
        // In the key, in the certificates, and in the code of authenticity.
        for from_end in [700, 60] {
            let mut changed = bytes.clone();
            let at = bytes.len() - from_end;
            changed[at] ^= 1;
            let refusal = open(&changed, "1").err();
            assert_eq!(refusal, Some(Pkcs12Error::Damaged), "{what} {from_end}");
        }
    }
}

#[test]
fn iterations_of_new_files_have_limits() {
    let holder = Holder::gost();
    let build = |protection| {
        let builder = Pkcs12Builder::new(protection).key(&holder.key, None);
        builder.build(b"1", &mut SeededRng::new("limits")).err()
    };
    let refused = |found, least| Some(Pkcs12Error::NewIterations { found, least });
    let (aes, gost, most) = (
        limits::PFX_AES_ITERATIONS_MIN,
        limits::PFX_GOST_ITERATIONS_MIN,
        limits::PBKDF2_ITERATIONS_MAX,
    );
    assert_eq!(build(AES), None);
    assert_eq!(build(GOST), None);
    for found in [aes - 1, most + 1] {
        let protection = Protection::Aes { iterations: found };
        assert_eq!(build(protection), refused(found, aes));
    }
    for found in [gost - 1, most + 1] {
        let protection = Protection::Gost { iterations: found };
        assert_eq!(build(protection), refused(found, gost));
        let protection = Protection::Gost28147 { iterations: found };
        assert_eq!(build(protection), refused(found, gost));
    }
}

/// A file without a code of authenticity, of parts that are given.
fn bare_file(parts: &[Vec<u8>]) -> Vec<u8> {
    let safe = asn1::tlv(tag::SEQUENCE, &parts.concat());
    asn1::sequence(&[&asn1::integer(3), &data(&safe)])
}

fn data(content: &[u8]) -> Vec<u8> {
    asn1::sequence(&[
        &asn1::oid(&oid::CMS_DATA),
        &asn1::tlv(tag::context(0), &asn1::octet_string(content)),
    ])
}

fn bag(kind: &const_oid::ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    asn1::sequence(&[&asn1::oid(kind), &asn1::tlv(tag::context(0), value)])
}

#[test]
fn parts_and_size_at_their_limits_are_read_and_beyond_refused() {
    let empty = data(&asn1::sequence(&[]));
    let most = bare_file(&vec![empty.clone(); limits::PFX_PARTS_MAX]);
    assert!(Pkcs12::from_der(&most).is_ok());
    let more = bare_file(&vec![empty.clone(); limits::PFX_PARTS_MAX + 1]);
    let refusal = Pkcs12::from_der(&more).err();
    assert_eq!(refusal, Some(Pkcs12Error::TooMany("parts")));
    let mut large = bare_file(&[empty]);
    large.resize(limits::PFX_OCTETS_MAX, 0);
    assert!(Pkcs12::from_der(&large).is_ok());
    large.push(0);
    let refusal = Pkcs12::from_der(&large).err();
    assert_eq!(refusal, Some(Pkcs12Error::TooLarge));
}

#[test]
fn bags_of_new_files_have_a_limit() {
    let holder = Holder::gost();
    let build = |count: usize| {
        let mut builder = Pkcs12Builder::new(GOST);
        for _ in 0..count {
            builder = builder.certificate(&holder.root, None);
        }
        builder.build(b"1", &mut SeededRng::new("bags"))
    };
    let most = build(limits::PFX_BAGS_MAX).expect("a file");
    let contents = open(&most, "1").expect("contents");
    assert_eq!(contents.certificates.len(), limits::PFX_BAGS_MAX);
    let refused = build(limits::PFX_BAGS_MAX + 1);
    assert_eq!(refused, Err(Pkcs12Error::TooMany("bags")));
}

#[test]
fn what_is_of_no_use_is_passed_over_by_name() {
    let strange = const_oid::ObjectIdentifier::new_unwrap("1.2.643.3.61.1");
    let algorithm = asn1::sequence(&[&asn1::oid(&strange)]);
    let key = asn1::sequence(&[&asn1::integer(0), &algorithm, &asn1::octet_string(&[1])]);
    let x509 = asn1::sequence(&[
        &asn1::oid(&oid::BAG_X509_CERTIFICATE),
        &asn1::tlv(tag::context(0), &asn1::octet_string(&[0x30, 0])),
    ]);
    let bags = [
        bag(&oid::BAG_KEY, &key),
        bag(&oid::BAG_CERTIFICATE, &x509),
        bag(&oid::BAG_CRL, &asn1::null()),
    ];
    let file = bare_file(&[data(&asn1::tlv(tag::SEQUENCE, &bags.concat()))]);
    let contents = open(&file, "").expect("contents");
    assert!(contents.keys.is_empty() && contents.certificates.is_empty());
    assert!(matches!(
        contents.passed_over[..],
        [
            PassedOver::Certificate(_),
            PassedOver::Bag(oid::BAG_CRL),
            PassedOver::Key(_)
        ]
    ));
    assert_eq!(contents.deviations, [Deviation::NoMac, Deviation::ClearKey]);
}

#[test]
fn a_key_that_is_not_its_certificates_is_damage_where_no_code_says_otherwise() {
    let holder = Holder::gost();
    let foreign = issued::key(KeyAlgorithm::Gost(ParameterSet::CryptoProA), "foreign");
    let id = |kind: &_, value: &[u8]| {
        let id = asn1::set_of(vec![asn1::octet_string(&[1])]);
        let attribute = asn1::sequence(&[&asn1::oid(&oid::LOCAL_KEY_ID), &id]);
        asn1::sequence(&[
            &asn1::oid(kind),
            &asn1::tlv(tag::context(0), value),
            &asn1::set_of(vec![attribute]),
        ])
    };
    let x509 = asn1::sequence(&[
        &asn1::oid(&oid::BAG_X509_CERTIFICATE),
        &asn1::tlv(tag::context(0), &asn1::octet_string(holder.leaf.der())),
    ]);
    let file = |key: &PrivateKey| {
        let info = key.to_pkcs8_der().expect("an encoding");
        let bags = [id(&oid::BAG_KEY, &info), id(&oid::BAG_CERTIFICATE, &x509)];
        bare_file(&[data(&asn1::tlv(tag::SEQUENCE, &bags.concat()))])
    };
    assert!(is_pair(&open(&file(&holder.key), "").expect("contents")));
    let refusal = open(&file(&foreign), "").err();
    assert_eq!(refusal, Some(Pkcs12Error::Damaged));
}

#[test]
fn a_byte_order_of_others_is_found_by_the_certificate() {
    let holder = Holder::gost();
    let mut info = holder.key.to_pkcs8_der().expect("an encoding").to_vec();
    let octets = info.len() - 32;
    info[octets..].reverse();
    let x509 = asn1::sequence(&[
        &asn1::oid(&oid::BAG_X509_CERTIFICATE),
        &asn1::tlv(tag::context(0), &asn1::octet_string(holder.leaf.der())),
    ]);
    let bags = [bag(&oid::BAG_KEY, &info), bag(&oid::BAG_CERTIFICATE, &x509)];
    let file = bare_file(&[data(&asn1::tlv(tag::SEQUENCE, &bags.concat()))]);
    assert!(is_pair(&open(&file, "").expect("contents")));
}

#[test]
fn ber_and_octets_behind_the_end_are_taken() {
    let holder = Holder::gost();
    let der = holder.file(GOST, "1");
    let mut trailing = der.clone();
    trailing.extend([0, 0]);
    let contents = open(&trailing, "1").expect("contents");
    assert_eq!(contents.deviations, [Deviation::TrailingOctets]);
    let ber = indefinite(&der);
    assert_ne!(ber, der);
    let contents = open(&ber, "1").expect("contents");
    assert!(is_pair(&contents));
    assert_eq!(contents.deviations, [Deviation::BerEncoding]);
}

/// Writes each constructed value with an indefinite length, and strings of more than eight octets
/// in two pieces where BER of PKCS#12 has them: the content and the encrypted content.
fn indefinite(der: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut walker = Walker::new(der);
    while !walker.is_empty() {
        let value = walker.any().expect("DER");
        let (first, pieces) = match value.tag {
            tag::OCTET_STRING if value.content.len() > 100 => (0x24, true),
            0x80 => (0xa0, true),
            constructed if constructed & 0x20 != 0 => (constructed, false),
            _ => {
                out.extend_from_slice(value.full);
                continue;
            }
        };
        out.extend([first, 0x80]);
        if pieces {
            let (left, right) = value.content.split_at(value.content.len() / 2);
            out.extend(asn1::octet_string(left));
            out.extend(asn1::octet_string(right));
        } else {
            out.extend(indefinite(value.content));
        }
        out.extend([0, 0]);
    }
    out
}

#[test]
fn pem_is_read_and_other_pem_is_not() {
    let holder = Holder::gost();
    let der = holder.file(GOST, "1");
    let text = pem::encode(pem::PKCS12, &der);
    assert!(is_pair(&open(text.as_bytes(), "1").expect("contents")));
    let refusal = Pkcs12::from_der_or_pem(holder.leaf.to_pem().as_bytes()).err();
    assert_eq!(refusal, Some(Pkcs12Error::NotInPem));
}

#[test]
fn other_files_and_other_modes_are_refused_by_name() {
    let refusal = |bytes: &[u8]| Pkcs12::from_der(bytes).err().expect("no file");
    let safe = data(&asn1::sequence(&[]));
    let version = asn1::sequence(&[&asn1::integer(4), &safe]);
    assert_eq!(refusal(&version), Pkcs12Error::Version(4));
    for kind in [oid::CMS_SIGNED_DATA, oid::CMS_ENVELOPED_DATA] {
        let content = asn1::sequence(&[
            &asn1::oid(&kind),
            &asn1::tlv(tag::context(0), &asn1::sequence(&[])),
        ]);
        let signed = asn1::sequence(&[&asn1::integer(3), &content]);
        assert_eq!(refusal(&signed), Pkcs12Error::PublicKeyMode(kind));
        let inside = bare_file(&[content]);
        assert_eq!(refusal(&inside), Pkcs12Error::PublicKeyMode(kind));
    }
    // pbeWithSHAAnd128BitRC4, and a cipher that nobody knows.
    let rc4 = const_oid::ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.1");
    let parameters = asn1::sequence(&[&asn1::octet_string(&[1; 8]), &asn1::integer(2_048)]);
    let scheme = asn1::sequence(&[&asn1::oid(&rc4), &parameters]);
    let shrouded = asn1::sequence(&[&scheme, &asn1::octet_string(&[1; 8])]);
    let bags = bag(&oid::BAG_SHROUDED_KEY, &shrouded);
    let file = bare_file(&[data(&asn1::tlv(tag::SEQUENCE, &bags))]);
    assert_eq!(refusal(&file), Pkcs12Error::Scheme(rc4));
    assert!(matches!(refusal(&[]), Pkcs12Error::Encoding(_)));
    assert!(matches!(refusal(&[0x30, 0]), Pkcs12Error::Malformed(_)));
}

#[test]
fn no_prefix_and_no_flipped_bit_is_read_as_something_else() {
    let der = pem::decode(RFC_9548_A3.as_bytes(), &[pem::PKCS12])
        .expect("PEM")
        .expect("a block");
    let whole = open(&der, EXAMPLE_PASSWORD).expect("contents");
    let own = whole.keys[0].key.public_key().normalised_hash();
    for length in 0..der.len() {
        assert!(Pkcs12::from_der(&der[..length]).is_err(), "{length}");
    }
    for at in (0..der.len()).step_by(11) {
        let mut changed = der.clone();
        changed[at] ^= 1 << (at % 8);
        // A flipped bit may stand where it means nothing, as in NULL parameters of a length.
        if let Ok(contents) = open(&changed, EXAMPLE_PASSWORD) {
            let found = contents.keys[0].key.public_key().normalised_hash();
            assert_eq!(found, own, "{at}");
        }
    }
}

/// All values of a tree that are octets or text.
fn described_octets(node: &Node) -> Vec<Vec<u8>> {
    let mut octets = Vec::new();
    node.visit(&mut |node| match &node.value {
        Value::Bytes(bytes) => octets.push(bytes.clone()),
        Value::Text(text) => octets.push(text.clone().into_bytes()),
        _ => {}
    });
    octets
}

#[test]
fn a_file_is_described_without_its_password() {
    let known = |node: &Node| {
        let mut known = true;
        node.visit(&mut |node| known &= node.label.as_str() != "not-readable");
        known
    };
    let value = |node: &Node, label| node.find(label).expect(label).value.clone();
    for (example, iterations) in [(RFC_9548_A2, 2_048), (RFC_9548_A3, 2_048)] {
        let object = describe::recognise(example.as_bytes()).expect("an object");
        assert_eq!(object.kind(), "pkcs12");
        let node = describe::describe(&object);
        assert!(known(&node));
        let mac = node.find("pkcs12-mac").expect("a code");
        assert_eq!(value(mac, "iterations"), Value::Number(iterations));
        assert!(
            matches!(value(mac, "algorithm"), Value::Oid { oid, .. } if oid == smena_gost::oid::STREEBOG_512)
        );
        let key = node.find("encrypted-private-key").expect("a key");
        assert_eq!(value(key, "iterations"), Value::Number(2_048));
        let name = value(key, "friendly-name");
        assert_eq!(name, Value::Text("p12FriendlyName".to_owned()));
        let is_clear = node.find("certificate").is_some();
        assert_eq!(is_clear, node.find("pkcs12-encrypted-part").is_none());
    }
    let object = describe::recognise(RFC_9579_A1.as_bytes()).expect("an object");
    let node = describe::describe(&object);
    assert!(known(&node));
    let mac = node.find("pkcs12-mac").expect("a code");
    assert_eq!(value(mac, "iterations"), Value::Number(2_048));
    let der = Holder::gost().file(GOST, "1");
    let plain = describe::recognise(&der).expect("an object");
    let ber = describe::recognise(&indefinite(&der)).expect("an object");
    assert_eq!(describe::describe(&ber), describe::describe(&plain));
}

#[test]
fn the_exports_of_cryptopro_are_described() {
    let Some(folder) = testdata("cryptopro") else {
        return;
    };
    for (name, ..) in CRYPTOPRO {
        let bytes = fs::read(folder.join(name)).expect("a readable file");
        let node = describe::describe(&describe::recognise(&bytes).expect(name));
        let key = node.find("encrypted-private-key").expect("a key");
        let iterations = key.find("iterations").expect("iterations");
        assert_eq!(iterations.value, Value::Number(2_000), "{name}");
        assert!(node.find("not-readable").is_none(), "{name}");
    }
}

#[test]
fn no_description_shows_a_key_or_a_secret() {
    let holder = Holder::gost();
    let info = holder.key.to_pkcs8_der().expect("an encoding");
    let secret = asn1::octet_string(b"a secret of another program");
    let bags = [bag(&oid::BAG_KEY, &info), bag(&oid::BAG_SECRET, &secret)];
    let file = bare_file(&[data(&asn1::tlv(tag::SEQUENCE, &bags.concat()))]);
    let node = describe::describe(&describe::recognise(&file).expect("an object"));
    let mac = node.find("pkcs12-mac").expect("a word about the code");
    assert!(matches!(&mac.value, Value::Term(term) if term.as_str() == "pkcs12-no-mac"));
    let spki = holder.key.public_key();
    let shown = described_octets(&node);
    assert!(shown.contains(&spki.spki_sha256().to_vec()));
    let d = holder.key.gost().expect("a key").to_le_bytes();
    for octets in shown {
        assert!(!octets.windows(d.len()).any(|window| window == &d[..]));
        assert!(!octets.windows(6).any(|window| window == b"secret"));
    }
}

#[test]
fn a_file_too_large_is_not_described() {
    let part = data(&vec![0x30; limits::PFX_OCTETS_MAX]);
    let file = asn1::sequence(&[&asn1::integer(3), &part]);
    let refusal = describe::recognise(&file).err();
    assert!(matches!(refusal, Some(RecogniseError::Pkcs12TooLarge)));
}

#[test]
fn each_deviation_has_its_row_in_the_document() {
    let document = include_str!("../../../docs/formats/pkcs12.md");
    let source = include_str!("../src/pkcs12/deviation.rs");
    let names: Vec<&str> = source
        .split_once("pub enum Deviation {")
        .expect("the enumeration")
        .1
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(|first: char| first.is_ascii_uppercase()))
        .map(|line| line.split(['(', ',']).next().unwrap_or_default())
        .collect();
    assert!(names.len() > 10);
    for name in &names {
        assert!(document.contains(&format!("| `{name}` |")), "{name}");
    }
    let rows = document.lines().filter(|line| line.starts_with("| `"));
    assert_eq!(rows.count(), names.len());
}

#[test]
fn the_hash_of_a_file_without_iterations_is_taken_once() {
    // A MacData of old: SHA-1, the default of one iteration.
    let content = asn1::sequence(&[]);
    let key = {
        let block = [[3_u8; 64].as_slice(), &[7; 64], &[0; 64]].concat();
        DigestAlgorithm::Sha1.digest(&block)
    };
    let code = hmac_sha1(&key, &content);
    let identifier = asn1::sequence(&[&asn1::oid(&oid::SHA1), &asn1::null()]);
    let info = asn1::sequence(&[&identifier, &asn1::octet_string(&code)]);
    let mac = asn1::sequence(&[&info, &asn1::octet_string(&[7; 8])]);
    let file = asn1::sequence(&[&asn1::integer(3), &data(&content), &mac]);
    let contents = open(&file, "").expect("contents");
    assert_eq!(contents.deviations, [Deviation::FewIterations(1)]);
}

fn hmac_sha1(key: &[u8], message: &[u8]) -> Vec<u8> {
    let padded = |mask: u8| {
        let mut block = [mask; 64];
        for (octet, key) in block.iter_mut().zip(key) {
            *octet ^= key;
        }
        block
    };
    let hash = |parts: &[&[u8]]| DigestAlgorithm::Sha1.digest(&parts.concat());
    hash(&[&padded(0x5c), &hash(&[&padded(0x36), message])])
}

#[test]
fn keys_are_found_by_their_public_keys() {
    let holder = Holder::gost();
    let other = issued::key(KeyAlgorithm::EcdsaP256, "other");
    let bytes = Pkcs12Builder::new(AES)
        .key(&holder.key, None)
        .key(&other, None)
        .certificate(&holder.leaf, None)
        .build(b"1", &mut SeededRng::new("two"))
        .expect("a file");
    let contents = open(&bytes, "1").expect("contents");
    let of = |key: &PrivateKey| -> Option<PublicKey> {
        let wanted = key.public_key();
        let mut keys = contents.keys.iter();
        let held = keys.find(|held| held.key.public_key() == wanted)?;
        contents.certificate_of(held)?.certificate.public_key().ok()
    };
    assert_eq!(of(&holder.key).as_ref(), Some(holder.key.public_key()));
    assert_eq!(of(&other), None);
}

//! Enveloped CMS messages: opened and made here, judged by OpenSSL both ways, and what is said of a
//! wrong key and of a changed message.

#![cfg(test)]

mod common;

use std::fs;

use rand_core::Rng as _;
use smena_gost::legacy::PrivateKey2001;
use smena_gost::{BlockCipher, ParameterSet, SigningKey};
use smena_pki::algorithm::{DigestAlgorithm, KeyAlgorithm};
use smena_pki::asn1::{self, Walker, tag};
use smena_pki::certificate::{Certificate, SerialNumber};
use smena_pki::cms::{ContentEncryption, EnvelopeError, EnvelopedData, EnvelopedDataBuilder};
use smena_pki::issue::{self, CertificateContents};
use smena_pki::key::{
    GostAgreement, OpenError, Opener as _, PrivateKey, PublicKey, RsaPadding, Signer as _,
};
use smena_pki::{limits, oid, pem};

use common::{OpenSsl, SeededRng, issued};

const GOST_SETS: [ParameterSet; 5] = [
    ParameterSet::CryptoProA,
    ParameterSet::Tc26256A,
    ParameterSet::Tc26512A,
    ParameterSet::Tc26512B,
    ParameterSet::Tc26512C,
];
const RSA: KeyAlgorithm = KeyAlgorithm::Rsa { bits: 2_048 };
const GOST_CIPHERS: [(ContentEncryption, &str); 5] = [
    (ContentEncryption::Gost28147, "-gost89"),
    (
        ContentEncryption::CtrAcpkm(BlockCipher::Magma),
        "-magma-ctr-acpkm",
    ),
    (
        ContentEncryption::CtrAcpkm(BlockCipher::Kuznyechik),
        "-kuznyechik-ctr-acpkm",
    ),
    (
        ContentEncryption::CtrAcpkmOmac(BlockCipher::Magma),
        "-magma-ctr-acpkm-omac",
    ),
    (
        ContentEncryption::CtrAcpkmOmac(BlockCipher::Kuznyechik),
        "-kuznyechik-ctr-acpkm-omac",
    ),
];
/// What OpenSSL is asked for, by the kind of the recipient's key.
const THEIR_WAYS: [(KeyAlgorithm, &[&str]); 3] = [
    (
        KeyAlgorithm::EcdsaP256,
        &[
            "-aes128",
            "-aes256 -keyid",
            "-aes192 -recip recipient.pem -keyopt ecdh_kdf_md:sha512",
            "-aes256 -recip recipient.pem -keyopt ecdh_kdf_md:sha256",
            "-aes256 -wrap aes128-wrap -stream",
        ],
    ),
    (
        KeyAlgorithm::EcdsaP384,
        &["-aes256 -recip recipient.pem -keyopt ecdh_kdf_md:sha384"],
    ),
    (
        RSA,
        &[
            "-aes256",
            "-aes128 -keyid -stream",
            "-des3",
            "-aes256 -recip recipient.pem -keyopt rsa_padding_mode:oaep",
            "-aes256 -recip recipient.pem -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha512",
        ],
    ),
];
const TEXT: &[u8] = "Ключ прежний, замок новый: a text of more than one block".as_bytes();

/// A recipient: a key with its certificate.
struct Party {
    key: PrivateKey,
    certificate: Certificate,
}

fn holder(algorithm: KeyAlgorithm, serial: u8) -> Party {
    let root_key = issued::key(KeyAlgorithm::EcdsaP256, "root");
    let root = issued::root(&root_key);
    let key = issued::key(algorithm, &format!("recipient {serial}"));
    let contents = CertificateContents {
        serial: SerialNumber::from_magnitude(&[serial; 16]).expect("16 octets"),
        signature_algorithm: root_key.public_key().algorithm().signature_algorithm(),
        issuer: root.subject().clone(),
        not_before: issued::NOT_BEFORE,
        not_after: issued::NOT_AFTER,
        subject: issued::holder_name(),
        public_key: key.public_key().clone(),
        extensions: issued::leaf_extensions(&root, key.public_key()),
    };
    let tbs = contents.freeze().expect("it may be written");
    let certificate = issue::sign(&tbs, &root_key, &mut SeededRng::new("certificate"));
    Party {
        key,
        certificate: certificate.expect("a certificate"),
    }
}

fn seal(encryption: ContentEncryption, recipients: &[&Party], content: &[u8]) -> Vec<u8> {
    recipients
        .iter()
        .fold(EnvelopedDataBuilder::new(encryption), |builder, party| {
            builder.recipient(&party.certificate)
        })
        .seal(content, &mut SeededRng::new("envelope"))
        .expect("a message")
}

/// Opens a message; gives the content, and whether it had a code.
fn open(message: &[u8], party: &Party) -> Result<(Vec<u8>, bool), EnvelopeError> {
    let message = EnvelopedData::from_der(message)?;
    let mut rng = SeededRng::new("opening");
    let opened = message.open(&party.key, &party.certificate, &mut rng)?;
    Ok((opened.octets().to_vec(), opened.authenticated()))
}

/// Opens a message as its first recipient, whatever the certificate.
fn open_as_first(message: &[u8], key: &PrivateKey) -> Result<Vec<u8>, EnvelopeError> {
    let message = EnvelopedData::from_der(message)?;
    let mut rng = SeededRng::new("opening");
    let opened = message.open_as(&message.recipients()[0], key, &mut rng)?;
    Ok(opened.octets().to_vec())
}

fn write_party(openssl: &OpenSsl, party: &Party) {
    let key = party.key.to_pkcs8_der().expect("PKCS#8");
    openssl.write("key.pem", pem::encode(pem::PRIVATE_KEY, &key).as_bytes());
    openssl.write("recipient.pem", party.certificate.to_pem().as_bytes());
}

/// Lets OpenSSL encrypt the file `content` for the party that was written.
fn their_message(openssl: &OpenSsl, more: &[&str], what: &str) -> Vec<u8> {
    let mut arguments = vec![
        "cms", "-encrypt", "-in", "content", "-binary", "-outform", "DER",
    ];
    arguments.extend(["-out", "message"]);
    arguments.extend(more);
    // A recipient with options of his own stands in the options already.
    if !more.contains(&"-recip") {
        arguments.push("recipient.pem");
    }
    openssl.run(arguments).expect_success(what);
    openssl.read("message")
}

/// Lets OpenSSL decrypt a message for the party that was written.
fn their_content(openssl: &OpenSsl, message: &[u8]) -> Option<Vec<u8>> {
    openssl.write("message", message);
    let command = "cms -decrypt -in message -inform DER -recip recipient.pem -inkey key.pem \
                   -binary -out opened";
    let answer = openssl.run(command.split_whitespace());
    answer.success.then(|| openssl.read("opened"))
}

/// A content that is longer than the sections of all ciphers.
fn long_content() -> Vec<u8> {
    let mut content = vec![0; 1024 * 1024 + 259 * 1024 + 5];
    SeededRng::new("content").fill_bytes(&mut content);
    content
}

#[test]
fn what_is_made_here_opens_here_and_at_openssl() {
    let Some(openssl) = OpenSsl::with_gost() else {
        return;
    };
    for (serial, set) in (10..).zip(GOST_SETS) {
        let party = holder(KeyAlgorithm::Gost(set), serial);
        write_party(&openssl, &party);
        for (encryption, name) in GOST_CIPHERS {
            let what = format!("{name} for {set:?}");
            let message = seal(encryption, &[&party], TEXT);
            let authenticated = matches!(encryption, ContentEncryption::CtrAcpkmOmac(_));
            let opened = open(&message, &party).expect("our own message");
            assert_eq!(opened, (TEXT.to_vec(), authenticated), "{what}");
            assert_eq!(
                their_content(&openssl, &message).as_deref(),
                Some(TEXT),
                "{what}"
            );
        }
    }
    for (serial, algorithm) in (20..).zip([KeyAlgorithm::EcdsaP256, KeyAlgorithm::EcdsaP384, RSA]) {
        let party = holder(algorithm, serial);
        write_party(&openssl, &party);
        for content in [&b""[..], &TEXT[..15], &TEXT[..16], TEXT] {
            let message = seal(ContentEncryption::Aes256Cbc, &[&party], content);
            let opened = open(&message, &party).expect("our own message");
            assert_eq!(opened, (content.to_vec(), false), "{algorithm:?}");
            assert_eq!(their_content(&openssl, &message).as_deref(), Some(content));
        }
    }
}

#[test]
fn what_openssl_makes_opens_here() {
    let Some(openssl) = OpenSsl::with_gost() else {
        return;
    };
    openssl.write("content", TEXT);
    for (serial, set) in (10..).zip(GOST_SETS) {
        let party = holder(KeyAlgorithm::Gost(set), serial);
        write_party(&openssl, &party);
        for (_, name) in GOST_CIPHERS {
            let what = format!("{name} for {set:?}");
            let message = their_message(&openssl, &[name], &what);
            let opened = open(&message, &party).expect("their message");
            assert_eq!(opened, (TEXT.to_vec(), name.ends_with("-omac")), "{what}");
        }
    }
    for (serial, (algorithm, ways)) in (20..).zip(THEIR_WAYS) {
        let party = holder(algorithm, serial);
        write_party(&openssl, &party);
        for options in ways {
            let what = format!("{options:?} for {algorithm:?}");
            let message = their_message(&openssl, &options.split(' ').collect::<Vec<_>>(), &what);
            let opened = open(&message, &party).unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_eq!(opened, (TEXT.to_vec(), false), "{what}");
        }
    }
}

#[test]
fn a_long_content_opens_with_the_sections_that_the_documents_give() {
    let Some(openssl) = OpenSsl::with_gost() else {
        return;
    };
    let content = long_content();
    openssl.write("content", &content);
    let party = holder(KeyAlgorithm::Gost(ParameterSet::CryptoProA), 10);
    write_party(&openssl, &party);
    for (encryption, name) in GOST_CIPHERS {
        let theirs = their_message(&openssl, &[name], name);
        let (opened, _) = open(&theirs, &party).expect("their message");
        assert!(opened == content, "{name}: theirs");
        // The engine decrypts CTR-ACPKM with shorter sections than it encrypts with, so that it does
        // not read its own longer messages. The code counts too.
        let length_max = match encryption {
            ContentEncryption::CtrAcpkm(BlockCipher::Magma)
            | ContentEncryption::CtrAcpkmOmac(BlockCipher::Magma) => 1_024 - 8,
            ContentEncryption::CtrAcpkm(_) | ContentEncryption::CtrAcpkmOmac(_) => 4_096 - 16,
            _ => content.len(),
        };
        let content = &content[..length_max];
        let opened = their_content(&openssl, &seal(encryption, &[&party], content));
        assert!(
            opened.is_some_and(|opened| opened == content),
            "{name}: ours"
        );
    }
}

#[test]
fn a_message_for_a_key_of_2001_opens() {
    let Some(openssl) = OpenSsl::with_gost() else {
        return;
    };
    openssl.write("content", TEXT);
    for command in [
        "genpkey -algorithm gost2001 -pkeyopt paramset:XA -outform DER -out key.der",
        "req -x509 -new -key key.der -keyform DER -md_gost94 -days 30 -config engine.cnf \
         -out recipient.pem",
    ] {
        openssl
            .run(command.split_whitespace())
            .expect_success(command);
    }
    let certificate =
        Certificate::from_der_or_pem(&openssl.read("recipient.pem")).expect("a certificate");
    let file = openssl.read("key.der");
    // The engine writes the octets of the number last.
    let octets = &file[file.len() - 32..];
    let key = PrivateKey2001::from_le_bytes(ParameterSet::CryptoProXchA, octets).expect("a key");
    let key = PrivateKey::from_gost_2001(key).expect("a key");
    let message = their_message(&openssl, &["-gost89"], "gost89");
    let message = EnvelopedData::from_der(&message).expect("a message");
    let opened = message.open(&key, &certificate, &mut SeededRng::new("opening"));
    assert_eq!(opened.expect("the content").octets(), TEXT);
}

#[test]
fn published_messages_of_tc26_open() {
    let Some(folder) = common::testdata("gost-real/tc26-vectors") else {
        return;
    };
    // The numbers of the keys, big-endian as they are printed.
    let small = "bfcf1d623e5cdd3032a7c6eabb4a923c46e43d640ffeaaf2c3ed39a8fa399924";
    let large = "3fc01cdcd4ec5f972eb482774c41e66db7f380528dfe9e67992ba05aee462435\
                 757530e641077ce587b976c8eeb48c48fd33fd175f0c7de6a44e014e6bcb074b";
    let repeated = b"Test data to encrypt.\n".repeat(100);
    for (name, number, set, content) in [
        (
            "KTRI-test_256-05",
            small,
            ParameterSet::CryptoProXchA,
            &repeated[..],
        ),
        (
            "KTRI-test_512-06",
            large,
            ParameterSet::Tc26512B,
            b"Test message",
        ),
        (
            "KARI-test_256-07",
            small,
            ParameterSet::CryptoProXchA,
            b"Test message",
        ),
        (
            "KARI-test_512-08",
            large,
            ParameterSet::Tc26512B,
            b"Test message",
        ),
    ] {
        let message = fs::read(folder.join(format!("pygost-cms-TestEnveloped{name}.der")));
        let message = message.expect("a message");
        let mut octets = hex::decode(number).expect("hexadecimal");
        octets.reverse();
        let key = SigningKey::from_le_bytes(set, &octets).expect("a key");
        let key = PrivateKey::from_gost(key).expect("a key");
        assert_eq!(
            open_as_first(&message, &key).expect("the content"),
            content,
            "{name}"
        );
        let other = holder(KeyAlgorithm::Gost(set), 10);
        let refused = open_as_first(&message, &other.key);
        assert!(matches!(refused, Err(EnvelopeError::WrongKey)), "{name}");
    }
}

#[test]
fn every_recipient_of_a_message_opens_it_and_nobody_else() {
    let (first, second) = (holder(KeyAlgorithm::EcdsaP256, 10), holder(RSA, 11));
    let message = seal(ContentEncryption::Aes256Cbc, &[&first, &second], TEXT);
    for party in [&first, &second] {
        assert_eq!(open(&message, party).expect("the content").0, TEXT);
    }
    let third = holder(KeyAlgorithm::EcdsaP256, 12);
    let refused = open(&message, &third);
    assert!(matches!(refused, Err(EnvelopeError::NotForCertificate)));
    let stolen = Party {
        key: third.key,
        certificate: first.certificate,
    };
    let refused = open(&message, &stolen);
    assert!(matches!(refused, Err(EnvelopeError::KeyNotOfCertificate)));
}

#[test]
fn a_wrong_key_is_told_from_a_changed_content_where_the_format_can() {
    let check = |encryption, algorithm, wrong: fn(&EnvelopeError) -> bool| {
        let (party, other) = (holder(algorithm, 10), holder(algorithm, 11));
        let message = seal(encryption, &[&party], TEXT);
        let refused = open_as_first(&message, &other.key).expect_err("another key");
        assert!(wrong(&refused), "{encryption:?}: {refused}");
        // The last octet is one of the content or of its code.
        let mut changed = message;
        *changed.last_mut().expect("a message") ^= 0x80;
        open(&changed, &party)
    };
    let is_wrong_key: fn(&EnvelopeError) -> bool = |error| matches!(error, EnvelopeError::WrongKey);
    let gost = KeyAlgorithm::Gost(ParameterSet::Tc26256A);
    for (encryption, _) in GOST_CIPHERS {
        let changed = check(encryption, gost, is_wrong_key);
        if let ContentEncryption::CtrAcpkmOmac(_) = encryption {
            assert!(matches!(changed, Err(EnvelopeError::ContentChanged)));
        } else {
            // Nothing in the format can tell.
            let (content, authenticated) = changed.expect("another content");
            assert_ne!(content, TEXT);
            assert!(!authenticated);
        }
    }
    for algorithm in [KeyAlgorithm::EcdsaP256, RSA] {
        let changed = check(ContentEncryption::Aes256Cbc, algorithm, is_wrong_key);
        assert!(matches!(
            changed,
            Err(EnvelopeError::WrongKeyOrContentChanged)
        ));
    }
}

#[test]
fn an_envelope_under_pkcs1_says_nothing_of_its_padding() {
    let Some(openssl) = OpenSsl::with_gost() else {
        return;
    };
    openssl.write("content", TEXT);
    let (party, other) = (holder(RSA, 10), holder(RSA, 11));
    write_party(&openssl, &party);
    let message = their_message(&openssl, &["-aes256"], "RSA");
    let reference = open_as_first(&message, &other.key)
        .expect_err("another key")
        .to_string();
    let key_at = message
        .windows(4)
        .position(|head| head == [0x04, 0x82, 0x01, 0x00]);
    let key_at = key_at.expect("an encrypted key of 256 octets") + 4;
    for at in [1, 100, 255] {
        let mut changed = message.clone();
        changed[key_at + at] ^= 1;
        let error = open(&changed, &party).expect_err("a changed key");
        assert_eq!(error.to_string(), reference);
    }
}

#[test]
fn no_changed_octet_of_a_message_with_a_code_gives_another_content() {
    let party = holder(KeyAlgorithm::Gost(ParameterSet::CryptoProA), 10);
    let encryption = ContentEncryption::CtrAcpkmOmac(BlockCipher::Kuznyechik);
    let message = seal(encryption, &[&party], TEXT);
    let mut refused = 0;
    for at in 0..message.len() {
        for mask in [0x01, 0x80] {
            let mut changed = message.clone();
            changed[at] ^= mask;
            match open(&changed, &party) {
                Ok((content, _)) => assert_eq!(content, TEXT, "octet {at}"),
                Err(_) => refused += 1,
            }
        }
    }
    // Versions, the type of the content and the name of the agreement decide nothing.
    assert!(
        refused > 2 * (message.len() - 30),
        "{refused} of {}",
        2 * message.len()
    );
}

#[test]
fn a_code_that_is_missing_doubled_or_short_is_refused() {
    let party = holder(KeyAlgorithm::Gost(ParameterSet::CryptoProA), 10);
    let encryption = ContentEncryption::CtrAcpkmOmac(BlockCipher::Magma);
    let message = seal(encryption, &[&party], TEXT);
    let body = Walker::new(&message)
        .enter(tag::SEQUENCE)
        .and_then(|mut outer| {
            outer.oid()?;
            outer.enter(tag::context(0))?.enter(tag::SEQUENCE)
        });
    let mut body = body.expect("the fields");
    let mut fields = Vec::new();
    while !body.is_empty() {
        fields.push(body.any().expect("a field").full.to_vec());
    }
    let code = fields.pop().expect("the attributes");
    let attribute = asn1::only(&code, tag::context(1))
        .expect("attributes")
        .content
        .to_vec();
    let with = |attributes: &[u8]| {
        let more = asn1::tlv(tag::context(1), attributes);
        let body = asn1::tlv(tag::SEQUENCE, &[fields.concat(), more].concat());
        asn1::sequence(&[
            &asn1::oid(&oid::CMS_ENVELOPED_DATA),
            &asn1::tlv(tag::context(0), &body),
        ])
    };
    assert_eq!(with(&attribute), message);
    let short = asn1::sequence(&[
        &asn1::oid(&oid::CMS_MAC),
        &asn1::tlv(tag::SET, &asn1::octet_string(&[0; 7])),
    ]);
    for attributes in [&[][..], &short] {
        let refused = open(&with(attributes), &party);
        assert!(matches!(refused, Err(EnvelopeError::Malformed { .. })));
    }
}

#[test]
fn recipients_are_taken_to_the_limit_and_not_beyond() {
    let party = holder(RSA, 10);
    let build = |count| seal(ContentEncryption::Aes256Cbc, &vec![&party; count], TEXT);
    let message = build(limits::CMS_RECIPIENTS_MAX);
    assert_eq!(open(&message, &party).expect("the content").0, TEXT);
    let refused = EnvelopedData::from_der(&build(limits::CMS_RECIPIENTS_MAX + 1)).err();
    assert!(matches!(refused, Some(EnvelopeError::TooMany(_))));
}

#[test]
fn a_message_is_read_to_the_limit_of_size_and_not_beyond() {
    let at_limit = EnvelopedData::from_der(&vec![0; limits::CMS_OCTETS_MAX]).err();
    assert!(!matches!(at_limit, Some(EnvelopeError::TooLarge(_)) | None));
    let beyond = EnvelopedData::from_der(&vec![0; limits::CMS_OCTETS_MAX + 1]).err();
    assert!(matches!(beyond, Some(EnvelopeError::TooLarge(_))));
}

#[test]
fn other_messages_and_ciphers_that_do_not_fit_a_key_are_refused() {
    let party = holder(KeyAlgorithm::Gost(ParameterSet::CryptoProA), 10);
    let make = |encryption, algorithm| {
        let party = holder(algorithm, 11);
        EnvelopedDataBuilder::new(encryption)
            .recipient(&party.certificate)
            .seal(TEXT, &mut SeededRng::new("envelope"))
    };
    for (encryption, algorithm) in [
        (
            ContentEncryption::Aes256Cbc,
            KeyAlgorithm::Gost(ParameterSet::CryptoProA),
        ),
        (ContentEncryption::Gost28147, KeyAlgorithm::EcdsaP256),
        (ContentEncryption::Gost28147, RSA),
        (ContentEncryption::Aes256Cbc, KeyAlgorithm::Ed25519),
    ] {
        let refused = make(encryption, algorithm);
        assert!(matches!(
            refused,
            Err(EnvelopeError::CipherNotForKey { .. })
        ));
    }
    let nobody = EnvelopedDataBuilder::new(ContentEncryption::Gost28147)
        .seal(TEXT, &mut SeededRng::new("envelope"));
    assert!(matches!(nobody, Err(EnvelopeError::NoRecipient)));
    let other = asn1::sequence(&[
        &asn1::oid(&oid::CMS_SIGNED_DATA),
        &asn1::tlv(tag::context(0), &asn1::sequence(&[])),
    ]);
    let refused = EnvelopedData::from_der(&other).err();
    assert!(matches!(refused, Some(EnvelopeError::NotEnvelopedData(_))));
    assert!(matches!(
        open(b"text", &party),
        Err(EnvelopeError::Malformed { .. } | EnvelopeError::Encoding(_))
    ));
}

#[test]
fn keys_answer_only_for_what_they_are_made_for() {
    let of = |algorithm| holder(algorithm, 10).key;
    let gost = of(KeyAlgorithm::Gost(ParameterSet::CryptoProA));
    let large = of(KeyAlgorithm::Gost(ParameterSet::Tc26512A));
    let (p256, p384, rsa) = (
        of(KeyAlgorithm::EcdsaP256),
        of(KeyAlgorithm::EcdsaP384),
        of(RSA),
    );
    let public = |key: &PrivateKey| -> PublicKey { key.public_key().clone() };
    let vko = |key: &PrivateKey, other: &PrivateKey, ukm: &[u8]| {
        key.agree_gost(GostAgreement::Vko256, &public(other), ukm)
    };
    for agreement in [GostAgreement::Vko256, GostAgreement::Keg] {
        let agreed = gost
            .agree_gost(agreement, &public(&gost), &[1; 32])
            .expect("a secret");
        assert_eq!(agreed.len(), agreement.size());
    }
    assert!(matches!(
        vko(&gost, &large, &[1; 8]),
        Err(OpenError::OtherParty)
    ));
    assert!(matches!(vko(&gost, &gost, &[]), Err(OpenError::OtherParty)));
    assert!(matches!(
        vko(&gost, &rsa, &[1; 8]),
        Err(OpenError::OtherParty)
    ));
    assert!(matches!(
        vko(&rsa, &gost, &[1; 8]),
        Err(OpenError::Unsupported(_))
    ));
    let short = gost.agree_gost(GostAgreement::Keg, &public(&gost), &[1; 8]);
    assert!(matches!(short, Err(OpenError::OtherParty)));
    let (own, other) = (
        p256.agree_ecdh(&public(&p384)),
        rsa.agree_ecdh(&public(&p256)),
    );
    assert!(matches!(own, Err(OpenError::OtherParty)));
    assert!(matches!(other, Err(OpenError::Unsupported(_))));
    let mut rng = SeededRng::new("RSA");
    let unknown = RsaPadding::Oaep(DigestAlgorithm::Streebog256);
    let refused = rsa.decrypt_rsa(unknown, &[1; 256], &mut rng);
    assert!(matches!(refused, Err(OpenError::Unsupported(_))));
    let refused = rsa.decrypt_rsa(RsaPadding::Pkcs1v15, &[1; 255], &mut rng);
    assert!(matches!(refused, Err(OpenError::Computation)));
    let refused = p256.decrypt_rsa(RsaPadding::Pkcs1v15, &[1; 256], &mut rng);
    assert!(matches!(refused, Err(OpenError::Unsupported(_))));
}

#[test]
fn nothing_is_issued_with_a_key_of_2001() {
    let key = PrivateKey2001::from_le_bytes(ParameterSet::CryptoProXchA, &[7; 32]).expect("a key");
    let key = PrivateKey::from_gost_2001(key).expect("a key");
    let mut rng = SeededRng::new("2001");
    let signature = key
        .sign(b"text", &mut rng)
        .expect("a signature to show that it works");
    let algorithm = key.public_key().algorithm().signature_algorithm();
    assert_eq!(
        key.public_key().verify(algorithm, b"text", &signature),
        Ok(())
    );
    assert!(key.to_pkcs8_der().is_err());
    let request =
        smena_pki::request::RequestBuilder::new(issued::holder_name()).sign(&key, &mut rng);
    assert!(request.is_err());
}

//! Containers that CryptoPro CSP made: what is read of them, that writing gives the same octets, and
//! what is refused.

#![cfg(test)]

mod common;
#[path = "../../../fuzz/readers.rs"]
mod readers;

use std::convert::Infallible;
use std::fs;
use std::path::Path;

use rand_core::{TryCryptoRng, TryRng, utils::next_word_via_fill};
use smena_gost::{ParameterSet, SigningKey};
use smena_pki::algorithm::KeyAlgorithm;
use smena_pki::asn1::{self, tag};
use smena_pki::container::{
    ContainerError, Files, Header, KeyRecord, KeyRole, KeySlot, PairFiles, PasswordOctets,
    fingerprint, key_end_for, made_before_key_end, read_name,
};
use smena_pki::key::{PrivateKey, Signer as _};
use smena_pki::limits;
use time::macros::datetime;
use zeroize::Zeroizing;

/// A container of the test data. Keys are little-endian, as the sources of the data give them.
struct Sample {
    folder: &'static str,
    name: &'static str,
    password: Option<&'static str>,
    first: Expected,
    second: Option<Expected>,
}

struct Expected {
    role: KeyRole,
    algorithm: KeyAlgorithm,
    exportable: bool,
    secret: &'static str,
}

const fn expected(
    role: KeyRole,
    algorithm: KeyAlgorithm,
    exportable: bool,
    secret: &'static str,
) -> Expected {
    Expected {
        role,
        algorithm,
        exportable,
        secret,
    }
}

const OLD: KeyAlgorithm = KeyAlgorithm::Gost2001(ParameterSet::CryptoProXchA);
const EXCHANGE_256: KeyAlgorithm = KeyAlgorithm::Gost(ParameterSet::CryptoProXchA);
const SIGNATURE_256: KeyAlgorithm = KeyAlgorithm::Gost(ParameterSet::CryptoProA);
const KEY_512: KeyAlgorithm = KeyAlgorithm::Gost(ParameterSet::Tc26512A);

const SAMPLES: [Sample; 8] = [
    Sample {
        folder: "kov-serg/g2001.000",
        name: "g2001",
        password: Some("1"),
        first: expected(
            KeyRole::Exchange,
            OLD,
            true,
            "b52cb428dc96e1a8a8842cb221c7f1565afdd4cc41403fbc11442d28680c89b1",
        ),
        second: None,
    },
    Sample {
        folder: "kov-serg/g2012256.000",
        name: "g2012256",
        password: Some("1"),
        first: expected(
            KeyRole::Exchange,
            EXCHANGE_256,
            true,
            "3cfc260415ec96566791cfdd388245882db0f0fc41c05eb24aed208560bf586c",
        ),
        second: None,
    },
    Sample {
        folder: "kov-serg/g2012512.000",
        name: "g2012512",
        password: Some("1"),
        first: expected(
            KeyRole::Exchange,
            KEY_512,
            true,
            concat!(
                "5c61ceef14fe82c86ef33e07a9be66d79d542c1f44aa8a4b1d0bc1d42892c06b",
                "7e9be81460e909fe6e6cc77b4c174a1107b90359a2f8c960f866d405499624a6"
            ),
        ),
        second: None,
    },
    Sample {
        folder: "cryptopro-corefx/0000rtin.001",
        name: "0000_tinyCA_83d9af76-99ed-4b75-9135-90e86a18d927",
        password: None,
        first: expected(
            KeyRole::Exchange,
            EXCHANGE_256,
            false,
            "e7856d219ca7f3d3aa499fad946b1dd3d286bb369f8e77f6f3fa8da2d07100c2",
        ),
        second: None,
    },
    Sample {
        folder: "cryptopro-corefx/G2001256.000",
        name: "G2001256",
        password: None,
        first: expected(
            KeyRole::Exchange,
            OLD,
            true,
            "b4cf70fd4bb41bd952ee8bf603f6fb6a44e983985d01f2f233ab89574d4ed23a",
        ),
        second: None,
    },
    Sample {
        folder: "cryptopro-corefx/G2012256.001",
        name: "G2012256",
        password: None,
        first: expected(
            KeyRole::Signature,
            SIGNATURE_256,
            true,
            "f843b79f79aeeb4134dcc1670e19e3d5ad860ee6735b035fec9a0ec2c603562d",
        ),
        second: Some(expected(
            KeyRole::Exchange,
            EXCHANGE_256,
            true,
            "8c3b99234fe5ce4de975471d825df5bba715feacae8e90d6e0d9c10b67c5272f",
        )),
    },
    Sample {
        folder: "cryptopro-corefx/G2012512.000",
        name: "G2012512",
        password: None,
        first: expected(
            KeyRole::Signature,
            KEY_512,
            true,
            concat!(
                "1ec09eb31b84ad56e4a7835bace87293d58ca4acf67ef701d1a86c7e5e89ed6d",
                "bdadc7c41d430f5ff4049b9c20bd375cfc2aaa8c062110e3019fbe3fa98f3350"
            ),
        ),
        second: Some(expected(
            KeyRole::Exchange,
            KEY_512,
            true,
            concat!(
                "ac990e19cbb433cfeaccef7ab5d8129775a8636e698bc01faf3b2d50f425f723",
                "820468a2aefbf004bc746abe8cc6a608dbd73f830ae7b422a6542fda01511e01"
            ),
        )),
    },
    Sample {
        folder: "cryptopro-corefx/pfx-6b72.000",
        name: "pfx-6b7225db-1680-1f0f-041f-4e8e1d6117ed",
        password: None,
        first: expected(
            KeyRole::Exchange,
            KEY_512,
            true,
            concat!(
                "30d976ac73c0713bccce271394f70d8d7113a8bc051b229e299439500e366af1",
                "d82b713384c909b10b1192fb2d6822d0b3afdeaf034af9842340f640b3c32c0f"
            ),
        ),
        second: None,
    },
];

/// The files of a folder.
fn files(folder: &Path) -> Files {
    let read = |name: &str| fs::read(folder.join(name)).expect("the file can be read");
    let pair = |masks, primary| PairFiles {
        masks: Zeroizing::new(read(masks)),
        primary: Zeroizing::new(read(primary)),
    };
    Files {
        name: read("name.key"),
        header: read("header.key"),
        main: pair("masks.key", "primary.key"),
        reserve: pair("masks2.key", "primary2.key"),
    }
}

/// Goes through the samples; says that the test is left out when they are not there.
fn each_sample(check: impl Fn(&Sample, &Files)) {
    let Some(folder) = common::testdata("cryptopro") else {
        return;
    };
    for sample in &SAMPLES {
        check(sample, &files(&folder.join(sample.folder)));
    }
}

fn password(sample: &Sample) -> Option<&'static [u8]> {
    sample.password.map(str::as_bytes)
}

fn opened(sample: &Sample, header: &Header, slot: KeySlot, pair: &PairFiles) -> PrivateKey {
    let octets = header
        .check_password(password(sample))
        .expect("the right password");
    header.open(slot, pair, &octets).expect(sample.folder)
}

/// A key as the arithmetic knows it, of either standard.
fn bare(expected: &Expected) -> SigningKey {
    let (KeyAlgorithm::Gost(set) | KeyAlgorithm::Gost2001(set)) = expected.algorithm else {
        unreachable!("all samples are of GOST")
    };
    let secret = hex::decode(expected.secret).expect("hexadecimal");
    SigningKey::from_le_bytes(set, &secret).expect("a key")
}

/// Gives the octets that it was made with, and no more.
struct Scripted(Vec<u8>);

impl TryRng for Scripted {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("only octets are drawn")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("only octets are drawn")
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        out.copy_from_slice(self.0.drain(..out.len()).as_slice());
        Ok(())
    }
}

impl TryCryptoRng for Scripted {}

/// Counts, so that every draw is another one.
struct Counting(u8);

impl TryRng for Counting {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        next_word_via_fill(self)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        next_word_via_fill(self)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for octet in out {
            self.0 = self.0.wrapping_mul(5).wrapping_add(1);
            *octet = self.0 & 0x3f;
        }
        Ok(())
    }
}

impl TryCryptoRng for Counting {}

#[test]
fn every_sample_opens_from_either_pair_with_the_key_that_is_expected() {
    each_sample(|sample, files| {
        let header = Header::from_file(&files.header).expect(sample.folder);
        assert_eq!(header.has_password(), sample.password.is_some());
        assert_eq!(read_name(&files.name).expect("a name"), sample.name);
        for (slot, expected) in [
            (KeySlot::First, Some(&sample.first)),
            (KeySlot::Second, sample.second.as_ref()),
        ] {
            let Some(expected) = expected else {
                assert!(header.key(slot).is_none());
                continue;
            };
            let record = header.key(slot).expect("a key");
            assert_eq!(record.role(), expected.role, "{}", sample.folder);
            assert_eq!(record.algorithm(), expected.algorithm, "{}", sample.folder);
            assert_eq!(
                record.is_exportable(),
                expected.exportable,
                "{}",
                sample.folder
            );
            let certificate = record
                .certificate()
                .expect("readable")
                .expect("a certificate");
            for pair in [&files.main, &files.reserve] {
                let key = opened(sample, &header, slot, pair);
                assert_eq!(
                    key.public_key().key_bits(),
                    certificate.public_key().expect("a key").key_bits(),
                    "{}",
                    sample.folder
                );
                assert_eq!(fingerprint(key.public_key()), Some(record.fingerprint()));
                let bare = bare(expected);
                assert_eq!(
                    asn1::only(key.public_key().key_bits(), tag::OCTET_STRING)
                        .expect("a point")
                        .content,
                    bare.verifying_key().to_le_bytes(),
                    "{}",
                    sample.folder
                );
                if let Some(key) = key.gost() {
                    assert_eq!(key.to_le_bytes(), bare.to_le_bytes());
                }
                let signature = key.sign(b"text", &mut Counting(1)).expect("a signature");
                let algorithm = key.public_key().algorithm().signature_algorithm();
                let public = certificate.public_key().expect("a key");
                assert_eq!(public.verify(algorithm, b"text", &signature), Ok(()));
            }
        }
    });
}

#[test]
fn writing_a_sample_with_its_own_masks_and_salts_gives_the_same_octets() {
    each_sample(|sample, files| {
        let header = Header::from_file(&files.header).expect(sample.folder);
        assert_eq!(header.to_file(), files.header, "{}", sample.folder);
        let octets = header
            .check_password(password(sample))
            .expect("the right password");
        // What the CSP drew: mask and salt of each pair.
        let drawn = [&files.main.masks, &files.reserve.masks].map(|masks| {
            let root = asn1::only(masks, tag::SEQUENCE).expect("masks").content;
            let mut walker = asn1::Walker::new(root);
            let mut next = || walker.expect(tag::OCTET_STRING).expect("octets").content;
            [next(), next()].concat()
        });
        let name = read_name(&files.name).expect("a name");
        let second = sample.second.as_ref().map(bare);
        let written = header
            .seal(
                &name,
                (&bare(&sample.first), second.as_ref()),
                &octets,
                &mut Scripted(drawn.concat()),
            )
            .expect("sealed");
        assert_eq!(written.name, files.name, "{}", sample.folder);
        assert_eq!(written.header, files.header, "{}", sample.folder);
        assert_eq!(written.main.masks, files.main.masks, "{}", sample.folder);
        assert_eq!(
            written.main.primary, files.main.primary,
            "{}",
            sample.folder
        );
        assert_eq!(
            written.reserve.masks, files.reserve.masks,
            "{}",
            sample.folder
        );
        assert_eq!(
            written.reserve.primary, files.reserve.primary,
            "{}",
            sample.folder
        );
    });
}

/// The header of a new container must be the one that the CSP would have written, certificate and all.
#[test]
fn a_new_header_is_octet_for_octet_that_of_the_csp() {
    each_sample(|sample, files| {
        let original = Header::from_file(&files.header).expect(sample.folder);
        let first = original.key(KeySlot::First).expect("a first key");
        let (KeyAlgorithm::Gost(set), None) = (first.algorithm(), &sample.second) else {
            return;
        };
        let certificate = first
            .certificate()
            .expect("readable")
            .expect("a certificate");
        let until = original.key_end(KeySlot::First).expect("an end");
        let record = KeyRecord::new(first.role(), set, first.is_exportable());
        let octets = PasswordOctets::for_new(password(sample)).expect("ASCII");
        let sealed = Header::new(record, None, until)
            .seal(
                "name",
                (&bare(&sample.first), None),
                &octets,
                &mut Counting(1),
            )
            .expect("sealed");
        let mut header = Header::from_file(&sealed.header).expect("readable");
        header
            .key_mut(KeySlot::First)
            .expect("a first key")
            .set_certificate(&certificate)
            .expect("of this key");
        assert_eq!(header.to_file(), files.header, "{}", sample.folder);
    });
}

#[test]
fn the_end_of_a_key_is_fifteen_months_after_it_was_made() {
    let made = datetime!(2026-11-30 10:00:00.5 UTC);
    let end = key_end_for(made);
    assert_eq!(end, datetime!(2028-02-29 10:00 UTC));
    assert_eq!(made_before_key_end(end), datetime!(2026-11-29 10:00 UTC));
    each_sample(|sample, files| {
        let header = Header::from_file(&files.header).expect(sample.folder);
        let end = header.key_end(KeySlot::First).expect("an end");
        let record = header.key(KeySlot::First).expect("a key");
        let certificate = record
            .certificate()
            .expect("readable")
            .expect("a certificate");
        let certified = certificate.validity().not_before.instant();
        // These were certified within a day; the others were moved about, or tell nothing.
        if sample.folder.starts_with("kov-serg") {
            let lead = certified - made_before_key_end(end);
            assert!(lead.whole_hours() < 24 && lead.is_positive(), "{lead}");
        }
    });
}

#[test]
fn a_wrong_password_is_told_from_a_missing_and_a_needless_one() {
    each_sample(|sample, files| {
        let header = Header::from_file(&files.header).expect(sample.folder);
        let check = |password: Option<&[u8]>| header.check_password(password).err();
        if sample.password.is_some() {
            assert!(matches!(
                check(Some(b"2")),
                Some(ContainerError::WrongPassword)
            ));
            assert!(matches!(
                check(Some("1й".as_bytes())),
                Some(ContainerError::WrongPassword)
            ));
            assert!(matches!(
                check(Some(b"")),
                Some(ContainerError::WrongPassword)
            ));
            assert!(matches!(check(None), Some(ContainerError::PasswordNeeded)));
        } else {
            assert!(matches!(
                check(Some(b"1")),
                Some(ContainerError::NoPassword)
            ));
        }
    });
}

#[test]
fn the_newer_containers_are_said_to_be_unsupported() {
    let Some(folder) = common::testdata("cryptopro/cryptopro-corefx") else {
        return;
    };
    for name in ["pfx-0829.000", "pfx-3407.000"] {
        let files = files(&folder.join(name));
        let refused = Header::from_file(&files.header).expect_err("refused");
        assert_eq!(
            refused.to_string(),
            "containers of the type 1.2.643.2.2.37.4 are not supported"
        );
        assert!(read_name(&files.name).is_ok());
    }
}

/// One bit of each octet of each file: refused, or the very same key (the octet is of the file that
/// was not needed, or says nothing that is protected).
#[test]
fn a_flipped_bit_never_yields_another_key() {
    each_sample(|sample, files| {
        let header = Header::from_file(&files.header).expect(sample.folder);
        let expected = opened(sample, &header, KeySlot::First, &files.main);
        for index in 0..files.header.len() {
            let mut damaged = files.header.clone();
            damaged[index] ^= 1;
            assert!(
                Header::from_file(&damaged).is_err(),
                "{} {index}",
                sample.folder
            );
        }
        let octets = header
            .check_password(password(sample))
            .expect("the right password");
        for index in 0..files.main.masks.len() + files.main.primary.len() {
            let mut masks = files.main.masks.clone();
            let mut primary = files.main.primary.clone();
            let second_key = match index.checked_sub(masks.len()) {
                None => {
                    masks[index] ^= 1;
                    false
                }
                Some(index) => {
                    primary[index] ^= 1;
                    // From here on it is another key's, with its head of two octets.
                    sample.second.is_some() && index >= primary.len() / 2
                }
            };
            let pair = PairFiles { masks, primary };
            match header.open(KeySlot::First, &pair, &octets) {
                Err(_) => {}
                Ok(key) => {
                    assert!(second_key, "{} {index}", sample.folder);
                    assert_eq!(key.public_key(), expected.public_key());
                }
            }
        }
    });
}

/// A container of our own, with a key of this set.
fn sealed(set: ParameterSet, password: Option<&[u8]>) -> (Files, SigningKey) {
    let key = SigningKey::generate(set, &mut Counting(7)).expect("a key");
    let record = KeyRecord::new(KeyRole::Exchange, set, false);
    let octets = PasswordOctets::for_new(password).expect("ASCII");
    let files = Header::new(record, None, datetime!(2028-02-26 10:00 UTC))
        .seal("Ключ № 1", (&key, None), &octets, &mut Counting(3))
        .expect("sealed");
    (files, key)
}

#[test]
fn what_is_written_is_read_on_every_curve_with_and_without_password() {
    for set in ParameterSet::all() {
        for password in [None, Some(&b"pass word"[..])] {
            let (files, key) = sealed(*set, password);
            assert_eq!(read_name(&files.name).expect("a name"), "Ключ № 1");
            let header = Header::from_file(&files.header).expect("a header");
            assert_eq!(header.has_password(), password.is_some());
            assert_eq!(header.attributes().has(0), password.is_some());
            assert!(header.attributes().has(1), "there is a reserve copy");
            let record = header.key(KeySlot::First).expect("a key");
            assert!(!record.is_exportable());
            assert_eq!(
                header.key_end(KeySlot::First),
                Some(datetime!(2028-02-26 10:00 UTC))
            );
            let octets = header.check_password(password).expect("the right password");
            for pair in [&files.main, &files.reserve] {
                let read = header.open(KeySlot::First, pair, &octets).expect("opened");
                let read = read.gost().expect("a key of 2012").to_le_bytes();
                assert_eq!(read, key.to_le_bytes(), "{set:?}");
            }
            assert_ne!(files.main.masks, files.reserve.masks);
            assert_ne!(files.main.primary, files.reserve.primary);
        }
    }
}

#[test]
fn pairs_of_two_containers_do_not_mix() {
    let (first, _) = sealed(ParameterSet::CryptoProA, None);
    let header = Header::from_file(&first.header).expect("a header");
    let octets = header.check_password(None).expect("none needed");
    let mixed = PairFiles {
        masks: first.main.masks.clone(),
        primary: first.reserve.primary.clone(),
    };
    assert!(matches!(
        header.open(KeySlot::First, &mixed, &octets),
        Err(ContainerError::Fingerprint)
    ));
    assert!(matches!(
        header.open(KeySlot::Second, &first.main, &octets),
        Err(ContainerError::NoSuchKey(KeySlot::Second))
    ));
}

#[test]
fn a_certificate_of_another_key_is_not_taken() {
    let Some(folder) = common::testdata("cryptopro") else {
        return;
    };
    let sample = files(&folder.join(SAMPLES[1].folder));
    let foreign = Header::from_file(&sample.header).expect("a header");
    let foreign = foreign.key(KeySlot::First).expect("a key").certificate();
    let foreign = foreign.expect("readable").expect("a certificate");
    let (own, _) = sealed(ParameterSet::CryptoProA, None);
    let mut header = Header::from_file(&own.header).expect("a header");
    let record = header.key_mut(KeySlot::First).expect("a key");
    assert!(matches!(
        record.set_certificate(&foreign),
        Err(ContainerError::ForeignCertificate)
    ));
}

#[test]
fn a_new_password_is_printable_ascii_and_never_empty() {
    for refused in ["", "пароль", "a\u{7f}", "line\n"] {
        assert!(matches!(
            PasswordOctets::for_new(Some(refused.as_bytes())),
            Err(ContainerError::PasswordCharacters)
        ));
    }
    assert!(PasswordOctets::for_new(Some(b"!~ a")).is_ok());
}

#[test]
fn a_generator_that_gives_no_mask_is_given_up() {
    let key = SigningKey::from_le_bytes(ParameterSet::CryptoProA, &[1; 32]).expect("a key");
    let header = || {
        let record = KeyRecord::new(KeyRole::Exchange, ParameterSet::CryptoProA, false);
        Header::new(record, None, datetime!(2028-02-26 10:00 UTC))
    };
    let octets = PasswordOctets::for_new(None).expect("none");
    let zeros = |count: usize| vec![0; count * 32];
    let good = vec![1; 2 * (32 + 12)];
    let at_the_limit = [zeros(limits::MASK_CANDIDATES_MAX - 1), good].concat();
    let sealed = header().seal("name", (&key, None), &octets, &mut Scripted(at_the_limit));
    assert!(sealed.is_ok());
    let beyond = zeros(limits::MASK_CANDIDATES_MAX);
    let sealed = header().seal("name", (&key, None), &octets, &mut Scripted(beyond));
    assert!(matches!(sealed, Err(ContainerError::Randomness)));
}

#[test]
fn keys_that_the_header_does_not_describe_are_not_sealed() {
    let record = KeyRecord::new(KeyRole::Exchange, ParameterSet::CryptoProA, false);
    let header = Header::new(record, None, datetime!(2028-02-26 10:00 UTC));
    let octets = PasswordOctets::for_new(None).expect("none");
    let key = |set| SigningKey::from_le_bytes(set, &[1; 32]).expect("a key");
    let (own, other) = (key(ParameterSet::CryptoProA), key(ParameterSet::Tc26256A));
    for keys in [(&other, None), (&own, Some(&own))] {
        let sealed = header.clone().seal("name", keys, &octets, &mut Counting(1));
        assert!(matches!(sealed, Err(ContainerError::KeysDoNotFit)));
    }
}

/// Anything but a header: every prefix of one, and each octet replaced by extremes.
#[test]
fn no_octets_make_the_reader_of_headers_panic() {
    each_sample(|_, files| {
        for end in 0..files.header.len() {
            readers::run("container", &files.header[..end]);
        }
        for index in 0..files.header.len() {
            for octet in [0, 1, 0x7f, 0x80, 0x84, 0xff] {
                let mut bytes = files.header.clone();
                bytes[index] = octet;
                readers::run("container", &bytes);
            }
        }
    });
    readers::run("container", &[]);
}

//! Keys that are refused, key files that are damaged, and one key under several names.

#![cfg(test)]

mod common;

use common::{SeededRng, issued};
use smena_gost::ParameterSet;
use smena_pki::algorithm::{KeyAlgorithm, identifier_der};
use smena_pki::asn1::{self, tag};
use smena_pki::key::{
    GostParameters, KeyError, PrivateKey, PublicKey, Signer as _, SubjectPublicKeyInfo, policy,
};
use smena_pki::limits;
use smena_pki::pkcs8::{self, Pkcs8Error, Protection};
use smena_pki::request::RequestBuilder;

const PASSWORD: &[u8] = "Пароль для PFX".as_bytes();

fn gost(set: ParameterSet) -> PrivateKey {
    issued::key(KeyAlgorithm::Gost(set), "keys")
}

/// Writes the public key of `key` under another parameter set.
fn renamed(key: &PublicKey, algorithm: smena_gost::ObjectIdentifier, parameters: &[u8]) -> Vec<u8> {
    let identifier = asn1::sequence(&[&asn1::oid(&algorithm), parameters]);
    asn1::sequence(&[&identifier, &asn1::bit_string(key.key_bits())])
}

#[test]
fn twins_are_one_key() {
    use ParameterSet::{
        CryptoProA, CryptoProB, CryptoProC, CryptoProXchA, CryptoProXchB, Tc26256A, Tc26256B,
        Tc26256C, Tc26256D,
    };
    let groups: [&[ParameterSet]; 4] = [
        &[Tc26256A],
        &[CryptoProA, Tc26256B, CryptoProXchA],
        &[CryptoProB, Tc26256C],
        &[CryptoProC, Tc26256D, CryptoProXchB],
    ];
    let mut all = Vec::new();
    for group in groups {
        let key = gost(group[0]);
        let key = key.public_key();
        for set in group {
            let digests: [&[u8]; 2] = [&[], &asn1::oid(&smena_gost::oid::STREEBOG_256)];
            for digest in digests {
                let parameters = asn1::sequence(&[&asn1::oid(&set.oid()), digest]);
                let spki = renamed(key, smena_gost::oid::GOST3410_2012_256, &parameters);
                let twin = PublicKey::from_spki_der(&spki).expect("a twin");
                assert_eq!(twin.algorithm(), KeyAlgorithm::Gost(*set));
                assert_eq!(twin.spki_der(), spki);
                assert_eq!(twin.normalised_hash(), key.normalised_hash(), "{set:?}");
            }
            let parameters = asn1::sequence(&[
                &asn1::oid(&set.oid()),
                &asn1::oid(&smena_gost::oid::GOST3411_94_CRYPTOPRO),
            ]);
            let spki = renamed(key, smena_gost::oid::GOST3410_2001, &parameters);
            let old = PublicKey::from_spki_der(&spki).expect("a key of 2001");
            assert_eq!(old.normalised_hash(), key.normalised_hash(), "{set:?}");
            assert!(policy::check(&old).is_err());
        }
        all.push(key.normalised_hash());
    }
    for algorithm in issued::algorithms() {
        all.push(
            issued::key(algorithm, "others")
                .public_key()
                .normalised_hash(),
        );
    }
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count, "different keys have different hashes");
}

#[test]
fn bad_gost_parameters_and_points_are_refused() {
    let key = gost(ParameterSet::Tc26256A);
    let algorithm = smena_gost::oid::GOST3410_2012_256;
    let set = asn1::oid(&smena_gost::oid::TC26_256_A);
    let read = |parameters: &[&[u8]], algorithm| {
        let spki = renamed(key.public_key(), algorithm, &asn1::sequence(parameters));
        PublicKey::from_spki_der(&spki).map(|key| key.algorithm())
    };
    let third = asn1::oid(&smena_gost::oid::GOST28147_CRYPTOPRO_A);
    let digest = asn1::oid(&smena_gost::oid::STREEBOG_256);
    assert!(read(&[&set], algorithm).is_ok());
    assert!(read(&[&set, &digest, &third], algorithm).is_ok());
    let wrong_digest = asn1::oid(&smena_gost::oid::STREEBOG_512);
    assert!(matches!(
        read(&[&set, &wrong_digest], algorithm),
        Err(KeyError::Algorithm(_))
    ));
    assert!(read(&[&set, &digest, &third, &third], algorithm).is_err());
    assert!(matches!(
        read(&[&digest], algorithm),
        Err(KeyError::Curve(_))
    ));
    assert!(matches!(
        read(&[&set], smena_gost::oid::GOST3410_2012_512),
        Err(KeyError::Curve(_))
    ));
    let twin = read(&[&asn1::oid(&smena_gost::oid::TC26_256_B)], algorithm);
    assert_eq!(twin, Err(KeyError::NotOnCurve), "a point of another curve");
    assert!(GostParameters::of(key.public_key().info().algorithm()).is_ok());

    let identifier = identifier_der(key.public_key().info().algorithm());
    let point = |octets: &[u8]| {
        let bits = asn1::bit_string(&asn1::octet_string(octets));
        PublicKey::from_spki_der(&asn1::sequence(&[&identifier, &bits])).err()
    };
    assert_eq!(point(&[0; 64]), Some(KeyError::NotOnCurve), "no identity");
    assert_eq!(point(&[1; 63]), Some(KeyError::NotOnCurve));
    let mut octets = asn1::only(key.public_key().key_bits(), tag::OCTET_STRING)
        .expect("an octet string")
        .content
        .to_vec();
    octets[0] ^= 1;
    assert_eq!(point(&octets), Some(KeyError::NotOnCurve));
}

#[test]
fn rsa_keys_of_odd_shape_are_refused() {
    let key = issued::key(KeyAlgorithm::Rsa { bits: 2_048 }, "keys");
    let (modulus, exponent) = key.public_key().rsa_components().expect("RSA");
    let identifier = identifier_der(key.public_key().info().algorithm());
    let read = |modulus: &[u8], exponent: &[u8]| {
        let numbers = [
            asn1::integer_octets(modulus),
            asn1::integer_octets(exponent),
        ]
        .concat();
        let bits = asn1::bit_string(&asn1::tlv(tag::SEQUENCE, &numbers));
        PublicKey::from_spki_der(&asn1::sequence(&[&identifier, &bits]))
    };
    assert_eq!(
        policy::check(&read(&modulus, &exponent).expect("the key itself")),
        Ok(())
    );
    let short = read(&modulus[..128], &exponent);
    // Half of a modulus may be even, which is no key at all.
    assert!(short.is_err() || policy::check(&short.expect("checked")).is_err());
    assert_eq!(read(&modulus, &[1]), Err(KeyError::Rsa), "an exponent of 1");
    let weak = read(&modulus, &[3]).expect("it can be computed with");
    assert_eq!(policy::check(&weak), Err(policy::WeakKey::Exponent));
    assert_eq!(
        read(&modulus, &[1; 6]),
        Err(KeyError::Rsa),
        "an exponent above 2^33"
    );
    let long = [&[0x81][..], &vec![1; limits::RSA_BITS_MAX as usize / 8]].concat();
    assert_eq!(read(&long, &exponent), Err(KeyError::Rsa));
    let generated = |bits| {
        let mut rng = SeededRng::new("size");
        PrivateKey::generate(KeyAlgorithm::Rsa { bits }, &mut rng).err()
    };
    assert_eq!(generated(2_040), Some(KeyError::Rsa));
    assert_eq!(generated(limits::RSA_BITS_MAX + 8), Some(KeyError::Rsa));
}

#[test]
fn only_what_is_issued_is_generated() {
    let mut rng = SeededRng::new("2001");
    let old = KeyAlgorithm::Gost2001(ParameterSet::CryptoProA);
    assert!(matches!(
        PrivateKey::generate(old, &mut rng),
        Err(KeyError::VerifyOnly(_))
    ));
    let example = issued::key(KeyAlgorithm::Gost(ParameterSet::Test256), "example");
    assert!(matches!(
        policy::check(example.public_key()),
        Err(policy::WeakKey::Algorithm(_))
    ));
    for algorithm in issued::algorithms() {
        let key = issued::key(algorithm, "policy");
        assert_eq!(
            policy::check(key.public_key()),
            Ok(()),
            "{}",
            algorithm.name()
        );
    }
}

/// Writes a PKCS#8 of a GOST key in a form of other tools.
fn foreign(key: &PrivateKey, octets: &[u8]) -> Vec<u8> {
    let identifier = identifier_der(key.public_key().info().algorithm());
    asn1::sequence(&[&asn1::integer(0), &identifier, &asn1::octet_string(octets)])
}

#[test]
fn gost_keys_of_other_writers_are_found() {
    for set in [
        ParameterSet::CryptoProA,
        ParameterSet::Tc26256A,
        ParameterSet::Tc26512C,
    ] {
        let key = gost(set);
        let size = set.curve().size();
        let pkcs8 = key.to_pkcs8_der().expect("an encoding");
        let little = pkcs8[pkcs8.len() - size..].to_vec();
        let big: Vec<u8> = little.iter().rev().copied().collect();
        let forms: [(&str, Vec<u8>, bool); 5] = [
            ("bare octets", little.clone(), true),
            ("octet string", asn1::octet_string(&little), true),
            ("integer", asn1::integer_octets(&big), true),
            ("big-endian octets", big.clone(), false),
            ("big-endian octet string", asn1::octet_string(&big), false),
        ];
        for (what, octets, without_public_key) in forms {
            let file = foreign(&key, &octets);
            let found = PrivateKey::from_pkcs8_der_for(&file, key.public_key());
            assert!(found.is_ok(), "{set:?} {what}");
            let alone = PrivateKey::from_pkcs8_der(&file);
            let same = alone.is_ok_and(|found| found.public_key() == key.public_key());
            assert_eq!(same, without_public_key, "{set:?} {what}");
        }
        let other = issued::key(KeyAlgorithm::Gost(set), "another");
        let wrong = PrivateKey::from_pkcs8_der_for(&pkcs8, other.public_key());
        assert_eq!(wrong.err(), Some(KeyError::Mismatch));
    }
}

#[test]
fn masked_gost_keys_are_unmasked() {
    // d = K·M mod q: with the mask 2, K is d/2 for an even d; with the mask 1, K is d.
    for set in [ParameterSet::CryptoProA, ParameterSet::Tc26512A] {
        let size = set.curve().size();
        let number = |value: u8| {
            let mut octets = vec![0; size];
            octets[0] = value;
            octets
        };
        let expected = {
            let template = gost(set);
            PrivateKey::from_pkcs8_der(&foreign(&template, &number(60))).expect("a small key")
        };
        let masked = [number(3), number(4), number(5)].concat();
        for octets in [masked.clone(), asn1::octet_string(&masked)] {
            let read = PrivateKey::from_pkcs8_der(&foreign(&expected, &octets)).expect("masked");
            assert_eq!(read.public_key(), expected.public_key());
        }
        let masks = |count: usize| {
            let octets = [number(60), number(1).repeat(count)].concat();
            PrivateKey::from_pkcs8_der(&foreign(&expected, &octets))
                .map(|key| key.public_key().clone())
        };
        assert_eq!(
            masks(limits::KEY_MASKS_MAX).as_ref(),
            Ok(expected.public_key())
        );
        assert!(masks(limits::KEY_MASKS_MAX + 1).is_err());
    }
}

#[test]
fn private_keys_out_of_range_or_with_a_foreign_public_key_are_refused() {
    let key = gost(ParameterSet::CryptoProA);
    for octets in [[0; 32], [0xff; 32]] {
        let read = PrivateKey::from_pkcs8_der(&foreign(&key, &octets)).err();
        assert_eq!(read, Some(KeyError::PrivateOutOfRange));
    }
    for algorithm in [
        KeyAlgorithm::EcdsaP256,
        KeyAlgorithm::Gost(ParameterSet::CryptoProA),
    ] {
        let (key, other) = (issued::key(algorithm, "one"), issued::key(algorithm, "two"));
        let pkcs8 = key.to_pkcs8_der().expect("an encoding");
        let inside = asn1::only(&pkcs8, tag::SEQUENCE)
            .expect("a sequence")
            .content;
        let with_public = |public: &PublicKey| {
            let bits = [&[0], public.key_bits()].concat();
            let public = asn1::tlv(tag::context_primitive(1), &bits);
            PrivateKey::from_pkcs8_der(&asn1::sequence(&[&asn1::integer(1), &inside[3..], &public]))
        };
        assert!(with_public(key.public_key()).is_ok());
        assert_eq!(
            with_public(other.public_key()).err(),
            Some(KeyError::Mismatch)
        );
    }
    let mut trailing = gost(ParameterSet::CryptoProA)
        .to_pkcs8_der()
        .expect("encoding")
        .to_vec();
    trailing.push(0);
    assert!(PrivateKey::from_pkcs8_der(&trailing).is_err());
}

fn encrypted(key: &PrivateKey, protection: Protection) -> Vec<u8> {
    pkcs8::encrypt(key, PASSWORD, protection, &mut SeededRng::new("file")).expect("encrypted")
}

#[test]
fn a_flipped_bit_never_yields_another_key() {
    let protection = Protection::Gost {
        iterations: limits::PBKDF2_ITERATIONS_MIN,
    };
    for algorithm in [
        KeyAlgorithm::Gost(ParameterSet::CryptoProA),
        KeyAlgorithm::EcdsaP256,
    ] {
        let key = issued::key(algorithm, "damage");
        let file = encrypted(&key, protection);
        assert!(pkcs8::decrypt_for(&file, PASSWORD, key.public_key()).is_ok());
        let plain = key.to_pkcs8_der().expect("an encoding").len();
        for position in file.len() - plain..file.len() {
            let mut damaged = file.clone();
            damaged[position] ^= 0x10;
            let read = pkcs8::decrypt_for(&damaged, PASSWORD, key.public_key());
            if let Ok(read) = &read {
                // Some octets carry nothing: the key itself is the same, or it is refused.
                assert_eq!(
                    read.public_key().normalised_hash(),
                    key.public_key().normalised_hash()
                );
            }
        }
        let number = file.len() - 1;
        let mut damaged = file.clone();
        damaged[number] ^= 0x10;
        assert!(pkcs8::decrypt_for(&damaged, PASSWORD, key.public_key()).is_err());
    }
}

#[test]
fn a_wrong_password_or_another_key_is_refused() {
    let key = gost(ParameterSet::CryptoProA);
    let other = issued::key(KeyAlgorithm::Gost(ParameterSet::CryptoProA), "other");
    for protection in [Protection::Gost { iterations: 1_000 }, Protection::Scrypt] {
        let file = encrypted(&key, protection);
        let read = |password: &[u8], public| pkcs8::decrypt_for(&file, password, public).err();
        assert_eq!(read(PASSWORD, key.public_key()), None);
        assert_eq!(read(b"x", key.public_key()), Some(Pkcs8Error::Password));
        assert_eq!(
            read(PASSWORD, other.public_key()),
            Some(Pkcs8Error::OtherKey)
        );
    }
}

/// Replaces the iterations, which the test file holds in three octets (02 02 03 e8).
fn with_iterations(file: &[u8], iterations: u64) -> Vec<u8> {
    let pattern = asn1::integer(1_000);
    let at = file
        .windows(pattern.len())
        .position(|window| window == pattern)
        .expect("there");
    let outer = asn1::only(file, tag::SEQUENCE).expect("a sequence").content;
    let sealed = {
        let mut walker = asn1::Walker::new(outer);
        walker.any().expect("the scheme");
        walker.any().expect("the octets").full
    };
    // salt and function stand before and behind the number.
    let salt = &file[at - 34..at];
    let function = asn1::sequence(&[
        &asn1::oid(&smena_gost::oid::HMAC_STREEBOG_512),
        &asn1::null(),
    ]);
    let kdf = asn1::sequence(&[salt, &asn1::integer(iterations), &function]);
    let kdf = asn1::sequence(&[&asn1::oid(&smena_pki::oid::PBKDF2), &kdf]);
    let cipher = asn1::sequence(&[
        &asn1::oid(&smena_gost::oid::KUZNYECHIK_CTR_ACPKM),
        &asn1::sequence(&[&asn1::octet_string(&[0; 16])]),
    ]);
    let scheme = asn1::sequence(&[
        &asn1::oid(&smena_pki::oid::PBES2),
        &asn1::sequence(&[&kdf, &cipher]),
    ]);
    asn1::sequence(&[&scheme, sealed])
}

#[test]
fn absurd_iterations_are_refused_before_they_run() {
    let key = gost(ParameterSet::CryptoProA);
    let file = encrypted(&key, Protection::Gost { iterations: 1_000 });
    let read = |iterations| pkcs8::decrypt(&with_iterations(&file, iterations), PASSWORD).err();
    for found in [0, 1, 999, 10_000_001, 1 << 31, 1 << 40] {
        assert_eq!(read(found), Some(Pkcs8Error::Iterations { found }));
    }
    // At the lower limit it runs; at the upper one it would take a minute here.
    assert_ne!(read(1_000), Some(Pkcs8Error::Iterations { found: 1_000 }));
    let write = |iterations| {
        pkcs8::encrypt(
            &key,
            PASSWORD,
            Protection::Gost { iterations },
            &mut SeededRng::new("w"),
        )
    };
    assert_eq!(
        write(999).err(),
        Some(Pkcs8Error::Iterations { found: 999 })
    );
    assert_eq!(
        write(10_000_001).err(),
        Some(Pkcs8Error::Iterations { found: 10_000_001 })
    );
}

#[test]
fn scrypt_that_takes_all_memory_is_refused_before_it_runs() {
    let file = |n: u64, r: u64, p: u64| {
        let kdf = asn1::sequence(&[
            &asn1::octet_string(&[1; 16]),
            &asn1::integer(n),
            &asn1::integer(r),
            &asn1::integer(p),
        ]);
        let kdf = asn1::sequence(&[&asn1::oid(&smena_pki::oid::SCRYPT), &kdf]);
        let cipher = asn1::sequence(&[
            &asn1::oid(&"2.16.840.1.101.3.4.1.42".parse().expect("AES-256-CBC")),
            &asn1::octet_string(&[2; 16]),
        ]);
        let scheme = asn1::sequence(&[
            &asn1::oid(&smena_pki::oid::PBES2),
            &asn1::sequence(&[&kdf, &cipher]),
        ]);
        let file = asn1::sequence(&[&scheme, &asn1::octet_string(&[3; 64])]);
        pkcs8::decrypt(&file, PASSWORD).err()
    };
    assert_eq!(
        file(1 << 14, 8, 8),
        Some(Pkcs8Error::Password),
        "what is written here runs"
    );
    assert_eq!(file(1 << 17, 8, 1), Some(Pkcs8Error::Cost), "128 MiB");
    assert_eq!(file(1 << 16, 8, 1), Some(Pkcs8Error::Password), "64 MiB");
    assert_eq!(file(1 << 14, 8, 129), Some(Pkcs8Error::Cost));
    assert_eq!(file(1 << 62, 1 << 62, 1), Some(Pkcs8Error::Cost));
}

#[test]
fn a_request_of_a_key_that_is_not_its_own_is_refused() {
    let key = gost(ParameterSet::CryptoProA);
    let request = RequestBuilder::new(issued::holder_name())
        .sign(&key, &mut SeededRng::new("request"))
        .expect("a request");
    let other = issued::key(KeyAlgorithm::Gost(ParameterSet::CryptoProA), "other");
    let (ours, theirs) = (key.public_key().key_bits(), other.public_key().key_bits());
    let at = request
        .der()
        .windows(ours.len())
        .position(|window| window == ours)
        .expect("the key is in the request");
    let changed = [
        &request.der()[..at],
        theirs,
        &request.der()[at + ours.len()..],
    ]
    .concat();
    let changed = smena_pki::request::CertificationRequest::from_der(&changed).expect("it parses");
    assert!(changed.verify_self_signature().is_err());
    let info = SubjectPublicKeyInfo::from_der(other.public_key().spki_der()).expect("it parses");
    assert_eq!(changed.key_info(), &info);
}

//! Signatures, agreement, hashes and random octets.

use super::*;

#[test]
fn signatures_of_every_mechanism_verify_and_changed_ones_do_not() {
    let mut of = quick();
    let session = of.user();
    let bits = number(2_048);
    let rsa: &[(CK_ATTRIBUTE_TYPE, &[u8])] = &[(CKA_MODULUS_BITS, &bits)];
    let cases: [(CK_MECHANISM_TYPE, _, &[(CK_MECHANISM_TYPE, usize)]); 5] = [
        (
            CKM_GOSTR3410_KEY_PAIR_GEN,
            GOST_256,
            &[
                (CKM_GOSTR3410, 32),
                (CKM_GOSTR3410_WITH_GOSTR3411_12_256, 1_000),
            ],
        ),
        (
            CKM_GOSTR3410_512_KEY_PAIR_GEN,
            GOST_512,
            &[(CKM_GOSTR3410_WITH_GOSTR3411_12_512, 0)],
        ),
        (
            CKM_EC_KEY_PAIR_GEN,
            P256,
            &[(CKM_ECDSA, 32), (CKM_ECDSA, 1), (CKM_ECDSA_SHA256, 5)],
        ),
        (
            CKM_EC_KEY_PAIR_GEN,
            P384,
            &[(CKM_ECDSA, 48), (CKM_ECDSA, 64)],
        ),
        (
            CKM_RSA_PKCS_KEY_PAIR_GEN,
            rsa,
            &[(CKM_RSA_PKCS, 245), (CKM_SHA256_RSA_PKCS, 9)],
        ),
    ];
    for (generation, parameters, mechanisms) in cases {
        let pair = of.pair(session, generation, parameters, &[]);
        let (public, private) = pair.expect("a pair of keys");
        for (kind, length) in mechanisms {
            let text = vec![3; *length];
            let signature = of.sign(session, *kind, private, &text);
            let mut signature = signature.expect("a signature");
            of.verify(session, *kind, public, &text, &signature)
                .unwrap_or_else(|error| panic!("{kind:#x}: {error}"));
            signature[5] ^= 1;
            let changed = of.verify(session, *kind, public, &text, &signature);
            assert!(matches!(changed, Err(TokenError::Signature)), "{kind:#x}");
            let short = of.verify(session, *kind, public, &text, &signature[1..]);
            assert!(matches!(short, Err(TokenError::SignatureLength)));
        }
    }
}

#[test]
fn data_of_a_wrong_length_and_keys_of_another_kind_are_refused() {
    let mut of = quick();
    let session = of.user();
    let (public, private) = of.gost(session);
    let short = of.sign(session, CKM_GOSTR3410, private, &[0; 31]);
    assert!(matches!(short, Err(TokenError::DataLength)));
    let other = of.sign(session, CKM_ECDSA, private, &[0; 32]);
    assert!(matches!(other, Err(TokenError::KeyType)));
    let digest = of.sign(session, CKM_SHA256, private, &[0; 32]);
    assert!(matches!(digest, Err(TokenError::Mechanism)));
    let public = of.sign(session, CKM_GOSTR3410, public, &[0; 32]);
    assert!(matches!(public, Err(TokenError::KeyFunction)));
}

#[test]
fn a_length_can_be_asked_for_and_a_small_buffer_costs_nothing() {
    let mut of = quick();
    let session = of.user();
    let (_, private) = of.gost(session);
    let mechanism = plain(CKM_GOSTR3410);
    of.module
        .sign_init(session, &mechanism, private)
        .expect("begun");
    let active = of.module.sign_init(session, &mechanism, private);
    assert!(matches!(active, Err(TokenError::OperationActive)));
    let mut sign = |room| of.module.sign(session, Some(&[1; 32]), room);
    assert!(matches!(sign(Room::Asks), Ok(Reply::Length(64))));
    assert!(matches!(sign(Room::Octets(63)), Ok(Reply::TooSmall(64))));
    assert_eq!(
        octets(sign(Room::Octets(64)).expect("a signature")).len(),
        64
    );
    let over = sign(Room::Octets(64));
    assert!(matches!(over, Err(TokenError::OperationNotInitialised)));
}

#[test]
fn a_text_in_pieces_is_the_text_in_one() {
    let mut of = quick();
    let session = of.user();
    let (public, private) = of.gost(session);
    let kind = CKM_GOSTR3410_WITH_GOSTR3411_12_256;
    of.module
        .sign_init(session, &plain(kind), private)
        .expect("begun");
    for piece in [&b"one "[..], b"", b"two"] {
        of.module.sign_update(session, piece).expect("a piece");
    }
    let reply = of.module.sign(session, None, Room::Octets(64));
    let signature = octets(reply.expect("a signature"));
    of.verify(session, kind, public, b"one two", &signature)
        .expect("a valid signature");

    let mut hash = |pieces: &[&[u8]], rest: Option<&[u8]>| {
        let begun = of.module.digest_init(session, &plain(CKM_SHA256));
        begun.expect("begun");
        for piece in pieces {
            of.module.digest_update(session, piece).expect("a piece");
        }
        of.module
            .digest(session, rest, Room::Octets(32))
            .map(octets)
    };
    let whole = hash(&[], Some(b"abc")).expect("a hash");
    assert_eq!(hash(&[b"a", b"bc"], None).expect("a hash"), whole);
    // SHA-256 of "abc", FIPS 180-4.
    assert_eq!(hex::encode(&whole[..4]), "ba7816bf");
    assert!(matches!(
        hash(&[b"a"], Some(b"bc")),
        Err(TokenError::OperationActive)
    ));
}

#[test]
fn two_keys_agree_by_ecdh() {
    let mut of = quick();
    let session = of.user();
    let derives: &[(CK_ATTRIBUTE_TYPE, &[u8])] = &[(CKA_DERIVE, &[1])];
    let mut pair = || {
        of.pair(session, CKM_EC_KEY_PAIR_GEN, P256, derives)
            .expect("a pair of keys")
    };
    let (one, other) = (pair(), pair());
    let wanted = [
        (CKA_KEY_TYPE, number(CKK_GENERIC_SECRET)),
        (CKA_VALUE_LEN, number(16)),
        (CKA_SENSITIVE, vec![0]),
        (CKA_EXTRACTABLE, vec![1]),
    ];
    let wanted: Vec<_> = wanted
        .iter()
        .map(|(kind, value)| (*kind, value.as_slice()))
        .collect();
    let mut agree = |private, public| {
        let public = of.value(session, public, CKA_EC_POINT).expect("a point");
        let mechanism = Mechanism {
            kind: CKM_ECDH1_DERIVE,
            parameter: Parameter::Agreement { public },
        };
        let key = of
            .module
            .derive_key(session, &mechanism, private, &template(&wanted))
            .expect("a key");
        of.value(session, key, CKA_VALUE).expect("shown")
    };
    let agreed = agree(one.1, other.0);
    assert_eq!(agreed.len(), 16);
    assert_eq!(agree(other.1, one.0), agreed);
}

#[test]
fn random_octets_come_up_to_the_limit() {
    let mut of = quick();
    let session = of.open();
    let drawn = of.module.random(session, limits::RANDOM_OCTETS_MAX);
    assert!(drawn.is_ok_and(|octets| octets.iter().any(|octet| *octet != 0)));
    assert!(
        of.module
            .random(session, limits::RANDOM_OCTETS_MAX + 1)
            .is_err()
    );
}

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
            parameter: Parameter::Agreement {
                public,
                ukm: Vec::new(),
            },
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

/// What VKO takes besides the key: the other key and the material, as each mechanism has it after it was read.
fn vko(kind: CK_MECHANISM_TYPE, public: &[u8], ukm: &[u8]) -> Mechanism {
    Mechanism {
        kind,
        parameter: Parameter::Agreement {
            public: public.to_vec(),
            ukm: ukm.to_vec(),
        },
    }
}

#[test]
fn two_gost_keys_agree_by_vko_as_the_algorithm_does() {
    let mut of = quick();
    let session = of.user();
    let cases: [(_, _, ParameterSet, &[(CK_MECHANISM_TYPE, usize)]); 2] = [
        (
            CKM_GOSTR3410_KEY_PAIR_GEN,
            GOST_256,
            ParameterSet::CryptoProA,
            &[(CKM_GOSTR3410_DERIVE, 32), (CKM_GOSTR3410_12_DERIVE, 32)],
        ),
        (
            CKM_GOSTR3410_512_KEY_PAIR_GEN,
            GOST_512,
            ParameterSet::Tc26512A,
            &[
                (CKM_GOSTR3410_12_DERIVE, 32),
                (CKM_VKO_GOSTR3410_2012_512, 64),
            ],
        ),
    ];
    for (generation, parameters, set, mechanisms) in cases {
        let pair = of.pair(session, generation, parameters, &[(CKA_DERIVE, &[1])]);
        let (public, private) = pair.expect("a pair of keys");
        let public = of.value(session, public, CKA_VALUE).expect("a public key");
        let public = VerifyingKey::from_le_bytes(set, &public).expect("a point");
        let other = SigningKey::generate(set, &mut system_rng()).expect("a key");
        let others = other.verifying_key().to_le_bytes();
        for (kind, size) in mechanisms {
            // As OpenSSL's recipients have it, and as those of RFC 9189.
            for ukm in [&[7; 8][..], &[9; 16]] {
                let expected = match size {
                    64 => other.agree_512(&public, ukm).expect("agreed").to_vec(),
                    _ => other.agree_256(&public, ukm).expect("agreed").to_vec(),
                };
                for key_type in [CKK_GENERIC_SECRET, CKK_GOST28147] {
                    let template = template(&[
                        (CKA_KEY_TYPE, &number(key_type)),
                        (CKA_SENSITIVE, &[0]),
                        (CKA_EXTRACTABLE, &[1]),
                    ]);
                    let mechanism = vko(*kind, &others, ukm);
                    let key = of
                        .module
                        .derive_key(session, &mechanism, private, &template);
                    if key_type == CKK_GOST28147 && *size == 64 {
                        assert!(key.is_err(), "a key of another length than the cipher's");
                        continue;
                    }
                    let key = key.unwrap_or_else(|error| panic!("{kind:#x}: {error}"));
                    let value = of.value(session, key, CKA_VALUE).expect("shown");
                    assert_eq!(value, expected, "{kind:#x}");
                }
            }
        }
    }
}

#[test]
fn vko_shows_nothing_that_was_not_asked_for_and_refuses_what_does_not_fit() {
    let mut of = quick();
    let session = of.user();
    let derives: &[(CK_ATTRIBUTE_TYPE, &[u8])] = &[(CKA_DERIVE, &[1])];
    let pair = of.pair(session, CKM_GOSTR3410_KEY_PAIR_GEN, GOST_256, derives);
    let (public, private) = pair.expect("a pair of keys");
    let own = of.value(session, public, CKA_VALUE).expect("a public key");
    let key_type = number(CKK_GENERIC_SECRET);
    let plain_template = template(&[(CKA_KEY_TYPE, &key_type)]);
    let mut derive = |key, kind, public: &[u8], ukm: &[u8], template: &Template| {
        let mechanism = vko(kind, public, ukm);
        of.module.derive_key(session, &mechanism, key, template)
    };
    let kind = CKM_GOSTR3410_12_DERIVE;
    let key = derive(private, kind, &own, &[7; 8], &plain_template).expect("a key");
    for (public, ukm) in [
        (&own[1..], &[7; 8][..]),
        (&[0; 64][..], &[7; 8]),
        (&own[..], &[]),
        (&own[..], &[0; 8]),
        (&own[..], &[7; 33]),
    ] {
        let refused = derive(private, kind, public, ukm, &plain_template);
        assert!(matches!(refused, Err(TokenError::MechanismParameter)));
    }
    let long = derive(
        private,
        CKM_VKO_GOSTR3410_2012_512,
        &own,
        &[7; 8],
        &plain_template,
    );
    assert!(matches!(long, Err(TokenError::KeyType)));
    let short = template(&[(CKA_KEY_TYPE, &key_type), (CKA_VALUE_LEN, &number(16))]);
    let short = derive(private, kind, &own, &[7; 8], &short);
    assert!(matches!(
        short,
        Err(TokenError::AttributeValue(CKA_VALUE_LEN))
    ));
    let kept = template(&[(CKA_KEY_TYPE, &key_type), (CKA_TOKEN, &[CK_TRUE])]);
    let kept = derive(private, kind, &own, &[7; 8], &kept);
    assert!(matches!(kept, Err(TokenError::TemplateInconsistent)));

    let shown = of.value(session, key, CKA_VALUE);
    assert!(
        matches!(shown, Err(TokenError::Sensitive)),
        "sensitive unless it was asked for"
    );
    let (_, signs_only) = of.gost(session);
    let mechanism = vko(kind, &own, &[7; 8]);
    let refused = of
        .module
        .derive_key(session, &mechanism, signs_only, &plain_template);
    assert!(matches!(refused, Err(TokenError::KeyFunction)));
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

//! One process with a token, without the C interface.

use std::time::Instant;

use cryptoki_sys::{
    CK_ATTRIBUTE_TYPE, CK_MECHANISM_TYPE, CK_OBJECT_HANDLE, CK_SESSION_HANDLE, CK_TRUE, CK_ULONG,
    CKA_CLASS, CKA_DERIVE, CKA_EC_PARAMS, CKA_EC_POINT, CKA_EXTRACTABLE, CKA_GOSTR3410_PARAMS,
    CKA_GOSTR3411_PARAMS, CKA_ID, CKA_KEY_TYPE, CKA_LABEL, CKA_LOCAL, CKA_MODULUS_BITS,
    CKA_NEVER_EXTRACTABLE, CKA_PRIVATE, CKA_SENSITIVE, CKA_TOKEN, CKA_VALUE, CKA_VALUE_LEN,
    CKF_RW_SESSION, CKF_SERIAL_SESSION, CKF_TOKEN_PRESENT, CKF_USER_PIN_COUNT_LOW,
    CKF_USER_PIN_FINAL_TRY, CKF_USER_PIN_LOCKED, CKK_GENERIC_SECRET, CKM_EC_KEY_PAIR_GEN,
    CKM_ECDH1_DERIVE, CKM_ECDSA, CKM_ECDSA_SHA256, CKM_GOSTR3410, CKM_GOSTR3410_KEY_PAIR_GEN,
    CKM_RSA_PKCS, CKM_RSA_PKCS_KEY_PAIR_GEN, CKM_SHA256, CKM_SHA256_RSA_PKCS, CKO_DATA,
    CKO_PRIVATE_KEY, CKO_PUBLIC_KEY,
};
use tempfile::TempDir;

use super::*;
use crate::{
    TokenOptions,
    attribute::Template,
    create, limits,
    mechanism::{
        CKM_GOSTR3410_512_KEY_PAIR_GEN, CKM_GOSTR3410_WITH_GOSTR3411_12_256,
        CKM_GOSTR3410_WITH_GOSTR3411_12_512, Mechanism, Parameter,
    },
    pin_attempts,
    place::system_rng,
    write_faults,
};

const PIN: &[u8] = b"12345678";
const SO_PIN: &[u8] = b"87654321";
const SLOT: CK_SLOT_ID = 0;
const WRITES: CK_ULONG = CKF_SERIAL_SESSION | CKF_RW_SESSION;

struct Fixture {
    folder: TempDir,
    module: Module,
}

fn fixture(options: &TokenOptions) -> Fixture {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tokens");
    create(&path, options, &mut system_rng()).expect("a token");
    let module = Module::open(&path, Box::new(system_rng())).expect("a module");
    Fixture { folder, module }
}

fn quick() -> Fixture {
    fixture(&TokenOptions::quick("test"))
}

impl Fixture {
    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("tokens")
    }

    fn open(&mut self) -> CK_SESSION_HANDLE {
        self.module.open_session(SLOT, WRITES).expect("a session")
    }

    fn user(&mut self) -> CK_SESSION_HANDLE {
        let session = self.open();
        self.login(session, Who::User, PIN).expect("the right PIN");
        session
    }

    fn login(
        &mut self,
        session: CK_SESSION_HANDLE,
        who: Who,
        pin: &[u8],
    ) -> Result<(), TokenError> {
        self.module.login(session, who, pin, "C_Login")
    }

    fn flags(&self) -> CK_ULONG {
        self.module.token_info(SLOT).expect("a token").flags
    }

    fn found(&mut self, session: CK_SESSION_HANDLE, template: &Template) -> Vec<CK_OBJECT_HANDLE> {
        self.module.find_init(session, template).expect("a search");
        let found = self.module.find(session, 100).expect("objects");
        self.module.find_final(session).expect("an end");
        found
    }

    fn pair(
        &mut self,
        session: CK_SESSION_HANDLE,
        kind: CK_MECHANISM_TYPE,
        parameters: &[(CK_ATTRIBUTE_TYPE, &[u8])],
        of_private: &[(CK_ATTRIBUTE_TYPE, &[u8])],
    ) -> Result<(CK_OBJECT_HANDLE, CK_OBJECT_HANDLE), TokenError> {
        let common: &[(CK_ATTRIBUTE_TYPE, &[u8])] = &[(CKA_TOKEN, &[CK_TRUE]), (CKA_ID, b"1")];
        let public = template(&[common, parameters].concat());
        let private = template(&[common, of_private].concat());
        self.module
            .generate_key_pair(session, &plain(kind), &public, &private)
    }

    fn gost(&mut self, session: CK_SESSION_HANDLE) -> (CK_OBJECT_HANDLE, CK_OBJECT_HANDLE) {
        self.pair(session, CKM_GOSTR3410_KEY_PAIR_GEN, GOST_256, &[])
            .expect("a pair of keys")
    }

    fn sign(
        &mut self,
        session: CK_SESSION_HANDLE,
        kind: CK_MECHANISM_TYPE,
        key: CK_OBJECT_HANDLE,
        text: &[u8],
    ) -> Result<Vec<u8>, TokenError> {
        self.module.sign_init(session, &plain(kind), key)?;
        let reply = self.module.sign(session, Some(text), Room::Octets(1_024))?;
        Ok(octets(reply))
    }

    fn verify(
        &mut self,
        session: CK_SESSION_HANDLE,
        kind: CK_MECHANISM_TYPE,
        key: CK_OBJECT_HANDLE,
        text: &[u8],
        signature: &[u8],
    ) -> Result<(), TokenError> {
        self.module.verify_init(session, &plain(kind), key)?;
        self.module.verify(session, Some(text), signature)
    }

    fn value(
        &self,
        session: CK_SESSION_HANDLE,
        object: CK_OBJECT_HANDLE,
        kind: CK_ATTRIBUTE_TYPE,
    ) -> Result<Vec<u8>, TokenError> {
        let values = self.module.attribute_values(session, object, &[kind])?;
        let value = values.into_iter().next().expect("one value")?;
        Ok(value.to_vec())
    }
}

/// CryptoPro-A and Streebog-256, as identifiers in DER (RFC 9215).
const GOST_256: &[(CK_ATTRIBUTE_TYPE, &[u8])] = &[
    (
        CKA_GOSTR3410_PARAMS,
        &[0x06, 0x07, 0x2a, 0x85, 0x03, 0x02, 0x02, 0x23, 0x01],
    ),
    (
        CKA_GOSTR3411_PARAMS,
        &[0x06, 0x08, 0x2a, 0x85, 0x03, 0x07, 0x01, 0x01, 0x02, 0x02],
    ),
];
/// tc26-gost-3410-12-512-paramSetA.
const GOST_512: &[(CK_ATTRIBUTE_TYPE, &[u8])] = &[(
    CKA_GOSTR3410_PARAMS,
    &[
        0x06, 0x09, 0x2a, 0x85, 0x03, 0x07, 0x01, 0x02, 0x01, 0x02, 0x01,
    ],
)];
const P256: &[(CK_ATTRIBUTE_TYPE, &[u8])] = &[(
    CKA_EC_PARAMS,
    &[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
)];
const P384: &[(CK_ATTRIBUTE_TYPE, &[u8])] =
    &[(CKA_EC_PARAMS, &[0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22])];

fn template(entries: &[(CK_ATTRIBUTE_TYPE, &[u8])]) -> Template {
    let owned = entries
        .iter()
        .map(|(kind, octets)| (*kind, Zeroizing::new(octets.to_vec())));
    Template::new(owned.collect()).expect("a short template")
}

fn number(value: CK_ULONG) -> Vec<u8> {
    value.to_ne_bytes().to_vec()
}

fn plain(kind: CK_MECHANISM_TYPE) -> Mechanism {
    Mechanism {
        kind,
        parameter: Parameter::None,
    }
}

fn octets(reply: Reply) -> Vec<u8> {
    match reply {
        Reply::Octets(octets) => octets.to_vec(),
        Reply::Length(length) | Reply::TooSmall(length) => panic!("asked for {length} octets"),
    }
}

/// A data object of so many octets.
fn data(label: &[u8], is_private: bool, length: usize) -> Template {
    template(&[
        (CKA_CLASS, &number(CKO_DATA)),
        (CKA_TOKEN, &[CK_TRUE]),
        (CKA_PRIVATE, &[u8::from(is_private)]),
        (CKA_LABEL, label),
        (CKA_VALUE, &vec![7; length]),
    ])
}

#[test]
fn wrong_pins_are_counted_flagged_and_lock_and_the_officer_unlocks() {
    let mut of = fixture(&TokenOptions {
        user_tries_max: 3,
        ..TokenOptions::quick("test")
    });
    let session = of.open();
    let pin_flags = CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED;
    let after = [
        CKF_USER_PIN_COUNT_LOW,
        CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY,
        CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_LOCKED,
    ];
    for flags in after {
        let wrong = of.login(session, Who::User, b"00000000");
        assert!(matches!(wrong, Err(TokenError::PinIncorrect)));
        assert_eq!(of.flags() & pin_flags, flags);
    }
    let locked = of.login(session, Who::User, PIN);
    assert!(matches!(locked, Err(TokenError::PinLocked)));
    of.login(session, Who::SecurityOfficer, SO_PIN)
        .expect("the officer's PIN");
    of.module.init_pin(session, b"new pin").expect("a new PIN");
    of.module.logout(session).expect("logged in");
    of.login(session, Who::User, b"new pin").expect("unlocked");
    assert_eq!(of.flags() & pin_flags, 0);
    let attempts = pin_attempts(&of.path(), SLOT).expect("a list");
    assert_eq!(
        attempts,
        [
            "C_Login user wrong 2",
            "C_Login user wrong 1",
            "C_Login user wrong 0",
            "C_Login so right 10",
            "C_Login user right 3",
        ]
    );
}

#[test]
fn keys_of_a_locked_token_are_there_after_it_is_unlocked() {
    let mut of = quick();
    let session = of.user();
    let (public, private) = of.gost(session);
    of.module.logout(session).expect("logged in");
    of.login(session, Who::SecurityOfficer, SO_PIN)
        .expect("the officer's PIN");
    of.module.init_pin(session, b"another").expect("a new PIN");
    of.module.logout(session).expect("logged in");
    of.login(session, Who::User, b"another").expect("the PIN");
    let forgotten = of.sign(session, CKM_GOSTR3410, private, &[1; 32]);
    assert!(
        matches!(forgotten, Err(TokenError::KeyHandle)),
        "handles of private objects end with the login"
    );
    let private = of.found(session, &template(&[(CKA_CLASS, &number(CKO_PRIVATE_KEY))]))[0];
    let signature = of.sign(session, CKM_GOSTR3410, private, &[1; 32]);
    let signature = signature.expect("a signature");
    of.verify(session, CKM_GOSTR3410, public, &[1; 32], &signature)
        .expect("a valid signature");
}

#[test]
fn the_attempt_is_written_before_the_pin_is_compared() {
    let mut of = quick();
    let token = of
        .module
        .tokens
        .token(SLOT)
        .expect("files")
        .expect("a token");
    // What `compare` does first; the power goes away here.
    let mut record = token.record().expect("a record");
    record.spend_attempt(Who::User).expect("an attempt is left");
    drop(record);
    let before = token
        .record()
        .expect("a record")
        .pin(Who::User)
        .tries_left();
    assert_eq!(before, 10);
    let session = of.open();
    // An unwritable list of attempts ends the call after the comparison, and still the attempt is spent.
    std::fs::create_dir(of.path().join("token-0/pin-attempts")).expect("in the way of the list");
    let ended = of.login(session, Who::User, b"00000000");
    assert!(matches!(ended, Err(TokenError::Medium(_))));
    let left = token
        .record()
        .expect("a record")
        .pin(Who::User)
        .tries_left();
    assert_eq!(left, 9);
}

#[test]
fn a_pin_is_changed_by_who_knows_it_and_only_in_a_session_that_writes() {
    let mut of = quick();
    let reads = of.module.open_session(SLOT, CKF_SERIAL_SESSION);
    let refused = of
        .module
        .set_pin(reads.expect("a session"), PIN, b"abcdef", "C_SetPIN");
    assert!(matches!(refused, Err(TokenError::SessionReadOnly)));
    let session = of.open();
    let mut set = |old: &[u8], new: &[u8]| of.module.set_pin(session, old, new, "C_SetPIN");
    assert!(matches!(
        set(b"wrong", b"abcdef"),
        Err(TokenError::PinIncorrect)
    ));
    assert!(matches!(set(PIN, b"abc"), Err(TokenError::PinLength)));
    set(PIN, b"abcdef").expect("changed");
    of.login(session, Who::User, b"abcdef")
        .expect("the new PIN");
    let attempts = pin_attempts(&of.path(), SLOT).expect("a list");
    assert_eq!(
        attempts[..2],
        ["C_SetPIN user wrong 9", "C_SetPIN user right 10"]
    );
}

#[test]
fn logins_stand_in_each_others_way_as_pkcs11_has_it() {
    let mut of = quick();
    let reads = of.module.open_session(SLOT, CKF_SERIAL_SESSION);
    let reads = reads.expect("a session");
    let so = of.login(reads, Who::SecurityOfficer, SO_PIN);
    assert!(matches!(so, Err(TokenError::SessionReadOnlyExists)));
    of.module.close_session(reads).expect("open");
    let session = of.user();
    let again = of.login(session, Who::User, PIN);
    assert!(matches!(again, Err(TokenError::AlreadyLoggedIn)));
    let other = of.login(session, Who::SecurityOfficer, SO_PIN);
    assert!(matches!(other, Err(TokenError::AnotherLoggedIn)));
    of.module.close_session(session).expect("open");
    let session = of.open();
    assert!(matches!(
        of.module.logout(session),
        Err(TokenError::NotLoggedIn)
    ));
}

#[test]
fn an_initialised_token_is_initialised_again_only_by_its_officer_and_is_empty_then() {
    let mut of = quick();
    let session = of.user();
    of.gost(session);
    let init =
        |of: &mut Fixture, pin: &[u8]| of.module.init_token(SLOT, pin, b"again   ", "C_InitToken");
    assert!(matches!(
        init(&mut of, SO_PIN),
        Err(TokenError::SessionExists)
    ));
    of.module.close_all_sessions(SLOT);
    assert!(matches!(
        init(&mut of, b"wrong"),
        Err(TokenError::PinIncorrect)
    ));
    let serial = of.module.token_info(SLOT).expect("a token").serialNumber;
    init(&mut of, SO_PIN).expect("initialised");
    let info = of.module.token_info(SLOT).expect("a token");
    assert_eq!(&info.label[..8], b"again   ");
    assert_eq!(info.serialNumber, serial);
    let session = of.open();
    assert!(of.found(session, &Template::default()).is_empty());
    let unset = of.login(session, Who::User, PIN);
    assert!(matches!(unset, Err(TokenError::UserPinUnset)));
}

#[test]
fn there_is_always_a_free_slot_with_a_token_to_initialise() {
    let mut of = quick();
    assert_eq!(of.module.slot_list(true).expect("slots"), [0, 1]);
    let closed = of.module.open_session(1, WRITES);
    assert!(matches!(closed, Err(TokenError::TokenNotRecognised)));
    of.module
        .init_token(1, b"officer", b"second", "C_InitToken")
        .expect("initialised");
    assert_eq!(of.module.slot_list(true).expect("slots"), [0, 1, 2]);
    let unknown = of.module.enter("C_OpenSession", Target::Slot(7));
    assert!(matches!(unknown, Err(TokenError::Slot)));
}

#[test]
fn private_objects_are_seen_by_the_user_only() {
    let mut of = quick();
    let session = of.user();
    let (public, private) = of.gost(session);
    of.module
        .create_object(session, &data(b"secret", true, 100))
        .expect("an object");
    assert_eq!(of.found(session, &Template::default()).len(), 3);
    of.module.logout(session).expect("logged in");
    assert_eq!(of.found(session, &Template::default()), [public]);
    let hidden = of.value(session, private, CKA_ID);
    assert!(matches!(hidden, Err(TokenError::ObjectHandle)));
    let refused = of.module.create_object(session, &data(b"more", true, 1));
    assert!(matches!(refused, Err(TokenError::NotLoggedIn)));
    for file in std::fs::read_dir(of.path().join("token-0")).expect("a folder") {
        let content = std::fs::read(file.expect("a file").path()).expect("content");
        let text = String::from_utf8_lossy(&content).into_owned();
        assert!(!text.contains(&"07".repeat(100)), "private data lie open");
    }
}

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
fn a_token_has_so_much_space_and_no_octet_more() {
    let mut of = fixture(&TokenOptions {
        space_octets: 4_096,
        ..TokenOptions::quick("test")
    });
    let session = of.open();
    let free = |of: &Fixture| {
        of.module
            .token_info(SLOT)
            .expect("a token")
            .ulFreePublicMemory
    };
    let first = of
        .module
        .create_object(session, &data(b"one", false, 500))
        .expect("fits");
    let size = of.module.object_size(session, first).expect("a size");
    let rest = free(&of);
    assert_eq!(rest, 4_096 - CK_ULONG::try_from(size).expect("small"));
    // Each octet of the value is two of the file.
    let fits = 500 + (usize::try_from(rest).expect("small") - size) / 2;
    let over = of
        .module
        .create_object(session, &data(b"two", false, fits + 1));
    assert!(matches!(over, Err(TokenError::DeviceMemory)));
    assert_eq!(free(&of), rest, "a refused object takes no space");
    of.module
        .create_object(session, &data(b"two", false, fits))
        .expect("fits");
    assert!(free(&of) < 2);
    of.module.destroy_object(session, first).expect("an object");
    assert_eq!(of.found(session, &Template::default()).len(), 1);
}

#[test]
fn a_pair_of_keys_that_does_not_fit_leaves_nothing_behind() {
    let mut of = fixture(&TokenOptions {
        space_octets: 1_500,
        ..TokenOptions::quick("test")
    });
    let session = of.user();
    let refused = of.pair(session, CKM_GOSTR3410_KEY_PAIR_GEN, GOST_256, &[]);
    assert!(matches!(refused, Err(TokenError::DeviceMemory)));
    assert!(of.found(session, &Template::default()).is_empty());
}

#[test]
fn keys_are_shown_only_when_extractable_and_not_sensitive() {
    let mut of = quick();
    let session = of.user();
    let (_, kept) = of.gost(session);
    let value = of.value(session, kept, CKA_VALUE);
    assert!(matches!(value, Err(TokenError::Sensitive)));
    let values = of
        .module
        .attribute_values(session, kept, &[CKA_VALUE, CKA_ID, CKA_EC_POINT]);
    let values = values.expect("an object");
    assert!(matches!(&values[1], Ok(id) if id.as_slice() == b"1"));
    assert!(matches!(
        values[2],
        Err(TokenError::AttributeType(CKA_EC_POINT))
    ));
    assert_eq!(
        of.value(session, kept, CKA_NEVER_EXTRACTABLE).ok(),
        Some(vec![1])
    );
    let open: &[(CK_ATTRIBUTE_TYPE, &[u8])] = &[(CKA_SENSITIVE, &[0]), (CKA_EXTRACTABLE, &[1])];
    let pair = of.pair(session, CKM_GOSTR3410_KEY_PAIR_GEN, GOST_256, open);
    let (_, shown) = pair.expect("a pair of keys");
    assert_eq!(
        of.value(session, shown, CKA_VALUE).expect("shown").len(),
        32
    );
    assert_eq!(
        of.value(session, shown, CKA_NEVER_EXTRACTABLE).ok(),
        Some(vec![0])
    );
    let hide = template(&[(CKA_SENSITIVE, &[1])]);
    of.module
        .set_attributes(session, shown, &hide)
        .expect("one way");
    let value = of.value(session, shown, CKA_VALUE);
    assert!(matches!(value, Err(TokenError::Sensitive)));
    let back = template(&[(CKA_SENSITIVE, &[0])]);
    let back = of.module.set_attributes(session, shown, &back);
    assert!(matches!(
        back,
        Err(TokenError::AttributeReadOnly(CKA_SENSITIVE))
    ));
}

#[test]
fn an_imported_key_signs_like_the_one_it_was_and_does_not_call_itself_local() {
    let mut of = quick();
    let session = of.user();
    let open: &[(CK_ATTRIBUTE_TYPE, &[u8])] = &[(CKA_SENSITIVE, &[0]), (CKA_EXTRACTABLE, &[1])];
    let pair = of.pair(session, CKM_GOSTR3410_KEY_PAIR_GEN, GOST_256, open);
    let (public, private) = pair.expect("a pair of keys");
    let value = of.value(session, private, CKA_VALUE).expect("shown");
    let (class, key_type) = (
        number(CKO_PRIVATE_KEY),
        of.value(session, private, CKA_KEY_TYPE).expect("a kind"),
    );
    let import = [
        &[
            (CKA_CLASS, class.as_slice()),
            (CKA_KEY_TYPE, &key_type),
            (CKA_VALUE, &value),
        ],
        GOST_256,
    ]
    .concat();
    let imported = of.module.create_object(session, &template(&import));
    let imported = imported.expect("an object of the session");
    let signature = of.sign(session, CKM_GOSTR3410, imported, &[9; 32]);
    let signature = signature.expect("a signature");
    of.verify(session, CKM_GOSTR3410, public, &[9; 32], &signature)
        .expect("the same key");
    assert_eq!(of.value(session, imported, CKA_LOCAL).ok(), Some(vec![0]));
    let without = of.module.create_object(session, &template(&import[1..]));
    assert!(matches!(without, Err(TokenError::TemplateIncomplete)));
}

#[test]
fn objects_are_renamed_copied_and_destroyed() {
    let mut of = quick();
    let session = of.user();
    let (public, private) = of.gost(session);
    let named = template(&[(CKA_LABEL, b"new"), (CKA_ID, b"2")]);
    of.module
        .set_attributes(session, public, &named)
        .expect("renamed");
    assert_eq!(of.found(session, &named), [public]);
    let copy = of.module.copy_object(session, private, &named);
    let copy = copy.expect("a copy");
    of.module
        .destroy_object(session, private)
        .expect("destroyed");
    let signature = of.sign(session, CKM_GOSTR3410, copy, &[1; 32]);
    let signature = signature.expect("the copy is sealed for itself");
    of.verify(session, CKM_GOSTR3410, public, &[1; 32], &signature)
        .expect("the same key");
    let gone = of.value(session, private, CKA_ID);
    assert!(matches!(gone, Err(TokenError::ObjectHandle)));
    let class = template(&[(CKA_CLASS, &number(CKO_PUBLIC_KEY))]);
    let fixed = of.module.set_attributes(session, copy, &class);
    assert!(matches!(
        fixed,
        Err(TokenError::AttributeReadOnly(CKA_CLASS))
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
fn a_token_pulled_out_is_away_until_the_script_changes_and_its_sessions_are_gone() {
    let mut of = quick();
    let session = of.user();
    write_faults(&of.path(), SLOT, "2 C_Sign removed").expect("a script");
    let enter = |of: &mut Fixture, function| of.module.enter(function, Target::Session(session));
    enter(&mut of, "C_Sign").expect("the first call");
    assert!(matches!(
        enter(&mut of, "C_Sign"),
        Err(TokenError::DeviceRemoved)
    ));
    assert!(matches!(
        enter(&mut of, "C_Login"),
        Err(TokenError::TokenNotPresent)
    ));
    assert_eq!(of.module.slot_list(true).expect("slots"), [1]);
    assert_eq!(of.module.slot_list(false).expect("slots"), [0, 1]);
    let flags = of.module.slot_info(SLOT).expect("a slot").flags;
    assert_eq!(flags & CKF_TOKEN_PRESENT, 0);
    write_faults(&of.path(), SLOT, "").expect("no script");
    assert!(matches!(
        enter(&mut of, "C_Login"),
        Err(TokenError::SessionHandle)
    ));
    let session = of.user();
    of.gost(session);
}

#[test]
fn a_script_fails_slows_and_starves_calls() {
    let mut of = quick();
    let script = "1 C_Login device-error\n2 * no-memory\n3 C_Login slow 50";
    write_faults(&of.path(), SLOT, script).expect("a script");
    let mut enter = |function| of.module.enter(function, Target::Slot(SLOT));
    assert!(matches!(enter("C_Login"), Err(TokenError::Device)));
    assert!(matches!(enter("C_Login"), Err(TokenError::DeviceMemory)));
    let started = Instant::now();
    enter("C_Login").expect("slow, but well");
    assert!(started.elapsed().as_millis() >= 50);
    assert!(write_faults(&of.path(), SLOT, "nonsense").is_err());
}

#[test]
fn a_token_can_imitate_the_quirks_of_others() {
    let mut of = fixture(&TokenOptions {
        mechanisms: Some(vec![CKM_GOSTR3410_KEY_PAIR_GEN, CKM_GOSTR3410]),
        reversed_signatures: true,
        wrapped_public_value: true,
        ..TokenOptions::quick("test")
    });
    let session = of.user();
    assert_eq!(of.module.mechanisms(SLOT).expect("a list").len(), 2);
    let refused = of.pair(session, CKM_EC_KEY_PAIR_GEN, P256, &[]);
    assert!(matches!(refused, Err(TokenError::Mechanism)));
    let (public, private) = of.gost(session);
    let point = of.value(session, public, CKA_VALUE).expect("a point");
    assert_eq!(point[..2], [0x04, 0x40]);
    let signature = of.sign(session, CKM_GOSTR3410, private, &[1; 32]);
    let signature = signature.expect("a signature");
    of.verify(session, CKM_GOSTR3410, public, &[1; 32], &signature)
        .expect("its own signature");
    let set = smena_gost::ParameterSet::CryptoProA;
    let key = smena_gost::VerifyingKey::from_le_bytes(set, &point[2..]).expect("a key");
    assert!(key.verify_digest(&[1; 32], &signature).is_err());
    assert!(
        key.verify_digest(&[1; 32], &crate::key::reversed(&signature))
            .is_ok()
    );
}

#[test]
fn sessions_end_at_their_limit_and_take_their_objects_along() {
    let mut of = quick();
    let first = of.open();
    let keys = template(&[(CKA_CLASS, &number(CKO_DATA)), (CKA_LABEL, b"short-lived")]);
    of.module.create_object(first, &keys).expect("an object");
    for _ in 1..limits::SESSIONS_MAX {
        of.open();
    }
    let over = of.module.open_session(SLOT, WRITES);
    assert!(matches!(over, Err(TokenError::SessionCount)));
    of.module.close_session(first).expect("open");
    let session = of.open();
    assert!(of.found(session, &Template::default()).is_empty());
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

#[test]
fn another_process_sees_what_this_one_wrote() {
    let mut of = quick();
    let session = of.user();
    let (public, _) = of.gost(session);
    let mut other = Module::open(&of.path(), Box::new(system_rng())).expect("a module");
    let theirs = other.open_session(SLOT, WRITES).expect("a session");
    other
        .find_init(theirs, &Template::default())
        .expect("begun");
    let found = other.find(theirs, 10).expect("objects");
    assert_eq!(found.len(), 1, "the public key");
    other.destroy_object(theirs, found[0]).expect("destroyed");
    let gone = of.value(session, public, CKA_ID);
    assert!(matches!(gone, Err(TokenError::ObjectHandle)));
}

#[test]
fn a_key_file_with_a_changed_octet_signs_nothing() {
    let mut of = quick();
    let session = of.user();
    let (_, private) = of.gost(session);
    let name = of.module.locate(session, private).expect("an object").name;
    let path = of.path().join("token-0").join(name);
    let text = std::fs::read_to_string(&path).expect("a file");
    let at = text.find("\"sealed\": \"").expect("a seal") + "\"sealed\": \"".len();
    let flipped = if text.as_bytes()[at] == b'0' {
        "1"
    } else {
        "0"
    };
    let changed = format!("{}{flipped}{}", &text[..at], &text[at + 1..]);
    std::fs::write(&path, changed).expect("a file");
    let refused = of.sign(session, CKM_GOSTR3410, private, &[1; 32]);
    assert!(matches!(refused, Err(TokenError::Damaged { .. })));
}

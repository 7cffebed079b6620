//! Who may do what: PINs and their tries, logins, initialisation, sessions, private objects.

use super::*;

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

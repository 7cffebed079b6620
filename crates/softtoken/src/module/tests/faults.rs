//! What goes wrong on demand and otherwise: scripts, quirks, other processes, changed files.

use super::*;

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
    let set = ParameterSet::CryptoProA;
    let key = VerifyingKey::from_le_bytes(set, &point[2..]).expect("a key");
    assert!(key.verify_digest(&[1; 32], &signature).is_err());
    assert!(
        key.verify_digest(&[1; 32], &crate::key::reversed(&signature))
            .is_ok()
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

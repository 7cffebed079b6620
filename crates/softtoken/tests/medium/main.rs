//! The PKCS#11 medium of `smena-media` on the software token: GOST, PINs that are counted, faults; judged by `OpenSC`.
//!
//! The tests lie here and not beside the medium, because `smena-media` knows nothing of the software token.

#![cfg(test)]

use std::{error::Error as _, fs, path::PathBuf};

use smena_gost::ParameterSet;
use smena_media::{
    Entry, EntryId, EntryState, KeyMedium, MediumError, PinState, Tries,
    pkcs11::{DeleteFlow, Modules, TokenMedium},
};
use smena_pki::algorithm::KeyAlgorithm;
use smena_softtoken::TokenOptions;
use zeroize::Zeroizing;

#[path = "../../../media/tests/common/apart.rs"]
mod apart;
mod envelopes;
#[path = "../../../media/tests/common/issue.rs"]
mod issue;
#[path = "../../../media/tests/common/token.rs"]
mod token;

use token::{
    PIN, a_life, certificate, decrypt, entry, made_for, new_key, open_envelopes, pin, rng, sign,
};

const GOST_256: KeyAlgorithm = KeyAlgorithm::Gost(ParameterSet::CryptoProA);
const GOST_512: KeyAlgorithm = KeyAlgorithm::Gost(ParameterSet::Tc26512A);
const RSA: KeyAlgorithm = KeyAlgorithm::Rsa { bits: 2_048 };

/// The folder of the tokens within the bench.
const TOKENS: &str = "tokens";

/// A token with the PIN of these tests.
fn options(label: &str) -> TokenOptions {
    TokenOptions {
        user_pin: Some(Zeroizing::new(PIN.to_owned())),
        ..TokenOptions::quick(label)
    }
}

/// The folder of software tokens of a bench.
struct Bench {
    folder: PathBuf,
    module: PathBuf,
    modules: Modules,
}

/// The bench of the software token; nothing in the parent.
fn soft(test: &str, tokens: &[TokenOptions]) -> Option<Bench> {
    let folder = apart::bench(test, smena_softtoken::FOLDER_VARIABLE, |folder| {
        // Made by the first token, for this user alone.
        let folder = folder.join(TOKENS);
        for token in tokens {
            smena_softtoken::create(&folder, token, &mut rng()).expect("a token");
        }
        folder
    })?;
    let folder = folder.join(TOKENS);
    let module = smena_softtoken::module_path().expect("Cargo builds the module with this test");
    let modules = Modules::open(std::slice::from_ref(&module), false);
    assert!(modules.problems().is_empty(), "{:?}", modules.problems());
    Some(Bench {
        folder,
        module,
        modules,
    })
}

impl Bench {
    fn token(&self, label: &str) -> TokenMedium {
        token::token(&self.modules, label)
    }

    fn faults(&self, slot: u64, script: &str) {
        smena_softtoken::write_faults(&self.folder, slot, script).expect("a script");
    }

    /// The comparisons of the user's PIN that the token has seen.
    fn attempts(&self, slot: u64) -> Vec<String> {
        smena_softtoken::pin_attempts(&self.folder, slot).expect("a list")
    }
}

/// A renewal as far as it concerns the token: a new key beside the old one, both sign, the certificate is written, the
/// old key is archived. Each step is taken only where it is still due.
fn renew(
    medium: &TokenMedium,
    old: &EntryId,
    algorithm: KeyAlgorithm,
) -> Result<EntryId, MediumError> {
    let purpose = made_for("renewal");
    let entries = medium.contents()?.entries;
    let begun = entries
        .into_iter()
        .find(|entry| entry.made_for.as_ref() == Some(&purpose));
    let new = match begun {
        Some(entry) => entry,
        None => medium.generate(&new_key(algorithm, "renewal"), &mut rng())?,
    };
    sign(medium, old)?;
    sign(medium, &new.id)?;
    medium.install(&new.id, &certificate(&new))?;
    medium.archive(old)?;
    Ok(new.id)
}

#[test]
fn keys_live_their_whole_life_on_the_software_token() {
    let test = "keys_live_their_whole_life_on_the_software_token";
    let Some(bench) = soft(test, &[options("one")]) else {
        return;
    };
    let medium = bench.token("one");
    medium.log_in(&pin(PIN)).expect("logged in");
    for algorithm in [
        GOST_256,
        KeyAlgorithm::Gost(ParameterSet::Tc26256A),
        GOST_512,
        KeyAlgorithm::EcdsaP256,
        RSA,
    ] {
        a_life(&medium, algorithm);
    }
    assert_eq!(bench.attempts(0).len(), 1, "one PIN for everything");
}

#[test]
fn libraries_that_do_things_in_their_own_way_are_understood() {
    let test = "libraries_that_do_things_in_their_own_way_are_understood";
    let own_way = TokenOptions {
        reversed_signatures: true,
        wrapped_public_value: true,
        ..options("own way")
    };
    // Makes GOST keys of 256 bits and signs messages, not digests.
    let hashing = TokenOptions {
        mechanisms: Some(vec![0x1200, 0xd432_1008]),
        ..options("hashing")
    };
    let Some(bench) = soft(test, &[own_way, hashing]) else {
        return;
    };
    let medium = bench.token("own way");
    medium.log_in(&pin(PIN)).expect("logged in");
    a_life(&medium, GOST_256);
    a_life(&medium, GOST_512);
    let medium = bench.token("hashing");
    medium.log_in(&pin(PIN)).expect("logged in");
    a_life(&medium, GOST_256);
    for algorithm in [GOST_512, KeyAlgorithm::EcdsaP256, RSA] {
        assert!(!medium.makes(algorithm), "{algorithm:?}");
        let refused = medium.generate(&new_key(algorithm, "01"), &mut rng());
        assert!(matches!(refused, Err(MediumError::NotSupported { .. })));
    }
}

#[test]
fn a_module_that_fails_hides_no_other_and_one_named_twice_is_one() {
    let test = "a_module_that_fails_hides_no_other_and_one_named_twice_is_one";
    let Some(bench) = soft(test, &[options("one"), options("two")]) else {
        return;
    };
    let broken = bench.folder.join("broken.so");
    fs::write(&broken, b"no library").expect("a file");
    let missing = bench.folder.join("missing.so");
    let configured = [broken, missing, bench.module.clone(), bench.module.clone()];
    let modules = Modules::open(&configured, false);
    let codes: Vec<_> = modules.problems().iter().map(MediumError::code).collect();
    assert_eq!(codes, ["medium-module", "medium-module"]);
    assert!(modules.problems()[0].source().is_some());
    assert_eq!(modules.paths().count(), 1);
    let found = modules.look();
    assert_eq!(found.tokens.len(), 2);
    let places = found.tokens.iter().map(KeyMedium::place);
    let devices: Vec<_> = places.map(|place| place.device.clone()).collect();
    assert_ne!(devices[0], devices[1]);

    // It is pulled out in the middle of a look, which says so and shows the other.
    bench.faults(0, "1 * removed\n");
    let found = modules.look();
    assert_eq!(found.tokens.len(), 1);
    assert_eq!(found.problems.len(), 1, "{:?}", found.problems);
    let found = modules.look();
    assert_eq!(found.tokens.len(), 1);
    assert_eq!(found.empty_readers.len(), 1, "{:?}", found.empty_readers);
}

#[test]
fn a_wrong_pin_costs_one_try_and_the_last_one_is_asked_for() {
    let test = "a_wrong_pin_costs_one_try_and_the_last_one_is_asked_for";
    let three = TokenOptions {
        user_tries_max: 3,
        ..options("three")
    };
    let Some(bench) = soft(test, &[three]) else {
        return;
    };
    let medium = bench.token("three");
    let state = |medium: &TokenMedium| medium.pin().expect("a state").expect("a PIN");
    assert_eq!(
        state(&medium),
        PinState {
            tries: Tries::Enough,
            is_set: true,
            must_change: false,
        }
    );
    let wrong = medium.log_in(&pin("00000000")).expect_err("refused");
    assert!(
        matches!(
            wrong,
            MediumError::WrongPin {
                tries: Tries::Low,
                ..
            }
        ),
        "{wrong:?}"
    );
    assert_eq!(bench.attempts(0).len(), 1);
    let wrong = medium.log_in(&pin("00000000")).expect_err("refused");
    assert!(
        matches!(
            wrong,
            MediumError::WrongPin {
                tries: Tries::Last,
                ..
            }
        ),
        "{wrong:?}"
    );
    assert!(!medium.is_open());

    // Even the right one is not tried when the person does not know that it is the last.
    let unasked = medium.log_in(&pin(PIN)).expect_err("refused");
    assert!(
        matches!(unasked, MediumError::LastTry { .. }),
        "{unasked:?}"
    );
    assert_eq!(bench.attempts(0).len(), 2);
    medium
        .log_in(&pin(PIN).meant_as_last_try())
        .expect("logged in");
    assert_eq!(bench.attempts(0).len(), 3);
    assert_eq!(state(&medium).tries, Tries::Enough);
}

#[test]
fn a_locked_token_is_told_apart_from_a_wrong_pin() {
    let test = "a_locked_token_is_told_apart_from_a_wrong_pin";
    let one = TokenOptions {
        user_tries_max: 2,
        ..options("two tries")
    };
    let without = TokenOptions {
        user_pin: None,
        ..TokenOptions::quick("without")
    };
    let Some(bench) = soft(test, &[one, without]) else {
        return;
    };
    let medium = bench.token("two tries");
    assert!(medium.log_in(&pin("00000000")).is_err());
    let locked = medium.log_in(&pin("00000000").meant_as_last_try());
    assert!(matches!(locked, Err(MediumError::PinLocked { .. })));
    assert_eq!(bench.attempts(0).len(), 2);
    let locked = medium.log_in(&pin(PIN));
    assert!(matches!(locked, Err(MediumError::PinLocked { .. })));
    assert_eq!(bench.attempts(0).len(), 2, "a locked one is not tried");
    let state = medium.pin().expect("a state").expect("a PIN");
    assert_eq!(state.tries, Tries::Locked);

    let unset = bench.token("without").log_in(&pin(PIN));
    assert!(matches!(unset, Err(MediumError::PinNotSet { .. })));
    assert!(bench.attempts(1).is_empty());
}

#[test]
fn the_pin_that_tokens_are_sold_with_is_recognised() {
    let test = "the_pin_that_tokens_are_sold_with_is_recognised";
    let sold = TokenOptions {
        manufacturer: "Aktiv Co.".to_owned(),
        model: "Rutoken ECP".to_owned(),
        ..TokenOptions::quick("sold")
    };
    let changed = TokenOptions {
        user_pin: Some(Zeroizing::new(PIN.to_owned())),
        label: "changed".to_owned(),
        ..sold.clone()
    };
    let Some(bench) = soft(test, &[sold, changed]) else {
        return;
    };
    let sold = bench.token("sold");
    assert!(sold.log_in(&pin("12345678")).expect("in").is_default);
    let changed = bench.token("changed");
    assert!(!changed.log_in(&pin(PIN)).expect("in").is_default);
}

#[test]
fn without_the_pin_things_are_listed_and_nothing_is_done() {
    let test = "without_the_pin_things_are_listed_and_nothing_is_done";
    let Some(bench) = soft(test, &[options("one")]) else {
        return;
    };
    let medium = bench.token("one");
    let early = medium.generate(&new_key(GOST_256, "01"), &mut rng());
    assert!(matches!(early, Err(MediumError::PinNeeded { .. })));
    medium.log_in(&pin(PIN)).expect("logged in");
    let made = medium
        .generate(&new_key(GOST_256, "01"), &mut rng())
        .expect("a key");
    medium.log_out();
    assert!(!medium.is_open());
    assert_eq!(entry(&medium, &made.id), made);
    let code = |result: Result<(), MediumError>| result.err().map(|error| error.code());
    assert_eq!(code(sign(&medium, &made.id)), Some("medium-pin-needed"));
    assert_eq!(code(medium.archive(&made.id)), Some("medium-pin-needed"));
    assert_eq!(code(medium.remove(&made.id)), Some("medium-pin-needed"));
    let installed = medium.install(&made.id, &certificate(&made));
    assert_eq!(code(installed.map(drop)), Some("medium-pin-needed"));
    assert_eq!(entry(&medium, &made.id), made);
}

#[test]
fn a_token_that_was_away_comes_back_and_asks_for_its_pin() {
    let test = "a_token_that_was_away_comes_back_and_asks_for_its_pin";
    let Some(bench) = soft(test, &[options("one")]) else {
        return;
    };
    let medium = bench.token("one");
    medium.log_in(&pin(PIN)).expect("logged in");
    let made = medium
        .generate(&new_key(GOST_256, "01"), &mut rng())
        .expect("a key");
    // A new look gives the same token with its session.
    assert!(bench.token("one").is_open());
    let key = medium.unlock(&made.id, None).expect("open");

    bench.faults(0, "1 * removed\n");
    assert!(!medium.is_open());
    assert!(bench.modules.look().tokens.is_empty());
    assert!(matches!(
        medium.contents(),
        Err(MediumError::DeviceGone { .. })
    ));
    assert!(matches!(
        medium.unlock(&made.id, None),
        Err(MediumError::DeviceGone { .. })
    ));

    // It is plugged in elsewhere.
    bench.faults(0, "");
    fs::rename(bench.folder.join("token-0"), bench.folder.join("token-7")).expect("moved");
    assert_eq!(entry(&medium, &made.id), made);
    assert!(!medium.is_open());
    assert!(matches!(
        medium.unlock(&made.id, None),
        Err(MediumError::PinNeeded { .. })
    ));
    assert!(smena_media::test_sign(&made.id, key.signer(), &mut rng()).is_err());
    assert_eq!(bench.attempts(7).len(), 1, "the PIN was not sent again");
    medium.log_in(&pin(PIN)).expect("logged in");
    smena_media::test_sign(&made.id, key.signer(), &mut rng()).expect("the same key goes on");
    assert_eq!(bench.attempts(7).len(), 2);
}

#[test]
fn pulled_out_at_any_call_the_renewal_goes_on() {
    fail_each_call("pulled_out_at_any_call_the_renewal_goes_on", "removed");
}

#[test]
fn with_a_device_error_at_any_call_the_renewal_goes_on() {
    fail_each_call(
        "with_a_device_error_at_any_call_the_renewal_goes_on",
        "device-error",
    );
}

/// Lets each call of a renewal fail in turn: what is there then is whole, and the work goes on.
fn fail_each_call(test: &str, fault: &str) {
    const CALLS_MAX: u64 = 2_000;
    let Some(bench) = soft(test, &[]) else {
        return;
    };
    for call in 1..=CALLS_MAX {
        let label = format!("token {call} ");
        let slot = smena_softtoken::create(&bench.folder, &options(&label), &mut rng());
        let slot = slot.expect("a token");
        let medium = bench.token(&label);
        medium.log_in(&pin(PIN)).expect("logged in");
        let old = medium
            .generate(&new_key(KeyAlgorithm::EcdsaP256, "old"), &mut rng())
            .expect("an old key");
        medium
            .install(&old.id, &certificate(&old))
            .expect("installed");

        bench.faults(slot, &format!("{call} * {fault}\n"));
        let first = renew(&medium, &old.id, KeyAlgorithm::EcdsaP256);
        bench.faults(slot, "");
        if let Ok(new) = first {
            // The last call of all may have been the end of a search, whose error nobody is told of; the session is then
            // found dead by the next one.
            if medium.contents().is_err() || !medium.is_open() {
                medium.log_in(&pin(PIN)).expect("logged in again");
            }
            expect_renewed(&medium, &old, &new);
            assert!(call > 50, "the script was followed");
            return;
        }
        let contents = medium.contents().expect("contents");
        assert!(contents.damaged.is_empty(), "{:?}", contents.damaged);
        assert!(contents.entries.len() <= 2, "at call {call}");
        assert!(contents.entries.iter().any(|entry| entry.id == old.id));
        assert_eq!(bench.attempts(slot).len(), 1, "the PIN was not sent again");
        medium.log_in(&pin(PIN)).expect("logged in again");
        let new = renew(&medium, &old.id, KeyAlgorithm::EcdsaP256).expect("renewed");
        expect_renewed(&medium, &old, &new);
        assert_eq!(bench.attempts(slot).len(), 2);
        medium.log_out();
        fs::remove_dir_all(bench.folder.join(format!("token-{slot}"))).expect("thrown away");
    }
    panic!("the renewal took more than {CALLS_MAX} calls");
}

fn expect_renewed(medium: &TokenMedium, old: &Entry, new: &EntryId) {
    let entries = medium.contents().expect("contents").entries;
    assert_eq!(entries.len(), 2, "{entries:?}");
    assert_eq!(entry(medium, &old.id).state, EntryState::Archived);
    assert_eq!(entry(medium, new).state, EntryState::Installed);
    sign(medium, &old.id).expect("the old key still signs");
    sign(medium, new).expect("the new key signs");
}

#[test]
fn a_full_token_is_left_as_it_was() {
    let test = "a_full_token_is_left_as_it_was";
    let small = TokenOptions {
        space_octets: 3 * 1024,
        ..options("small")
    };
    let Some(bench) = soft(test, &[small, options("failing")]) else {
        return;
    };
    let medium = bench.token("small");
    medium.log_in(&pin(PIN)).expect("logged in");
    let full = medium.generate(&new_key(GOST_256, "01"), &mut rng());
    assert!(matches!(full, Err(MediumError::NoSpace { .. })));
    let told = medium.free_bytes().expect("it answers");
    assert!(told.is_some_and(|free| free <= 3 * 1024), "{told:?}");

    // One that says it has space, and has none when it comes to it.
    let medium = bench.token("failing");
    medium.log_in(&pin(PIN)).expect("logged in");
    for function in ["C_CreateObject", "C_GenerateKeyPair"] {
        bench.faults(1, &format!("1 {function} no-memory\n"));
        let full = medium.generate(&new_key(GOST_256, "01"), &mut rng());
        assert!(matches!(full, Err(MediumError::NoSpace { .. })), "{full:?}");
        bench.faults(1, "");
        assert!(medium.contents().expect("contents").entries.is_empty());
    }
    let objects = pkcs11_tool(&bench.module, "failing", &["--list-objects"]);
    if let Some(objects) = objects {
        assert!(!objects.contains("Data object"), "{objects}");
    }
}

#[test]
fn a_card_that_wants_its_pin_set_before_a_deletion_keeps_its_pin() {
    let test = "a_card_that_wants_its_pin_set_before_a_deletion_keeps_its_pin";
    let Some(bench) = soft(test, &[options("one")]) else {
        return;
    };
    let medium = bench.token("one");
    assert_eq!(medium.delete_flow(), DeleteFlow::Login);
    medium.set_delete_flow(DeleteFlow::SetPinSame);
    medium.log_in(&pin(PIN)).expect("logged in");
    let made = medium
        .generate(&new_key(GOST_256, "01"), &mut rng())
        .expect("a key");
    medium.remove(&made.id).expect("removed");
    assert!(medium.contents().expect("contents").entries.is_empty());
    let attempts = bench.attempts(0);
    assert_eq!(attempts.len(), 2, "{attempts:?}");
    assert!(attempts[1].contains("C_SetPIN"), "{attempts:?}");
    assert!(attempts[1].contains("right"), "{attempts:?}");
    medium.log_out();
    medium.log_in(&pin(PIN)).expect("the PIN is the same");
}

/// Runs `OpenSC`'s tool on a token; nothing, with a word about it, where it is not installed.
fn pkcs11_tool(module: &std::path::Path, label: &str, arguments: &[&str]) -> Option<String> {
    let module = module.display().to_string();
    let mut all = vec![
        "--module",
        &module,
        "--token-label",
        label,
        "--login",
        "--pin",
        PIN,
    ];
    all.extend(arguments);
    let answer = apart::command("pkcs11-tool", &all);
    if answer.text.contains("No such file or directory") && !answer.success {
        eprintln!("skipped: pkcs11-tool is not installed");
        return None;
    }
    assert!(answer.success, "{}", answer.text);
    Some(answer.text)
}

#[test]
fn opensc_reads_what_was_written() {
    let test = "opensc_reads_what_was_written";
    let Some(bench) = soft(test, &[options("one")]) else {
        return;
    };
    let medium = bench.token("one");
    medium.log_in(&pin(PIN)).expect("logged in");
    for algorithm in [GOST_256, GOST_512, KeyAlgorithm::EcdsaP256, RSA] {
        let made = medium
            .generate(&new_key(algorithm, "01"), &mut rng())
            .expect("a key");
        medium
            .install(&made.id, &certificate(&made))
            .expect("installed");
        let Some(listed) = pkcs11_tool(&bench.module, "one", &["--list-objects"]) else {
            return;
        };
        let blocks = listed.matches(&format!("ID:         {}", made.id)).count();
        assert_eq!(
            blocks, 3,
            "public key, private key and certificate: {listed}"
        );
        assert!(listed.contains("never extractable"), "{listed}");
        assert!(listed.contains("sensitive"), "{listed}");
        assert!(listed.contains("application:    'smena'"), "{listed}");
        medium.remove(&made.id).expect("removed");
    }
}

#[test]
fn keys_that_opensc_made_are_found_and_sign() {
    let test = "keys_that_opensc_made_are_found_and_sign";
    let Some(bench) = soft(test, &[options("one")]) else {
        return;
    };
    let medium = bench.token("one");
    medium.log_in(&pin(PIN)).expect("logged in");
    for (number, kind) in [
        "GOSTR3410-2012-256:A",
        "GOSTR3410-2012-512:A",
        "EC:prime256v1",
    ]
    .into_iter()
    .enumerate()
    {
        let id = format!("0{}", number + 1);
        let made = pkcs11_tool(
            &bench.module,
            "one",
            &[
                "--keypairgen",
                "--key-type",
                kind,
                "--id",
                &id,
                "--label",
                "чужой",
            ],
        );
        if made.is_none() {
            return;
        }
        let entries = medium.contents().expect("contents").entries;
        let made = entries.iter().find(|entry| entry.id.as_str() == id);
        let made = made.unwrap_or_else(|| panic!("{kind}: {entries:?}"));
        assert_eq!(made.state, EntryState::Pending);
        assert_eq!(made.made_for, None);
        sign(&medium, &made.id).expect("a foreign key signs");
        let installed = medium
            .install(&made.id, &certificate(made))
            .expect("installed");
        assert_eq!(
            Some(installed.created),
            installed
                .certificate
                .map(|certificate| certificate.not_before())
        );
        medium.archive(&made.id).expect("archived");
        assert_eq!(entry(&medium, &made.id).state, EntryState::Archived);
    }
}

//! Copies of a key: tried or not made, on another device or refused.

#![cfg(test)]

use getrandom::{SysRng, rand_core::UnwrapErr};
use smena_media::{
    Entry, Keeping, KeyMedium, MediumError, MemoryMedium, NewKey, Protection, Secret, backup,
    memory::Failure, test_sign,
};
use smena_pki::algorithm::KeyAlgorithm;
use time::{OffsetDateTime, macros::datetime};

#[path = "common/issue.rs"]
mod issue;

const NOW: OffsetDateTime = datetime!(2026-11-26 10:00 UTC);

fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

/// A medium with a key and its certificate.
fn with_key(exportable: bool) -> (MemoryMedium, Entry) {
    let medium = MemoryMedium::new("first");
    let keeping = Keeping {
        exportable,
        label: Some("Бухгалтер".to_owned()),
        ..Keeping::new(Protection::None, NOW)
    };
    let new = NewKey {
        algorithm: KeyAlgorithm::EcdsaP256,
        keeping,
    };
    let made = medium.generate(&new, &mut rng()).expect("a key");
    let certificate = issue::certificate_for(&made.public_key);
    let entry = medium.install(&made.id, &certificate).expect("installed");
    (medium, entry)
}

fn back_up(from: &MemoryMedium, entry: &Entry, to: &MemoryMedium) -> Result<(), MediumError> {
    let keeping = Keeping::new(Protection::None, NOW);
    backup::make(from, entry, None, to, &keeping, &mut rng()).map(drop)
}

#[test]
fn a_copy_has_the_key_the_certificate_and_a_password_of_its_own() {
    let (from, entry) = with_key(true);
    let to = MemoryMedium::new("second");
    let secret = Secret::from_typed("отдельный пароль").expect("a password");
    let keeping = Keeping::new(Protection::Password(&secret), NOW);
    let made = backup::make(&from, &entry, None, &to, &keeping, &mut rng()).expect("a copy");
    assert_eq!(made.entry.public_key, entry.public_key);
    assert_eq!(made.entry.certificate, entry.certificate);
    assert_eq!(
        made.keep_until,
        entry.certificate.map(|held| held.not_after())
    );
    let key = to.unlock(&made.entry.id, Some(&secret)).expect("it opens");
    test_sign(&made.entry.id, key.signer(), &mut rng()).expect("and signs");
    let refused = to.unlock(&made.entry.id, None).err();
    assert!(matches!(refused, Some(MediumError::PasswordNeeded(_))));
}

#[test]
fn a_key_that_stays_where_it_is_and_a_copy_on_the_same_device_are_refused_before_anything_is_touched()
 {
    let (from, entry) = with_key(false);
    let to = MemoryMedium::new("second");
    let calls = from.calls();
    let refused = back_up(&from, &entry, &to).expect_err("not exportable");
    assert!(matches!(refused, MediumError::NotExportable(_)));
    let (from, entry) = with_key(true);
    let same = from.clone();
    let refused = back_up(&from, &entry, &same).expect_err("the same device");
    assert!(matches!(refused, MediumError::SameDevice { .. }));
    assert_eq!(from.calls(), calls);
    assert_eq!(to.calls(), 0);
}

#[test]
fn whichever_call_fails_there_is_a_tried_copy_or_none() {
    let whole = {
        let (from, entry) = with_key(true);
        let to = MemoryMedium::new("second");
        back_up(&from, &entry, &to).expect("a copy");
        to.calls()
    };
    for call in 1..=whole {
        for failure in [Failure::Before(call), Failure::After(call)] {
            let (from, entry) = with_key(true);
            let to = MemoryMedium::new("second");
            to.fail(failure);
            back_up(&from, &entry, &to).expect_err("told to fail");
            let left = to.contents().expect("contents").entries;
            // An answer that was lost after the copy was stored leaves a copy that nobody has tried, and says so by
            // the error; a trial that failed takes it away again.
            let lost_answer = failure == Failure::After(1);
            assert_eq!(left.len(), usize::from(lost_answer), "{failure:?}");
            let kept = from.contents().expect("contents").entries;
            assert_eq!(kept, [entry], "{failure:?}");
        }
    }
}

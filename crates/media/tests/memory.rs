//! The in-memory medium: it fails when told to, and only then.

#![cfg(test)]

use getrandom::{SysRng, rand_core::UnwrapErr};
use smena_media::{
    Keeping, KeyMedium, MediumError, MemoryMedium, NewKey, Protection, memory::Failure,
};
use smena_pki::algorithm::KeyAlgorithm;
use time::macros::datetime;

#[path = "common/issue.rs"]
mod issue;

fn new_key() -> NewKey<'static> {
    NewKey {
        algorithm: KeyAlgorithm::EcdsaP256,
        keeping: Keeping::new(Protection::None, datetime!(2026-11-23 10:00 UTC)),
    }
}

/// The acts of a renewal on a medium, in their order.
fn renew(medium: &MemoryMedium) -> Result<(), MediumError> {
    let mut rng = UnwrapErr(SysRng);
    let entry = match medium.contents()?.entries.pop() {
        Some(entry) => entry,
        None => medium.generate(&new_key(), &mut rng)?,
    };
    let certificate = match &entry.certificate {
        Some(certificate) => certificate.clone(),
        None => issue::certificate_for(&entry.public_key),
    };
    medium.install(&entry.id, &certificate)?;
    let key = medium.unlock(&entry.id, None)?;
    smena_media::test_sign(&entry.id, key.signer(), &mut rng)?;
    medium.archive(&entry.id)
}

#[test]
fn whichever_call_fails_the_work_goes_on_and_ends_with_one_key() {
    let calls = {
        let medium = MemoryMedium::new("whole");
        renew(&medium).expect("nothing fails");
        medium.calls()
    };
    assert_eq!(calls, 5);
    for call in 1..=calls {
        for failure in [Failure::Before(call), Failure::After(call)] {
            let medium = MemoryMedium::new("failing");
            medium.fail(failure);
            let error = renew(&medium).expect_err("told to fail");
            assert!(
                matches!(error, MediumError::Device { call: n } if n == call),
                "{failure:?}"
            );
            renew(&medium).expect("the second attempt goes on");
            assert_eq!(
                medium.contents().expect("contents").entries.len(),
                1,
                "{failure:?}"
            );
        }
    }
}

//! Several media at once: one that does not answer hides nothing of the others, and is not taken for an empty one.

#![cfg(test)]

use getrandom::{SysRng, rand_core::UnwrapErr};
use smena_media::{
    Entry, Held, Keeping, KeyMedium, MediumError, MemoryMedium, NewKey, Protection, Survey,
    memory::Failure,
};
use smena_pki::algorithm::KeyAlgorithm;
use time::macros::datetime;

fn with_key(name: &str) -> (MemoryMedium, Entry) {
    let medium = MemoryMedium::new(name);
    let new = NewKey {
        algorithm: KeyAlgorithm::EcdsaP256,
        keeping: Keeping::new(Protection::None, datetime!(2026-11-23 10:00 UTC)),
    };
    let entry = medium
        .generate(&new, &mut UnwrapErr(SysRng))
        .expect("nothing fails");
    (medium, entry)
}

fn fail_next(medium: &MemoryMedium) {
    medium.fail(Failure::Before(medium.calls() + 1));
}

fn ids(held: &[Held<'_>]) -> Vec<(String, String)> {
    let names = held.iter().map(|held| {
        let place = held.medium.place().name.clone();
        (place, held.entry.id.to_string())
    });
    names.collect()
}

#[test]
fn each_medium_that_answers_is_seen_and_the_others_are_named() {
    let (silent, _) = with_key("silent");
    let (first, first_entry) = with_key("first");
    let (second, second_entry) = with_key("second");
    let media: Vec<Box<dyn KeyMedium>> =
        vec![Box::new(first), Box::new(silent.clone()), Box::new(second)];
    fail_next(&silent);
    let survey = Survey::of(&media);
    assert_eq!(
        ids(&survey.held),
        [
            ("first".to_owned(), first_entry.id.to_string()),
            ("second".to_owned(), second_entry.id.to_string()),
        ]
    );
    let [(place, MediumError::Device { .. })] = survey.failed.as_slice() else {
        panic!("one medium failed");
    };
    assert_eq!(place.name, "silent");
}

#[test]
fn what_is_found_is_found_whoever_else_is_silent() {
    let (silent, hidden) = with_key("silent");
    let (answering, entry) = with_key("answering");
    let media: Vec<Box<dyn KeyMedium>> = vec![Box::new(silent.clone()), Box::new(answering)];

    fail_next(&silent);
    let fitting = Survey::of(&media).fitting(|held| held.public_key == entry.public_key);
    let found = fitting.map(|found| ids(&found)).expect("it is there");
    assert_eq!(found, [("answering".to_owned(), entry.id.to_string())]);

    fail_next(&silent);
    let looked = Survey::of(&media).fitting(|held| held.public_key == hidden.public_key);
    assert!(
        matches!(looked, Err(MediumError::Device { .. })),
        "it may be on the silent one"
    );

    let looked = Survey::of(&media).fitting(|held| held.public_key == hidden.public_key);
    assert_eq!(looked.map(|found| found.len()).ok(), Some(1), "it answers");
}

#[test]
fn what_has_to_be_all_is_refused_if_one_is_silent() {
    let (silent, _) = with_key("silent");
    let (answering, _) = with_key("answering");
    let media: Vec<Box<dyn KeyMedium>> = vec![Box::new(answering), Box::new(silent.clone())];

    fail_next(&silent);
    let whole = Survey::of(&media).whole();
    assert!(matches!(whole, Err(MediumError::Device { .. })));
    let whole = Survey::of(&media).whole();
    assert_eq!(whole.map(|all| all.len()).ok(), Some(2));
}

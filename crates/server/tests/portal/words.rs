//! The words of the pages: each key that code or a template uses exists in both languages, none is unused, and both
//! languages have the same places.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use smena_domain::{
    procedure::ChangeRule,
    renewal::{CommandName, NotNeeded, StageName},
};
use smena_protocol::v1::{ErrandKind, FailureReason};
use smena_server::text::catalogue;
use smena_ui::Language;

const GROUP: &str = "portal-";

/// Why an agent may say that an errand failed.
const REASONS: [FailureReason; 13] = [
    FailureReason::NoCertificate,
    FailureReason::NoKey,
    FailureReason::WrongSecret,
    FailureReason::MediumLocked,
    FailureReason::MediumLost,
    FailureReason::MediumFull,
    FailureReason::MediumUnfit,
    FailureReason::PartRefused,
    FailureReason::DocumentRefused,
    FailureReason::ContentRefused,
    FailureReason::Unsupported,
    FailureReason::TimeOver,
    FailureReason::Internal,
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The messages of a language: each key with the names of its places.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let path = root().join(format!("locales/{}/portal.ftl", language.tag()));
    let text = fs::read_to_string(path).expect("the messages");
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" =").filter(|_| line.starts_with(GROUP)) {
            name.clone_into(&mut key);
            assert!(
                messages.insert(key.clone(), BTreeSet::new()).is_none(),
                "{key} stands twice"
            );
        }
        let places = line.split("{ $").skip(1).filter_map(|rest| {
            let end = rest.find([' ', '}'])?;
            rest.get(..end)
        });
        for place in places {
            messages
                .get_mut(&key)
                .expect("a place belongs to a message")
                .insert(place.to_owned());
        }
    }
    messages
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// What is written as `"portal-…"`, and what is put together by `format!("portal-…-{…}")` up to its first brace.
fn written() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut keys, mut families) = (BTreeSet::new(), BTreeSet::new());
    for folder in ["src/view", "src/web", "templates"] {
        for file in files(&root().join(folder)) {
            let text = fs::read_to_string(&file).expect("text");
            for rest in text.split(&format!("\"{GROUP}")).skip(1) {
                let end = rest
                    .find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'))
                    .unwrap_or(rest.len());
                let key = format!("{GROUP}{}", &rest[..end]);
                if rest[end..].starts_with('{') {
                    families.insert(key);
                } else {
                    keys.insert(key);
                }
            }
        }
    }
    (keys, families)
}

/// The keys that are put together from words of the model.
fn families() -> Vec<String> {
    let closed = StageName::ALL.iter().filter(|stage| stage.is_closed());
    let of = |prefix: &str, words: Vec<&str>| {
        words
            .into_iter()
            .map(|word| format!("portal-{prefix}-{word}"))
            .collect::<Vec<_>>()
    };
    let errands = |list: &[ErrandKind]| list.iter().map(|kind| kind.as_str()).collect::<Vec<_>>();
    let reasons: Vec<String> = REASONS
        .iter()
        .map(|reason| {
            let word = serde_json::to_value(reason).expect("a word");
            word.as_str().expect("a text").to_owned()
        })
        .collect();
    [
        of("standing", closed.map(|stage| stage.as_str()).collect()),
        of(
            "did",
            CommandName::ALL.iter().map(|word| word.as_str()).collect(),
        ),
        of(
            "change",
            ChangeRule::ALL.iter().map(|word| word.as_str()).collect(),
        ),
        of(
            "task-not-needed",
            NotNeeded::ALL.iter().map(|word| word.as_str()).collect(),
        ),
        of("errand", errands(&ErrandKind::ALL)),
        of("failed", reasons.iter().map(String::as_str).collect()),
    ]
    .concat()
}

#[test]
fn every_key_is_in_both_languages_and_used_and_has_the_same_places() {
    let [russian, english] = [Language::Russian, Language::English].map(messages);
    assert_eq!(russian, english, "keys or places differ");
    let (keys, families_written) = written();
    for key in keys.iter().cloned().chain(families()) {
        for language in Language::ALL {
            assert!(catalogue().holds(language, &key), "{key} in {language:?}");
        }
    }
    for key in russian.keys() {
        let in_family = families_written
            .iter()
            .any(|family| key.starts_with(family.as_str()));
        assert!(keys.contains(key) || in_family, "{key} is not used");
    }
}

#[test]
fn pages_speak_calmly() {
    for language in Language::ALL {
        let path = root().join(format!("locales/{}/portal.ftl", language.tag()));
        let text = fs::read_to_string(path).expect("the messages");
        assert!(!text.contains('!'), "an exclamation mark in {language:?}");
    }
}

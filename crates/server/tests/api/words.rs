//! Every code has its pair of messages in both languages, every word of the model its message.

use std::collections::{BTreeMap, BTreeSet};

use smena_domain::{
    certificate::RevocationReason,
    procedure::{Field, Medium, SignInMethod, UnplannedReason, WorkplaceCheck},
    renewal::{Duty, Refusal, RightsEnd, StageName},
};
use smena_protocol::v1::ProblemCode;
use smena_server::{
    app::failure::{DIFFERING, Denial, differs_code},
    text::catalogue,
    web::error::OUR_FAULT,
};
use smena_ui::Language;

fn codes() -> impl Iterator<Item = &'static str> {
    Refusal::ALL_CODES
        .iter()
        .chain(Denial::OWN_CODES)
        .copied()
        .chain(DIFFERING.map(differs_code))
        .chain([OUR_FAULT])
}

/// The messages of a language by their keys, as the file has them.
fn messages(language: Language) -> BTreeMap<String, String> {
    let path = format!(
        "{}/locales/{}/renewal.ftl",
        env!("CARGO_MANIFEST_DIR"),
        language.tag()
    );
    let text = std::fs::read_to_string(path).expect("the messages");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, text)| (key.to_owned(), text.to_owned()))
        .collect()
}

/// The names of the places in a message.
fn places(text: &str) -> BTreeSet<&str> {
    text.split("{ $")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once(" }")?.0))
        .collect()
}

#[test]
fn every_code_has_its_pair_in_both_languages_with_the_same_places() {
    let [russian, english] = [Language::Russian, Language::English].map(messages);
    assert_eq!(
        russian.keys().collect::<Vec<_>>(),
        english.keys().collect::<Vec<_>>()
    );
    let mut seen = BTreeSet::new();
    for code in codes() {
        assert!(seen.insert(code), "{code} is given twice");
        assert!(ProblemCode::parse(code).is_ok(), "{code}");
        for key in [format!("err-{code}"), format!("rec-{code}")] {
            let text = russian
                .get(&key)
                .unwrap_or_else(|| panic!("{key} is missing"));
            assert!(!text.is_empty() && !text.contains('!'), "{key}");
        }
    }
    for (key, text) in &russian {
        let code = key.split_once('-').map_or("", |(_, code)| code);
        if key.starts_with("err-") || key.starts_with("rec-") {
            assert!(seen.contains(code), "{key} belongs to no code");
        }
        let known = Refusal::ALL_ARGUMENTS
            .iter()
            .find(|(known, _)| *known == code);
        if let Some((_, names)) = known {
            let named = places(&english[key]).into_iter().chain(places(text));
            for name in named {
                assert!(names.contains(&name), "{key} has no argument {name}");
            }
        }
    }
}

#[test]
fn every_word_of_the_model_has_a_message() {
    let words = catalogue();
    let list = |group: &str, all: Vec<&'static str>| {
        all.into_iter()
            .map(|word| format!("{group}-{word}"))
            .collect::<Vec<_>>()
    };
    let keys = [
        list(
            "label",
            Field::ALL.iter().map(|word| word.as_str()).collect(),
        ),
        list(
            "stage",
            StageName::ALL.iter().map(|word| word.as_str()).collect(),
        ),
        list("duty", Duty::ALL.iter().map(|word| word.as_str()).collect()),
        list(
            "reason",
            RevocationReason::ALL
                .iter()
                .map(|word| word.as_str())
                .collect(),
        ),
        list(
            "reason",
            UnplannedReason::ALL
                .iter()
                .map(|word| word.as_str())
                .collect(),
        ),
        list(
            "reason",
            RightsEnd::ALL.iter().map(|word| word.as_str()).collect(),
        ),
        list(
            "method",
            SignInMethod::ALL.iter().map(|word| word.as_str()).collect(),
        ),
        list(
            "medium",
            Medium::ALL.iter().map(|word| word.as_str()).collect(),
        ),
        list(
            "check",
            WorkplaceCheck::ALL
                .iter()
                .map(|word| word.as_str())
                .collect(),
        ),
    ]
    .concat();
    for key in keys {
        for language in Language::ALL {
            assert!(words.holds(language, &key), "{key} in {language:?}");
        }
    }
}

//! Each step has its page, or says who does it; each page has its words in both languages, and none is unused.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use smena_domain::{
    certificate::CertificateKind,
    procedure::{ChangeRule, Medium, WorkplaceCheck},
    renewal::{Duty, IdentityDocumentKind, OldKeyTreatment, Sex},
};
use smena_server::{
    text::catalogue,
    view::{previews::all, steps::PAGES},
    web::routes::TABLE,
};
use smena_ui::Language;

/// Steps that are not the holder's: the authority's, a register's, a body's, the office's.
const OTHERS: &[Duty] = &[
    Duty::AnswerCheck,
    Duty::Decide,
    Duty::IssueCertificate,
    Duty::RegisterCertificate,
    Duty::SettleReferral,
];

#[test]
fn every_step_of_the_holder_has_a_page() {
    for duty in Duty::ALL.iter().filter(|duty| !OTHERS.contains(duty)) {
        let path = format!("/renewals/{{id}}/{duty}");
        let found = TABLE
            .iter()
            .any(|route| route.path == path && route.method == "GET");
        assert!(found, "{path}");
    }
}

#[test]
fn every_page_has_its_usual_state_and_its_longest_words_where_they_come_from_outside() {
    let previews = all().expect("pages render");
    for (page, _) in PAGES {
        for language in Language::ALL {
            let states: BTreeSet<&str> = previews
                .iter()
                .filter(|preview| preview.page == *page && preview.language == language)
                .map(|preview| preview.state)
                .collect();
            assert!(states.contains("usual"), "{page}: {states:?}");
            assert!(states.len() > 1, "{page}: {states:?}");
        }
    }
}

fn keys(language: Language) -> BTreeSet<String> {
    let path = root().join(format!("locales/{}/steps.ftl", language.tag()));
    let text = fs::read_to_string(path).expect("the messages");
    assert!(!text.contains('!'), "an exclamation mark in {language:?}");
    text.lines()
        .filter(|line| line.starts_with("step-"))
        .filter_map(|line| Some(line.split_once(" =")?.0.to_owned()))
        .collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What is written in the code as `step-…`, whole and up to the brace of a key that is put together.
fn written() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut whole, mut families) = (BTreeSet::new(), BTreeSet::new());
    for folder in ["src/view/steps", "src/web/portal/steps"] {
        for entry in fs::read_dir(root().join(folder)).expect("a folder") {
            let file: PathBuf = entry.expect("an entry").path();
            let text = fs::read_to_string(file).expect("text");
            for rest in text.split("\"step-").skip(1) {
                let key: String = rest
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
                    .collect();
                let is_family = rest[key.len()..].starts_with('{');
                let key = format!("step-{key}");
                if is_family {
                    families.insert(key);
                } else {
                    whole.insert(key);
                }
            }
        }
    }
    (whole, families)
}

/// Answers whose words are put together from the words of the model, each with what follows from it.
fn answers() -> Vec<String> {
    let of = |prefix: &str, words: Vec<&'static str>| {
        words
            .into_iter()
            .flat_map(|word| {
                let key = format!("step-{prefix}-{word}");
                [format!("{key}-says"), key]
            })
            .collect::<Vec<_>>()
    };
    let media: Vec<_> = Medium::ALL.iter().map(|word| word.as_str()).collect();
    let kinds = CertificateKind::ALL.iter().map(|word| word.as_str());
    let documents = IdentityDocumentKind::ALL.iter().map(|word| word.as_str());
    let checks = WorkplaceCheck::ALL.iter().map(|word| word.as_str());
    let old = OldKeyTreatment::ALL.iter().map(|word| word.as_str());
    let rules = ChangeRule::ALL.iter();
    let rules: Vec<_> = rules
        .map(|rule| format!("step-change-{rule}-says"))
        .collect();
    [
        of("medium", media.clone()),
        of("backup", media),
        of("kind", kinds.collect()),
        of("identity-kind", documents.collect()),
        of(
            "identity-sex",
            Sex::ALL.iter().map(|w| w.as_str()).collect(),
        ),
        of("workplace", checks.collect()),
        of("old-key", old.collect()),
        rules,
    ]
    .concat()
}

#[test]
fn every_word_is_there_in_both_languages_and_used() {
    let [russian, english] = [Language::Russian, Language::English].map(keys);
    assert_eq!(russian, english);
    let (whole, families) = written();
    for key in whole.iter().cloned().chain(answers()) {
        for language in Language::ALL {
            assert!(catalogue().holds(language, &key), "{key} in {language:?}");
        }
    }
    for key in &russian {
        let of_answer = key.strip_suffix("-says").unwrap_or(key);
        let used = whole.contains(key)
            || whole.contains(of_answer)
            || families
                .iter()
                .any(|family| key.starts_with(family.as_str()));
        assert!(used, "{key} is not used");
    }
}

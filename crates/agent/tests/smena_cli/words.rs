//! The words are complete: each key that is used exists in every language, none is unused, the languages agree about
//! arguments, and each failure says what happened and what to do.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use crate::common::Smena;
use smena_pki::describe::{labels, oid_name};

/// The keys of the application's data (`docs/protocol.md`, `ApplicationData`).
const FIELDS: [&str; 24] = [
    "common-name",
    "surname",
    "given-name",
    "snils",
    "inn",
    "email",
    "title",
    "department",
    "organisation",
    "organisation-inn",
    "ogrn",
    "ogrnip",
    "fss-number",
    "country",
    "region",
    "locality",
    "street",
    "kind",
    "office",
    "identity-document",
    "system-power",
    "document",
    "contact-phone",
    "contact-email",
];

/// Beginnings of the keys that stand as they are in the code.
const AREAS: [&str; 24] = [
    "aftercare-",
    "advice-",
    "application-",
    "ask-",
    "backup-",
    "companion-",
    "container-",
    "decrypt-",
    "desk-",
    "doctor-",
    "export-",
    "inspect-",
    "list-",
    "media-",
    "medium-",
    "progress-",
    "random-",
    "remind-",
    "renew-",
    "revoked-",
    "rule-",
    "status-",
    "trust-",
    "verify-",
];

/// The messages of a language: key and text as they are written.
fn messages(language: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("locales")
        .join(language);
    let mut messages = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the words") {
        let text = fs::read_to_string(entry.expect("a file").path()).expect("UTF-8");
        let mut current = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            match line.split_once(" =") {
                Some((key, value)) if !line.starts_with([' ', '}']) => {
                    key.clone_into(&mut current);
                    let before = messages.insert(current.clone(), value.trim().to_owned());
                    assert!(before.is_none(), "{language}: {key} occurs twice");
                }
                _ if line.trim().is_empty() => {}
                _ => {
                    let text: &mut String = messages.get_mut(&current).expect("a message");
                    text.push('\n');
                    text.push_str(line.trim());
                }
            }
        }
    }
    messages
}

/// Every source file below a folder, without its tests.
fn sources(folder: &Path, into: &mut Vec<String>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("sources")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            sources(&path, into);
        } else if path
            .extension()
            .is_some_and(|kind| kind == "rs" || kind == "html")
        {
            let text = fs::read_to_string(path).expect("UTF-8");
            let code = text
                .split("#[cfg(test)]\nmod tests")
                .next()
                .unwrap_or_default();
            into.push(code.to_owned());
        }
    }
}

/// The code that speaks with the agent's words: its own, the errors of the media, and what the command lines share.
fn speaking() -> Vec<String> {
    let agent = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = vec![
        fs::read_to_string(agent.join("../media/src/error.rs")).expect("the errors of the media"),
    ];
    sources(&agent.join("../ui/src/cli"), &mut texts);
    sources(&agent.join("src"), &mut texts);
    sources(&agent.join("templates"), &mut texts);
    texts
}

/// Every literal in kebab-case of that code.
fn literals() -> BTreeSet<String> {
    let texts = speaking();
    let kebab = |text: &&str| {
        text.starts_with(|c: char| c.is_ascii_lowercase())
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    texts
        .iter()
        .flat_map(|text| text.lines())
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .filter(kebab)
        .map(str::to_owned)
        .collect()
}

/// The codes of failures: they stand behind `Failure::new(Kind::…,`, in the functions `code`, and behind `refused(`.
fn codes() -> BTreeSet<String> {
    let texts = speaking();
    let mut codes = BTreeSet::new();
    let mut take = |literal: Option<&str>| codes.extend(literal.map(str::to_owned));
    for text in &texts {
        let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for kind in ["Usage", "Refused", "OtherSide", "Ours"] {
            for rest in joined.split(&format!("Kind::{kind}, \"")).skip(1) {
                take(rest.split('"').next());
            }
        }
        for rest in joined.split("refused(\"").skip(1) {
            take(rest.split('"').next());
        }
        for rest in text.split("fn code(").skip(1) {
            let body = rest.split("\n    }\n").next().unwrap_or_default();
            let body = body.split("\n}\n").next().unwrap_or_default();
            body.split('"')
                .skip(1)
                .step_by(2)
                .for_each(|literal| take(Some(literal)));
        }
    }
    codes
}

/// The keys of the help texts, as `ui::cli::keys` computes them, are proved by [`every_help_text_is_shown`].
fn is_help(key: &str) -> bool {
    key.starts_with("cli-")
}

fn used() -> BTreeSet<String> {
    let messages = messages("en");
    let mut used: BTreeSet<String> = BTreeSet::new();
    used.extend(labels::ALL.iter().map(|label| format!("label-{label}")));
    used.extend(oid_name::TABLE.iter().map(|(_, name)| (*name).to_owned()));
    used.extend(["yes", "no"].map(str::to_owned));
    used.extend(FIELDS.iter().map(|field| format!("field-{field}")));
    let codes = codes();
    used.extend(
        codes
            .iter()
            .flat_map(|code| [format!("err-{code}"), format!("rec-{code}")]),
    );
    for literal in literals() {
        if AREAS.iter().any(|area| literal.starts_with(area)) && !codes.contains(&literal) {
            used.insert(literal.clone());
        }
        // A step is named by its word alone.
        let progress = format!("progress-{literal}");
        if messages.contains_key(&progress) {
            used.insert(progress);
        }
    }
    // Beginnings from which a key is put together are none.
    used.retain(|key| !key.ends_with('-'));
    used
}

#[test]
fn every_key_that_is_used_has_words_in_every_language() {
    for language in ["ru", "en"] {
        let messages = messages(language);
        let missing: Vec<_> = used()
            .into_iter()
            .filter(|key| !messages.contains_key(key))
            .collect();
        assert!(missing.is_empty(), "{language}: {missing:#?}");
    }
}

#[test]
fn no_words_are_unused() {
    let used = used();
    for language in ["ru", "en"] {
        let unused: Vec<_> = messages(language)
            .into_keys()
            .filter(|key| !is_help(key) && !used.contains(key))
            .collect();
        assert!(unused.is_empty(), "{language}: {unused:#?}");
    }
}

#[test]
fn the_languages_have_the_same_messages_with_the_same_arguments() {
    let arguments = |text: &str| -> BTreeSet<String> {
        text.split('$')
            .skip(1)
            .map(|rest| {
                rest.chars()
                    .take_while(char::is_ascii_alphanumeric)
                    .collect()
            })
            .collect()
    };
    let (russian, english) = (messages("ru"), messages("en"));
    assert_eq!(
        russian.keys().collect::<Vec<_>>(),
        english.keys().collect::<Vec<_>>()
    );
    for (key, text) in &russian {
        assert_eq!(arguments(text), arguments(&english[key]), "{key}");
        assert!(!text.is_empty() && !english[key].is_empty(), "{key}");
    }
}

#[test]
fn each_failure_says_what_happened_and_what_to_do() {
    let messages = messages("en");
    for code in messages.keys().filter_map(|key| key.strip_prefix("err-")) {
        assert!(messages.contains_key(&format!("rec-{code}")), "{code}");
    }
    for code in messages.keys().filter_map(|key| key.strip_prefix("rec-")) {
        assert!(messages.contains_key(&format!("err-{code}")), "{code}");
    }
}

/// Beginnings of the advice that only commands give: what they advise is typed too.
const OF_COMMANDS: [&str; 13] = [
    "rec-agent-",
    "rec-autostart-",
    "rec-certificate-unknown",
    "rec-certificate-which",
    "rec-file-",
    "rec-home-unknown",
    "rec-message-",
    "rec-path-",
    "rec-port-",
    "rec-trust-not-compared",
    "rec-usage",
    "rec-verify-",
    "rec-workplace-not-ready",
];

#[test]
fn pages_advise_nothing_that_is_typed_in_a_terminal() {
    let is_typed = |text: &str| text.contains("--") || text.contains("smena ");
    let is_advice = |key: &str| {
        key.starts_with("rec-")
            || key == "doctor-roots-again"
            || (key.starts_with("doctor-") && key.ends_with("-remedy"))
    };
    let mut told_apart = 0;
    for language in ["ru", "en"] {
        for (key, text) in messages(language) {
            if !is_advice(&key) || OF_COMMANDS.iter().any(|known| key.starts_with(known)) {
                continue;
            }
            let page = text.split_once(".page = ").map(|(_, page)| page);
            told_apart += usize::from(page.is_some());
            assert!(
                !is_typed(page.unwrap_or(&text)),
                "{language}: {key}: {text}"
            );
        }
    }
    assert!(told_apart > 0);
}

#[test]
fn no_message_shouts_or_refers_to_what_is_not_there() {
    for language in ["ru", "en"] {
        let messages = messages(language);
        for (key, text) in &messages {
            assert!(!text.contains('!'), "{language}: {key}");
            for referred in text
                .split("{ ")
                .skip(1)
                .filter_map(|rest| rest.split(" }").next())
            {
                let is_key = referred.starts_with(|c: char| c.is_ascii_lowercase());
                assert!(
                    !is_key || messages.contains_key(referred),
                    "{language}: {key}: {referred}"
                );
            }
        }
    }
}

#[test]
fn every_help_text_is_shown() {
    const COMMANDS: [&[&str]; 28] = [
        &["agent", "run"],
        &["agent", "open"],
        &["agent", "running"],
        &["agent", "stop"],
        &["errand"],
        &["list"],
        &["renew"],
        &["status"],
        &["install"],
        &["trust"],
        &["inspect"],
        &["verify"],
        &["media"],
        &["backup"],
        &["decrypt"],
        &["container"],
        &["container", "list"],
        &["container", "import"],
        &["container", "export"],
        &["container", "copy"],
        &["container", "remove"],
        &["export"],
        &["doctor"],
        &["remind"],
        &["agent"],
        &["agent", "install"],
        &["agent", "uninstall"],
        &["agent", "status"],
    ];
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let smena = Smena::new();
    for language in ["ru", "en"] {
        let mut shown = squeezed(&smena.run(["--lang", language, "--help"]).stdout);
        for command in COMMANDS {
            let words = [&["--lang", language], command, &["--help"]].concat();
            let help = smena.run(words);
            shown.push_str(&squeezed(&help.stdout));
        }
        let catalogue = smena_agent::text::catalogue();
        let tag = smena_ui::Language::parse(language).expect("a language");
        for key in messages(language).keys().filter(|key| is_help(key)) {
            let text = squeezed(&catalogue.word(tag, key));
            assert!(shown.contains(&text), "{language}: {key}: {text}\n{shown}");
        }
        assert!(!shown.contains("cli-"), "{shown}");
    }
}

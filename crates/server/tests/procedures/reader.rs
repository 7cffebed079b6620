//! The reader of procedure files: every shipped file is read; every mistake is reported, with its line, at once.

use std::collections::BTreeMap;
use std::path::Path;

use smena_domain::calendar::WorkingCalendar;
use smena_domain::procedure::ProcedureName;
use smena_server::config::procedure::{Calendars, Mistakes, load_folder, read};
use time::UtcOffset;

use crate::walk::FOLDER;

fn calendars() -> Calendars {
    BTreeMap::from([(
        "ru".to_owned(),
        WorkingCalendar::new(UtcOffset::UTC, Vec::new(), [], []),
    )])
}

fn plain() -> String {
    let path = Path::new(FOLDER).join("plain-renewal.toml");
    std::fs::read_to_string(path).expect("shipped")
}

/// The plainest file with one text replaced by another.
fn changed(from: &str, to: &str) -> Result<(), Mistakes> {
    let text = plain();
    assert_eq!(
        text.matches(from).count(),
        1,
        "{from:?} stands once in the file"
    );
    read("plain-renewal", &text.replace(from, to), &calendars()).map(|_| ())
}

/// One change, one mistake: under this key, with these words, on a line that shows the key or its section.
fn check(from: &str, to: &str, key: &str, words: &str) {
    let mistakes = changed(from, to).expect_err("refused");
    let [mistake] = mistakes.list() else {
        panic!("one mistake, not:\n{mistakes}")
    };
    assert_eq!(mistake.key, key, "{mistakes}");
    assert!(mistake.kind.to_string().contains(words), "{mistakes}");
    let text = plain().replace(from, to);
    let line = text
        .lines()
        .nth(mistake.line - 1)
        .expect("a line of the file");
    assert!(
        key.rsplit('.').take(2).any(|part| line.contains(part)),
        "{mistakes}\n{line}"
    );
}

#[test]
fn the_six_shipped_files_are_read() {
    let procedures = load_folder(Path::new(FOLDER)).unwrap_or_else(|error| panic!("{error}"));
    let names: Vec<&str> = procedures.keys().map(ProcedureName::as_str).collect();
    assert_eq!(
        names,
        [
            "phone-cabinet",
            "plain-renewal",
            "provider-wizard",
            "reporting-client",
            "smartcard-powers",
            "treasury-portal"
        ]
    );
}

#[test]
fn each_kind_of_mistake_is_named_with_its_line() {
    check(
        "window_days = 60",
        "window_days = 400",
        "admission.window_days",
        "not between 1 and 366",
    );
    check(
        "window_days = 60",
        "window_days = \"60\"",
        "admission.window_days",
        "whole number",
    );
    check(
        "window_days = 60",
        "windowdays = 60\nwindow_days = 60",
        "admission.windowdays",
        "unknown",
    );
    check(
        "asks_snils = false\n",
        "",
        "gathering.asks_snils",
        "missing",
    );
    check(
        "calendar = \"ru\"",
        "calendar = \"mars\"",
        "calendar",
        "none of ru",
    );
    check(
        "exportable = \"never\"",
        "exportable = \"sometimes\"",
        "key.exportable",
        "none of never",
    );
}

#[test]
fn a_key_made_after_the_approval_has_to_be_bound() {
    let late = "key_made = \"after_approval\"";
    let early = "key_made = \"before_application\"";
    check(
        early,
        late,
        "key.key_made",
        "endorsement = true or issue_code = true",
    );
    for bound in [
        "endorsement = true",
        "issue_code = true",
        "endorsement = true\nissue_code = true",
    ] {
        changed(early, &format!("{late}\n{bound}")).unwrap_or_else(|error| panic!("{error}"));
    }
    check(
        early,
        &format!("{late}\nendorsement = false"),
        "key.key_made",
        "nothing binds it",
    );
    check(
        early,
        &format!("{early}\nendorsement = true"),
        "key.endorsement",
        "bound by the application",
    );
}

#[test]
fn another_person_is_never_taken_from_afar() {
    let remote = |field: &str| format!("{field} = {{ change = \"remote\" }}");
    let office = |field: &str| format!("\n{field} = {{ change = \"office\" }}");
    check(
        &office("snils"),
        &format!("\n{}", remote("snils")),
        "gathering.fields.snils",
        "never",
    );
    check(
        &office("surname"),
        &format!("\n{}", remote("surname")),
        "gathering.fields.surname",
        "needs a register check",
    );
}

#[test]
fn what_a_kind_to_choose_cannot_do_without_is_in_the_table() {
    let asked = "required_powers = []";
    let kinds = |kind: &str| format!("{asked}\nkinds = [\"{kind}\"]");
    changed(asked, &kinds("official")).unwrap_or_else(|error| panic!("{error}"));
    let street = "\nstreet = { change = \"office\" }";
    let text = plain().replacen(asked, &kinds("official"), 1);
    assert!(text.contains(street));
    let text = text.replacen(street, "", 1);
    let mistakes = read("plain-renewal", &text, &calendars()).expect_err("a mistake");
    let [mistake] = mistakes.list() else {
        panic!("one mistake, not:\n{mistakes}")
    };
    assert_eq!(mistake.key, "gathering.kinds", "{mistakes}");
    assert!(mistakes.to_string().contains("cannot do without"));
}

#[test]
fn a_reminder_before_the_window_opens_is_refused() {
    check("[60, 45,", "[61, 45,", "notices.days_before", "useless");
    check("[60, 45,", "[45, 60,", "notices.days_before", "go down");
}

#[test]
fn words_are_asked_in_both_languages_and_belong_to_something() {
    let text = plain();
    let title = text
        .lines()
        .find(|line| line.starts_with("title = \"Renewal"))
        .expect("a title");
    check(title, "", "text.en", "\"title\" is missing in [text.en]");
    check(
        title,
        &format!("{title}\nbody-x = \"X\""),
        "text.en.body-x",
        "belongs to nothing",
    );
}

#[test]
fn all_mistakes_come_at_once_in_the_order_of_lines() {
    let text = plain()
        .replace("version = 1 ", "version = 0 ")
        .replace("valid_at = \"approval\"", "valid_at = \"never\"")
        .replace("exportable = \"never\"", "exportable = 3")
        .replace("[issue]", "[issue]\nfee = 100")
        .replace("backup = \"not-offered\"", "backup = \"offered-elsewhere\"");
    let mistakes = read("plain-renewal", &text, &calendars()).expect_err("refused");
    let keys: Vec<&str> = mistakes
        .list()
        .iter()
        .map(|mistake| mistake.key.as_str())
        .collect();
    assert_eq!(
        keys,
        [
            "version",
            "admission.valid_at",
            "key.exportable",
            "issue.fee",
            "aftercare.backup"
        ]
    );
    let lines: Vec<usize> = mistakes.list().iter().map(|mistake| mistake.line).collect();
    assert!(lines.is_sorted() && lines[0] > 1, "{mistakes}");
}

#[test]
fn a_file_that_is_no_toml_names_the_place() {
    let mistakes = read("x", "version = 1\nprofile = \n", &calendars()).expect_err("refused");
    assert_eq!(mistakes.list().len(), 1, "{mistakes}");
    assert_eq!(mistakes.list()[0].line, 2, "{mistakes}");
    assert!(
        read("X y", &plain(), &calendars()).is_err(),
        "a file's name is a procedure's name"
    );
}

#[test]
fn an_empty_file_lacks_every_section_once() {
    let mistakes = read("x", "", &calendars()).expect_err("refused");
    let mut keys: Vec<&str> = mistakes
        .list()
        .iter()
        .map(|mistake| mistake.key.as_str())
        .collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "admission",
            "aftercare",
            "application",
            "calendar",
            "examination",
            "gathering",
            "issue",
            "key",
            "notices",
            "profile",
            "text",
            "version"
        ]
    );
}

//! The table of negative cases names tests that exist, and every case that is due has one.

#![cfg(test)]

use std::{collections::BTreeMap, fs, path::PathBuf};

/// The cases that are due now; the others wait for devices or services.
const DUE: [u32; 35] = [
    1, 2, 3, 4, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
    29, 33, 43, 44, 48, 49, 51, 53, 54, 55,
];
const LAST: u32 = 55;

fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn table() -> String {
    fs::read_to_string(root().join("docs/negative-cases.md")).expect("the table")
}

/// The tests that a line names: `path::name`.
fn tests_of(line: &str) -> Vec<(String, String)> {
    line.split('`')
        .skip(1)
        .step_by(2)
        .filter_map(|quoted| quoted.split_once(".rs::"))
        .map(|(path, name)| (format!("{path}.rs"), name.to_owned()))
        .collect()
}

#[test]
fn every_test_that_the_table_names_exists() {
    let mut missing = Vec::new();
    let mut files = BTreeMap::new();
    for (path, name) in table().lines().flat_map(tests_of) {
        let text = files
            .entry(path.clone())
            .or_insert_with(|| fs::read_to_string(root().join(&path)).unwrap_or_default());
        // As a function, or as a name in a macro that makes tests.
        let declared = [format!("fn {name}("), format!("    {name}:")];
        if !declared.iter().any(|form| text.contains(form.as_str())) {
            missing.push(format!("{path}::{name}"));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(files.len() > 10);
}

#[test]
fn every_case_stands_in_the_table_and_those_that_are_due_have_tests() {
    let table = table();
    let mut number = 0;
    for line in table.lines() {
        let Some(case) = line
            .strip_prefix("| ")
            .and_then(|rest| rest.split(' ').next())
            .and_then(|word| word.parse::<u32>().ok())
        else {
            continue;
        };
        number += 1;
        assert_eq!(case, number, "the cases stand in their order");
        let tested = !tests_of(line).is_empty();
        assert!(
            tested || line.contains("not due: "),
            "case {case} says nothing"
        );
        assert!(tested || !DUE.contains(&case), "case {case} has no test");
    }
    assert_eq!(number, LAST);
}

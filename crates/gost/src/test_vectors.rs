//! Reads the files of `tests/vectors`: blocks of `name = value` lines separated by empty lines;
//! `#` begins a comment, which tells the origin.

use std::collections::BTreeMap;

/// One block of a vector file.
pub(crate) struct Vector(BTreeMap<String, String>);

/// Splits a file into its blocks.
pub(crate) fn vectors(file: &str) -> Vec<Vector> {
    let mut blocks = vec![BTreeMap::new()];
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        match line.split_once(" = ") {
            Some((name, value)) => {
                let block = blocks.last_mut().expect("there is a first block");
                block.insert(name.to_owned(), value.to_owned());
            }
            None if line.is_empty() => blocks.push(BTreeMap::new()),
            None => panic!("not a vector line: {line}"),
        }
    }
    let found: Vec<_> = blocks
        .into_iter()
        .filter(|block| !block.is_empty())
        .map(Vector)
        .collect();
    assert!(!found.is_empty(), "a vector file holds at least one vector");
    found
}

impl Vector {
    fn value(&self, name: &str) -> &str {
        self.0
            .get(name)
            .unwrap_or_else(|| panic!("the vector has no {name}"))
    }

    /// A value in hexadecimal.
    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        from_hex(self.value(name))
    }

    /// A decimal number.
    pub(crate) fn number(&self, name: &str) -> u32 {
        self.value(name).parse().expect("a decimal number")
    }

    /// A text as its octets; `\0` stands for a zero octet.
    pub(crate) fn text(&self, name: &str) -> Vec<u8> {
        self.value(name).replace("\\0", "\0").into_bytes()
    }
}

/// Octets of a hexadecimal text.
pub(crate) fn from_hex(text: &str) -> Vec<u8> {
    assert!(text.len().is_multiple_of(2), "an even number of digits");
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hexadecimal digits"))
        .collect()
}

//! `cargo fuzz run pkcs12`.

#![no_main]

#[path = "../readers.rs"]
mod readers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| readers::run("pkcs12", bytes));

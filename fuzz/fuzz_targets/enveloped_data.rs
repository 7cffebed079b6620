//! `cargo fuzz run enveloped_data`.

#![no_main]

#[path = "../readers.rs"]
mod readers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| readers::run("enveloped_data", bytes));

//! Whole renewals with the key on each kind of medium, by the program, judged by OpenSSL; and what a token counts.

#![cfg(test)]

use std::{path::Path, process::Command};

use smena_demo::{Algorithm, Medium};
use smena_scenarios::{
    agent::Program,
    artefacts, folder,
    process::{Answer, COMMAND_LIMIT, program, run, skipped},
};

fn renew(folder: &Path, medium: Medium, algorithm: Algorithm) -> Answer {
    run(
        Command::new(program("smena-demo"))
            .args(["--headless", "--lang", "en", "--dir"])
            .arg(folder)
            .args(["--medium", medium.word(), "--algorithm", algorithm.word()]),
        COMMAND_LIMIT,
    )
}

/// Two renewals, so that the old key of the second is the new one of the first: made, kept and found by the medium.
fn judge(medium: Medium, algorithm: Algorithm) {
    let folder = folder();
    for _ in 0..2 {
        renew(folder.path(), medium, algorithm).expect_success(medium.word());
    }
    artefacts::expect_accepted(folder.path(), algorithm);
}

#[test]
fn openssl_accepts_a_renewal_in_a_folder() {
    judge(Medium::Folder, Algorithm::Gost256);
}

#[test]
fn openssl_accepts_a_renewal_in_containers_of_256_and_512_bits() {
    judge(Medium::CryptoPro, Algorithm::Gost256);
    judge(Medium::CryptoPro, Algorithm::Gost512);
}

#[test]
fn openssl_accepts_a_renewal_on_the_software_token_of_256_and_512_bits() {
    judge(Medium::Softtoken, Algorithm::Gost256);
    judge(Medium::Softtoken, Algorithm::Gost512);
}

#[test]
fn openssl_accepts_a_renewal_on_a_token_of_softhsm() {
    let folder = folder();
    let answer = renew(folder.path(), Medium::Softhsm, Algorithm::P256);
    if answer.code == Some(3) && answer.stderr.contains("not on this computer") {
        return skipped("SoftHSM is not installed");
    }
    answer.expect_success("softhsm");
    artefacts::expect_accepted(folder.path(), Algorithm::P256);
}

#[test]
fn one_pin_serves_a_renewal_and_the_token_counts_no_other() {
    let folder = folder();
    renew(folder.path(), Medium::Softtoken, Algorithm::Gost256).expect_success("the first");
    let program = Program::of(&folder.path().join("world"), Medium::Softtoken);
    // One in the set-up, where the first key was made, and one for the whole renewal.
    assert_eq!(program.pin_attempts().len(), 2);
    renew(folder.path(), Medium::Softtoken, Algorithm::Gost256).expect_success("the second");
    assert_eq!(program.pin_attempts().len(), 3);
}

#[test]
fn a_folder_whose_holder_has_his_keys_elsewhere_is_told() {
    let folder = folder();
    renew(folder.path(), Medium::Folder, Algorithm::Gost256).expect_success("the first");
    let answer = renew(folder.path(), Medium::CryptoPro, Algorithm::Gost256);
    assert_eq!(answer.code, Some(2), "{}", answer.stderr);
    assert!(answer.stderr.contains("folder") && answer.stderr.contains("cryptopro"));
}

//! The keys of real containers: each header tells the imitovstavka that the right password gives.
//!
//! Left out where the folder of test data is not.

#![cfg(test)]

use std::{fs, path::Path};

use smena_gost::{
    cryptopro_kdf::{ContainerHash, container_key},
    gost28147::{Gost28147, KeyMeshing, SBox},
};

/// Folders below the test data; the password of all is `1`.
const CONTAINERS: [(&str, ContainerHash); 3] = [
    ("kov-serg/g2001.000", ContainerHash::Gost94),
    ("kov-serg/g2012256.000", ContainerHash::Streebog256),
    ("kov-serg/g2012512.000", ContainerHash::Streebog256),
];

/// Heads of the two elements of `header.key` that the check takes: hmacPassword, which stands near
/// the beginning, and primaryFP, which stands near the end.
const PASSWORD_CODE: &[u8] = &[0x82, 4];
const FINGERPRINT: &[u8] = &[0x8a, 8];

#[test]
fn passwords_of_real_containers_have_their_keys() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/testdata/cryptopro");
    if !folder.exists() {
        eprintln!("left out: the folder of test data is not there");
        return;
    }
    for (name, hash) in CONTAINERS {
        let header = fs::read(folder.join(name).join("header.key")).expect("a header");
        // The first eight octets are the heads of two sequences.
        let code = header[8..]
            .windows(6)
            .find(|window| window.starts_with(PASSWORD_CODE));
        let code = &code.expect("a code of the password")[2..];
        let fingerprint = header
            .windows(10)
            .rfind(|window| window.starts_with(FINGERPRINT));
        let fingerprint = &fingerprint.expect("a fingerprint")[2..];
        let sbox = match hash {
            ContainerHash::Streebog256 => SBox::ParamZ,
            ContainerHash::Gost94 => SBox::CryptoProA,
        };
        let code_of = |password: &[u8]| {
            let key = container_key(hash, password, fingerprint);
            Gost28147::new(sbox, &key).imitovstavka(&[0; 8], KeyMeshing::None, &[0; 16])
        };
        assert_eq!(code_of(b"1"), *code, "{name}");
        assert_ne!(code_of(b"2"), *code, "{name}");
    }
}

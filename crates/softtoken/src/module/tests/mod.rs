//! One process with a token, without the C interface.

use std::time::Instant;

use cryptoki_sys::{
    CK_ATTRIBUTE_TYPE, CK_MECHANISM_TYPE, CK_OBJECT_HANDLE, CK_SESSION_HANDLE, CK_TRUE, CK_ULONG,
    CKA_CLASS, CKA_DERIVE, CKA_EC_PARAMS, CKA_EC_POINT, CKA_EXTRACTABLE, CKA_GOSTR3410_PARAMS,
    CKA_GOSTR3411_PARAMS, CKA_ID, CKA_KEY_TYPE, CKA_LABEL, CKA_LOCAL, CKA_MODULUS_BITS,
    CKA_NEVER_EXTRACTABLE, CKA_PRIVATE, CKA_SENSITIVE, CKA_TOKEN, CKA_VALUE, CKA_VALUE_LEN,
    CKF_RW_SESSION, CKF_SERIAL_SESSION, CKF_TOKEN_PRESENT, CKF_USER_PIN_COUNT_LOW,
    CKF_USER_PIN_FINAL_TRY, CKF_USER_PIN_LOCKED, CKK_GENERIC_SECRET, CKK_GOST28147,
    CKM_EC_KEY_PAIR_GEN, CKM_ECDH1_DERIVE, CKM_ECDSA, CKM_ECDSA_SHA256, CKM_GOSTR3410,
    CKM_GOSTR3410_DERIVE, CKM_GOSTR3410_KEY_PAIR_GEN, CKM_RSA_PKCS, CKM_RSA_PKCS_KEY_PAIR_GEN,
    CKM_SHA256, CKM_SHA256_RSA_PKCS, CKO_DATA, CKO_PRIVATE_KEY, CKO_PUBLIC_KEY,
};
use smena_gost::{ParameterSet, SigningKey, VerifyingKey};
use tempfile::TempDir;

use super::*;
use crate::{
    TokenOptions,
    attribute::Template,
    create, limits,
    mechanism::{
        CKM_GOSTR3410_12_DERIVE, CKM_GOSTR3410_512_KEY_PAIR_GEN,
        CKM_GOSTR3410_WITH_GOSTR3411_12_256, CKM_GOSTR3410_WITH_GOSTR3411_12_512,
        CKM_VKO_GOSTR3410_2012_512, Mechanism, Parameter,
    },
    pin_attempts,
    place::system_rng,
    write_faults,
};

mod access;
mod faults;
mod objects;
mod operations;

const PIN: &[u8] = b"12345678";
const SO_PIN: &[u8] = b"87654321";
const SLOT: CK_SLOT_ID = 0;
const WRITES: CK_ULONG = CKF_SERIAL_SESSION | CKF_RW_SESSION;

struct Fixture {
    folder: TempDir,
    module: Module,
}

fn fixture(options: &TokenOptions) -> Fixture {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tokens");
    create(&path, options, &mut system_rng()).expect("a token");
    let module = Module::open(&path, Box::new(system_rng())).expect("a module");
    Fixture { folder, module }
}

fn quick() -> Fixture {
    fixture(&TokenOptions::quick("test"))
}

impl Fixture {
    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("tokens")
    }

    fn open(&mut self) -> CK_SESSION_HANDLE {
        self.module.open_session(SLOT, WRITES).expect("a session")
    }

    fn user(&mut self) -> CK_SESSION_HANDLE {
        let session = self.open();
        self.login(session, Who::User, PIN).expect("the right PIN");
        session
    }

    fn login(
        &mut self,
        session: CK_SESSION_HANDLE,
        who: Who,
        pin: &[u8],
    ) -> Result<(), TokenError> {
        self.module.login(session, who, pin, "C_Login")
    }

    fn flags(&self) -> CK_ULONG {
        self.module.token_info(SLOT).expect("a token").flags
    }

    fn found(&mut self, session: CK_SESSION_HANDLE, template: &Template) -> Vec<CK_OBJECT_HANDLE> {
        self.module.find_init(session, template).expect("a search");
        let found = self.module.find(session, 100).expect("objects");
        self.module.find_final(session).expect("an end");
        found
    }

    fn pair(
        &mut self,
        session: CK_SESSION_HANDLE,
        kind: CK_MECHANISM_TYPE,
        parameters: &[(CK_ATTRIBUTE_TYPE, &[u8])],
        of_private: &[(CK_ATTRIBUTE_TYPE, &[u8])],
    ) -> Result<(CK_OBJECT_HANDLE, CK_OBJECT_HANDLE), TokenError> {
        let common: &[(CK_ATTRIBUTE_TYPE, &[u8])] = &[(CKA_TOKEN, &[CK_TRUE]), (CKA_ID, b"1")];
        let public = template(&[common, parameters].concat());
        let private = template(&[common, of_private].concat());
        self.module
            .generate_key_pair(session, &plain(kind), &public, &private)
    }

    fn gost(&mut self, session: CK_SESSION_HANDLE) -> (CK_OBJECT_HANDLE, CK_OBJECT_HANDLE) {
        self.pair(session, CKM_GOSTR3410_KEY_PAIR_GEN, GOST_256, &[])
            .expect("a pair of keys")
    }

    fn sign(
        &mut self,
        session: CK_SESSION_HANDLE,
        kind: CK_MECHANISM_TYPE,
        key: CK_OBJECT_HANDLE,
        text: &[u8],
    ) -> Result<Vec<u8>, TokenError> {
        self.module.sign_init(session, &plain(kind), key)?;
        let reply = self.module.sign(session, Some(text), Room::Octets(1_024))?;
        Ok(octets(reply))
    }

    fn verify(
        &mut self,
        session: CK_SESSION_HANDLE,
        kind: CK_MECHANISM_TYPE,
        key: CK_OBJECT_HANDLE,
        text: &[u8],
        signature: &[u8],
    ) -> Result<(), TokenError> {
        self.module.verify_init(session, &plain(kind), key)?;
        self.module.verify(session, Some(text), signature)
    }

    fn value(
        &self,
        session: CK_SESSION_HANDLE,
        object: CK_OBJECT_HANDLE,
        kind: CK_ATTRIBUTE_TYPE,
    ) -> Result<Vec<u8>, TokenError> {
        let values = self.module.attribute_values(session, object, &[kind])?;
        let value = values.into_iter().next().expect("one value")?;
        Ok(value.to_vec())
    }
}

/// CryptoPro-A and Streebog-256, as identifiers in DER (RFC 9215).
const GOST_256: &[(CK_ATTRIBUTE_TYPE, &[u8])] = &[
    (
        CKA_GOSTR3410_PARAMS,
        &[0x06, 0x07, 0x2a, 0x85, 0x03, 0x02, 0x02, 0x23, 0x01],
    ),
    (
        CKA_GOSTR3411_PARAMS,
        &[0x06, 0x08, 0x2a, 0x85, 0x03, 0x07, 0x01, 0x01, 0x02, 0x02],
    ),
];
/// tc26-gost-3410-12-512-paramSetA.
const GOST_512: &[(CK_ATTRIBUTE_TYPE, &[u8])] = &[(
    CKA_GOSTR3410_PARAMS,
    &[
        0x06, 0x09, 0x2a, 0x85, 0x03, 0x07, 0x01, 0x02, 0x01, 0x02, 0x01,
    ],
)];
const P256: &[(CK_ATTRIBUTE_TYPE, &[u8])] = &[(
    CKA_EC_PARAMS,
    &[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
)];
const P384: &[(CK_ATTRIBUTE_TYPE, &[u8])] =
    &[(CKA_EC_PARAMS, &[0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22])];

fn template(entries: &[(CK_ATTRIBUTE_TYPE, &[u8])]) -> Template {
    let owned = entries
        .iter()
        .map(|(kind, octets)| (*kind, Zeroizing::new(octets.to_vec())));
    Template::new(owned.collect()).expect("a short template")
}

fn number(value: CK_ULONG) -> Vec<u8> {
    value.to_ne_bytes().to_vec()
}

fn plain(kind: CK_MECHANISM_TYPE) -> Mechanism {
    Mechanism {
        kind,
        parameter: Parameter::None,
    }
}

fn octets(reply: Reply) -> Vec<u8> {
    match reply {
        Reply::Octets(octets) => octets.to_vec(),
        Reply::Length(length) | Reply::TooSmall(length) => panic!("asked for {length} octets"),
    }
}

/// A data object of so many octets.
fn data(label: &[u8], is_private: bool, length: usize) -> Template {
    template(&[
        (CKA_CLASS, &number(CKO_DATA)),
        (CKA_TOKEN, &[CK_TRUE]),
        (CKA_PRIVATE, &[u8::from(is_private)]),
        (CKA_LABEL, label),
        (CKA_VALUE, &vec![7; length]),
    ])
}

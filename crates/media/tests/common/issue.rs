//! A certificate for any public key, issued by a throw-away authority: only that it fits the key matters here.

use getrandom::{SysRng, rand_core::UnwrapErr};
use smena_pki::{
    algorithm::KeyAlgorithm,
    certificate::{Certificate, SerialNumber},
    extension::Extensions,
    issue::{CertificateContents, sign},
    key::{PrivateKey, PublicKey},
    name::NameBuilder,
    oid,
};
use time::macros::datetime;

pub(crate) fn certificate_for(public_key: &PublicKey) -> Certificate {
    let mut rng = UnwrapErr(SysRng);
    let issuer = PrivateKey::generate(KeyAlgorithm::EcdsaP256, &mut rng).expect("an issuing key");
    let name = |text| {
        let name = NameBuilder::default()
            .push(oid::COMMON_NAME, text)
            .expect("a common name");
        name.build()
    };
    let contents = CertificateContents {
        serial: SerialNumber::from_magnitude(&[1]).expect("a serial number"),
        signature_algorithm: KeyAlgorithm::EcdsaP256.signature_algorithm(),
        issuer: name("Удостоверяющий центр"),
        not_before: datetime!(2026-11-23 09:00 UTC),
        not_after: datetime!(2027-11-23 09:00 UTC),
        subject: name("Иванова Мария Петровна"),
        public_key: public_key.clone(),
        extensions: Extensions::new(),
    };
    let tbs = contents.freeze().expect("frozen");
    sign(&tbs, &issuer, &mut rng).expect("signed")
}

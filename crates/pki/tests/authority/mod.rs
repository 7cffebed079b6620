//! Authorities and holders made for the tests, with extensions that each test can change.

#![cfg(test)]

use smena_pki::algorithm::KeyAlgorithm;
use smena_pki::certificate::{Certificate, SerialNumber};
use smena_pki::extension::{
    AuthorityKeyIdentifier, BasicConstraints, Extensions, KeyUsage, SubjectKeyIdentifier,
};
use smena_pki::issue::{self, CertificateContents};
use smena_pki::key::{PrivateKey, Signer as _};
use smena_pki::name::{Name, NameBuilder};
use smena_pki::oid;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::common::SeededRng;

/// The moment for which the tests check.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-12-01 09:00:00 UTC);
/// Where the validity of certificates made here begins.
pub(crate) const FROM: OffsetDateTime = datetime!(2026-01-01 00:00:00 UTC);
/// Where it ends.
pub(crate) const TO: OffsetDateTime = datetime!(2036-01-01 00:00:00 UTC);

/// Somebody with a key and a certificate.
pub(crate) struct Party {
    pub(crate) key: PrivateKey,
    pub(crate) certificate: Certificate,
}

/// What a certificate made here says.
pub(crate) struct Plan {
    pub(crate) subject: Name,
    pub(crate) serial: u64,
    pub(crate) not_before: OffsetDateTime,
    pub(crate) not_after: OffsetDateTime,
    pub(crate) authority: bool,
    pub(crate) path_length: Option<u32>,
    pub(crate) usage: KeyUsage,
    pub(crate) more: Extensions,
}

pub(crate) fn name(common_name: &str) -> Name {
    NameBuilder::new()
        .push(oid::COMMON_NAME, common_name)
        .expect("a plain name")
        .build()
}

impl Plan {
    pub(crate) fn authority(common_name: &str, serial: u64) -> Self {
        Self {
            subject: name(common_name),
            serial,
            not_before: FROM,
            not_after: TO,
            authority: true,
            path_length: None,
            usage: KeyUsage::KEY_CERT_SIGN | KeyUsage::CRL_SIGN,
            more: Extensions::new(),
        }
    }

    pub(crate) fn holder(common_name: &str, serial: u64) -> Self {
        Self {
            authority: false,
            usage: KeyUsage::DIGITAL_SIGNATURE | KeyUsage::NON_REPUDIATION,
            ..Self::authority(common_name, serial)
        }
    }

    fn make(&self, key: PrivateKey, issuer: Option<&Party>, rng: &mut SeededRng) -> Party {
        let signer = issuer.map_or(&key, |party| &party.key);
        let mut extensions = Extensions::new();
        if self.authority {
            let basic = BasicConstraints {
                ca: true,
                path_length: self.path_length,
            };
            extensions = extensions.with(&basic, true);
        }
        let own = SubjectKeyIdentifier(key.public_key().key_identifier().to_vec());
        let above = AuthorityKeyIdentifier {
            key_identifier: Some(signer.public_key().key_identifier().to_vec()),
            issuer: None,
            serial: None,
        };
        extensions = extensions
            .with(&self.usage, true)
            .with(&own, false)
            .with(&above, false);
        self.more
            .iter()
            .cloned()
            .for_each(|extension| extensions.push(extension));
        let contents = CertificateContents {
            serial: SerialNumber::from_magnitude(&self.serial.to_be_bytes()).expect("a serial"),
            signature_algorithm: signer.public_key().algorithm().signature_algorithm(),
            issuer: issuer
                .map_or(&self.subject, |party| party.certificate.subject())
                .clone(),
            not_before: self.not_before,
            not_after: self.not_after,
            subject: self.subject.clone(),
            public_key: key.public_key().clone(),
            extensions,
        };
        let tbs = contents.freeze().expect("a certificate to be signed");
        let certificate = issue::sign(&tbs, signer, rng).expect("a signed certificate");
        Party { key, certificate }
    }

    /// Makes a self-signed certificate with a new key.
    pub(crate) fn root(&self, algorithm: KeyAlgorithm) -> Party {
        let mut rng = SeededRng::new(&format!("{} {}", self.subject, self.serial));
        let key = PrivateKey::generate(algorithm, &mut rng).expect("a key");
        self.make(key, None, &mut rng)
    }

    /// Makes a certificate with a new key of the same kind as the issuer's.
    pub(crate) fn under(&self, issuer: &Party) -> Party {
        let mut rng = SeededRng::new(&format!("{} {}", self.subject, self.serial));
        let algorithm = issuer.key.public_key().algorithm();
        self.for_key(
            PrivateKey::generate(algorithm, &mut rng).expect("a key"),
            issuer,
        )
    }

    /// Makes a certificate for a key that exists.
    pub(crate) fn for_key(&self, key: PrivateKey, issuer: &Party) -> Party {
        let mut rng = SeededRng::new(&format!("certificate {} {}", self.subject, self.serial));
        self.make(key, Some(issuer), &mut rng)
    }
}

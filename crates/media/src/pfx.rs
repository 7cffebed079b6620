//! PFX files (PKCS#12) as a way in and out: the keys of one with their certificates, or one key in a new one.
//!
//! A PFX is no medium: nothing is signed with a key in it. [`smena_pki::pkcs12`] knows the octets; what belongs to what in
//! a file, and which protection a new one gets, is decided here (RFC 7292, RFC 9548).

use rand_core::CryptoRng;
use smena_pki::{
    algorithm::KeyAlgorithm,
    certificate::Certificate,
    key::{PrivateKey, Signer as _},
    limits::{PFX_AES_ITERATIONS_MIN, PFX_GOST_ITERATIONS_MIN},
    pkcs12::{Pkcs12, Pkcs12Builder, Pkcs12Error, Protection},
};

use crate::{error::MediumError, secret::Secret};

/// A key of a PFX file.
pub struct Pair {
    /// The private key.
    pub key: PrivateKey,
    /// Its certificate, where the file has it.
    pub certificate: Option<Certificate>,
    /// The name that it has there.
    pub label: Option<String>,
}

/// Which programs shall read a new file with a GOST key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GostForm {
    /// Those that know RFC 9548: Kuznyechik with a code over the content.
    Rfc9548,
    /// Those of before, OpenSSL's engine and GnuTLS among them: GOST 28147-89.
    Gost28147,
}

/// Reads the keys of a file.
///
/// # Errors
///
/// [`MediumError::PfxPassword`] for a wrong password, as far as the file can tell; [`MediumError::Pfx`] else.
pub fn read(file: &[u8], password: Option<&Secret>) -> Result<Vec<Pair>, MediumError> {
    let pfx = Pkcs12::from_der_or_pem(file).map_err(failed)?;
    let contents = pfx
        .open(password.map_or(&[], Secret::expose))
        .map_err(failed)?;
    let certificates: Vec<Option<Certificate>> = contents
        .keys
        .iter()
        .map(|key| contents.certificate_of(key))
        .map(|held| held.map(|held| held.certificate.clone()))
        .collect();
    let pairs = contents.keys.into_iter().zip(certificates);
    Ok(pairs
        .map(|(held, certificate)| Pair {
            key: held.key,
            certificate,
            label: held.friendly_name,
        })
        .collect())
}

/// Writes a key with its certificate.
///
/// # Errors
///
/// [`MediumError::Pfx`] when the key has no encoding.
pub fn write(
    key: &PrivateKey,
    certificate: Option<&Certificate>,
    label: Option<&str>,
    password: &Secret,
    form: GostForm,
    rng: &mut dyn CryptoRng,
) -> Result<Vec<u8>, MediumError> {
    let protection = match (key.public_key().algorithm(), form) {
        (KeyAlgorithm::Gost(_) | KeyAlgorithm::Gost2001(_), GostForm::Rfc9548) => {
            Protection::Gost {
                iterations: PFX_GOST_ITERATIONS_MIN,
            }
        }
        (KeyAlgorithm::Gost(_) | KeyAlgorithm::Gost2001(_), GostForm::Gost28147) => {
            Protection::Gost28147 {
                iterations: PFX_GOST_ITERATIONS_MIN,
            }
        }
        _ => Protection::Aes {
            iterations: PFX_AES_ITERATIONS_MIN,
        },
    };
    let mut builder = Pkcs12Builder::new(protection).key(key, label);
    if let Some(certificate) = certificate {
        builder = builder.certificate(certificate, label);
    }
    builder.build(password.expose(), rng).map_err(failed)
}

fn failed(error: Pkcs12Error) -> MediumError {
    match error {
        Pkcs12Error::Password => MediumError::PfxPassword,
        error => MediumError::Pfx(error),
    }
}

//! Opening envelopes with a key that stays in the token: ECDH and RSA.
//!
//! GOST agreement is answered with [`OpenError::Unsupported`]: the derivation mechanisms of the vendors differ in their
//! parameters, and none was at hand to check against. What the agreed octets open is not known here.

use std::error::Error;

use cryptoki::{
    mechanism::{
        Mechanism, MechanismType,
        elliptic_curve::{EcKdf, Ecdh1DeriveParams},
        rsa::{PkcsMgfType, PkcsOaepParams, PkcsOaepSource},
    },
    object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle},
    types::Ulong,
};
use rand_core::CryptoRng;
use smena_pki::{
    algorithm::{DigestAlgorithm, KeyAlgorithm},
    key::{GostAgreement, OpenError, Opener, PublicKey, RsaPadding},
};
use zeroize::Zeroizing;

use super::{signing::DeviceKey, token::Link};
use crate::error::MediumError;

impl Opener for DeviceKey {
    fn opening_key(&self) -> &PublicKey {
        &self.owner.public_key
    }

    fn agree_gost(
        &self,
        _agreement: GostAgreement,
        _other: &PublicKey,
        _ukm: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        Err(self.unsupported())
    }

    fn agree_ecdh(&self, other: &PublicKey) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let algorithm = self.owner.public_key.algorithm();
        let size = match algorithm {
            KeyAlgorithm::EcdsaP256 => 32,
            KeyAlgorithm::EcdsaP384 => 48,
            _ => return Err(self.unsupported()),
        };
        if other.algorithm() != algorithm {
            return Err(OpenError::OtherParty);
        }
        self.use_key(|link, key| {
            let parameters = Ecdh1DeriveParams::new(EcKdf::null(), other.key_bits());
            let template = [
                Attribute::Class(ObjectClass::SECRET_KEY),
                Attribute::KeyType(KeyType::GENERIC_SECRET),
                Attribute::Token(false),
                Attribute::Sensitive(false),
                Attribute::Extractable(true),
                Attribute::ValueLen(Ulong::from(size)),
            ];
            let mechanism = Mechanism::Ecdh1Derive(parameters);
            let derived = link.session().derive_key(&mechanism, key, &template);
            let derived = derived.map_err(|error| link.fault(&error))?;
            let value = link.attributes(derived, &[AttributeType::Value])?;
            link.destroy(derived)?;
            Ok(value.into_iter().find_map(|attribute| match attribute {
                Attribute::Value(value) => Some(Zeroizing::new(value)),
                _ => None,
            }))
        })?
        .ok_or(OpenError::Computation)
    }

    fn decrypt_rsa(
        &self,
        padding: RsaPadding,
        encrypted: &[u8],
        _rng: &mut dyn CryptoRng,
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        if !matches!(self.owner.public_key.algorithm(), KeyAlgorithm::Rsa { .. }) {
            return Err(self.unsupported());
        }
        let mechanism = match padding {
            RsaPadding::Pkcs1v15 => Mechanism::RsaPkcs,
            RsaPadding::Oaep(digest) => {
                let (hash, mask) = oaep(digest).ok_or_else(|| self.unsupported())?;
                Mechanism::RsaPkcsOaep(PkcsOaepParams::new(hash, mask, PkcsOaepSource::empty()))
            }
        };
        self.use_key(|link, key| {
            let decrypted = link.session().decrypt(&mechanism, key, encrypted);
            decrypted
                .map(Zeroizing::new)
                .map_err(|error| link.fault(&error))
        })
        .map_err(|error| match &error {
            OpenError::Device(source) => match code_of(source.as_ref()) {
                // The token, or its library, does not know this padding.
                Some(
                    "CKR_MECHANISM_INVALID" | "CKR_MECHANISM_PARAM_INVALID" | "CKR_ARGUMENTS_BAD",
                ) => self.unsupported(),
                // Whatever was wrong with the message: no more than this is said.
                Some(_) => OpenError::Computation,
                None => error,
            },
            _ => error,
        })
    }
}

impl DeviceKey {
    fn unsupported(&self) -> OpenError {
        OpenError::Unsupported(self.owner.public_key.algorithm().name())
    }

    /// Does something with the private key, which must be the only one that it can be.
    fn use_key<T>(
        &self,
        act: impl FnOnce(&Link<'_>, ObjectHandle) -> Result<T, MediumError>,
    ) -> Result<T, OpenError> {
        self.token
            .work(|link| {
                let keys = self.owner.private_keys(link)?;
                let key = match keys.as_slice() {
                    [key] => *key,
                    // Which of them it is, a signature says.
                    _ => self.owner.sign(link, b"smena-which-key")?.key,
                };
                act(link, key)
            })
            .map_err(|error| OpenError::Device(Box::new(error)))
    }
}

/// The return value that a module answered with, if that was all.
fn code_of<'a>(error: &'a (dyn Error + Send + Sync + 'static)) -> Option<&'a str> {
    match error.downcast_ref::<MediumError>() {
        Some(MediumError::Pkcs11 { code, .. }) => Some(code),
        _ => None,
    }
}

fn oaep(digest: DigestAlgorithm) -> Option<(MechanismType, PkcsMgfType)> {
    match digest {
        DigestAlgorithm::Sha1 => Some((MechanismType::SHA1, PkcsMgfType::MGF1_SHA1)),
        DigestAlgorithm::Sha256 => Some((MechanismType::SHA256, PkcsMgfType::MGF1_SHA256)),
        DigestAlgorithm::Sha384 => Some((MechanismType::SHA384, PkcsMgfType::MGF1_SHA384)),
        DigestAlgorithm::Sha512 => Some((MechanismType::SHA512, PkcsMgfType::MGF1_SHA512)),
        _ => None,
    }
}

//! Opening envelopes with a key that stays in the token: VKO, ECDH and RSA.
//!
//! The token multiplies points and hashes; what KEG (RFC 9189, section 8.3.1) does with 32 agreed octets is done here. A
//! token that agreed by another algorithm than was meant gives octets that open nothing, since every envelope carries a code
//! of authenticity over its key. What the agreed octets open is not known here.

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
    asn1::{self, tag},
    key::{GostAgreement, OpenError, Opener, PublicKey, RsaPadding},
};
use zeroize::Zeroizing;

use super::{gost::Vko, signing::DeviceKey, token::Link};
use crate::error::MediumError;

impl Opener for DeviceKey {
    fn opening_key(&self) -> &PublicKey {
        &self.owner.public_key
    }

    fn agree_gost(
        &self,
        agreement: GostAgreement,
        other: &PublicKey,
        ukm: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let KeyAlgorithm::Gost(own) = self.owner.public_key.algorithm() else {
            return Err(self.unsupported());
        };
        match other.algorithm() {
            KeyAlgorithm::Gost(set) if set.curve() == own.curve() => {}
            _ => return Err(OpenError::OtherParty),
        }
        let point = asn1::only(other.key_bits(), tag::OCTET_STRING);
        let point = point.map_err(|_| OpenError::OtherParty)?.content;
        let size = own.curve().size();
        match agreement {
            GostAgreement::Vko256 => self.agree_vko(Vko::ways(size, 32), point, ukm),
            GostAgreement::Keg => {
                let material = ukm.try_into().map_err(|_| OpenError::OtherParty)?;
                let ukm = smena_gost::pair_integer(material);
                if size == 64 {
                    return self.agree_vko(Vko::ways(size, 64), point, &ukm);
                }
                let agreed = self.agree_vko(Vko::ways(size, 32), point, &ukm)?;
                let agreed = agreed.as_slice().try_into();
                let pair =
                    smena_gost::pair_of(agreed.map_err(|_| OpenError::Computation)?, material);
                Ok(Zeroizing::new(pair.to_vec()))
            }
        }
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
            let mut template = AGREED.to_vec();
            template.push(Attribute::ValueLen(Ulong::from(size)));
            let mechanism = Mechanism::Ecdh1Derive(parameters);
            let derived = link.session().derive_key(&mechanism, key, &template);
            taken(link, derived.map_err(|error| link.fault(&error))?)
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

/// A key that is read and thrown away at once.
const AGREED: [Attribute; 5] = [
    Attribute::Class(ObjectClass::SECRET_KEY),
    Attribute::KeyType(KeyType::GENERIC_SECRET),
    Attribute::Token(false),
    Attribute::Sensitive(false),
    Attribute::Extractable(true),
];

/// Reads a key that was agreed on and destroys its object.
fn taken(
    link: &Link<'_>,
    derived: ObjectHandle,
) -> Result<Option<Zeroizing<Vec<u8>>>, MediumError> {
    let value = link.attributes(derived, &[AttributeType::Value])?;
    link.destroy(derived)?;
    Ok(value.into_iter().find_map(|attribute| match attribute {
        Attribute::Value(value) => Some(Zeroizing::new(value)),
        _ => None,
    }))
}

impl DeviceKey {
    /// Agrees by VKO; a token that has none of the ways does not do this.
    fn agree_vko(
        &self,
        ways: &[Vko],
        point: &[u8],
        ukm: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let agreed =
            self.use_key(
                |link, key| match link.agree(ways, key, (point, ukm), &AGREED)? {
                    Some(derived) => taken(link, derived).map(Some),
                    None => Ok(None),
                },
            );
        let agreed = agreed.map_err(|error| self.understood(error))?;
        agreed
            .ok_or_else(|| self.unsupported())?
            .ok_or(OpenError::Computation)
    }

    /// Tells a mechanism, or a form of its parameter, that the token has not got from a token that does not answer.
    fn understood(&self, error: OpenError) -> OpenError {
        match &error {
            OpenError::Device(source) => match code_of(source.as_ref()) {
                Some(
                    "CKR_MECHANISM_INVALID" | "CKR_MECHANISM_PARAM_INVALID" | "CKR_ARGUMENTS_BAD",
                ) => self.unsupported(),
                _ => error,
            },
            _ => error,
        }
    }

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

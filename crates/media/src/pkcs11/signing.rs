//! Signing with a key that stays in the token.
//!
//! The message is hashed on this computer and the digest signed (CKM_GOSTR3410, CKM_ECDSA, CKM_RSA_PKCS); where a token
//! has only a mechanism that hashes and signs, it gets the message. Libraries disagree about the order of the halves of a
//! GOST signature: the first one settles it, since **no signature leaves here that does not verify**.

use std::sync::Arc;

use cryptoki::{
    mechanism::MechanismType,
    object::{Attribute, AttributeType, ObjectClass, ObjectHandle},
};
use rand_core::CryptoRng;
use smena_pki::{
    algorithm::{KeyAlgorithm, SignatureAlgorithm},
    asn1,
    key::{PublicKey, SignError, Signer},
};

use super::{
    gost,
    keys::{self, without_parameter},
    shelf::Pair,
    token::{Link, Token},
};
use crate::{error::MediumError, medium::EntryId};

/// A private key in a token.
pub(super) struct DeviceKey {
    pub(super) token: Arc<Token>,
    pub(super) owner: Owner,
}

/// By what the private key of a pair is found.
#[derive(Clone)]
pub(super) struct Owner {
    pub(super) id: EntryId,
    /// Each CKA_ID that an object of the pair has.
    pub(super) names: Vec<Vec<u8>>,
    pub(super) public_key: PublicKey,
}

/// A signature that verifies, with the key that made it.
pub(super) struct Signed {
    pub(super) key: ObjectHandle,
    signature: Vec<u8>,
    /// Whether its halves had to be swapped; nothing where that is no question.
    swapped: Option<bool>,
}

impl Owner {
    pub(super) fn of(pair: &Pair) -> Self {
        Self {
            id: pair.id.clone(),
            names: pair.names.clone(),
            public_key: pair.public_key.clone(),
        }
    }

    /// Finds the private keys that go by the pair's names; where none does, all that could be it.
    ///
    /// # Errors
    ///
    /// [`MediumError::PrivateKeyMissing`] where there is no such key.
    pub(super) fn private_keys(&self, link: &Link<'_>) -> Result<Vec<ObjectHandle>, MediumError> {
        let missing = || MediumError::PrivateKeyMissing(self.id.clone());
        let kind = keys::key_type(self.public_key.algorithm()).ok_or_else(missing)?;
        let template = [
            Attribute::Class(ObjectClass::PRIVATE_KEY),
            Attribute::KeyType(kind),
        ];
        let mut found = Vec::new();
        for name in &self.names {
            let mut named = template.to_vec();
            named.push(Attribute::Id(name.clone()));
            found.extend(link.find(&named)?);
        }
        if found.is_empty() {
            found = link.find(&template)?;
        }
        if found.is_empty() {
            return Err(missing());
        }
        Ok(found)
    }

    /// Signs with the private key of the pair; which of several that is, the signature says.
    pub(super) fn sign(&self, link: &Link<'_>, message: &[u8]) -> Result<Signed, MediumError> {
        let keys = self.private_keys(link)?;
        let algorithm = self.public_key.algorithm().signature_algorithm();
        let Some(way) = Way::of(link, algorithm)? else {
            return Err(MediumError::NotSupported {
                place: link.place().name.clone(),
                operation: "sign",
            });
        };
        let input = way.input(algorithm, message);
        for key in &keys {
            let mechanism = without_parameter(way.mechanism());
            let raw = match link.session().sign(&mechanism, *key, &input) {
                Ok(raw) => raw,
                Err(error) => match link.fault(&error) {
                    // One that must not sign, say; the right one is another.
                    MediumError::Pkcs11 { .. } if keys.len() > 1 => continue,
                    error => return Err(error),
                },
            };
            if let Some((signature, swapped)) = self.settle(&raw, message, link.swaps_halves()) {
                return Ok(Signed {
                    key: *key,
                    signature,
                    swapped,
                });
            }
        }
        Err(MediumError::ForeignPrivateKey(self.id.clone()))
    }

    /// Brings a signature into the form of X.509, if it is one of this key.
    fn settle(
        &self,
        raw: &[u8],
        message: &[u8],
        swaps: Option<bool>,
    ) -> Option<(Vec<u8>, Option<bool>)> {
        let key = &self.public_key;
        let algorithm = key.algorithm().signature_algorithm();
        let verifies = |signature: &[u8]| key.verify(algorithm, message, signature).is_ok();
        match key.algorithm() {
            KeyAlgorithm::Gost(_) => {
                let first = swaps.unwrap_or(false);
                [first, !first].into_iter().find_map(|swap| {
                    let signature = if swap { swapped(raw) } else { raw.to_vec() };
                    verifies(&signature).then_some((signature, Some(swap)))
                })
            }
            KeyAlgorithm::EcdsaP256 | KeyAlgorithm::EcdsaP384 => {
                let signature = ecdsa_der(raw);
                verifies(&signature).then_some((signature, None))
            }
            _ => verifies(raw).then(|| (raw.to_vec(), None)),
        }
    }
}

impl DeviceKey {
    /// Refuses a key that could not be used without asking for the PIN again and again.
    pub(super) fn expect_usable(link: &Link<'_>, owner: &Owner) -> Result<(), MediumError> {
        for key in owner.private_keys(link)? {
            let read = link.attributes(key, &[AttributeType::AlwaysAuthenticate])?;
            if read.contains(&Attribute::AlwaysAuthenticate(true)) {
                return Err(MediumError::NotSupported {
                    place: link.place().name.clone(),
                    operation: "always-authenticate",
                });
            }
        }
        Ok(())
    }
}

impl Signer for DeviceKey {
    fn public_key(&self) -> &PublicKey {
        &self.owner.public_key
    }

    fn sign(&self, message: &[u8], _rng: &mut dyn CryptoRng) -> Result<Vec<u8>, SignError> {
        let signed = self
            .token
            .work(|link| self.owner.sign(link, message))
            .map_err(|error| SignError::Device(Box::new(error)))?;
        if let Some(swapped) = signed.swapped {
            self.token.remember_halves(swapped);
        }
        Ok(signed.signature)
    }
}

/// How a token signs.
#[derive(Clone, Copy)]
enum Way {
    /// It takes the digest.
    Digest(MechanismType),
    /// It takes the message.
    Message(MechanismType),
}

impl Way {
    fn of(link: &Link<'_>, algorithm: SignatureAlgorithm) -> Result<Option<Self>, MediumError> {
        let Some((digest, message)) = mechanisms(algorithm) else {
            return Ok(None);
        };
        for way in [Self::Digest(digest), Self::Message(message)] {
            let offered = link.offers(way.mechanism())?;
            if offered.is_some_and(|mechanism| mechanism.sign()) {
                return Ok(Some(way));
            }
        }
        Ok(None)
    }

    fn mechanism(self) -> MechanismType {
        match self {
            Self::Digest(mechanism) | Self::Message(mechanism) => mechanism,
        }
    }

    fn input(self, algorithm: SignatureAlgorithm, message: &[u8]) -> Vec<u8> {
        match (self, algorithm.digest()) {
            (Self::Message(_), _) | (_, None) => message.to_vec(),
            (Self::Digest(MechanismType::RSA_PKCS), Some(digest)) => {
                // DigestInfo of RFC 8017, appendix A.2.4.
                let identifier = asn1::sequence(&[&asn1::oid(&digest.oid()), &asn1::null()]);
                asn1::sequence(&[&identifier, &asn1::octet_string(&digest.digest(message))])
            }
            (Self::Digest(_), Some(digest)) => digest.digest(message),
        }
    }
}

/// Whether the token can sign so.
pub(super) fn can_sign(
    link: &Link<'_>,
    algorithm: SignatureAlgorithm,
) -> Result<bool, MediumError> {
    Ok(Way::of(link, algorithm)?.is_some())
}

/// The mechanism that takes a digest and the one that takes the message.
fn mechanisms(algorithm: SignatureAlgorithm) -> Option<(MechanismType, MechanismType)> {
    let gost = |digest, message| (gost::mechanism(digest), gost::mechanism(message));
    match algorithm {
        SignatureAlgorithm::GostStreebog256 => Some(gost(gost::SIGN_256, gost::HASH_AND_SIGN_256)),
        SignatureAlgorithm::GostStreebog512 => Some(gost(gost::SIGN_512, gost::HASH_AND_SIGN_512)),
        SignatureAlgorithm::EcdsaSha256 => {
            Some((MechanismType::ECDSA, MechanismType::ECDSA_SHA256))
        }
        SignatureAlgorithm::EcdsaSha384 => {
            Some((MechanismType::ECDSA, MechanismType::ECDSA_SHA384))
        }
        SignatureAlgorithm::RsaSha256 => {
            Some((MechanismType::RSA_PKCS, MechanismType::SHA256_RSA_PKCS))
        }
        _ => None,
    }
}

/// Swaps the two halves.
fn swapped(signature: &[u8]) -> Vec<u8> {
    let (first, second) = signature.split_at(signature.len() / 2);
    [second, first].concat()
}

/// `r‖s` as the SEQUENCE that X.509 carries (RFC 3279, section 2.2.3).
fn ecdsa_der(raw: &[u8]) -> Vec<u8> {
    let (r, s) = raw.split_at(raw.len() / 2);
    asn1::sequence(&[&asn1::integer_octets(r), &asn1::integer_octets(s)])
}

#[cfg(test)]
mod tests {
    use getrandom::{SysRng, rand_core::UnwrapErr};
    use smena_gost::ParameterSet;
    use smena_pki::key::PrivateKey;

    use super::*;

    fn owner(key: &PrivateKey) -> Owner {
        Owner {
            id: EntryId::parse("key").expect("a name"),
            names: Vec::new(),
            public_key: key.public_key().clone(),
        }
    }

    #[test]
    fn either_order_of_the_halves_is_settled_and_nothing_else_passes() {
        let mut rng = UnwrapErr(SysRng);
        let algorithm = KeyAlgorithm::Gost(ParameterSet::CryptoProA);
        let key = PrivateKey::generate(algorithm, &mut rng).expect("a key");
        let owner = owner(&key);
        let right = key.sign(b"text", &mut rng).expect("a signature");
        let check = |raw: &[u8], swaps, expected| {
            let settled = owner.settle(raw, b"text", swaps);
            assert_eq!(settled, Some((right.clone(), Some(expected))));
        };
        for known in [None, Some(false), Some(true)] {
            check(&right, known, false);
            check(&swapped(&right), known, true);
        }
        let mut wrong = right.clone();
        wrong[0] ^= 1;
        assert_eq!(owner.settle(&wrong, b"text", None), None);
        assert_eq!(owner.settle(&right, b"other text", None), None);
        assert_eq!(owner.settle(&[], b"text", None), None);
    }

    #[test]
    fn halves_of_ecdsa_become_the_sequence_of_x509() {
        let raw = [[0x80; 32], [0; 32]].concat();
        let der = ecdsa_der(&raw);
        assert_eq!(der[..5], [0x30, 0x26, 0x02, 0x21, 0x00]);
        assert_eq!(der[der.len() - 3..], [0x02, 0x01, 0x00]);
    }
}

//! Keys: between the attributes of PKCS#11, the structures of `smena_pki`, and what is computed with them.
//!
//! A private key is kept as PKCS#8; its attributes of PKCS#11 are made from that when they may be shown. A GOST public
//! key is `X‖Y`, a signature `s‖r`, both as PKCS#11 and X.509 have them (RFC 9215); parameters are identifiers in DER,
//! with their tag.

mod attributes;
mod private;
mod public;

pub(crate) use attributes::{
    algorithm_from, import, is_private_attribute, private_attributes, public_attributes,
    public_from, shared_attributes,
};
pub(crate) use private::PrivateMaterial;
pub(crate) use public::PublicMaterial;

use smena_pki::algorithm::KeyAlgorithm;

use crate::mechanism::Family;

/// The family of an algorithm; `None` for those that the token has no mechanism for.
pub(crate) fn family_of(algorithm: KeyAlgorithm) -> Option<Family> {
    match algorithm {
        KeyAlgorithm::Gost(set) if set.curve().size() == 64 => Some(Family::Gost512),
        KeyAlgorithm::Gost(_) => Some(Family::Gost256),
        KeyAlgorithm::EcdsaP256 | KeyAlgorithm::EcdsaP384 => Some(Family::Ec),
        KeyAlgorithm::Rsa { .. } => Some(Family::Rsa),
        KeyAlgorithm::Gost2001(_) | KeyAlgorithm::Ed25519 => None,
    }
}

/// A hash with zeros before it, up to the size of a number of the curve: the same number (FIPS 186-5, section 6.4), in a
/// length that the arithmetic takes.
fn widened(hash: &[u8], size: usize) -> Vec<u8> {
    let mut wide = vec![0; size.saturating_sub(hash.len())];
    wide.extend_from_slice(hash);
    wide
}

/// Exchanges the halves of a GOST signature.
pub(crate) fn reversed(signature: &[u8]) -> Vec<u8> {
    let (s, r) = signature.split_at(signature.len() / 2);
    [r, s].concat()
}

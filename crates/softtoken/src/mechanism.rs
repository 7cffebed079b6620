//! The mechanisms of the token: their numbers, what they do, with which keys. The computations are in `key`.
//!
//! Sources: PKCS#11 2.40 (current mechanisms), and for GOST R 34.10-2012 the vendor range of TC26, as Rutoken's and
//! JaCarta's modules have it.

use cryptoki_sys::{
    CK_FLAGS, CK_KEY_TYPE, CK_MECHANISM_TYPE, CK_ULONG, CKF_DECRYPT, CKF_DERIVE, CKF_DIGEST,
    CKF_EC_F_P, CKF_EC_NAMEDCURVE, CKF_EC_UNCOMPRESS, CKF_GENERATE_KEY_PAIR, CKF_SIGN, CKF_VERIFY,
    CKK_EC, CKK_GOSTR3410, CKK_RSA, CKM_EC_KEY_PAIR_GEN, CKM_ECDH1_DERIVE, CKM_ECDSA,
    CKM_ECDSA_SHA256, CKM_ECDSA_SHA384, CKM_GOSTR3410, CKM_GOSTR3410_KEY_PAIR_GEN, CKM_RSA_PKCS,
    CKM_RSA_PKCS_KEY_PAIR_GEN, CKM_SHA256, CKM_SHA256_RSA_PKCS, CKM_SHA384, CKM_SHA384_RSA_PKCS,
    CKM_SHA512, CKM_SHA512_RSA_PKCS,
};
use smena_pki::algorithm::DigestAlgorithm;

use crate::{error::TokenError, record::Imitation};

/// The kind of a GOST R 34.10-2012 key of 512 bits (TC26).
pub(crate) const CKK_GOSTR3410_512: CK_KEY_TYPE = 0xd432_1003;
/// Makes a GOST R 34.10-2012 key of 512 bits (TC26).
pub(crate) const CKM_GOSTR3410_512_KEY_PAIR_GEN: CK_MECHANISM_TYPE = 0xd432_1005;
/// Signs a hash of 512 bits (TC26).
pub(crate) const CKM_GOSTR3410_512: CK_MECHANISM_TYPE = 0xd432_1006;
/// Hashes with Streebog-256 and signs (TC26).
pub(crate) const CKM_GOSTR3410_WITH_GOSTR3411_12_256: CK_MECHANISM_TYPE = 0xd432_1008;
/// Hashes with Streebog-512 and signs (TC26).
pub(crate) const CKM_GOSTR3410_WITH_GOSTR3411_12_512: CK_MECHANISM_TYPE = 0xd432_1009;
/// Streebog-256 (TC26).
pub(crate) const CKM_GOSTR3411_12_256: CK_MECHANISM_TYPE = 0xd432_1012;
/// Streebog-512 (TC26).
pub(crate) const CKM_GOSTR3411_12_512: CK_MECHANISM_TYPE = 0xd432_1013;

/// Fewest bits of an RSA key.
pub(crate) const RSA_BITS_MIN: CK_ULONG = 2_048;
/// Most bits of an RSA key.
pub(crate) const RSA_BITS_MAX: CK_ULONG = 4_096;

/// The families of keys, each with its kind in PKCS#11.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// GOST R 34.10-2012, 256 bits.
    Gost256,
    /// GOST R 34.10-2012, 512 bits.
    Gost512,
    /// ECDSA on P-256 and P-384.
    Ec,
    /// RSA.
    Rsa,
}

impl Family {
    /// The kind of key in PKCS#11.
    pub(crate) const fn key_type(self) -> CK_KEY_TYPE {
        match self {
            Self::Gost256 => CKK_GOSTR3410,
            Self::Gost512 => CKK_GOSTR3410_512,
            Self::Ec => CKK_EC,
            Self::Rsa => CKK_RSA,
        }
    }

    /// The family that a kind of key in PKCS#11 is.
    pub(crate) fn of_key_type(key_type: CK_KEY_TYPE) -> Option<Self> {
        [Self::Gost256, Self::Gost512, Self::Ec, Self::Rsa]
            .into_iter()
            .find(|family| family.key_type() == key_type)
    }

    const fn sizes(self) -> (CK_ULONG, CK_ULONG) {
        match self {
            Self::Gost256 => (256, 256),
            Self::Gost512 => (512, 512),
            Self::Ec => (256, 384),
            Self::Rsa => (RSA_BITS_MIN, RSA_BITS_MAX),
        }
    }
}

/// What a mechanism does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Makes a pair of keys.
    KeyPair(Family),
    /// Signs and verifies; hashes first where a hash is named.
    Sign(Family, Option<DigestAlgorithm>),
    /// Signs and verifies as the line above, and decrypts.
    SignAndDecrypt(Family),
    /// Hashes.
    Digest(DigestAlgorithm),
    /// Agrees on a key.
    Derive(Family),
}

const MECHANISMS: &[(CK_MECHANISM_TYPE, Purpose)] = &[
    (
        CKM_GOSTR3410_KEY_PAIR_GEN,
        Purpose::KeyPair(Family::Gost256),
    ),
    (CKM_GOSTR3410, Purpose::Sign(Family::Gost256, None)),
    (
        CKM_GOSTR3410_WITH_GOSTR3411_12_256,
        Purpose::Sign(Family::Gost256, Some(DigestAlgorithm::Streebog256)),
    ),
    (
        CKM_GOSTR3410_512_KEY_PAIR_GEN,
        Purpose::KeyPair(Family::Gost512),
    ),
    (CKM_GOSTR3410_512, Purpose::Sign(Family::Gost512, None)),
    (
        CKM_GOSTR3410_WITH_GOSTR3411_12_512,
        Purpose::Sign(Family::Gost512, Some(DigestAlgorithm::Streebog512)),
    ),
    (
        CKM_GOSTR3411_12_256,
        Purpose::Digest(DigestAlgorithm::Streebog256),
    ),
    (
        CKM_GOSTR3411_12_512,
        Purpose::Digest(DigestAlgorithm::Streebog512),
    ),
    (CKM_EC_KEY_PAIR_GEN, Purpose::KeyPair(Family::Ec)),
    (CKM_ECDSA, Purpose::Sign(Family::Ec, None)),
    (
        CKM_ECDSA_SHA256,
        Purpose::Sign(Family::Ec, Some(DigestAlgorithm::Sha256)),
    ),
    (
        CKM_ECDSA_SHA384,
        Purpose::Sign(Family::Ec, Some(DigestAlgorithm::Sha384)),
    ),
    (CKM_ECDH1_DERIVE, Purpose::Derive(Family::Ec)),
    (CKM_RSA_PKCS_KEY_PAIR_GEN, Purpose::KeyPair(Family::Rsa)),
    (CKM_RSA_PKCS, Purpose::SignAndDecrypt(Family::Rsa)),
    (
        CKM_SHA256_RSA_PKCS,
        Purpose::Sign(Family::Rsa, Some(DigestAlgorithm::Sha256)),
    ),
    (
        CKM_SHA384_RSA_PKCS,
        Purpose::Sign(Family::Rsa, Some(DigestAlgorithm::Sha384)),
    ),
    (
        CKM_SHA512_RSA_PKCS,
        Purpose::Sign(Family::Rsa, Some(DigestAlgorithm::Sha512)),
    ),
    (CKM_SHA256, Purpose::Digest(DigestAlgorithm::Sha256)),
    (CKM_SHA384, Purpose::Digest(DigestAlgorithm::Sha384)),
    (CKM_SHA512, Purpose::Digest(DigestAlgorithm::Sha512)),
];

/// What a caller names: a mechanism with its parameter.
#[derive(Clone)]
pub(crate) struct Mechanism {
    /// The number.
    pub(crate) kind: CK_MECHANISM_TYPE,
    /// The parameter.
    pub(crate) parameter: Parameter,
}

/// The parameter of a mechanism, read from the caller's structure.
#[derive(Clone)]
pub(crate) enum Parameter {
    /// None.
    None,
    /// Octets that are not looked into further.
    Octets(Vec<u8>),
    /// The other side's public key, without a derivation of the agreed octets.
    Agreement {
        /// The public key as the mechanism has it.
        public: Vec<u8>,
    },
}

/// The numbers of the mechanisms that a token has.
pub(crate) fn list(imitation: &Imitation) -> Vec<CK_MECHANISM_TYPE> {
    let numbers = MECHANISMS.iter().map(|(kind, _)| *kind);
    numbers.filter(|kind| has(imitation, *kind)).collect()
}

/// What a mechanism does.
///
/// # Errors
///
/// The token does not have it.
pub(crate) fn purpose(
    imitation: &Imitation,
    kind: CK_MECHANISM_TYPE,
) -> Result<Purpose, TokenError> {
    let known = MECHANISMS.iter().find(|(known, _)| *known == kind);
    match known {
        Some((_, purpose)) if has(imitation, kind) => Ok(*purpose),
        _ => Err(TokenError::Mechanism),
    }
}

/// What `C_GetMechanismInfo` tells of a mechanism: sizes of keys in bits, and flags.
///
/// # Errors
///
/// The token does not have it.
pub(crate) fn description(
    imitation: &Imitation,
    kind: CK_MECHANISM_TYPE,
) -> Result<(CK_ULONG, CK_ULONG, CK_FLAGS), TokenError> {
    let (family, flags) = match purpose(imitation, kind)? {
        Purpose::KeyPair(family) => (family, CKF_GENERATE_KEY_PAIR),
        Purpose::Sign(family, _) => (family, CKF_SIGN | CKF_VERIFY),
        Purpose::SignAndDecrypt(family) => (family, CKF_SIGN | CKF_VERIFY | CKF_DECRYPT),
        Purpose::Derive(family) => (family, CKF_DERIVE),
        Purpose::Digest(_) => return Ok((0, 0, CKF_DIGEST)),
    };
    let curves = match family {
        Family::Ec => CKF_EC_F_P | CKF_EC_NAMEDCURVE | CKF_EC_UNCOMPRESS,
        _ => 0,
    };
    let (least, most) = family.sizes();
    Ok((least, most, flags | curves))
}

fn has(imitation: &Imitation, kind: CK_MECHANISM_TYPE) -> bool {
    let list = imitation.mechanisms.as_ref();
    list.is_none_or(|list| list.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_imitates_another_has_its_mechanisms_only() {
        let all = list(&Imitation::default());
        assert_eq!(all.len(), MECHANISMS.len());
        let few = Imitation {
            mechanisms: Some(vec![0x1200, 0x1201, 0x9999]),
            ..Imitation::default()
        };
        assert_eq!(list(&few), [CKM_GOSTR3410_KEY_PAIR_GEN, CKM_GOSTR3410]);
        assert!(purpose(&few, CKM_GOSTR3410).is_ok());
        assert!(matches!(
            purpose(&few, CKM_ECDSA),
            Err(TokenError::Mechanism)
        ));
    }

    #[test]
    fn mechanisms_say_what_they_do() {
        let flags = |kind| description(&Imitation::default(), kind).map(|(_, _, flags)| flags);
        assert_eq!(
            flags(CKM_GOSTR3410_512_KEY_PAIR_GEN).ok(),
            Some(CKF_GENERATE_KEY_PAIR)
        );
        assert_eq!(flags(CKM_SHA256).ok(), Some(CKF_DIGEST));
        assert_eq!(
            flags(CKM_RSA_PKCS).ok(),
            Some(CKF_SIGN | CKF_VERIFY | CKF_DECRYPT)
        );
    }
}

//! The mechanisms of the token: their numbers, what they do, with which keys. The computations are in `key`.
//!
//! Sources: PKCS#11 2.40 (current mechanisms), and for GOST R 34.10-2012 the vendor range of TC26, as the modules of
//! Rutoken and `JaCarta` have it.

use cryptoki_sys::{
    CK_FLAGS, CK_KEY_TYPE, CK_MECHANISM_TYPE, CK_ULONG, CKD_NULL, CKF_DECRYPT, CKF_DERIVE,
    CKF_DIGEST, CKF_EC_F_P, CKF_EC_NAMEDCURVE, CKF_EC_UNCOMPRESS, CKF_GENERATE_KEY_PAIR, CKF_SIGN,
    CKF_VERIFY, CKK_EC, CKK_GOSTR3410, CKK_RSA, CKM_EC_KEY_PAIR_GEN, CKM_ECDH1_DERIVE, CKM_ECDSA,
    CKM_ECDSA_SHA256, CKM_ECDSA_SHA384, CKM_GOSTR3410, CKM_GOSTR3410_DERIVE,
    CKM_GOSTR3410_KEY_PAIR_GEN, CKM_RSA_PKCS, CKM_RSA_PKCS_KEY_PAIR_GEN, CKM_SHA256,
    CKM_SHA256_RSA_PKCS, CKM_SHA384, CKM_SHA384_RSA_PKCS, CKM_SHA512, CKM_SHA512_RSA_PKCS,
};
use smena_pki::algorithm::DigestAlgorithm;

use crate::{error::TokenError, record::Imitation};

/// The kind of a GOST R 34.10-2012 key of 512 bits (TC26).
pub(crate) const CKK_GOSTR3410_512: CK_KEY_TYPE = 0xd432_1003;
/// Makes a GOST R 34.10-2012 key of 512 bits (TC26).
pub(crate) const CKM_GOSTR3410_512_KEY_PAIR_GEN: CK_MECHANISM_TYPE = 0xd432_1005;
/// Signs a hash of 512 bits (TC26).
pub(crate) const CKM_GOSTR3410_512: CK_MECHANISM_TYPE = 0xd432_1006;
/// VKO of GOST R 34.10-2012 with 32 octets for keys of either size (TC26, RFC 7836, section 4.3.1).
pub(crate) const CKM_GOSTR3410_12_DERIVE: CK_MECHANISM_TYPE = 0xd432_1007;
/// VKO of GOST R 34.10-2012 with 64 octets for keys of 512 bits (TC26, RFC 7836, section 4.3.2).
pub(crate) const CKM_VKO_GOSTR3410_2012_512: CK_MECHANISM_TYPE = 0xd432_1038;
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
    Derive(Agreement),
}

/// How two keys agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Agreement {
    /// The x coordinate of ECDH.
    Ecdh,
    /// VKO with Streebog-256, for keys of 256 bits alone.
    VkoOfSmall,
    /// VKO with Streebog-256, for keys of either size.
    Vko256,
    /// VKO with Streebog-512.
    Vko512,
}

impl Agreement {
    /// The families whose keys agree so, the shortest first.
    pub(crate) const fn families(self) -> &'static [Family] {
        match self {
            Self::Ecdh => &[Family::Ec],
            Self::VkoOfSmall => &[Family::Gost256],
            Self::Vko256 => &[Family::Gost256, Family::Gost512],
            Self::Vko512 => &[Family::Gost512],
        }
    }

    /// Whether a caller may take fewer octets than were agreed on, as ECDH has it.
    pub(crate) const fn may_be_shortened(self) -> bool {
        matches!(self, Self::Ecdh)
    }
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
    (CKM_GOSTR3410_DERIVE, Purpose::Derive(Agreement::VkoOfSmall)),
    (CKM_GOSTR3410_12_DERIVE, Purpose::Derive(Agreement::Vko256)),
    (
        CKM_VKO_GOSTR3410_2012_512,
        Purpose::Derive(Agreement::Vko512),
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
    (CKM_ECDH1_DERIVE, Purpose::Derive(Agreement::Ecdh)),
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
        /// The user keying material of VKO; ECDH has none.
        ukm: Vec<u8>,
    },
}

impl Parameter {
    /// Reads the parameter of [`CKM_GOSTR3410_12_DERIVE`], which is one run of octets: the derivation, the length of the
    /// public key, the public key, the length of the user keying material, the material; numbers of 32 bits in the order
    /// of the host.
    ///
    /// # Errors
    ///
    /// The octets are not that, or ask for a derivation of what was agreed on.
    pub(crate) fn of_vko(octets: &[u8]) -> Result<Self, TokenError> {
        let mut rest = octets;
        let kdf = number(&mut rest).map(CK_ULONG::from);
        match (kdf, counted(&mut rest), counted(&mut rest)) {
            (Some(CKD_NULL), Some(public), Some(ukm)) if rest.is_empty() => {
                Ok(Self::Agreement { public, ukm })
            }
            _ => Err(TokenError::MechanismParameter),
        }
    }
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    let (number, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(u32::from_ne_bytes(*number))
}

fn counted(rest: &mut &[u8]) -> Option<Vec<u8>> {
    let length = usize::try_from(number(rest)?).ok()?;
    let (octets, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(octets.to_vec())
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
    let purpose = purpose(imitation, kind)?;
    let (families, flags): (&[Family], _) = match &purpose {
        Purpose::KeyPair(family) => (std::slice::from_ref(family), CKF_GENERATE_KEY_PAIR),
        Purpose::Sign(family, _) => (std::slice::from_ref(family), CKF_SIGN | CKF_VERIFY),
        Purpose::SignAndDecrypt(family) => (
            std::slice::from_ref(family),
            CKF_SIGN | CKF_VERIFY | CKF_DECRYPT,
        ),
        Purpose::Derive(agreement) => (agreement.families(), CKF_DERIVE),
        Purpose::Digest(_) => return Ok((0, 0, CKF_DIGEST)),
    };
    let curves = if families.contains(&Family::Ec) {
        CKF_EC_F_P | CKF_EC_NAMEDCURVE | CKF_EC_UNCOMPRESS
    } else {
        0
    };
    let sizes = families.iter().map(|family| family.sizes());
    let (least, most) = sizes
        .reduce(|(least, _), (_, most)| (least, most))
        .ok_or(TokenError::Failed)?;
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
        let described = |kind| description(&Imitation::default(), kind).ok();
        for (kind, least, most) in [
            (CKM_GOSTR3410_DERIVE, 256, 256),
            (CKM_GOSTR3410_12_DERIVE, 256, 512),
            (CKM_VKO_GOSTR3410_2012_512, 512, 512),
        ] {
            assert_eq!(
                described(kind),
                Some((least, most, CKF_DERIVE)),
                "{kind:#x}"
            );
        }
        assert_eq!(
            flags(CKM_RSA_PKCS).ok(),
            Some(CKF_SIGN | CKF_VERIFY | CKF_DECRYPT)
        );
    }

    #[test]
    fn the_octets_of_a_vko_parameter_are_read_whole_or_not_at_all() {
        let octets = |kdf: u32, public: &[u8], ukm: &[u8]| {
            let mut octets = kdf.to_ne_bytes().to_vec();
            for part in [public, ukm] {
                let length = u32::try_from(part.len()).expect("a short part");
                octets.extend(length.to_ne_bytes());
                octets.extend(part);
            }
            octets
        };
        let good = octets(1, b"public", b"material");
        let Ok(Parameter::Agreement { public, ukm }) = Parameter::of_vko(&good) else {
            panic!("a parameter");
        };
        assert_eq!((&*public, &*ukm), (&b"public"[..], &b"material"[..]));
        for length in 0..good.len() {
            assert!(Parameter::of_vko(&good[..length]).is_err(), "{length}");
        }
        let longer = [&*good, b"x"].concat();
        assert!(Parameter::of_vko(&longer).is_err());
        // CKD_CPDIVERSIFY_KDF: the agreed octets are given as they are, or not at all.
        assert!(Parameter::of_vko(&octets(9, b"public", b"material")).is_err());
    }
}

//! Curves and the names they go by.
//!
//! One curve has several object identifiers (RFC 9215 section 4; RFC 4357 section 11.4), and the
//! identifier matters in encodings, so the name is kept apart from the curve. The arithmetic is
//! elsewhere.

use const_oid::ObjectIdentifier;

use crate::{
    curve::{Group, on_curve},
    oid,
};

/// A curve of GOST R 34.10-2012, regardless of the name it was given.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Curve {
    /// 256 bit, twisted Edwards form, cofactor 4 (RFC 7836 appendix A.2).
    Tc26256A,
    /// 256 bit, the curve of CryptoPro-A and CryptoPro-XchA (RFC 4357 section 11.4).
    Tc26256B,
    /// 256 bit, the curve of CryptoPro-B.
    Tc26256C,
    /// 256 bit, the curve of CryptoPro-C and CryptoPro-XchB.
    Tc26256D,
    /// 512 bit (RFC 7836 appendix A.1).
    Tc26512A,
    /// 512 bit (RFC 7836 appendix A.1).
    Tc26512B,
    /// 512 bit, twisted Edwards form, cofactor 4 (RFC 7836 appendix A.2).
    Tc26512C,
    /// The 256-bit curve of RFC 7091 section 7.1; for published examples.
    Test256,
    /// The 512-bit curve of RFC 7091 section 7.2; for published examples.
    Test512,
}

impl Curve {
    /// Octets of a coordinate, of a private key and of half a signature: 32 or 64.
    #[must_use]
    pub const fn size(self) -> usize {
        match self {
            Self::Tc26256A | Self::Tc26256B | Self::Tc26256C | Self::Tc26256D | Self::Test256 => 32,
            Self::Tc26512A | Self::Tc26512B | Self::Tc26512C | Self::Test512 => 64,
        }
    }

    /// The number of points divided by the order of the generator: 1 or 4.
    #[must_use]
    pub const fn cofactor(self) -> u8 {
        on_curve!(self, G => <G as Group>::COFACTOR)
    }
}

/// A name of a curve: one object identifier.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ParameterSet {
    /// id-tc26-gost-3410-2012-256-paramSetA.
    Tc26256A,
    /// id-tc26-gost-3410-2012-256-paramSetB.
    Tc26256B,
    /// id-tc26-gost-3410-2012-256-paramSetC.
    Tc26256C,
    /// id-tc26-gost-3410-2012-256-paramSetD.
    Tc26256D,
    /// id-GostR3410-2001-CryptoPro-A-ParamSet: the curve of [`Self::Tc26256B`]. Nearly every
    /// certificate in use names it.
    CryptoProA,
    /// id-GostR3410-2001-CryptoPro-B-ParamSet: the curve of [`Self::Tc26256C`].
    CryptoProB,
    /// id-GostR3410-2001-CryptoPro-C-ParamSet: the curve of [`Self::Tc26256D`].
    CryptoProC,
    /// id-GostR3410-2001-CryptoPro-XchA-ParamSet: the curve of [`Self::Tc26256B`].
    CryptoProXchA,
    /// id-GostR3410-2001-CryptoPro-XchB-ParamSet: the curve of [`Self::Tc26256D`].
    CryptoProXchB,
    /// id-tc26-gost-3410-2012-512-paramSetA.
    Tc26512A,
    /// id-tc26-gost-3410-2012-512-paramSetB.
    Tc26512B,
    /// id-tc26-gost-3410-2012-512-paramSetC.
    Tc26512C,
    /// id-GostR3410-2001-TestParamSet; see [`Self::is_for_examples`].
    Test256,
    /// id-tc26-gost-3410-2012-512-paramSetTest; see [`Self::is_for_examples`].
    Test512,
}

const ALL: [ParameterSet; 14] = [
    ParameterSet::Tc26256A,
    ParameterSet::Tc26256B,
    ParameterSet::Tc26256C,
    ParameterSet::Tc26256D,
    ParameterSet::CryptoProA,
    ParameterSet::CryptoProB,
    ParameterSet::CryptoProC,
    ParameterSet::CryptoProXchA,
    ParameterSet::CryptoProXchB,
    ParameterSet::Tc26512A,
    ParameterSet::Tc26512B,
    ParameterSet::Tc26512C,
    ParameterSet::Test256,
    ParameterSet::Test512,
];

impl ParameterSet {
    /// Every parameter set, the two of the published examples last.
    #[must_use]
    pub const fn all() -> &'static [Self] {
        &ALL
    }

    /// Finds the parameter set that an object identifier names.
    #[must_use]
    pub fn from_oid(oid: &ObjectIdentifier) -> Option<Self> {
        ALL.into_iter().find(|set| set.oid() == *oid)
    }

    /// The object identifier of this name.
    #[must_use]
    pub const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Tc26256A => oid::TC26_256_A,
            Self::Tc26256B => oid::TC26_256_B,
            Self::Tc26256C => oid::TC26_256_C,
            Self::Tc26256D => oid::TC26_256_D,
            Self::CryptoProA => oid::CRYPTOPRO_A,
            Self::CryptoProB => oid::CRYPTOPRO_B,
            Self::CryptoProC => oid::CRYPTOPRO_C,
            Self::CryptoProXchA => oid::CRYPTOPRO_XCH_A,
            Self::CryptoProXchB => oid::CRYPTOPRO_XCH_B,
            Self::Tc26512A => oid::TC26_512_A,
            Self::Tc26512B => oid::TC26_512_B,
            Self::Tc26512C => oid::TC26_512_C,
            Self::Test256 => oid::GOST3410_2001_TEST,
            Self::Test512 => oid::TC26_512_TEST,
        }
    }

    /// The curve that this name stands for.
    #[must_use]
    pub const fn curve(self) -> Curve {
        match self {
            Self::Tc26256A => Curve::Tc26256A,
            Self::Tc26256B | Self::CryptoProA | Self::CryptoProXchA => Curve::Tc26256B,
            Self::Tc26256C | Self::CryptoProB => Curve::Tc26256C,
            Self::Tc26256D | Self::CryptoProC | Self::CryptoProXchB => Curve::Tc26256D,
            Self::Tc26512A => Curve::Tc26512A,
            Self::Tc26512B => Curve::Tc26512B,
            Self::Tc26512C => Curve::Tc26512C,
            Self::Test256 => Curve::Test256,
            Self::Test512 => Curve::Test512,
        }
    }

    /// Whether a writer puts `digestParamSet` into the parameters of a public key: it must with the
    /// identifiers of 2001, and leaves it out with those of TC26 (RFC 9215 section 4.2). Readers
    /// take both.
    #[must_use]
    pub const fn writes_digest_parameter(self) -> bool {
        matches!(
            self,
            Self::CryptoProA
                | Self::CryptoProB
                | Self::CryptoProC
                | Self::CryptoProXchA
                | Self::CryptoProXchB
                | Self::Test256
        )
    }

    /// Whether the set exists for published examples only; nothing is issued under it.
    #[must_use]
    pub const fn is_for_examples(self) -> bool {
        matches!(self, Self::Test256 | Self::Test512)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_by_its_identifier_and_by_no_other() {
        for set in ParameterSet::all() {
            assert_eq!(ParameterSet::from_oid(&set.oid()), Some(*set));
        }
        assert_eq!(ParameterSet::from_oid(&oid::STREEBOG_256), None);
    }

    #[test]
    fn synonyms_share_a_curve() {
        let curve = ParameterSet::curve;
        assert_eq!(
            curve(ParameterSet::CryptoProA),
            curve(ParameterSet::Tc26256B)
        );
        assert_eq!(
            curve(ParameterSet::CryptoProXchA),
            curve(ParameterSet::Tc26256B)
        );
        assert_eq!(
            curve(ParameterSet::CryptoProB),
            curve(ParameterSet::Tc26256C)
        );
        assert_eq!(
            curve(ParameterSet::CryptoProC),
            curve(ParameterSet::Tc26256D)
        );
        assert_eq!(
            curve(ParameterSet::CryptoProXchB),
            curve(ParameterSet::Tc26256D)
        );
    }
}

//! The key algorithms that the demonstration knows, by the words of `--algorithm`.

use smena_gost::ParameterSet;
use smena_pki::algorithm::KeyAlgorithm;

/// An algorithm of all keys of a world.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Algorithm {
    /// GOST R 34.10-2012, 256 bits, written as CryptoPro-A with its digest parameter: as nearly every certificate in use.
    #[default]
    Gost256,
    /// GOST R 34.10-2012, 512 bits, set A of TC26, without the digest parameter.
    Gost512,
    /// ECDSA on P-256.
    P256,
    /// RSA with 2048 bits.
    Rsa2048,
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Gost256, Self::Gost512, Self::P256, Self::Rsa2048];

    /// Takes the word of the command line.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.word() == word)
    }

    /// The word of the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Gost256 => "gost256",
            Self::Gost512 => "gost512",
            Self::P256 => "p256",
            Self::Rsa2048 => "rsa2048",
        }
    }

    /// The algorithm of the keys.
    #[must_use]
    pub fn key(self) -> KeyAlgorithm {
        match self {
            Self::Gost256 => KeyAlgorithm::Gost(ParameterSet::CryptoProA),
            Self::Gost512 => KeyAlgorithm::Gost(ParameterSet::Tc26512A),
            Self::P256 => KeyAlgorithm::EcdsaP256,
            Self::Rsa2048 => KeyAlgorithm::Rsa { bits: 2048 },
        }
    }

    /// Whether a qualified certificate may have such a key.
    #[must_use]
    pub fn is_qualified(self) -> bool {
        matches!(self, Self::Gost256 | Self::Gost512)
    }
}

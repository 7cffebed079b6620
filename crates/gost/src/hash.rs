//! The hash of GOST R 34.11-2012 (RFC 6986), in the byte order that RFC 6986 prints and CMS carries.

use const_oid::ObjectIdentifier;
use digest::Digest as _;

use crate::{
    Curve, oid,
    streebog::{Streebog256, Streebog512},
};

/// The hash by the length of its output.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Streebog {
    /// 32 octets.
    Bits256,
    /// 64 octets.
    Bits512,
}

impl Streebog {
    /// The hash that a signature over `curve` takes (RFC 9215 section 2).
    #[must_use]
    pub const fn for_curve(curve: Curve) -> Self {
        match curve.size() {
            32 => Self::Bits256,
            _ => Self::Bits512,
        }
    }

    /// Hashes `message`.
    #[must_use]
    pub fn digest(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Bits256 => Streebog256::digest(message).to_vec(),
            Self::Bits512 => Streebog512::digest(message).to_vec(),
        }
    }

    /// Octets of the output.
    #[must_use]
    pub const fn size(self) -> usize {
        match self {
            Self::Bits256 => 32,
            Self::Bits512 => 64,
        }
    }

    /// The object identifier of the hash.
    #[must_use]
    pub const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Bits256 => oid::STREEBOG_256,
            Self::Bits512 => oid::STREEBOG_512,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_vectors::vectors;

    #[test]
    fn messages_of_rfc_6986_have_their_hashes() {
        for vector in vectors(include_str!("../tests/vectors/rfc6986.txt")) {
            let message = vector.bytes("message");
            assert_eq!(Streebog::Bits512.digest(&message), vector.bytes("hash512"));
            assert_eq!(Streebog::Bits256.digest(&message), vector.bytes("hash256"));
        }
    }
}

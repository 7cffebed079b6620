//! HMAC over the hash of GOST R 34.11-2012 (RFC 7836 section 4.1).

use hmac::{Hmac, KeyInit as _, Mac};
use zeroize::{Zeroize as _, Zeroizing};

use crate::{
    Streebog,
    streebog::{Streebog256, Streebog512},
};

/// Computes `HMAC_GOSTR3411_2012_256` (RFC 7836 section 4.1.1). Any key length is taken.
#[must_use]
pub fn hmac_streebog256(key: &[u8], message: &[u8]) -> [u8; 32] {
    hmac_streebog256_parts(key, &[message])
}

/// Computes `HMAC_GOSTR3411_2012_512` (RFC 7836 section 4.1.2). Any key length is taken.
#[must_use]
pub fn hmac_streebog512(key: &[u8], message: &[u8]) -> [u8; 64] {
    hmac_streebog512_parts(key, &[message])
}

/// HMAC with the 256-bit hash over the concatenation of `parts`.
pub(crate) fn hmac_streebog256_parts(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Streebog256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// HMAC with the 512-bit hash over the concatenation of `parts`.
pub(crate) fn hmac_streebog512_parts(key: &[u8], parts: &[&[u8]]) -> [u8; 64] {
    let mut mac = Hmac::<Streebog512>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// HMAC with a key already taken in, for several messages; wiped when it is dropped.
#[derive(Clone)]
pub(crate) enum KeyedHmac {
    /// With the 256-bit hash.
    Bits256(Hmac<Streebog256>),
    /// With the 512-bit hash.
    Bits512(Hmac<Streebog512>),
}

impl KeyedHmac {
    /// Takes in a key of any length for the given hash.
    pub(crate) fn new(hash: Streebog, key: &[u8]) -> Self {
        const ANY_LENGTH: &str = "HMAC takes a key of any length";
        match hash {
            Streebog::Bits256 => Self::Bits256(Hmac::new_from_slice(key).expect(ANY_LENGTH)),
            Streebog::Bits512 => Self::Bits512(Hmac::new_from_slice(key).expect(ANY_LENGTH)),
        }
    }

    /// The code of the concatenation of `parts`.
    pub(crate) fn code(&self, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Bits256(keyed) => code_of(keyed.clone(), parts),
            Self::Bits512(keyed) => code_of(keyed.clone(), parts),
        }
    }
}

fn code_of(mut mac: impl Mac, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    for part in parts {
        mac.update(part);
    }
    let mut code = mac.finalize().into_bytes();
    let copy = Zeroizing::new(code.to_vec());
    code.zeroize();
    copy
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_vectors::vectors;

    #[test]
    fn examples_of_rfc_7836_have_their_codes() {
        for vector in vectors(include_str!("../tests/vectors/rfc7836-hmac.txt")) {
            let (key, message) = (vector.bytes("key"), vector.bytes("message"));
            assert_eq!(
                hmac_streebog256(&key, &message).to_vec(),
                vector.bytes("hmac256")
            );
            assert_eq!(
                hmac_streebog512(&key, &message).to_vec(),
                vector.bytes("hmac512")
            );
        }
    }
}

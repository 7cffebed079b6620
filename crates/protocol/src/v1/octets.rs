//! Identifiers, nonces, hashes and codes: octet strings of a fixed size, each a type of its own.
//!
//! Identifiers and hashes are spelt in lower-case hex, nonces, codes and whole files in base64url without
//! padding ([RFC 4648](https://www.rfc-editor.org/rfc/rfc4648), 5). Exactly one spelling of each value is
//! read. What gives a right (codes, tokens) has no `Debug` of its value and is wiped when dropped.
//!
//! This module knows no message and draws no random numbers itself: the generator is an argument.

use std::fmt;
use std::str::FromStr;

use base64ct::{Base64UrlUnpadded, Encoding};
use der::{DecodeValue, EncodeValue, FixedTag, Header, Length, Reader, Tag, Writer};
use rand_core::CryptoRng;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::Digest as _;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// A text that does not spell the octets it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OctetsError {
    /// Not lower-case hex of even length.
    #[error("the text is not lower-case hexadecimal")]
    Hex,
    /// Not base64url without padding, or with set bits after the last octet.
    #[error("the text is not base64url without padding")]
    Base64Url,
    /// The number of octets is another one.
    #[error("{found} octets where {expected} are due")]
    Size {
        /// How many octets the value has by its definition.
        expected: usize,
        /// How many were found.
        found: usize,
    },
    /// Neither 32 nor 64 octets.
    #[error("{found} octets where a hash has 32 or 64")]
    DigestSize {
        /// How many were found.
        found: usize,
    },
}

fn from_hex(text: &str) -> Result<Vec<u8>, OctetsError> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(OctetsError::Hex);
    }
    hex::decode(text).map_err(|_| OctetsError::Hex)
}

fn from_base64url(text: &str) -> Result<Vec<u8>, OctetsError> {
    Base64UrlUnpadded::decode_vec(text).map_err(|_| OctetsError::Base64Url)
}

fn sized<const N: usize>(bytes: &[u8]) -> Result<[u8; N], OctetsError> {
    bytes.try_into().map_err(|_| OctetsError::Size {
        expected: N,
        found: bytes.len(),
    })
}

/// Serde, `Display` and `FromStr` from one pair of functions over text.
macro_rules! spelt {
    ($name:ident, $read:path, $write:path) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&$write(self.as_ref()))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Zeroizing::new(String::deserialize(deserializer)?);
                text.parse().map_err(de::Error::custom)
            }
        }

        impl FromStr for $name {
            type Err = OctetsError;

            fn from_str(text: &str) -> Result<Self, OctetsError> {
                Self::from_slice(&Zeroizing::new($read(text)?))
            }
        }
    };
}

macro_rules! shown {
    ($name:ident, $write:path) => {
        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&$write(self.as_ref()))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}

/// An open value of a fixed size, with its DER form `OCTET STRING (SIZE(n))`.
macro_rules! octets {
    ($(#[$meta:meta])* $name:ident, $size:literal, $read:path, $write:path) => {
        $(#[$meta])*
        // On the wire: see protocol/CHANGES.md.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $size]);

        impl $name {
            /// Size of the value in octets.
            pub const SIZE: usize = $size;

            /// Takes the octets as they are.
            #[must_use]
            pub const fn new(bytes: [u8; $size]) -> Self {
                Self(bytes)
            }

            /// Takes a slice of exactly the right size.
            ///
            /// # Errors
            /// [`OctetsError::Size`] when the slice has another length.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, OctetsError> {
                sized(bytes).map(Self)
            }

            /// The octets.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $size] {
                &self.0
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        spelt!($name, $read, $write);
        shown!($name, $write);

        impl FixedTag for $name {
            const TAG: Tag = Tag::OctetString;
        }

        impl EncodeValue for $name {
            fn value_len(&self) -> der::Result<Length> {
                Length::try_from(self.0.len())
            }

            fn encode_value(&self, writer: &mut impl Writer) -> der::Result<()> {
                writer.write(&self.0)
            }
        }

        impl<'a> DecodeValue<'a> for $name {
            type Error = der::Error;

            fn decode_value<R: Reader<'a>>(reader: &mut R, header: Header) -> der::Result<Self> {
                if header.length() != Length::try_from(Self::SIZE)? {
                    return Err(Tag::OctetString.length_error().into());
                }
                let mut bytes = [0; $size];
                reader.read_into(&mut bytes)?;
                Ok(Self(bytes))
            }
        }
    };
}

macro_rules! drawn {
    ($name:ident) => {
        impl $name {
            /// Draws a new value.
            pub fn draw(rng: &mut dyn CryptoRng) -> Self {
                let mut value = Self([0; Self::SIZE]);
                rng.fill_bytes(&mut value.0);
                value
            }
        }
    };
}

/// A value that gives a right to whoever holds it: no `Debug` of it, wiped when dropped, compared in
/// constant time. A server stores only [`Sha256`] of it.
macro_rules! secret {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        // On the wire: see protocol/CHANGES.md.
        #[derive(Clone, Zeroize, ZeroizeOnDrop)]
        pub struct $name([u8; 32]);

        impl $name {
            /// Size of the value in octets.
            pub const SIZE: usize = 32;

            /// Takes a slice of exactly the right size.
            ///
            /// # Errors
            /// [`OctetsError::Size`] when the slice has another length.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, OctetsError> {
                sized(bytes).map(Self)
            }

            /// What a server stores in place of the value.
            #[must_use]
            pub fn stored_hash(&self) -> Sha256 {
                Sha256::of(&self.0)
            }

            /// The value as it stands in a header or an address. Whoever reads it has the right.
            #[must_use]
            pub fn reveal(&self) -> Zeroizing<String> {
                Zeroizing::new(Base64UrlUnpadded::encode_string(&self.0))
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.ct_eq(&other.0).into()
            }
        }

        impl Eq for $name {}

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(concat!(stringify!($name), "(not shown)"))
            }
        }

        spelt!($name, from_base64url, Base64UrlUnpadded::encode_string);
        drawn!($name);
    };
}

octets!(
    /// Identifier of an errand, 128 bits, in hex.
    ErrandId, 16, from_hex, hex::encode
);
drawn!(ErrandId);

octets!(
    /// Identifier of a renewal, 128 bits, in hex.
    RenewalId, 16, from_hex, hex::encode
);
drawn!(RenewalId);

octets!(
    /// Key by which a repeated request is known as the same one, 128 bits, in hex.
    IdempotencyKey, 16, from_hex, hex::encode
);
drawn!(IdempotencyKey);

octets!(
    /// A SHA-256, in hex: thumbprint of a certificate, name of a part, identifier of a key.
    Sha256, 32, from_hex, hex::encode
);

octets!(
    /// A number used once, 256 bits, in base64url.
    Nonce, 32, from_base64url, Base64UrlUnpadded::encode_string
);
drawn!(Nonce);

secret!(
    /// The code by which an agent claims an errand.
    Code
);
secret!(
    /// The code by which a session takes the result of its errand.
    ReturnCode
);
secret!(
    /// The token by which the claiming agent fetches the parts of its errand.
    ClaimToken
);
secret!(
    /// The token of a session of door D.
    SessionToken
);

impl Sha256 {
    /// The hash of some octets.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }
}

/// A hash of 32 or 64 octets whose algorithm follows from the signing key (Streebog-256, Streebog-512 or
/// SHA-256), in hex.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(Vec<u8>);

impl Digest {
    /// Takes the octets of a hash.
    ///
    /// # Errors
    /// [`OctetsError::DigestSize`] when there are neither 32 nor 64.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, OctetsError> {
        match bytes.len() {
            32 | 64 => Ok(Self(bytes.to_vec())),
            found => Err(OctetsError::DigestSize { found }),
        }
    }

    /// The octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Digest {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

spelt!(Digest, from_hex, hex::encode);
shown!(Digest, hex::encode);

impl FixedTag for Digest {
    const TAG: Tag = Tag::OctetString;
}

impl EncodeValue for Digest {
    fn value_len(&self) -> der::Result<Length> {
        Length::try_from(self.0.len())
    }

    fn encode_value(&self, writer: &mut impl Writer) -> der::Result<()> {
        writer.write(&self.0)
    }
}

impl<'a> DecodeValue<'a> for Digest {
    type Error = der::Error;

    fn decode_value<R: Reader<'a>>(reader: &mut R, header: Header) -> der::Result<Self> {
        let size = usize::try_from(header.length())?;
        if size != 32 && size != 64 {
            return Err(Tag::OctetString.length_error().into());
        }
        let mut bytes = vec![0; size];
        reader.read_into(&mut bytes)?;
        Ok(Self(bytes))
    }
}

/// A whole file or DER structure inside JSON, in base64url.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Bytes(Vec<u8>);

impl Bytes {
    /// Takes the octets.
    #[must_use]
    pub const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Copies the octets. Any number of them is taken: the message around has its own limit.
    ///
    /// # Errors
    /// None; the form is the one of the types of a fixed size.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, OctetsError> {
        Ok(Self(bytes.to_vec()))
    }

    /// The octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Gives the octets away.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Bytes({} octets)", self.0.len())
    }
}

spelt!(Bytes, from_base64url, Base64UrlUnpadded::encode_string);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_of_each_value_is_read() {
        let id = ErrandId::new([0xab; 16]);
        assert_eq!(id.to_string(), "ab".repeat(16));
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("AB".repeat(16).parse::<ErrandId>(), Err(OctetsError::Hex));
        assert_eq!(
            "ab".repeat(15).parse::<ErrandId>(),
            Err(OctetsError::Size {
                expected: 16,
                found: 15
            })
        );
        let nonce = Nonce::new([0xff; 32]);
        let text = nonce.to_string();
        assert_eq!(text.parse(), Ok(nonce));
        assert_eq!(
            format!("{text}=").parse::<Nonce>(),
            Err(OctetsError::Base64Url)
        );
        // The last character of 32 octets carries two unused bits, which must be zero.
        let other = format!("{}9", &text[..text.len() - 1]);
        assert_eq!(other.parse::<Nonce>(), Err(OctetsError::Base64Url));
    }

    #[test]
    fn what_gives_a_right_is_not_shown() {
        let code = Code::from_slice(&[7; 32]).expect("32 octets");
        assert_eq!(format!("{code:?}"), "Code(not shown)");
        let written = serde_json::to_string(&code).expect("a code is a string");
        assert_eq!(
            serde_json::from_str::<Code>(&written).expect("the same string"),
            code
        );
        assert_eq!(code.stored_hash(), Sha256::of(&[7; 32]));
    }

    #[test]
    fn a_hash_has_32_or_64_octets() {
        for size in 0..80 {
            assert_eq!(
                Digest::from_slice(&vec![1; size]).is_ok(),
                size == 32 || size == 64
            );
        }
    }
}

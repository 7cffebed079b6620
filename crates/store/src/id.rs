//! Names of rows: random 128-bit ids, and 256-bit hashes that are names by themselves.
//!
//! The caller draws the bytes (from the generator that its `Ctx` carries); this module knows no
//! randomness. Ids are stored as 32 lower-case hexadecimal digits, so that an administrator can
//! read and type them; hashes are stored as bytes.

use std::fmt;

use sha2::Digest as _;

fn write_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

fn read_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(bytes)
}

macro_rules! byte_newtypes {
    ($($(#[$doc:meta])* $name:ident($size:literal))*) => {$(
        $(#[$doc])*
        // Stored: a change needs a migration.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $size]);

        impl $name {
            /// Takes the bytes as they are.
            #[must_use]
            pub const fn new(bytes: [u8; $size]) -> Self {
                Self(bytes)
            }

            /// Shows the bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $size] {
                &self.0
            }

            /// Reads lower-case hexadecimal digits; `None` for every other text.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                read_hex(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_hex(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
                let text = String::deserialize(reader)?;
                Self::parse(&text)
                    .ok_or_else(|| serde::de::Error::custom(concat!("not a ", stringify!($name))))
            }
        }
    )*};
}

byte_newtypes! {
    /// Names an errand.
    ErrandId(16)
    /// Names a session; its token is another thing and stored as a hash.
    SessionId(16)
    /// Names what is meant to be signed for one renewal.
    IntentId(16)
    /// Names a document that was sent.
    UploadId(16)
    /// Names a job.
    JobId(16)
    /// Names one worker's hold on one job.
    LeaseId(16)
    /// SHA-256 of the SPKI of an agent's key.
    AgentKeyHash(32)
    /// SHA-256 of other bytes: documents, products, bindings.
    Sha256(32)
    /// SHA-256 of a code or token that is itself never stored.
    SecretHash(32)
}

impl SecretHash {
    /// Hashes a code or token; the only form in which the store takes one.
    #[must_use]
    pub fn of(secret: &[u8]) -> Self {
        Self(sha2::Sha256::digest(secret).into())
    }
}

impl Sha256 {
    /// Hashes bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }
}

/// Key identifier of an issuer (RFC 5280, 4.2.1.2): together with a serial number it names a
/// certificate.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct IssuerKeyId(Vec<u8>);

impl IssuerKeyId {
    /// Takes the octets of the issuer's subjectKeyIdentifier.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// The octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Serial number of a certificate: the contents octets of its INTEGER.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial(Vec<u8>);

impl Serial {
    /// Takes the contents octets.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// The contents octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Debug for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Serial({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_what_it_writes_and_nothing_else() {
        let id = ErrandId::new(*b"\xff\x01smena errand!!");
        assert_eq!(ErrandId::parse(&id.to_string()), Some(id));
        assert_eq!(ErrandId::parse(&id.to_string().to_uppercase()), None);
        assert_eq!(ErrandId::parse("00"), None);
        assert_eq!(ErrandId::parse(&"g".repeat(32)), None);
    }

    #[test]
    fn a_secret_is_kept_as_its_sha_256() {
        assert_eq!(
            SecretHash::of(b"abc").to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}

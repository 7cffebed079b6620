//! SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7) without an opinion about the key in it.

use ::spki::AlgorithmIdentifierOwned;

use crate::algorithm;
use crate::asn1::{self, Asn1Error, Walker, tag};

/// The fields of a SubjectPublicKeyInfo; the BIT STRING has whole octets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectPublicKeyInfo {
    algorithm: AlgorithmIdentifierOwned,
    key_bits: Vec<u8>,
}

impl SubjectPublicKeyInfo {
    /// Makes one from its fields.
    #[must_use]
    pub const fn new(algorithm: AlgorithmIdentifierOwned, key_bits: Vec<u8>) -> Self {
        Self {
            algorithm,
            key_bits,
        }
    }

    /// Reads one.
    ///
    /// # Errors
    ///
    /// When the bytes are no single DER value of that shape.
    pub fn from_der(bytes: &[u8]) -> Result<Self, Asn1Error> {
        let mut walker = Walker::new(asn1::only(bytes, tag::SEQUENCE)?.content);
        let algorithm = algorithm::read_identifier(&mut walker)?;
        let [0, key_bits @ ..] = walker.expect(tag::BIT_STRING)?.content else {
            return Err(Asn1Error::Value("BIT STRING of whole octets"));
        };
        walker.finish()?;
        Ok(Self {
            algorithm,
            key_bits: key_bits.to_vec(),
        })
    }

    /// Returns the algorithm with its parameters.
    #[must_use]
    pub const fn algorithm(&self) -> &AlgorithmIdentifierOwned {
        &self.algorithm
    }

    /// Returns the contents of the BIT STRING.
    #[must_use]
    pub fn key_bits(&self) -> &[u8] {
        &self.key_bits
    }

    /// Writes it.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        asn1::sequence(&[
            &algorithm::identifier_der(&self.algorithm),
            &asn1::bit_string(&self.key_bits),
        ])
    }
}

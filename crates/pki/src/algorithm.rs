//! Which algorithms exist here, and how their identifiers are read and written.
//!
//! RFC 9215 (GOST), RFC 5758 (ECDSA), RFC 4055 (RSA), RFC 8410 (Ed25519). Reading takes absent or
//! NULL parameters wherever the world writes either; writing gives what the document asks for.

use const_oid::ObjectIdentifier;
use der::{Any, Decode as _, Encode as _};
use digest::Digest;
use smena_gost::{ParameterSet, Streebog};
use spki::AlgorithmIdentifierOwned;

use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::oid;

/// Why an algorithm identifier means nothing here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AlgorithmError {
    /// An identifier that this crate does not know.
    #[error("unknown algorithm {0}")]
    Unknown(ObjectIdentifier),
    /// A known identifier with parameters that its document does not allow.
    #[error("algorithm {0} has parameters that it cannot have")]
    Parameters(ObjectIdentifier),
}

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DigestAlgorithm {
    /// GOST R 34.11-2012, 256 bits.
    Streebog256,
    /// GOST R 34.11-2012, 512 bits.
    Streebog512,
    /// GOST R 34.11-94 with the CryptoPro parameters: only for what was signed before 2019.
    Gost94,
    /// SHA-1: key identifiers and foreign OCSP identifiers, never a signature.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl DigestAlgorithm {
    const ALL: [Self; 7] = [
        Self::Streebog256,
        Self::Streebog512,
        Self::Gost94,
        Self::Sha1,
        Self::Sha256,
        Self::Sha384,
        Self::Sha512,
    ];

    /// Hashes `message`.
    #[must_use]
    pub fn digest(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Streebog256 => Streebog::Bits256.digest(message),
            Self::Streebog512 => Streebog::Bits512.digest(message),
            Self::Gost94 => smena_gost::legacy::gost94_digest(message).to_vec(),
            Self::Sha1 => sha1::Sha1::digest(message).to_vec(),
            Self::Sha256 => sha2::Sha256::digest(message).to_vec(),
            Self::Sha384 => sha2::Sha384::digest(message).to_vec(),
            Self::Sha512 => sha2::Sha512::digest(message).to_vec(),
        }
    }

    /// Returns the number of octets of a hash.
    #[must_use]
    pub const fn size(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Streebog256 | Self::Gost94 | Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Streebog512 | Self::Sha512 => 64,
        }
    }

    /// Returns the object identifier.
    #[must_use]
    pub const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Streebog256 => smena_gost::oid::STREEBOG_256,
            Self::Streebog512 => smena_gost::oid::STREEBOG_512,
            Self::Gost94 => smena_gost::oid::GOST3411_94,
            Self::Sha1 => oid::SHA1,
            Self::Sha256 => oid::SHA256,
            Self::Sha384 => oid::SHA384,
            Self::Sha512 => oid::SHA512,
        }
    }

    /// Finds the hash with this identifier.
    #[must_use]
    pub fn from_oid(oid: &ObjectIdentifier) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.oid() == *oid)
    }

    /// Reads an identifier; parameters may be absent or NULL, and for GOST R 34.11-94 name its
    /// CryptoPro parameters.
    ///
    /// # Errors
    ///
    /// When the hash is unknown or has other parameters.
    pub fn from_algorithm_identifier(
        identifier: &AlgorithmIdentifierOwned,
    ) -> Result<Self, AlgorithmError> {
        let oid = identifier.oid;
        let found = Self::from_oid(&oid).ok_or(AlgorithmError::Unknown(oid))?;
        let known = match &identifier.parameters {
            None => true,
            Some(parameters) if parameters.is_null() => true,
            Some(parameters) => {
                found == Self::Gost94
                    && parameters.decode_as::<ObjectIdentifier>().ok()
                        == Some(smena_gost::oid::GOST3411_94_CRYPTOPRO)
            }
        };
        if known {
            Ok(found)
        } else {
            Err(AlgorithmError::Parameters(oid))
        }
    }

    /// Writes the identifier, parameters absent (RFC 5754, and TC26's CMS profile for Streebog).
    #[must_use]
    pub const fn algorithm_identifier(self) -> AlgorithmIdentifierOwned {
        AlgorithmIdentifierOwned {
            oid: self.oid(),
            parameters: None,
        }
    }

    /// Returns the name that people use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Streebog256 => "GOST R 34.11-2012 (256)",
            Self::Streebog512 => "GOST R 34.11-2012 (512)",
            Self::Gost94 => "GOST R 34.11-94",
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }
}

/// A signature algorithm: a kind of key and the hash it signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureAlgorithm {
    /// GOST R 34.10-2012 with a 256-bit key.
    GostStreebog256,
    /// GOST R 34.10-2012 with a 512-bit key.
    GostStreebog512,
    /// GOST R 34.10-2001 with GOST R 34.11-94: verified, never made.
    Gost2001,
    /// ECDSA with SHA-256.
    EcdsaSha256,
    /// ECDSA with SHA-384.
    EcdsaSha384,
    /// ECDSA with SHA-512.
    EcdsaSha512,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    RsaSha256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    RsaSha384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    RsaSha512,
    /// Ed25519 over the message itself.
    Ed25519,
}

impl SignatureAlgorithm {
    const ALL: [Self; 10] = [
        Self::GostStreebog256,
        Self::GostStreebog512,
        Self::Gost2001,
        Self::EcdsaSha256,
        Self::EcdsaSha384,
        Self::EcdsaSha512,
        Self::RsaSha256,
        Self::RsaSha384,
        Self::RsaSha512,
        Self::Ed25519,
    ];

    /// Returns the object identifier.
    #[must_use]
    pub const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::GostStreebog256 => smena_gost::oid::SIGNATURE_STREEBOG_256,
            Self::GostStreebog512 => smena_gost::oid::SIGNATURE_STREEBOG_512,
            Self::Gost2001 => smena_gost::oid::SIGNATURE_GOST3411_94,
            Self::EcdsaSha256 => oid::ECDSA_SHA256,
            Self::EcdsaSha384 => oid::ECDSA_SHA384,
            Self::EcdsaSha512 => oid::ECDSA_SHA512,
            Self::RsaSha256 => oid::RSA_SHA256,
            Self::RsaSha384 => oid::RSA_SHA384,
            Self::RsaSha512 => oid::RSA_SHA512,
            Self::Ed25519 => oid::ED25519,
        }
    }

    /// Returns the hash that is signed; none for Ed25519, which takes the message.
    #[must_use]
    pub const fn digest(self) -> Option<DigestAlgorithm> {
        match self {
            Self::GostStreebog256 => Some(DigestAlgorithm::Streebog256),
            Self::GostStreebog512 => Some(DigestAlgorithm::Streebog512),
            Self::Gost2001 => Some(DigestAlgorithm::Gost94),
            Self::EcdsaSha256 | Self::RsaSha256 => Some(DigestAlgorithm::Sha256),
            Self::EcdsaSha384 | Self::RsaSha384 => Some(DigestAlgorithm::Sha384),
            Self::EcdsaSha512 | Self::RsaSha512 => Some(DigestAlgorithm::Sha512),
            Self::Ed25519 => None,
        }
    }

    /// Reads an identifier; parameters may be absent or NULL.
    ///
    /// # Errors
    ///
    /// When the algorithm is unknown or has other parameters.
    pub fn from_algorithm_identifier(
        identifier: &AlgorithmIdentifierOwned,
    ) -> Result<Self, AlgorithmError> {
        let oid = identifier.oid;
        let found = Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.oid() == oid)
            .ok_or(AlgorithmError::Unknown(oid))?;
        match &identifier.parameters {
            Some(parameters) if !parameters.is_null() => Err(AlgorithmError::Parameters(oid)),
            _ => Ok(found),
        }
    }

    /// Reads the signature algorithm of a CMS SignerInfo, where GOST and RSA tools write the
    /// identifier of the public key instead, and the hash stands beside it.
    ///
    /// # Errors
    ///
    /// When the two together mean nothing here.
    pub fn from_signer_identifiers(
        signature: &AlgorithmIdentifierOwned,
        digest: DigestAlgorithm,
    ) -> Result<Self, AlgorithmError> {
        let found = match (signature.oid, digest) {
            (smena_gost::oid::GOST3410_2012_256, DigestAlgorithm::Streebog256) => {
                Self::GostStreebog256
            }
            (smena_gost::oid::GOST3410_2012_512, DigestAlgorithm::Streebog512) => {
                Self::GostStreebog512
            }
            (smena_gost::oid::GOST3410_2001, DigestAlgorithm::Gost94) => Self::Gost2001,
            (oid::RSA_ENCRYPTION, DigestAlgorithm::Sha256) => Self::RsaSha256,
            (oid::RSA_ENCRYPTION, DigestAlgorithm::Sha384) => Self::RsaSha384,
            (oid::RSA_ENCRYPTION, DigestAlgorithm::Sha512) => Self::RsaSha512,
            _ => {
                let found = Self::from_algorithm_identifier(signature)?;
                return match found.digest() {
                    Some(own) if own != digest => Err(AlgorithmError::Parameters(signature.oid)),
                    _ => Ok(found),
                };
            }
        };
        // Beside the identifier of a key some tools repeat the key's parameters; they add nothing.
        Ok(found)
    }

    /// Writes the identifier: NULL for RSA, nothing for the others.
    #[must_use]
    pub fn algorithm_identifier(self) -> AlgorithmIdentifierOwned {
        let parameters = match self {
            Self::RsaSha256 | Self::RsaSha384 | Self::RsaSha512 => Some(Any::null()),
            _ => None,
        };
        AlgorithmIdentifierOwned {
            oid: self.oid(),
            parameters,
        }
    }

    /// Returns the name that people use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GostStreebog256 => "GOST R 34.10-2012 (256) with GOST R 34.11-2012",
            Self::GostStreebog512 => "GOST R 34.10-2012 (512) with GOST R 34.11-2012",
            Self::Gost2001 => "GOST R 34.10-2001 with GOST R 34.11-94",
            Self::EcdsaSha256 => "ECDSA with SHA-256",
            Self::EcdsaSha384 => "ECDSA with SHA-384",
            Self::EcdsaSha512 => "ECDSA with SHA-512",
            Self::RsaSha256 => "RSA with SHA-256",
            Self::RsaSha384 => "RSA with SHA-384",
            Self::RsaSha512 => "RSA with SHA-512",
            Self::Ed25519 => "Ed25519",
        }
    }
}

/// A kind of key with everything that its generation needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyAlgorithm {
    /// GOST R 34.10-2012.
    Gost(ParameterSet),
    /// GOST R 34.10-2001: verified, never made.
    Gost2001(ParameterSet),
    /// ECDSA on NIST P-256.
    EcdsaP256,
    /// ECDSA on NIST P-384.
    EcdsaP384,
    /// RSA.
    Rsa {
        /// Length of the modulus.
        bits: u32,
    },
    /// Ed25519.
    Ed25519,
}

impl KeyAlgorithm {
    /// Returns the algorithm that keys of this kind sign with here.
    #[must_use]
    pub fn signature_algorithm(self) -> SignatureAlgorithm {
        match self {
            Self::Gost(set) if set.curve().size() == 64 => SignatureAlgorithm::GostStreebog512,
            Self::Gost(_) => SignatureAlgorithm::GostStreebog256,
            Self::Gost2001(_) => SignatureAlgorithm::Gost2001,
            Self::EcdsaP256 => SignatureAlgorithm::EcdsaSha256,
            Self::EcdsaP384 => SignatureAlgorithm::EcdsaSha384,
            Self::Rsa { .. } => SignatureAlgorithm::RsaSha256,
            Self::Ed25519 => SignatureAlgorithm::Ed25519,
        }
    }

    /// Returns the hash with which such a key binds other documents (signing-certificate-v2 and
    /// the signed structures of the protocol): Streebog of the key's size, SHA-256 else.
    #[must_use]
    pub fn binding_digest(self) -> DigestAlgorithm {
        match self {
            Self::Gost(set) if set.curve().size() == 64 => DigestAlgorithm::Streebog512,
            Self::Gost(_) | Self::Gost2001(_) => DigestAlgorithm::Streebog256,
            _ => DigestAlgorithm::Sha256,
        }
    }

    /// Tells whether a signature of this algorithm can come from such a key.
    #[must_use]
    pub fn signs_with(self, algorithm: SignatureAlgorithm) -> bool {
        use SignatureAlgorithm as S;
        match self {
            Self::Gost(_) | Self::Gost2001(_) | Self::Ed25519 => {
                self.signature_algorithm() == algorithm
            }
            Self::EcdsaP256 | Self::EcdsaP384 => {
                matches!(algorithm, S::EcdsaSha256 | S::EcdsaSha384 | S::EcdsaSha512)
            }
            Self::Rsa { .. } => matches!(algorithm, S::RsaSha256 | S::RsaSha384 | S::RsaSha512),
        }
    }

    /// Returns the name that people use, with parameter set or size.
    #[must_use]
    pub fn name(self) -> String {
        self.name_with("GOST R")
    }

    /// Returns the name in a language that has another word for the state standard: «ГОСТ Р». The other algorithms have
    /// proper names.
    #[must_use]
    pub fn name_with(self, standard: &str) -> String {
        match self {
            Self::Gost(set) => {
                let bits = set.curve().size() * 8;
                format!("{standard} 34.10-2012 ({bits}), {set:?}")
            }
            Self::Gost2001(set) => format!("{standard} 34.10-2001, {set:?}"),
            Self::EcdsaP256 => "ECDSA P-256".to_owned(),
            Self::EcdsaP384 => "ECDSA P-384".to_owned(),
            Self::Rsa { bits } => format!("RSA {bits}"),
            Self::Ed25519 => "Ed25519".to_owned(),
        }
    }
}

/// Takes an AlgorithmIdentifier.
///
/// # Errors
///
/// When something else stands there.
pub fn read_identifier(walker: &mut Walker<'_>) -> Result<AlgorithmIdentifierOwned, Asn1Error> {
    let mut inside = walker.enter(tag::SEQUENCE)?;
    let oid = inside.oid()?;
    let parameters = if inside.is_empty() {
        None
    } else {
        Some(inside.any()?)
    };
    inside.finish()?;
    let parameters = parameters
        .map(|tlv| Any::from_der(tlv.full).map_err(|_| Asn1Error::Value("parameters")))
        .transpose()?;
    Ok(AlgorithmIdentifierOwned { oid, parameters })
}

/// Writes an AlgorithmIdentifier.
#[must_use]
pub fn identifier_der(identifier: &AlgorithmIdentifierOwned) -> Vec<u8> {
    // An encoding can fail for its length alone, and what was read or made here is short.
    let parameters = identifier
        .parameters
        .as_ref()
        .and_then(|any| any.to_der().ok());
    asn1::sequence(&[&asn1::oid(&identifier.oid), &parameters.unwrap_or_default()])
}

#[cfg(test)]
mod tests {
    use der::Tag;

    use super::*;

    #[test]
    fn identifiers_come_back_and_null_is_taken() {
        for algorithm in SignatureAlgorithm::ALL {
            let written = algorithm.algorithm_identifier();
            let der = identifier_der(&written);
            let read = read_identifier(&mut Walker::new(&der)).expect("own encoding reads");
            assert_eq!(read, written);
            for parameters in [None, Some(Any::null())] {
                let lenient = AlgorithmIdentifierOwned {
                    oid: algorithm.oid(),
                    parameters,
                };
                let read = SignatureAlgorithm::from_algorithm_identifier(&lenient);
                assert_eq!(read, Ok(algorithm));
            }
            let parameters = Some(Any::new(Tag::OctetString, [1]).expect("a value"));
            let odd = AlgorithmIdentifierOwned {
                oid: algorithm.oid(),
                parameters,
            };
            assert_eq!(
                SignatureAlgorithm::from_algorithm_identifier(&odd),
                Err(AlgorithmError::Parameters(algorithm.oid()))
            );
        }
        for algorithm in DigestAlgorithm::ALL {
            let read =
                DigestAlgorithm::from_algorithm_identifier(&algorithm.algorithm_identifier());
            assert_eq!(read, Ok(algorithm));
            assert_eq!(algorithm.digest(b"abc").len(), algorithm.size());
        }
    }

    #[test]
    fn the_identifier_of_a_key_stands_for_its_signature_in_cms() {
        let check = |oid, digest, expected| {
            let identifier = AlgorithmIdentifierOwned {
                oid,
                parameters: None,
            };
            let read = SignatureAlgorithm::from_signer_identifiers(&identifier, digest).ok();
            assert_eq!(read, expected);
        };
        let (key, signature) = (
            smena_gost::oid::GOST3410_2012_256,
            smena_gost::oid::SIGNATURE_STREEBOG_256,
        );
        let found = Some(SignatureAlgorithm::GostStreebog256);
        check(key, DigestAlgorithm::Streebog256, found);
        check(signature, DigestAlgorithm::Streebog256, found);
        check(signature, DigestAlgorithm::Streebog512, None);
        check(key, DigestAlgorithm::Sha256, None);
        check(
            oid::RSA_ENCRYPTION,
            DigestAlgorithm::Sha384,
            Some(SignatureAlgorithm::RsaSha384),
        );
        check(
            oid::ED25519,
            DigestAlgorithm::Sha512,
            Some(SignatureAlgorithm::Ed25519),
        );
    }
}

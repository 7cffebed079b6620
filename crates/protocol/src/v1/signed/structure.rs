//! Reading and writing of signed structures: strictly, within limits.

use der::{Decode, Encode};
use smena_pki::algorithm::DigestAlgorithm;

use crate::limits::STRUCTURE_BYTES_MAX;
use crate::v1::octets::Digest;
use crate::v1::text::ValueRefusal;

/// A DER structure of this protocol.
pub trait Structure: Sized + Encode + for<'a> Decode<'a, Error = der::Error> {
    /// The name of the type in ASN.1.
    const NAME: &'static str;

    /// Checks what the shape alone does not say.
    ///
    /// # Errors
    /// [`StructureError`] naming what is wrong.
    fn check(&self) -> Result<(), StructureError>;

    /// Writes the structure.
    ///
    /// # Errors
    /// [`StructureError`] when it does not pass [`Structure::check`] or is too large.
    fn to_bytes(&self) -> Result<Vec<u8>, StructureError> {
        self.check()?;
        let bytes = self.to_der().map_err(|source| StructureError::Write {
            name: Self::NAME,
            source,
        })?;
        check_size(Self::NAME, &bytes)?;
        Ok(bytes)
    }

    /// Reads the structure: the whole input, in DER and nothing else.
    ///
    /// # Errors
    /// [`StructureError`]; also for input that is well formed but not in the one form of its value.
    fn from_bytes(bytes: &[u8]) -> Result<Self, StructureError> {
        check_size(Self::NAME, bytes)?;
        let read = Self::from_der(bytes).map_err(|source| StructureError::Read {
            name: Self::NAME,
            source,
        })?;
        read.check()?;
        let again = read.to_der().map_err(|source| StructureError::Write {
            name: Self::NAME,
            source,
        })?;
        if again == bytes {
            Ok(read)
        } else {
            Err(StructureError::NotDer { name: Self::NAME })
        }
    }
}

/// Why a structure was not read or not written.
#[derive(Debug, thiserror::Error)]
pub enum StructureError {
    /// More octets than any structure may have.
    #[error("{name} has {found} octets, {STRUCTURE_BYTES_MAX} are allowed")]
    TooLarge {
        /// The structure.
        name: &'static str,
        /// Its size.
        found: usize,
    },
    /// The octets are not such a structure.
    #[error("the octets are not a {name}")]
    Read {
        /// The structure.
        name: &'static str,
        /// Where reading ended.
        #[source]
        source: der::Error,
    },
    /// The structure has no DER form.
    #[error("the {name} cannot be written")]
    Write {
        /// The structure.
        name: &'static str,
        /// Why.
        #[source]
        source: der::Error,
    },
    /// The octets are not in the one form that DER gives to their value.
    #[error("the {name} is not in DER")]
    NotDer {
        /// The structure.
        name: &'static str,
    },
    /// A text that cannot be signed.
    #[error("the {field} cannot be signed")]
    Text {
        /// The field.
        field: String,
        /// What is wrong with it.
        #[source]
        source: ValueRefusal,
    },
    /// More fields than application data may have.
    #[error("{found} fields, {max} are allowed")]
    TooManyFields {
        /// How many there are.
        found: usize,
        /// The limit.
        max: usize,
    },
    /// A label stands twice.
    #[error("the field {key} stands twice")]
    RepeatedField {
        /// Its key.
        key: String,
    },
    /// The algorithm of the hashes is none that binds documents.
    #[error("the hash algorithm is not one that binds documents")]
    DigestAlgorithm,
    /// A hash has another size than its algorithm gives.
    #[error("a hash has another size than its algorithm gives")]
    DigestSize,
    /// A name or a set of extensions inside is not what it should be.
    #[error("the {field} is not well formed")]
    Inner {
        /// The field.
        field: &'static str,
    },
    /// A number is outside of its range.
    #[error("the {field} is out of range")]
    Range {
        /// The field.
        field: &'static str,
    },
}

fn check_size(name: &'static str, bytes: &[u8]) -> Result<(), StructureError> {
    if bytes.len() > STRUCTURE_BYTES_MAX {
        return Err(StructureError::TooLarge {
            name,
            found: bytes.len(),
        });
    }
    Ok(())
}

/// The hash of a file inside a signed structure. The algorithm is the one that follows from the signing key:
/// `key.algorithm().binding_digest()`.
///
/// # Errors
/// [`StructureError::DigestAlgorithm`] when the algorithm gives neither 32 nor 64 octets or is too weak.
pub fn digest_of(algorithm: DigestAlgorithm, bytes: &[u8]) -> Result<Digest, StructureError> {
    if !binds(algorithm) {
        return Err(StructureError::DigestAlgorithm);
    }
    Digest::from_slice(&algorithm.digest(bytes)).map_err(|_| StructureError::DigestAlgorithm)
}

/// Whether a hash algorithm binds documents: the three that `binding_digest` gives.
pub(super) const fn binds(algorithm: DigestAlgorithm) -> bool {
    matches!(
        algorithm,
        DigestAlgorithm::Streebog256 | DigestAlgorithm::Streebog512 | DigestAlgorithm::Sha256
    )
}

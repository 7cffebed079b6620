//! What can be wrong with a container.

use std::fmt;

use const_oid::ObjectIdentifier;

use super::KeySlot;
use crate::certificate::CertificateError;
use crate::cms::DerError;
use crate::key::KeyError;

/// One of the six files by its part, the reserve copy included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileRole {
    /// `name.key`.
    Name,
    /// `header.key`.
    Header,
    /// `masks.key` or `masks2.key`.
    Masks,
    /// `primary.key` or `primary2.key`.
    Primary,
}

impl fmt::Display for FileRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => "name.key",
            Self::Header => "header.key",
            Self::Masks => "masks.key",
            Self::Primary => "primary.key",
        })
    }
}

/// Why a container cannot be read, opened or written.
#[derive(Debug, thiserror::Error)]
pub enum ContainerError {
    /// A file larger than [`crate::limits::CONTAINER_FILE_OCTETS_MAX`].
    #[error("{0} is too large")]
    TooLarge(FileRole),
    /// A file that does not have the structure of its part.
    #[error("{file} is malformed")]
    Malformed {
        /// The file.
        file: FileRole,
        /// Where the reading stopped.
        #[source]
        source: DerError,
    },
    /// Another kind of container; `1.2.643.2.2.37.4` is the newer one, for RSA and ECDSA.
    #[error("containers of the type {0} are not supported")]
    UnsupportedType(ObjectIdentifier),
    /// The keys are in a device and not in the files (FKC).
    #[error("the keys of this container are bound to their device")]
    BoundToDevice,
    /// A key of an algorithm or curve that is not known.
    #[error("the algorithm of a key is not supported")]
    Algorithm(#[source] KeyError),
    /// The imitovstavka of the header is another one: damaged.
    #[error("the checksum of header.key is wrong")]
    HeaderChecksum,
    /// The imitovstavka of the masks is another one: damaged, or caught while it was rewritten.
    #[error("the checksum of masks.key is wrong")]
    MasksChecksum,
    /// The key does not lead to its fingerprint: damaged, or a pair that does not belong together.
    #[error("the private key does not have the recorded fingerprint")]
    Fingerprint,
    /// A certificate cannot be read.
    #[error("a certificate in header.key cannot be read")]
    Certificate(#[source] CertificateError),
    /// A certificate names a public key that cannot be used.
    #[error("the public key of a certificate in header.key cannot be used")]
    CertificateKey(#[source] KeyError),
    /// A certificate is of another key than the one it stands beside.
    #[error("a certificate in header.key does not belong to its key")]
    ForeignCertificate,
    /// A password is needed and none was given.
    #[error("the container asks for its password")]
    PasswordNeeded,
    /// A password was given and none is needed.
    #[error("the container has no password")]
    NoPassword,
    /// The password is not the one that the header records.
    #[error("the password of the container is wrong")]
    WrongPassword,
    /// There is no such key.
    #[error("the container has no {0} key")]
    NoSuchKey(KeySlot),
    /// A name has a character that Windows-1251 does not have, or is empty or too long.
    #[error("the name of the container cannot be written")]
    Name,
    /// A new password is not printable ASCII: readers disagree about the octets of any other.
    #[error("the password has characters other than printable ASCII")]
    PasswordCharacters,
    /// The keys do not fit the header that shall hold them.
    #[error("the keys do not fit the header")]
    KeysDoNotFit,
    /// The random generator gave nothing usable.
    #[error("the random generator gave no usable octets")]
    Randomness,
}

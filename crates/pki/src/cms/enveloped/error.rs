//! What can be wrong with an enveloped message; one variant for each reason.
//!
//! A reader tells a wrong key from a damaged message where the format can: keys wrapped for GOST and
//! ECDH recipients carry a code, and so does OAEP. It cannot for PKCS#1 v1.5, which must not say
//! whether its padding was right, and content in CFB, CTR-ACPKM and mostly CBC carries no code at all.

use const_oid::ObjectIdentifier;

use crate::asn1::Asn1Error;
use crate::cms::DerError;
use crate::key::{KeyError, OpenError};

/// Why an enveloped message cannot be read, opened or made.
#[derive(Debug, thiserror::Error)]
pub enum EnvelopeError {
    // --- reading ---
    /// The input is larger than [`crate::limits::CMS_OCTETS_MAX`].
    #[error("the CMS message has {0} bytes, more than are read")]
    TooLarge(usize),
    /// More of something than the limits allow.
    #[error("the CMS message has too many {0}")]
    TooMany(&'static str),
    /// A part is not what its document says.
    #[error("the {part} of the CMS message cannot be read")]
    Malformed {
        /// Which part.
        part: &'static str,
        /// What stands there.
        source: Asn1Error,
    },
    /// Neither DER nor BER.
    #[error("the CMS message is neither DER nor BER")]
    Encoding(#[source] DerError),
    /// PEM text that cannot be read.
    #[error("the PEM text of the CMS message cannot be read")]
    Pem,
    /// Another kind of CMS message.
    #[error("a CMS message of type {0}, not enveloped data")]
    NotEnvelopedData(ObjectIdentifier),
    /// The encrypted content travels elsewhere.
    #[error("the CMS message has no encrypted content in it")]
    NoContent,

    // --- opening ---
    /// The private key is not the certificate's.
    #[error("the private key does not belong to the certificate")]
    KeyNotOfCertificate,
    /// None of the recipients is the certificate.
    #[error("the message was not encrypted for this certificate")]
    NotForCertificate,
    /// An algorithm, or a variant of one, that is not supported.
    #[error("the {part} uses {oid}, which is not supported here")]
    Unsupported {
        /// Which part.
        part: &'static str,
        /// The algorithm.
        oid: ObjectIdentifier,
    },
    /// The sender is named by a certificate and not by a key of its own for this message.
    #[error("the sender's key is not in the message")]
    SenderNotInMessage,
    /// The sender's key cannot be used.
    #[error("the sender's key for this message cannot be used")]
    SenderKey(#[source] KeyError),
    /// The private key, or its device, gave no secret.
    #[error("the private key did not open the message")]
    Open(#[source] OpenError),
    /// The code of the wrapped content key does not fit.
    #[error("the content key was wrapped for another key, or was changed")]
    WrongKey,
    /// The code of the content does not fit: the key is right.
    #[error("the content was changed")]
    ContentChanged,
    /// The content does not decrypt; the format cannot tell a wrong key from a changed content.
    #[error("the content was encrypted with another key, or was changed")]
    WrongKeyOrContentChanged,

    // --- making ---
    /// No recipient was named.
    #[error("a message is encrypted for one recipient at least")]
    NoRecipient,
    /// The recipient's key cannot be used.
    #[error("the recipient's key cannot be used")]
    RecipientKey(#[source] KeyError),
    /// The recipient's key cannot take a content key of this cipher.
    #[error("content in {content} is not encrypted for keys of {key}")]
    CipherNotForKey {
        /// The cipher of the content.
        content: &'static str,
        /// The recipient's key.
        key: String,
    },
    /// The content key could not be encrypted.
    #[error("the content key could not be encrypted")]
    Seal,
}

impl EnvelopeError {
    /// Wraps a parsing error with the name of the part.
    pub(super) fn malformed(part: &'static str) -> impl Fn(Asn1Error) -> Self {
        move |source| Self::Malformed { part, source }
    }
}

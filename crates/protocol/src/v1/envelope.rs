//! The envelope of every JSON message that is signed.
//!
//! `{"payload": base64url, "key": id, "signature": base64url}`; the signed input is
//! `"smena/1/" + message name + 0x00 + payload`. The receiver verifies first and then parses **only** the
//! payload; a message that came out of an envelope is an [`Opened`], which nothing else can make.
//! The algorithm follows from the key and is never negotiated. `key` is the SHA-256 of the key's
//! `SubjectPublicKeyInfo`: it helps to choose a key and proves nothing.
//!
//! Which key is to be trusted is the caller's knowledge. Two messages carry their own key, because they make
//! it known: see [`Introduction`].

use rand_core::CryptoRng;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use smena_pki::key::{PublicKey, SignError, SignatureError, Signer};

use super::octets::{Bytes, Sha256};
use crate::limits::ENVELOPE_BYTES_MAX;

/// A message that travels in an envelope.
pub trait Message: Serialize + DeserializeOwned {
    /// The name that goes into the signed input, so that one message is never taken for another.
    const NAME: &'static str;

    /// Octets of the payload at most.
    const BYTES_MAX: usize;
}

/// A message that makes the key known by which it is signed: a claim (the agent's key) and an authority's
/// statement (its errand key). Opening it proves only that whoever wrote it holds that key; whether the key
/// is the right one is decided afterwards, by the row it is bound to or by the person who trusts it.
pub trait Introduction: Message {
    /// `SubjectPublicKeyInfo` of the key, in DER; `None` when the message carries none that can be read.
    fn introduced_key(&self) -> Option<Vec<u8>>;
}

/// A signed message on the wire.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// The message in JSON.
    pub payload: Bytes,
    /// SHA-256 of the `SubjectPublicKeyInfo` of the signing key.
    pub key: Sha256,
    /// The signature over the signed input.
    pub signature: Bytes,
}

/// A message whose signature was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened<T> {
    message: T,
    payload: Vec<u8>,
    key: PublicKey,
}

/// Why an envelope was not made or not opened.
#[derive(Debug, thiserror::Error)]
pub enum EnvelopeError {
    /// The body or the payload is larger than its message may be.
    #[error("the message has {found} octets, {max} are allowed")]
    TooLarge {
        /// Its size.
        found: usize,
        /// The limit.
        max: usize,
    },
    /// The body is not an envelope.
    #[error("the body is not a signed message")]
    ReadEnvelope(#[source] serde_json::Error),
    /// The envelope names another key than the one it should be signed with.
    #[error("the message is signed by another key ({found}) than the expected one ({expected})")]
    OtherKey {
        /// The key that the receiver trusts.
        expected: Sha256,
        /// The key that the envelope names.
        found: Sha256,
    },
    /// The message should carry its key, and does not, or the key cannot be read.
    #[error("the message does not carry a key that can be read")]
    NoKey,
    /// The signature does not verify.
    #[error("the signature of the message is not valid")]
    Verify(#[source] SignatureError),
    /// The payload was signed but is not the expected message.
    #[error("the signed content is not a message of the expected kind")]
    ReadPayload(#[source] serde_json::Error),
    /// A message of ours could not be written.
    #[error("the message could not be written")]
    WritePayload(#[source] serde_json::Error),
    /// The key did not sign.
    #[error("the message could not be signed")]
    Sign(#[source] SignError),
}

impl Envelope {
    /// Writes and signs a message.
    ///
    /// # Errors
    /// [`EnvelopeError::WritePayload`], [`EnvelopeError::TooLarge`] or [`EnvelopeError::Sign`].
    pub fn sign<T: Message>(
        message: &T,
        signer: &dyn Signer,
        rng: &mut dyn CryptoRng,
    ) -> Result<Self, EnvelopeError> {
        let payload = serde_json::to_vec(message).map_err(EnvelopeError::WritePayload)?;
        check_size(payload.len(), T::BYTES_MAX)?;
        let signature = signer
            .sign(&signed_input(T::NAME, &payload), rng)
            .map_err(EnvelopeError::Sign)?;
        let key = key_id(signer.public_key());
        Ok(Self {
            payload: Bytes::new(payload),
            key,
            signature: Bytes::new(signature),
        })
    }

    /// Reads an envelope from an HTTP body. Nothing is verified yet.
    ///
    /// # Errors
    /// [`EnvelopeError::TooLarge`] or [`EnvelopeError::ReadEnvelope`].
    pub fn from_json(body: &[u8]) -> Result<Self, EnvelopeError> {
        check_size(body.len(), ENVELOPE_BYTES_MAX)?;
        serde_json::from_slice(body).map_err(EnvelopeError::ReadEnvelope)
    }

    /// Writes the envelope as an HTTP body.
    ///
    /// # Errors
    /// [`EnvelopeError::WritePayload`] when JSON cannot be written, which memory alone can cause.
    pub fn to_json(&self) -> Result<Vec<u8>, EnvelopeError> {
        serde_json::to_vec(self).map_err(EnvelopeError::WritePayload)
    }

    /// Verifies with a key that the receiver trusts, then parses the payload.
    ///
    /// # Errors
    /// [`EnvelopeError`]; nothing of the payload is looked at before the signature is verified.
    pub fn open<T: Message>(&self, key: &PublicKey) -> Result<Opened<T>, EnvelopeError> {
        check_size(self.payload.as_bytes().len(), T::BYTES_MAX)?;
        self.verify(T::NAME, key)?;
        let message =
            serde_json::from_slice(self.payload.as_bytes()).map_err(EnvelopeError::ReadPayload)?;
        Ok(Opened {
            message,
            payload: self.payload.as_bytes().to_vec(),
            key: key.clone(),
        })
    }

    /// Opens a message that carries its own key: takes the key out of it, verifies with that key, and gives
    /// the message away only then.
    ///
    /// # Errors
    /// [`EnvelopeError`], [`EnvelopeError::NoKey`] when the message carries no key that can be read.
    pub fn open_introduction<T: Introduction>(&self) -> Result<Opened<T>, EnvelopeError> {
        check_size(self.payload.as_bytes().len(), T::BYTES_MAX)?;
        let message: T =
            serde_json::from_slice(self.payload.as_bytes()).map_err(EnvelopeError::ReadPayload)?;
        let spki = message.introduced_key().ok_or(EnvelopeError::NoKey)?;
        let key = PublicKey::from_spki_der(&spki).map_err(|_| EnvelopeError::NoKey)?;
        self.verify(T::NAME, &key)?;
        Ok(Opened {
            message,
            payload: self.payload.as_bytes().to_vec(),
            key,
        })
    }

    fn verify(&self, name: &str, key: &PublicKey) -> Result<(), EnvelopeError> {
        let expected = key_id(key);
        if self.key != expected {
            return Err(EnvelopeError::OtherKey {
                expected,
                found: self.key,
            });
        }
        let input = signed_input(name, self.payload.as_bytes());
        key.verify(
            key.algorithm().signature_algorithm(),
            &input,
            self.signature.as_bytes(),
        )
        .map_err(EnvelopeError::Verify)
    }
}

impl<T> Opened<T> {
    /// The message.
    #[must_use]
    pub const fn message(&self) -> &T {
        &self.message
    }

    /// Gives the message away.
    #[must_use]
    pub fn into_message(self) -> T {
        self.message
    }

    /// The exact octets that were signed, for comparing a repeat and for the archive.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The key by which the signature was verified.
    #[must_use]
    pub const fn key(&self) -> &PublicKey {
        &self.key
    }
}

/// The identifier of a key in this protocol: SHA-256 of its `SubjectPublicKeyInfo`.
#[must_use]
pub fn key_id(key: &PublicKey) -> Sha256 {
    Sha256::of(key.spki_der())
}

/// What is signed for a message.
#[must_use]
pub fn signed_input(name: &str, payload: &[u8]) -> Vec<u8> {
    let mut input = Vec::with_capacity(9 + name.len() + payload.len());
    input.extend_from_slice(b"smena/1/");
    input.extend_from_slice(name.as_bytes());
    input.push(0);
    input.extend_from_slice(payload);
    input
}

fn check_size(found: usize, max: usize) -> Result<(), EnvelopeError> {
    if found > max {
        Err(EnvelopeError::TooLarge { found, max })
    } else {
        Ok(())
    }
}

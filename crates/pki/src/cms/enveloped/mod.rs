//! CMS `EnvelopedData` (RFC 5652 section 6): content encrypted for the holders of certificates.
//!
//! Reading is lenient ([`EnvelopedData::from_der`] takes BER), writing strict
//! ([`EnvelopedDataBuilder`]). Recipients are met in three kinds: GOST keys by key transport as
//! OpenSSL's engine and TC26 have it and by key agreement (RFC 4490, R 1323565.1.025-2019), NIST keys
//! by ECDH (RFC 5753), RSA keys by PKCS#1 v1.5 and OAEP (RFC 3370, RFC 3560). What is said of a
//! content that was opened, [`OpenedContent::authenticated`], is whether it had a code; who sent it
//! no enveloped message says.
//!
//! ```text
//! EnvelopedData ::= SEQUENCE {
//!   version, originatorInfo [0] IMPLICIT OPTIONAL, recipientInfos SET OF,
//!   encryptedContentInfo, unprotectedAttrs [1] IMPLICIT OPTIONAL }
//! EncryptedContentInfo ::= SEQUENCE {
//!   contentType, contentEncryptionAlgorithm, encryptedContent [0] IMPLICIT OCTET STRING OPTIONAL }
//! ```

mod build;
mod content;
mod ecdh;
mod error;
mod gost;
mod open;
mod recipient;

use const_oid::ObjectIdentifier;

pub use self::build::EnvelopedDataBuilder;
pub use self::content::ContentEncryption;
pub use self::error::EnvelopeError;
pub use self::open::OpenedContent;
pub use self::recipient::Recipient;
use super::{Attribute, CmsError, to_definite};
use crate::asn1::{self, Asn1Error, Tlv, Walker, tag};
use crate::limits::{CMS_OCTETS_MAX, CMS_RECIPIENTS_MAX};
use crate::{oid, pem};
use content::ContentCipher;

const PART: &str = "enveloped data";
const ATTRIBUTES: &str = "set of unprotected attributes";

/// A parsed `EnvelopedData`; nothing has been decrypted.
#[derive(Clone, Debug)]
pub struct EnvelopedData {
    recipients: Vec<Recipient>,
    other_recipients: usize,
    content_type: ObjectIdentifier,
    cipher: ContentCipher,
    encrypted_content: Option<Vec<u8>>,
    unprotected_attributes: Vec<Attribute>,
}

impl EnvelopedData {
    /// Reads a CMS message, DER or BER. Bytes behind the message are passed over.
    ///
    /// # Errors
    /// When the message is too large, unreadable, no enveloped data, or its content is encrypted
    /// with an algorithm that is not supported.
    pub fn from_der(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        if bytes.len() > CMS_OCTETS_MAX {
            return Err(EnvelopeError::TooLarge(bytes.len()));
        }
        if let Ok(tlv) = Walker::new(bytes).any() {
            match Self::read(&tlv) {
                // A part that cannot be read may be BER, which the outermost length does not tell.
                Err(EnvelopeError::Malformed { .. }) => {}
                decided => return decided,
            }
        }
        let (definite, _) = to_definite(bytes).map_err(EnvelopeError::Encoding)?;
        let tlv = Walker::new(&definite)
            .any()
            .map_err(EnvelopeError::malformed("message"))?;
        Self::read(&tlv)
    }

    /// Reads a CMS message as DER or BER, or as the first `CMS` or `PKCS7` block of PEM text.
    ///
    /// # Errors
    /// As [`EnvelopedData::from_der`], and when PEM text cannot be read.
    pub fn from_der_or_pem(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        if !pem::is_pem(bytes) {
            return Self::from_der(bytes);
        }
        let block = pem::decode(bytes, &[pem::CMS, pem::PKCS7]);
        Self::from_der(&block.ok().flatten().ok_or(EnvelopeError::Pem)?)
    }

    /// Returns the recipients that are named by a certificate, in the order of the message.
    #[must_use]
    pub fn recipients(&self) -> &[Recipient] {
        &self.recipients
    }

    /// Returns the number of recipients of other kinds: those that share a key or a password.
    #[must_use]
    pub const fn other_recipients(&self) -> usize {
        self.other_recipients
    }

    /// Returns the type of the content.
    #[must_use]
    pub const fn content_type(&self) -> &ObjectIdentifier {
        &self.content_type
    }

    fn read(tlv: &Tlv<'_>) -> Result<Self, EnvelopeError> {
        let malformed = EnvelopeError::malformed(PART);
        let mut body = enter(tlv)?;
        body.unsigned().map_err(&malformed)?;
        // Certificates of the sender, for senders that are named by one: not supported.
        body.optional(tag::context(0)).map_err(&malformed)?;
        let mut infos = body.enter(tag::SET).map_err(&malformed)?;
        let (mut recipients, mut other_recipients) = (Vec::new(), 0);
        while !infos.is_empty() {
            let info = infos.any().map_err(&malformed)?;
            match recipient::read(&info)? {
                None => other_recipients += 1,
                Some(found) => recipients.extend(found),
            }
            if recipients.len() + other_recipients > CMS_RECIPIENTS_MAX {
                return Err(EnvelopeError::TooMany("recipients"));
            }
        }
        let content = body.enter(tag::SEQUENCE).map_err(&malformed)?;
        let (content_type, cipher, encrypted_content) = read_content(content)?;
        let unprotected_attributes = match body.optional(tag::context(1)).map_err(&malformed)? {
            None => Vec::new(),
            Some(tlv) => Attribute::read_all(tlv.content, ATTRIBUTES)
                .map_err(|error| attribute_error(&error))?,
        };
        body.finish().map_err(&malformed)?;
        Ok(Self {
            recipients,
            other_recipients,
            content_type,
            cipher,
            encrypted_content,
            unprotected_attributes,
        })
    }
}

/// Walks from the `ContentInfo` to the fields of the `EnvelopedData`.
fn enter<'a>(tlv: &Tlv<'a>) -> Result<Walker<'a>, EnvelopeError> {
    let malformed = EnvelopeError::malformed("content info");
    let mut outer = Walker::new(tlv.full)
        .enter(tag::SEQUENCE)
        .map_err(&malformed)?;
    let content_type = outer.oid().map_err(&malformed)?;
    if content_type != oid::CMS_ENVELOPED_DATA {
        return Err(EnvelopeError::NotEnvelopedData(content_type));
    }
    let mut explicit = outer.enter(tag::context(0)).map_err(&malformed)?;
    outer.finish().map_err(&malformed)?;
    let body = explicit.enter(tag::SEQUENCE).map_err(&malformed)?;
    explicit.finish().map_err(&malformed)?;
    Ok(body)
}

/// The type of the content, its cipher, and the encrypted octets.
type EncryptedContent = (ObjectIdentifier, ContentCipher, Option<Vec<u8>>);

fn read_content(mut info: Walker<'_>) -> Result<EncryptedContent, EnvelopeError> {
    let malformed = EnvelopeError::malformed("encrypted content");
    let content_type = info.oid().map_err(&malformed)?;
    let cipher = ContentCipher::read(&mut info)?;
    let whole = info
        .optional(tag::context_primitive(0))
        .map_err(&malformed)?;
    let in_pieces = info.optional(tag::context(0)).map_err(&malformed)?;
    info.finish().map_err(&malformed)?;
    let encrypted = match (whole, in_pieces) {
        (None, None) => None,
        (Some(whole), None) => Some(whole.content.to_vec()),
        (None, Some(pieces)) => Some(joined(pieces.content).map_err(&malformed)?),
        (Some(_), Some(_)) => return Err(malformed(Asn1Error::Value("encrypted content"))),
    };
    Ok((content_type, cipher, encrypted))
}

/// Joins the pieces of an OCTET STRING that BER cut.
fn joined(pieces: &[u8]) -> Result<Vec<u8>, Asn1Error> {
    let mut walker = Walker::new(pieces);
    let mut octets = Vec::with_capacity(pieces.len());
    while !walker.is_empty() {
        octets.extend_from_slice(walker.expect(tag::OCTET_STRING)?.content);
    }
    Ok(octets)
}

/// Attributes are read by the code of signed messages, whose errors these are.
fn attribute_error(error: &CmsError) -> EnvelopeError {
    match *error {
        CmsError::TooMany(what) => EnvelopeError::TooMany(what),
        CmsError::Malformed { part, source } => EnvelopeError::Malformed { part, source },
        _ => EnvelopeError::Malformed {
            part: ATTRIBUTES,
            source: Asn1Error::Value("attribute"),
        },
    }
}

/// Writes the whole message.
fn message(
    version: u64,
    recipients: Vec<Vec<u8>>,
    content: &[u8],
    unprotected_attributes: &[u8],
) -> Vec<u8> {
    let body = asn1::sequence(&[
        &asn1::integer(version),
        &asn1::set_of(recipients),
        content,
        unprotected_attributes,
    ]);
    asn1::sequence(&[
        &asn1::oid(&oid::CMS_ENVELOPED_DATA),
        &asn1::tlv(tag::context(0), &body),
    ])
}

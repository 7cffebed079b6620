//! Recipients of an enveloped message (RFC 5652 section 6.2).
//!
//! ```text
//! RecipientInfo ::= CHOICE {
//!   ktri KeyTransRecipientInfo, kari [1] KeyAgreeRecipientInfo, kekri [2], pwri [3], ori [4] }
//! KeyTransRecipientInfo ::= SEQUENCE {
//!   version, rid, keyEncryptionAlgorithm, encryptedKey OCTET STRING }
//! KeyAgreeRecipientInfo ::= SEQUENCE {
//!   version, originator [0] EXPLICIT, ukm [1] EXPLICIT OCTET STRING OPTIONAL,
//!   keyEncryptionAlgorithm, recipientEncryptedKeys SEQUENCE OF SEQUENCE { rid, encryptedKey } }
//! ```

use spki::AlgorithmIdentifierOwned;

use super::error::EnvelopeError;
use crate::algorithm;
use crate::asn1::{self, Asn1Error, Tlv, Walker, tag};
use crate::certificate::Certificate;
use crate::cms::SignerIdentifier;
use crate::cms::signed_data::read_identifier;
use crate::key::SubjectPublicKeyInfo;
use crate::limits::CMS_RECIPIENTS_MAX;

const PART: &str = "recipient";
const AGREEMENT: u8 = tag::context(1);

/// One recipient that is named by a certificate.
#[derive(Clone, Debug)]
pub struct Recipient {
    identifier: SignerIdentifier,
    algorithm: AlgorithmIdentifierOwned,
    pub(super) encrypted_key: Vec<u8>,
    pub(super) way: Way,
}

/// How the content key came to the recipient.
#[derive(Clone, Debug)]
pub(super) enum Way {
    /// Encrypted for his key.
    Transport,
    /// Wrapped with a key that two keys agree on.
    Agreement {
        originator: Originator,
        ukm: Option<Vec<u8>>,
    },
}

/// The sender's side of an agreement.
#[derive(Clone, Debug)]
pub(super) enum Originator {
    /// A key in the message; the parameters of its algorithm may be left out.
    Key(SubjectPublicKeyInfo),
    /// A certificate that is not in the message.
    Certificate,
}

impl Recipient {
    /// Returns how the message says which certificate is meant.
    #[must_use]
    pub const fn identifier(&self) -> &SignerIdentifier {
        &self.identifier
    }

    /// Returns the algorithm that the content key was encrypted with.
    #[must_use]
    pub const fn algorithm(&self) -> &AlgorithmIdentifierOwned {
        &self.algorithm
    }

    /// Tells whether `certificate` is meant.
    #[must_use]
    pub fn means(&self, certificate: &Certificate) -> bool {
        self.identifier.means(certificate)
    }
}

/// Reads one recipient; none for the kinds that no certificate names, several for an agreement that
/// several share.
pub(super) fn read(info: &Tlv<'_>) -> Result<Option<Vec<Recipient>>, EnvelopeError> {
    match info.tag {
        tag::SEQUENCE => read_transport(info.content)
            .map(|recipient| Some(vec![recipient]))
            .map_err(EnvelopeError::malformed(PART)),
        AGREEMENT => read_agreement(info.content).map(Some),
        _ => Ok(None),
    }
}

fn read_transport(content: &[u8]) -> Result<Recipient, Asn1Error> {
    let mut info = Walker::new(content);
    info.unsigned()?;
    let identifier = read_identifier(&mut info)?;
    let algorithm = algorithm::read_identifier(&mut info)?;
    let encrypted_key = info.expect(tag::OCTET_STRING)?.content.to_vec();
    info.finish()?;
    Ok(Recipient {
        identifier,
        algorithm,
        encrypted_key,
        way: Way::Transport,
    })
}

fn read_agreement(content: &[u8]) -> Result<Vec<Recipient>, EnvelopeError> {
    let malformed = EnvelopeError::malformed(PART);
    let (algorithm, way, mut keys) = read_shared(content).map_err(&malformed)?;
    let mut recipients = Vec::new();
    while !keys.is_empty() {
        if recipients.len() == CMS_RECIPIENTS_MAX {
            return Err(EnvelopeError::TooMany("recipients"));
        }
        let (identifier, encrypted_key) = read_encrypted_key(&mut keys).map_err(&malformed)?;
        recipients.push(Recipient {
            identifier,
            algorithm: algorithm.clone(),
            encrypted_key,
            way: way.clone(),
        });
    }
    Ok(recipients)
}

/// What the recipients of one agreement share, and the list of their keys.
fn read_shared(content: &[u8]) -> Result<(AlgorithmIdentifierOwned, Way, Walker<'_>), Asn1Error> {
    let mut info = Walker::new(content);
    info.unsigned()?;
    let originator = read_originator(info.enter(tag::context(0))?)?;
    let ukm = match info.optional(tag::context(1))? {
        None => None,
        Some(explicit) => {
            let octets = asn1::only(explicit.content, tag::OCTET_STRING)?;
            Some(octets.content.to_vec())
        }
    };
    let algorithm = algorithm::read_identifier(&mut info)?;
    let keys = info.enter(tag::SEQUENCE)?;
    info.finish()?;
    Ok((algorithm, Way::Agreement { originator, ukm }, keys))
}

fn read_originator(mut choice: Walker<'_>) -> Result<Originator, Asn1Error> {
    let Some(key) = choice.optional(tag::context(1))? else {
        choice.any()?;
        choice.finish()?;
        return Ok(Originator::Certificate);
    };
    choice.finish()?;
    let whole = asn1::tlv(tag::SEQUENCE, key.content);
    SubjectPublicKeyInfo::from_der(&whole).map(Originator::Key)
}

fn read_encrypted_key(keys: &mut Walker<'_>) -> Result<(SignerIdentifier, Vec<u8>), Asn1Error> {
    let mut pair = keys.enter(tag::SEQUENCE)?;
    let identifier = match pair.optional(tag::context(0))? {
        // SEQUENCE { subjectKeyIdentifier, date OPTIONAL, other OPTIONAL }, tagged implicitly.
        Some(by_key) => {
            let mut fields = Walker::new(by_key.content);
            let key = fields.expect(tag::OCTET_STRING)?.content.to_vec();
            SignerIdentifier::SubjectKeyIdentifier(key)
        }
        None => read_identifier(&mut pair)?,
    };
    let encrypted_key = pair.expect(tag::OCTET_STRING)?.content.to_vec();
    pair.finish()?;
    Ok((identifier, encrypted_key))
}

//! The prefix that every signed structure has: for what, for whom and in answer to what it was signed.

use const_oid::ObjectIdentifier;
use der::{DecodeValue, EncodeValue, FixedTag, Header, Length, Reader, Sequence, Tag, Writer};

use super::mismatch::{Field, Mismatch, compare};
use super::structure::{Structure, StructureError};
use crate::oid;
use crate::v1::errand::Errand;
use crate::v1::octets::{ErrandId, Nonce, Sha256};
use crate::v1::origin::Origin;

/// A version number that is 1 and can be nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct One;

impl FixedTag for One {
    const TAG: Tag = Tag::Integer;
}

impl EncodeValue for One {
    fn value_len(&self) -> der::Result<Length> {
        Ok(Length::ONE)
    }

    fn encode_value(&self, writer: &mut impl Writer) -> der::Result<()> {
        writer.write_byte(1)
    }
}

impl<'a> DecodeValue<'a> for One {
    type Error = der::Error;

    fn decode_value<R: Reader<'a>>(reader: &mut R, header: Header) -> der::Result<Self> {
        match u8::decode_value(reader, header)? {
            1 => Ok(Self),
            _ => Err(Tag::Integer.value_error().into()),
        }
    }
}

/// What a signature is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Signing in.
    SignIn,
    /// An application.
    Application,
    /// An endorsement of a request.
    Endorsement,
    /// A certification request.
    Request,
    /// A receipt.
    Receipt,
}

impl Purpose {
    /// All purposes.
    pub const ALL: [Self; 5] = [
        Self::SignIn,
        Self::Application,
        Self::Endorsement,
        Self::Request,
        Self::Receipt,
    ];

    /// The identifier.
    #[must_use]
    pub const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::SignIn => oid::PURPOSE_SIGN_IN,
            Self::Application => oid::PURPOSE_APPLICATION,
            Self::Endorsement => oid::PURPOSE_ENDORSEMENT,
            Self::Request => oid::PURPOSE_REQUEST,
            Self::Receipt => oid::PURPOSE_RECEIPT,
        }
    }

    /// The purpose with this identifier.
    #[must_use]
    pub fn from_oid(oid: &ObjectIdentifier) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.oid() == *oid)
    }
}

impl FixedTag for Purpose {
    const TAG: Tag = Tag::ObjectIdentifier;
}

impl EncodeValue for Purpose {
    fn value_len(&self) -> der::Result<Length> {
        self.oid().value_len()
    }

    fn encode_value(&self, writer: &mut impl Writer) -> der::Result<()> {
        self.oid().encode_value(writer)
    }
}

impl<'a> DecodeValue<'a> for Purpose {
    type Error = der::Error;

    fn decode_value<R: Reader<'a>>(reader: &mut R, header: Header) -> der::Result<Self> {
        let oid = ObjectIdentifier::decode_value(reader, header)?;
        Self::from_oid(&oid).ok_or_else(|| Tag::ObjectIdentifier.value_error().into())
    }
}

/// The common prefix of all signed structures.
///
/// ```asn1
/// SmenaContext ::= SEQUENCE {
///   version        INTEGER (1),
///   purpose        OBJECT IDENTIFIER,
///   origin         UTF8String,
///   authorityKey   OCTET STRING (SIZE(32)),
///   errandId       OCTET STRING (SIZE(16)),
///   serverNonce    OCTET STRING (SIZE(32)),
///   agentNonce     OCTET STRING (SIZE(32)),
///   agentKey       OCTET STRING (SIZE(32)) }
/// ```
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub struct SmenaContext {
    /// Always 1.
    pub version: One,
    /// What the signature is for.
    pub purpose: Purpose,
    /// The origin of the agent's trust entry.
    pub origin: Origin,
    /// SHA-256 of the `SubjectPublicKeyInfo` of the pinned root.
    pub authority_key: Sha256,
    /// The errand.
    pub errand_id: ErrandId,
    /// The server's nonce.
    pub server_nonce: Nonce,
    /// The agent's nonce.
    pub agent_nonce: Nonce,
    /// SHA-256 of the `SubjectPublicKeyInfo` of the agent key.
    pub agent_key: Sha256,
}

impl SmenaContext {
    /// The context in which an agent does an errand. Origin and root are those of its trust entry, never the
    /// errand's own words.
    #[must_use]
    pub fn of(purpose: Purpose, origin: &Origin, authority_key: Sha256, errand: &Errand) -> Self {
        Self {
            version: One,
            purpose,
            origin: origin.clone(),
            authority_key,
            errand_id: errand.errand_id,
            server_nonce: errand.nonce,
            agent_nonce: errand.agent_nonce,
            agent_key: errand.agent_key,
        }
    }

    /// Compares with what the verifier knows.
    ///
    /// # Errors
    /// [`Mismatch`] naming the first field that differs, in the order of the structure.
    pub fn matches(&self, expected: &Self) -> Result<(), Mismatch> {
        compare(&[
            (self.purpose == expected.purpose, Field::Purpose),
            (self.origin == expected.origin, Field::Origin),
            (
                self.authority_key == expected.authority_key,
                Field::AuthorityKey,
            ),
            (self.errand_id == expected.errand_id, Field::Errand),
            (
                self.server_nonce == expected.server_nonce,
                Field::ServerNonce,
            ),
            (self.agent_nonce == expected.agent_nonce, Field::AgentNonce),
            (self.agent_key == expected.agent_key, Field::AgentKey),
        ])
    }
}

impl Structure for SmenaContext {
    const NAME: &'static str = "SmenaContext";

    fn check(&self) -> Result<(), StructureError> {
        Ok(())
    }
}

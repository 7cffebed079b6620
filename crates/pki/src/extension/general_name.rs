//! `GeneralName` (RFC 5280, section 4.2.1.6).

use const_oid::ObjectIdentifier;

use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::name::Name;

/// A name of one of nine forms.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GeneralName {
    /// otherName: a type and the DER of its value.
    Other {
        /// The type.
        oid: ObjectIdentifier,
        /// The value with its tag.
        value: Vec<u8>,
    },
    /// rfc822Name: an e-mail address.
    Email(String),
    /// dNSName.
    Dns(String),
    /// directoryName.
    Directory(Name),
    /// uniformResourceIdentifier.
    Uri(String),
    /// iPAddress: 4 or 16 octets, twice as many in name constraints.
    Ip(Vec<u8>),
    /// registeredID.
    RegisteredId(ObjectIdentifier),
    /// A form that is kept and not understood (x400Address, ediPartyName, text that is no UTF-8).
    Opaque {
        /// The tag.
        tag: u8,
        /// The contents octets.
        content: Vec<u8>,
    },
}

const OTHER: u8 = tag::context(0);
const EMAIL: u8 = tag::context_primitive(1);
const DNS: u8 = tag::context_primitive(2);
const DIRECTORY: u8 = tag::context(4);
const URI: u8 = tag::context_primitive(6);
const IP: u8 = tag::context_primitive(7);
const REGISTERED_ID: u8 = tag::context_primitive(8);

impl GeneralName {
    /// Takes the next name.
    ///
    /// # Errors
    ///
    /// When no `GeneralName` stands there.
    pub fn from_walker(walker: &mut Walker<'_>) -> Result<Self, Asn1Error> {
        let tlv = walker.any()?;
        if tlv.tag & 0xc0 != 0x80 || tlv.tag & 0x1f > 8 {
            return Err(Asn1Error::Value("GeneralName"));
        }
        let text = |make: fn(String) -> Self| match String::from_utf8(tlv.content.to_vec()) {
            Ok(text) => make(text),
            Err(_) => Self::Opaque {
                tag: tlv.tag,
                content: tlv.content.to_vec(),
            },
        };
        Ok(match tlv.tag {
            OTHER => {
                let mut inside = Walker::new(tlv.content);
                let oid = inside.oid()?;
                let value = inside.expect(tag::context(0))?.content.to_vec();
                inside.finish()?;
                Self::Other { oid, value }
            }
            EMAIL => text(Self::Email),
            DNS => text(Self::Dns),
            URI => text(Self::Uri),
            DIRECTORY => Self::Directory(
                Name::from_der(tlv.content).map_err(|_| Asn1Error::Value("directoryName"))?,
            ),
            IP => Self::Ip(tlv.content.to_vec()),
            REGISTERED_ID => Self::RegisteredId(
                ObjectIdentifier::from_bytes(tlv.content)
                    .map_err(|_| Asn1Error::Value("registeredID"))?,
            ),
            other => Self::Opaque {
                tag: other,
                content: tlv.content.to_vec(),
            },
        })
    }

    /// Reads the contents of `GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName`.
    ///
    /// # Errors
    ///
    /// When one is malformed, none is there or there are too many.
    pub fn list(content: &[u8]) -> Result<Vec<Self>, Asn1Error> {
        super::members(Walker::new(content), Self::from_walker)
    }

    /// Writes the contents of `GeneralNames`, without the tag around them.
    #[must_use]
    pub fn list_content(names: &[Self]) -> Vec<u8> {
        names.iter().flat_map(Self::to_der).collect()
    }

    /// Writes the name.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        match self {
            Self::Other { oid, value } => asn1::join(
                OTHER,
                &[&asn1::oid(oid), &asn1::tlv(tag::context(0), value)],
            ),
            Self::Email(text) => asn1::tlv(EMAIL, text.as_bytes()),
            Self::Dns(text) => asn1::tlv(DNS, text.as_bytes()),
            Self::Uri(text) => asn1::tlv(URI, text.as_bytes()),
            Self::Directory(name) => asn1::tlv(DIRECTORY, &name.to_der()),
            Self::Ip(octets) => asn1::tlv(IP, octets),
            Self::RegisteredId(oid) => asn1::tlv(REGISTERED_ID, oid.as_bytes()),
            Self::Opaque { tag, content } => asn1::tlv(*tag, content),
        }
    }
}

//! The extensions of order 795 and RFC 9215: signature tools and the kind of identification.

use const_oid::ObjectIdentifier;

use super::{TypedExtension, sequence};
use crate::asn1::{self, Asn1Error, Tlv, tag};
use crate::name::StringKind;
use crate::oid;

fn text(tlv: Tlv<'_>) -> Result<String, Asn1Error> {
    StringKind::from_tag(tlv.tag)
        .decode(tlv.content)
        .ok_or(Asn1Error::Value("UTF8String"))
}

/// subjectSignTool: the name of the holder's signature tool, 1 to 200 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SubjectSignTool(pub String);

impl TypedExtension for SubjectSignTool {
    const OID: ObjectIdentifier = oid::SUBJECT_SIGN_TOOL;

    fn decode(value: &[u8]) -> Result<Self, Asn1Error> {
        let mut walker = asn1::Walker::new(value);
        let tlv = walker.any()?;
        walker.finish()?;
        text(tlv).map(Self)
    }

    fn encode(&self) -> Vec<u8> {
        asn1::tlv(tag::UTF8_STRING, self.0.as_bytes())
    }
}

/// issuerSignTool: the tools of the authority and the papers that certify them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IssuerSignTool {
    /// The signature tool, 1 to 200 characters.
    pub sign_tool: String,
    /// The tool of the authority, 1 to 200 characters.
    pub ca_tool: String,
    /// The conformity certificate of the first, 1 to 100 characters.
    pub sign_tool_certificate: String,
    /// The conformity certificate of the second, 1 to 100 characters.
    pub ca_tool_certificate: String,
}

impl TypedExtension for IssuerSignTool {
    const OID: ObjectIdentifier = oid::ISSUER_SIGN_TOOL;

    fn decode(value: &[u8]) -> Result<Self, Asn1Error> {
        let mut walker = sequence(value)?;
        let mut next = || walker.any().and_then(text);
        let tools = Self {
            sign_tool: next()?,
            ca_tool: next()?,
            sign_tool_certificate: next()?,
            ca_tool_certificate: next()?,
        };
        walker.finish()?;
        Ok(tools)
    }

    fn encode(&self) -> Vec<u8> {
        let text = |text: &str| asn1::tlv(tag::UTF8_STRING, text.as_bytes());
        asn1::sequence(&[
            &text(&self.sign_tool),
            &text(&self.ca_tool),
            &text(&self.sign_tool_certificate),
            &text(&self.ca_tool_certificate),
        ])
    }
}

/// identificationKind: how the holder was identified at issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IdentificationKind {
    /// In person.
    Personal,
    /// Remotely, by a valid qualified certificate: a renewal.
    RemoteCertificate,
    /// Remotely, by a passport with a chip.
    RemotePassport,
    /// Remotely, by the state's identification systems.
    RemoteSystem,
    /// A number that the order does not name.
    Unknown(u64),
}

impl IdentificationKind {
    /// Returns the number of the kind.
    #[must_use]
    pub const fn number(self) -> u64 {
        match self {
            Self::Personal => 0,
            Self::RemoteCertificate => 1,
            Self::RemotePassport => 2,
            Self::RemoteSystem => 3,
            Self::Unknown(number) => number,
        }
    }
}

impl TypedExtension for IdentificationKind {
    const OID: ObjectIdentifier = oid::IDENTIFICATION_KIND;

    fn decode(value: &[u8]) -> Result<Self, Asn1Error> {
        Ok(
            match asn1::unsigned(asn1::only(value, tag::INTEGER)?.content)? {
                0 => Self::Personal,
                1 => Self::RemoteCertificate,
                2 => Self::RemotePassport,
                3 => Self::RemoteSystem,
                number => Self::Unknown(number),
            },
        )
    }

    fn encode(&self) -> Vec<u8> {
        asn1::integer(self.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_and_kinds_come_back() {
        let tool = SubjectSignTool("Средство подписи".to_owned());
        assert_eq!(SubjectSignTool::decode(&tool.encode()), Ok(tool));
        let bmp = [0x1e, 4, 4, 0x23, 4, 0x26];
        assert_eq!(
            SubjectSignTool::decode(&bmp),
            Ok(SubjectSignTool("УЦ".to_owned()))
        );
        let tools = IssuerSignTool {
            sign_tool: "а".to_owned(),
            ca_tool: "б".to_owned(),
            sign_tool_certificate: "в".to_owned(),
            ca_tool_certificate: "г".to_owned(),
        };
        assert_eq!(IssuerSignTool::decode(&tools.encode()), Ok(tools));
        for number in 0..5 {
            let kind = IdentificationKind::decode(&asn1::integer(number)).expect("a number");
            assert_eq!(kind.number(), number);
        }
        assert_eq!(IdentificationKind::RemoteCertificate.encode(), [2, 1, 1]);
    }
}

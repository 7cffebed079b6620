//! Whose key it is: key identifiers and alternative names (RFC 5280, sections 4.2.1.1, 4.2.1.2,
//! 4.2.1.6).

use const_oid::ObjectIdentifier;

use super::{GeneralName, TypedExtension, sequence};
use crate::asn1::{self, Asn1Error, tag};
use crate::certificate::SerialNumber;
use crate::name::Name;
use crate::oid;

/// subjectKeyIdentifier: opaque octets, since issuers compute them in several ways.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SubjectKeyIdentifier(pub Vec<u8>);

impl TypedExtension for SubjectKeyIdentifier {
    const OID: ObjectIdentifier = oid::SUBJECT_KEY_IDENTIFIER;

    fn decode(value: &[u8]) -> Result<Self, Asn1Error> {
        Ok(Self(asn1::only(value, tag::OCTET_STRING)?.content.to_vec()))
    }

    fn encode(&self) -> Vec<u8> {
        asn1::octet_string(&self.0)
    }
}

/// authorityKeyIdentifier: which key of which certificate signed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct AuthorityKeyIdentifier {
    /// The issuer's subjectKeyIdentifier.
    pub key_identifier: Option<Vec<u8>>,
    /// The issuer of the issuer's certificate.
    pub issuer: Option<Vec<GeneralName>>,
    /// The serial number of the issuer's certificate.
    pub serial: Option<SerialNumber>,
}

impl AuthorityKeyIdentifier {
    /// Returns the directory name of the issuer's issuer.
    #[must_use]
    pub fn issuer_name(&self) -> Option<&Name> {
        self.issuer.iter().flatten().find_map(|name| match name {
            GeneralName::Directory(name) => Some(name),
            _ => None,
        })
    }
}

impl TypedExtension for AuthorityKeyIdentifier {
    const OID: ObjectIdentifier = oid::AUTHORITY_KEY_IDENTIFIER;

    fn decode(value: &[u8]) -> Result<Self, Asn1Error> {
        let mut walker = sequence(value)?;
        let key_identifier = walker.optional(tag::context_primitive(0))?;
        let issuer = walker.optional(tag::context(1))?;
        let serial = walker.optional(tag::context_primitive(2))?;
        walker.finish()?;
        let serial = serial
            .map(|tlv| {
                SerialNumber::from_content(tlv.content)
                    .map_err(|_| Asn1Error::Value("authorityCertSerialNumber"))
            })
            .transpose()?;
        Ok(Self {
            key_identifier: key_identifier.map(|tlv| tlv.content.to_vec()),
            issuer: issuer
                .map(|tlv| GeneralName::list(tlv.content))
                .transpose()?,
            serial,
        })
    }

    fn encode(&self) -> Vec<u8> {
        let part = |number, content: Option<&[u8]>| {
            content.map_or_else(Vec::new, |content| asn1::tlv(number, content))
        };
        let issuer = self.issuer.as_deref().map(GeneralName::list_content);
        asn1::sequence(&[
            &part(tag::context_primitive(0), self.key_identifier.as_deref()),
            &part(tag::context(1), issuer.as_deref()),
            &part(
                tag::context_primitive(2),
                self.serial.as_ref().map(SerialNumber::content),
            ),
        ])
    }
}

macro_rules! alternative_name {
    ($(#[$doc:meta])* $name:ident = $oid:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(pub Vec<GeneralName>);

        impl TypedExtension for $name {
            const OID: ObjectIdentifier = $oid;

            fn decode(value: &[u8]) -> Result<Self, Asn1Error> {
                GeneralName::list(asn1::only(value, tag::SEQUENCE)?.content).map(Self)
            }

            fn encode(&self) -> Vec<u8> {
                asn1::tlv(tag::SEQUENCE, &GeneralName::list_content(&self.0))
            }
        }
    };
}

alternative_name! {
    /// subjectAltName.
    SubjectAlternativeName = oid::SUBJECT_ALTERNATIVE_NAME
}
alternative_name! {
    /// issuerAltName.
    IssuerAlternativeName = oid::ISSUER_ALTERNATIVE_NAME
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::NameBuilder;

    #[test]
    fn every_form_of_a_name_comes_back() {
        let name = NameBuilder::new()
            .push(oid::COMMON_NAME, "УЦ")
            .expect("UTF-8")
            .build();
        let names = vec![
            GeneralName::Other {
                oid: oid::SNILS,
                value: vec![5, 0],
            },
            GeneralName::Email("a@b.example".to_owned()),
            GeneralName::Dns("b.example".to_owned()),
            GeneralName::Directory(name.clone()),
            GeneralName::Uri("http://b.example/".to_owned()),
            GeneralName::Ip(vec![127, 0, 0, 1]),
            GeneralName::RegisteredId(oid::SNILS),
            GeneralName::Opaque {
                tag: tag::context(3),
                content: vec![],
            },
            GeneralName::Opaque {
                tag: tag::context_primitive(1),
                content: vec![0xff],
            },
        ];
        let extension = SubjectAlternativeName(names.clone());
        assert_eq!(
            SubjectAlternativeName::decode(&extension.encode()),
            Ok(extension)
        );
        let identifier = AuthorityKeyIdentifier {
            key_identifier: Some(vec![1; 20]),
            issuer: Some(names),
            serial: Some(SerialNumber::from_content(&[0, 0x80]).expect("a serial")),
        };
        let read = AuthorityKeyIdentifier::decode(&identifier.encode());
        assert_eq!(read.as_ref(), Ok(&identifier));
        assert_eq!(identifier.issuer_name(), Some(&name));
        let empty = AuthorityKeyIdentifier::default();
        assert_eq!(AuthorityKeyIdentifier::decode(&empty.encode()), Ok(empty));
        assert!(SubjectAlternativeName::decode(&[0x30, 2, 5, 0]).is_err());
        assert!(SubjectAlternativeName::decode(&[0x30, 0]).is_err());
    }
}

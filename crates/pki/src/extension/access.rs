//! Where to ask: revocation lists, OCSP, the issuer's certificate (RFC 5280, sections 4.2.1.13 and
//! 4.2.2.1).

use const_oid::ObjectIdentifier;

use super::{GeneralName, TypedExtension, members, sequence};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::oid;

/// cRLDistributionPoints.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CrlDistributionPoints(pub Vec<DistributionPoint>);

/// One place of a revocation list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct DistributionPoint {
    /// Where it is.
    pub name: Option<DistributionPointName>,
    /// Contents octets of the BIT STRING of reasons that the list covers.
    pub reasons: Option<Vec<u8>>,
    /// Who signs it, when not the issuer.
    pub crl_issuer: Option<Vec<GeneralName>>,
}

/// The name of a place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DistributionPointName {
    /// Whole names of one and the same list.
    Full(Vec<GeneralName>),
    /// Contents octets of a name relative to the issuer's.
    Relative(Vec<u8>),
}

impl DistributionPointName {
    /// Reads the contents of the `distributionPoint [0]` that stands around the choice.
    ///
    /// # Errors
    ///
    /// When they are malformed.
    pub fn decode(content: &[u8]) -> Result<Self, Asn1Error> {
        let mut walker = Walker::new(content);
        let choice = walker.any()?;
        walker.finish()?;
        match choice.tag {
            0xa0 => GeneralName::list(choice.content).map(Self::Full),
            0xa1 => Ok(Self::Relative(choice.content.to_vec())),
            found => Err(Asn1Error::Tag {
                expected: 0xa0,
                found,
            }),
        }
    }

    /// Writes the choice, without the `distributionPoint [0]` around it.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Full(names) => asn1::tlv(tag::context(0), &GeneralName::list_content(names)),
            Self::Relative(content) => asn1::tlv(tag::context(1), content),
        }
    }
}

impl CrlDistributionPoints {
    /// Makes one distribution point for each address.
    #[must_use]
    pub fn from_uris<S: AsRef<str>>(uris: &[S]) -> Self {
        let point = |uri: &S| DistributionPoint {
            name: Some(DistributionPointName::Full(vec![GeneralName::Uri(
                uri.as_ref().to_owned(),
            )])),
            ..DistributionPoint::default()
        };
        Self(uris.iter().map(point).collect())
    }

    /// Goes through all addresses.
    pub fn uris(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .flat_map(|point| match &point.name {
                Some(DistributionPointName::Full(names)) => names.as_slice(),
                _ => &[],
            })
            .filter_map(uri)
    }
}

fn uri(name: &GeneralName) -> Option<&str> {
    match name {
        GeneralName::Uri(text) => Some(text),
        _ => None,
    }
}

impl TypedExtension for CrlDistributionPoints {
    const OID: ObjectIdentifier = oid::CRL_DISTRIBUTION_POINTS;

    fn decode(value: &[u8]) -> Result<Self, Asn1Error> {
        members(sequence(value)?, |walker| {
            let mut inside = walker.enter(tag::SEQUENCE)?;
            let name = inside.optional(tag::context(0))?;
            let reasons = inside.optional(tag::context_primitive(1))?;
            let crl_issuer = inside.optional(tag::context(2))?;
            inside.finish()?;
            Ok(DistributionPoint {
                name: name
                    .map(|tlv| DistributionPointName::decode(tlv.content))
                    .transpose()?,
                reasons: reasons.map(|tlv| tlv.content.to_vec()),
                crl_issuer: crl_issuer
                    .map(|tlv| GeneralName::list(tlv.content))
                    .transpose()?,
            })
        })
        .map(Self)
    }

    fn encode(&self) -> Vec<u8> {
        let part = |tag, content: Option<Vec<u8>>| {
            content.map_or_else(Vec::new, |content| asn1::tlv(tag, &content))
        };
        let point = |point: &DistributionPoint| {
            let issuer = point.crl_issuer.as_deref().map(GeneralName::list_content);
            asn1::sequence(&[
                &part(
                    tag::context(0),
                    point.name.as_ref().map(DistributionPointName::encode),
                ),
                &part(tag::context_primitive(1), point.reasons.clone()),
                &part(tag::context(2), issuer),
            ])
        };
        asn1::tlv(
            tag::SEQUENCE,
            &self.0.iter().flat_map(point).collect::<Vec<u8>>(),
        )
    }
}

/// authorityInfoAccess.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AuthorityInformationAccess(pub Vec<AccessDescription>);

/// One way to ask the issuer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AccessDescription {
    /// What is found there.
    pub method: ObjectIdentifier,
    /// Where.
    pub location: GeneralName,
}

impl AuthorityInformationAccess {
    /// Makes a list of OCSP addresses and addresses of the issuer's certificate.
    #[must_use]
    pub fn from_uris<S: AsRef<str>>(ocsp: &[S], ca_issuers: &[S]) -> Self {
        let describe = |method, uri: &S| AccessDescription {
            method,
            location: GeneralName::Uri(uri.as_ref().to_owned()),
        };
        let ocsp = ocsp.iter().map(|uri| describe(oid::ACCESS_OCSP, uri));
        let issuers = ca_issuers
            .iter()
            .map(|uri| describe(oid::ACCESS_CA_ISSUERS, uri));
        Self(ocsp.chain(issuers).collect())
    }

    /// Goes through the addresses of one method.
    pub fn uris(&self, method: ObjectIdentifier) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |one| one.method == method)
            .filter_map(|one| uri(&one.location))
    }
}

impl TypedExtension for AuthorityInformationAccess {
    const OID: ObjectIdentifier = oid::AUTHORITY_INFORMATION_ACCESS;

    fn decode(value: &[u8]) -> Result<Self, Asn1Error> {
        members(sequence(value)?, |walker| {
            let mut inside = walker.enter(tag::SEQUENCE)?;
            let method = inside.oid()?;
            let location = GeneralName::from_walker(&mut inside)?;
            inside.finish()?;
            Ok(AccessDescription { method, location })
        })
        .map(Self)
    }

    fn encode(&self) -> Vec<u8> {
        let description = |one: &AccessDescription| {
            asn1::sequence(&[&asn1::oid(&one.method), &one.location.to_der()])
        };
        asn1::tlv(
            tag::SEQUENCE,
            &self.0.iter().flat_map(description).collect::<Vec<u8>>(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back() {
        let mut points =
            CrlDistributionPoints::from_uris(&["http://a.example/1", "http://b.example/1"]);
        points.0.push(DistributionPoint {
            name: Some(DistributionPointName::Relative(vec![])),
            reasons: Some(vec![0, 0x80]),
            crl_issuer: Some(vec![GeneralName::Dns("c.example".to_owned())]),
        });
        assert_eq!(
            CrlDistributionPoints::decode(&points.encode()),
            Ok(points.clone())
        );
        assert_eq!(
            points.uris().collect::<Vec<_>>(),
            ["http://a.example/1", "http://b.example/1"]
        );
        let access =
            AuthorityInformationAccess::from_uris(&["http://o.example"], &["http://i.example"]);
        assert_eq!(
            AuthorityInformationAccess::decode(&access.encode()),
            Ok(access.clone())
        );
        assert_eq!(
            access.uris(oid::ACCESS_OCSP).collect::<Vec<_>>(),
            ["http://o.example"]
        );
    }
}

//! Attributes of a signer (RFC 5652 §5.3), kept as they came.

use const_oid::ObjectIdentifier;

use super::error::CmsError;
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::limits::{CMS_ATTRIBUTE_VALUES_MAX, CMS_ATTRIBUTES_MAX};

/// One attribute.
///
/// ```text
/// Attribute ::= SEQUENCE { attrType OBJECT IDENTIFIER, attrValues SET OF AttributeValue }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    oid: ObjectIdentifier,
    values: Vec<Vec<u8>>,
}

impl Attribute {
    /// Returns the type.
    #[must_use]
    pub const fn oid(&self) -> &ObjectIdentifier {
        &self.oid
    }

    /// Returns the values, each as whole DER.
    #[must_use]
    pub fn values(&self) -> &[Vec<u8>] {
        &self.values
    }

    /// Returns the value when there is exactly one.
    pub(super) fn only_value(&self) -> Result<&[u8], CmsError> {
        match self.values.as_slice() {
            [value] => Ok(value),
            values => Err(CmsError::AttributeValues {
                oid: self.oid,
                count: values.len(),
            }),
        }
    }

    /// Reads all attributes that stand one after the other in `contents`.
    pub(super) fn read_all(contents: &[u8], part: &'static str) -> Result<Vec<Self>, CmsError> {
        let mut walker = Walker::new(contents);
        let mut attributes = Vec::new();
        while !walker.is_empty() {
            if attributes.len() == CMS_ATTRIBUTES_MAX {
                return Err(CmsError::TooMany("attributes"));
            }
            attributes.push(Self::read(&mut walker, part)?);
        }
        Ok(attributes)
    }

    fn read(walker: &mut Walker<'_>, part: &'static str) -> Result<Self, CmsError> {
        let malformed = CmsError::malformed(part);
        let mut inside = walker.enter(tag::SEQUENCE).map_err(&malformed)?;
        let oid = inside.oid().map_err(&malformed)?;
        let mut set = inside.enter(tag::SET).map_err(&malformed)?;
        inside.finish().map_err(&malformed)?;
        let mut values = Vec::new();
        while !set.is_empty() {
            if values.len() == CMS_ATTRIBUTE_VALUES_MAX {
                return Err(CmsError::TooMany("values of an attribute"));
            }
            values.push(set.any().map_err(&malformed)?.full.to_vec());
        }
        Ok(Self { oid, values })
    }
}

/// Writes an attribute of one value.
pub(super) fn encode(oid: &ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    asn1::sequence(&[&asn1::oid(oid), &asn1::set_of(vec![value.to_vec()])])
}

/// Tells whether `content` could be passed off as signed attributes: bytes that are a
/// `SET SIZE (1..MAX) OF Attribute`. Whoever signs such bytes as content without attributes also signs
/// a message with those attributes, and the reverse (draft-ietf-lamps-cms-euf-cma-signeddata).
pub(super) fn is_set_of_attributes(content: &[u8]) -> bool {
    fn walk(content: &[u8]) -> Result<usize, Asn1Error> {
        let mut set = Walker::new(asn1::only(content, tag::SET)?.content);
        let mut count = 0;
        while !set.is_empty() {
            let mut inside = set.enter(tag::SEQUENCE)?;
            inside.oid()?;
            inside.expect(tag::SET)?;
            inside.finish()?;
            count += 1;
        }
        Ok(count)
    }
    walk(content).is_ok_and(|count| count > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oid;

    fn attributes(count: usize) -> Vec<u8> {
        encode(&oid::CMS_CONTENT_TYPE, &asn1::null()).repeat(count)
    }

    #[test]
    fn attributes_at_the_limit_are_taken_and_one_more_refused() {
        let read = |count| Attribute::read_all(&attributes(count), "test").map(|all| all.len());
        assert_eq!(
            read(CMS_ATTRIBUTES_MAX).expect("at the limit"),
            CMS_ATTRIBUTES_MAX
        );
        assert!(matches!(
            read(CMS_ATTRIBUTES_MAX + 1),
            Err(CmsError::TooMany("attributes"))
        ));
    }

    #[test]
    fn values_at_the_limit_are_taken_and_one_more_refused() {
        let read = |count| {
            let set = asn1::set_of(vec![asn1::null(); count]);
            let one = asn1::sequence(&[&asn1::oid(&oid::CMS_CONTENT_TYPE), &set]);
            Attribute::read_all(&one, "test").map(|all| all[0].values().len())
        };
        assert_eq!(
            read(CMS_ATTRIBUTE_VALUES_MAX).expect("at the limit"),
            CMS_ATTRIBUTE_VALUES_MAX
        );
        assert!(read(CMS_ATTRIBUTE_VALUES_MAX + 1).is_err());
    }

    #[test]
    fn only_a_whole_set_of_attributes_is_taken_for_one() {
        let set = asn1::tlv(tag::SET, &attributes(2));
        assert!(is_set_of_attributes(&set));
        assert!(!is_set_of_attributes(&[set.as_slice(), &[0]].concat()));
        assert!(!is_set_of_attributes(&asn1::tlv(tag::SET, &[])));
        assert!(!is_set_of_attributes(b"%PDF-1.7"));
    }
}

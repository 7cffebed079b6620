//! What a key may be used for, and when (RFC 5280, sections 4.2.1.3, 4.2.1.9, 4.2.1.12; RFC 3280,
//! section 4.2.1.4 for privateKeyUsagePeriod).

use std::ops::BitOr;

use const_oid::ObjectIdentifier;
use time::OffsetDateTime;

use super::{TypedExtension, members, sequence};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::oid;
use crate::time::Time;

/// keyUsage: a set of purposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct KeyUsage(u16);

impl KeyUsage {
    /// digitalSignature.
    pub const DIGITAL_SIGNATURE: Self = Self(1 << 15);
    /// nonRepudiation, also called contentCommitment.
    pub const NON_REPUDIATION: Self = Self(1 << 14);
    /// keyEncipherment.
    pub const KEY_ENCIPHERMENT: Self = Self(1 << 13);
    /// dataEncipherment.
    pub const DATA_ENCIPHERMENT: Self = Self(1 << 12);
    /// keyAgreement.
    pub const KEY_AGREEMENT: Self = Self(1 << 11);
    /// keyCertSign.
    pub const KEY_CERT_SIGN: Self = Self(1 << 10);
    /// cRLSign.
    pub const CRL_SIGN: Self = Self(1 << 9);
    /// encipherOnly.
    pub const ENCIPHER_ONLY: Self = Self(1 << 8);
    /// decipherOnly.
    pub const DECIPHER_ONLY: Self = Self(1 << 7);

    const NAMES: [(Self, &'static str); 9] = [
        (Self::DIGITAL_SIGNATURE, "digitalSignature"),
        (Self::NON_REPUDIATION, "nonRepudiation"),
        (Self::KEY_ENCIPHERMENT, "keyEncipherment"),
        (Self::DATA_ENCIPHERMENT, "dataEncipherment"),
        (Self::KEY_AGREEMENT, "keyAgreement"),
        (Self::KEY_CERT_SIGN, "keyCertSign"),
        (Self::CRL_SIGN, "cRLSign"),
        (Self::ENCIPHER_ONLY, "encipherOnly"),
        (Self::DECIPHER_ONLY, "decipherOnly"),
    ];

    /// Tells whether all purposes of `other` are in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Tells whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Goes through the names of the purposes in the order of RFC 5280.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES
            .into_iter()
            .filter(move |(one, _)| self.contains(*one))
            .map(|(_, name)| name)
    }
}

impl BitOr for KeyUsage {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl TypedExtension for KeyUsage {
    const OID: ObjectIdentifier = oid::KEY_USAGE;

    fn decode(value: &[u8]) -> Result<Self, Asn1Error> {
        const BAD: Asn1Error = Asn1Error::Value("KeyUsage");
        let [unused @ 0..=7, octets @ ..] = asn1::only(value, tag::BIT_STRING)?.content else {
            return Err(BAD);
        };
        let bits = match octets {
            [] if *unused == 0 => 0,
            [first] => u16::from_be_bytes([*first, 0]),
            [first, second] => u16::from_be_bytes([*first, *second]),
            _ => return Err(BAD),
        };
        // Bits that are declared unused, or unknown to RFC 5280, have no meaning to keep.
        let known = u16::MAX << 7;
        let declared = u16::MAX
            .checked_shl(16 - 8 * u32::try_from(octets.len()).unwrap_or(0) + u32::from(*unused));
        Ok(Self(bits & known & declared.unwrap_or(0)))
    }

    fn encode(&self) -> Vec<u8> {
        let octets = self.0.to_be_bytes();
        let used = 16 - self.0.trailing_zeros().min(16);
        let count = used.div_ceil(8);
        let unused = u8::try_from(count * 8 - used).unwrap_or(0);
        asn1::join(tag::BIT_STRING, &[&[unused], &octets[..count as usize]])
    }
}

/// extKeyUsage: a list of purposes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ExtendedKeyUsage(pub Vec<ObjectIdentifier>);

impl TypedExtension for ExtendedKeyUsage {
    const OID: ObjectIdentifier = oid::EXTENDED_KEY_USAGE;

    fn decode(value: &[u8]) -> Result<Self, Asn1Error> {
        let read = |walker: &mut Walker<'_>| walker.oid();
        members(sequence(value)?, read).map(Self)
    }

    fn encode(&self) -> Vec<u8> {
        asn1::tlv(
            tag::SEQUENCE,
            &self.0.iter().flat_map(asn1::oid).collect::<Vec<u8>>(),
        )
    }
}

/// basicConstraints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BasicConstraints {
    /// The key may sign certificates.
    pub ca: bool,
    /// How many intermediate certificates may follow.
    pub path_length: Option<u32>,
}

impl TypedExtension for BasicConstraints {
    const OID: ObjectIdentifier = oid::BASIC_CONSTRAINTS;

    fn decode(value: &[u8]) -> Result<Self, Asn1Error> {
        let mut walker = sequence(value)?;
        // `cA FALSE` written out is against DER and common; TRUE as 01 and not FF is met too.
        let ca = match walker.optional(tag::BOOLEAN)?.map(|tlv| tlv.content) {
            None | Some([0]) => false,
            Some([_]) => true,
            Some(_) => return Err(Asn1Error::Value("BOOLEAN")),
        };
        let path_length = if walker.is_empty() {
            None
        } else {
            Some(walker.unsigned()?)
        };
        walker.finish()?;
        let path_length = path_length
            .map(|length| u32::try_from(length).map_err(|_| Asn1Error::Value("pathLenConstraint")))
            .transpose()?;
        Ok(Self { ca, path_length })
    }

    fn encode(&self) -> Vec<u8> {
        let ca = if self.ca {
            asn1::boolean_der(true)
        } else {
            Vec::new()
        };
        let length = self
            .path_length
            .map(|length| asn1::integer(u64::from(length)));
        asn1::sequence(&[&ca, &length.unwrap_or_default()])
    }
}

/// privateKeyUsagePeriod: when the private key may sign.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PrivateKeyUsagePeriod {
    /// Not before this.
    pub not_before: Option<Time>,
    /// Not after this.
    pub not_after: Option<Time>,
}

impl PrivateKeyUsagePeriod {
    /// Makes a period with both ends.
    #[must_use]
    pub fn new(not_before: OffsetDateTime, not_after: OffsetDateTime) -> Self {
        Self {
            not_before: Some(Time::generalized(not_before)),
            not_after: Some(Time::generalized(not_after)),
        }
    }

    /// Tells whether the private key may sign at `at`.
    #[must_use]
    pub fn contains(&self, at: OffsetDateTime) -> bool {
        self.not_before
            .as_ref()
            .is_none_or(|start| start.instant() <= at)
            && self
                .not_after
                .as_ref()
                .is_none_or(|end| at <= end.instant())
    }
}

impl TypedExtension for PrivateKeyUsagePeriod {
    const OID: ObjectIdentifier = oid::PRIVATE_KEY_USAGE_PERIOD;

    fn decode(value: &[u8]) -> Result<Self, Asn1Error> {
        let mut walker = sequence(value)?;
        let mut end = |number| {
            let found = walker.optional(tag::context_primitive(number))?;
            found
                .map(|tlv| Time::from_content(tag::GENERALIZED_TIME, tlv.content))
                .transpose()
        };
        let (not_before, not_after) = (end(0)?, end(1)?);
        walker.finish()?;
        Ok(Self {
            not_before,
            not_after,
        })
    }

    fn encode(&self) -> Vec<u8> {
        let end = |number, time: &Option<Time>| {
            time.as_ref().map_or_else(Vec::new, |time| {
                asn1::tlv(tag::context_primitive(number), time.content())
            })
        };
        asn1::sequence(&[&end(0, &self.not_before), &end(1, &self.not_after)])
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn key_usage_is_a_named_bit_list() {
        let check = |usage: KeyUsage, der: &[u8]| {
            assert_eq!(usage.encode(), der);
            assert_eq!(KeyUsage::decode(der), Ok(usage));
        };
        check(KeyUsage::default(), &[3, 1, 0]);
        check(KeyUsage::DIGITAL_SIGNATURE, &[3, 2, 7, 0x80]);
        check(
            KeyUsage::KEY_CERT_SIGN | KeyUsage::CRL_SIGN,
            &[3, 2, 1, 0x06],
        );
        check(
            KeyUsage::DECIPHER_ONLY | KeyUsage::KEY_AGREEMENT,
            &[3, 3, 7, 0x08, 0x80],
        );
        // Zero bits at the end are against DER and read all the same.
        assert_eq!(
            KeyUsage::decode(&[3, 2, 0, 0x80]),
            Ok(KeyUsage::DIGITAL_SIGNATURE)
        );
        assert_eq!(
            KeyUsage::decode(&[3, 2, 7, 0xff]),
            Ok(KeyUsage::DIGITAL_SIGNATURE)
        );
        for bad in [
            &[3, 0][..],
            &[3, 1, 1],
            &[3, 2, 8, 0],
            &[3, 4, 0, 1, 1, 1],
            &[4, 1, 0],
        ] {
            assert!(KeyUsage::decode(bad).is_err(), "{bad:?}");
        }
        let names: Vec<_> = (KeyUsage::CRL_SIGN | KeyUsage::NON_REPUDIATION)
            .names()
            .collect();
        assert_eq!(names, ["nonRepudiation", "cRLSign"]);
    }

    #[test]
    fn basic_constraints_take_a_written_out_default() {
        let check = |value: BasicConstraints, der: &[u8]| {
            assert_eq!(value.encode(), der);
            assert_eq!(BasicConstraints::decode(der), Ok(value));
        };
        check(
            BasicConstraints {
                ca: false,
                path_length: None,
            },
            &[0x30, 0],
        );
        check(
            BasicConstraints {
                ca: true,
                path_length: Some(0),
            },
            &[0x30, 6, 1, 1, 255, 2, 1, 0],
        );
        assert_eq!(
            BasicConstraints::decode(&[0x30, 3, 1, 1, 0]),
            Ok(BasicConstraints {
                ca: false,
                path_length: None
            })
        );
        assert_eq!(
            BasicConstraints::decode(&[0x30, 3, 1, 1, 1]),
            Ok(BasicConstraints {
                ca: true,
                path_length: None
            })
        );
        for bad in [
            &[0x30, 4, 1, 2, 1, 1][..],
            &[0x30, 3, 2, 1, 0xff],
            &[0x30, 0, 0],
        ] {
            assert!(BasicConstraints::decode(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_private_key_period_has_its_ends_inside() {
        let (start, end) = (
            datetime!(2026-01-01 0:00 UTC),
            datetime!(2027-04-01 0:00 UTC),
        );
        let period = PrivateKeyUsagePeriod::new(start, end);
        assert_eq!(
            PrivateKeyUsagePeriod::decode(&period.encode()),
            Ok(period.clone())
        );
        assert!(period.contains(start) && period.contains(end));
        assert!(!period.contains(end + time::Duration::SECOND));
        assert!(!period.contains(start - time::Duration::SECOND));
    }
}

//! The rules of DER that hold at any depth, checked over bytes whose structure does not matter.
//!
//! The walker of [`crate::asn1`] refuses lengths that are not DER; this adds what X.690 §10 and §11
//! say of values: order of each SET OF, minimal INTEGERs, BOOLEANs of 00 and FF, no strings in
//! pieces. No structure of CMS has a SET that is not a SET OF.

use crate::asn1::{self, Asn1Error, Tlv, Walker, tag};
use crate::limits::DER_DEPTH_MAX;

/// The bit that marks a constructed encoding.
pub(super) const CONSTRUCTED: u8 = 0x20;
/// Tags from here on are not universal.
const FIRST_OTHER_CLASS: u8 = 0x40;

/// Why bytes that can be walked are not DER.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DerError {
    /// An element that cannot be walked at all.
    #[error("an element is not whole or its length is not in DER form")]
    Element(#[from] Asn1Error),
    /// A primitive value that breaks its type's rules.
    #[error("the value of an element with tag {0:#04x} is not in its DER form")]
    Value(u8),
    /// A SET OF whose elements are not in ascending order.
    #[error("the elements of a SET OF are not in ascending order")]
    SetOrder,
    /// Nesting beyond [`DER_DEPTH_MAX`].
    #[error("elements are nested deeper than {DER_DEPTH_MAX}")]
    TooDeep,
}

/// Checks all elements of `bytes`, at all depths.
pub(super) fn check(bytes: &[u8]) -> Result<(), DerError> {
    check_all(Walker::new(bytes), DER_DEPTH_MAX)
}

/// Checks that the elements of a SET OF stand in ascending order of their encodings.
pub(super) fn check_set_order(contents: &[u8]) -> Result<(), DerError> {
    let mut walker = Walker::new(contents);
    let mut former: &[u8] = &[];
    while !walker.is_empty() {
        let element = walker.any()?;
        if element.full < former {
            return Err(DerError::SetOrder);
        }
        former = element.full;
    }
    Ok(())
}

fn check_all(mut walker: Walker<'_>, depth: usize) -> Result<(), DerError> {
    while !walker.is_empty() {
        check_one(&walker.any()?, depth)?;
    }
    Ok(())
}

fn check_one(element: &Tlv<'_>, depth: usize) -> Result<(), DerError> {
    let depth = depth.checked_sub(1).ok_or(DerError::TooDeep)?;
    let constructed = element.tag & CONSTRUCTED != 0;
    match element.tag {
        tag::BOOLEAN => asn1::boolean(element.content)
            .map(|_| ())
            .map_err(DerError::from),
        tag::INTEGER | tag::ENUMERATED => check_integer(element),
        tag::NULL if !element.content.is_empty() => Err(DerError::Value(tag::NULL)),
        tag::OID => Ok(Walker::new(element.full).oid().map(|_| ())?),
        tag::SET => {
            check_set_order(element.content)?;
            check_all(Walker::new(element.content), depth)
        }
        // Only SEQUENCE and SET are constructed universal types; the rest is a BER string in pieces.
        other if constructed && other != tag::SEQUENCE && other < FIRST_OTHER_CLASS => {
            Err(DerError::Value(other))
        }
        _ if constructed => check_all(Walker::new(element.content), depth),
        _ => Ok(()),
    }
}

fn check_integer(element: &Tlv<'_>) -> Result<(), DerError> {
    match element.content {
        [] => Err(DerError::Value(element.tag)),
        [0, second, ..] if second & 0x80 == 0 => Err(DerError::Value(element.tag)),
        [0xff, second, ..] if second & 0x80 != 0 => Err(DerError::Value(element.tag)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(levels: usize) -> Vec<u8> {
        (0..levels).fold(Vec::new(), |inner, _| asn1::tlv(tag::SEQUENCE, &inner))
    }

    #[test]
    fn nesting_at_the_limit_is_taken_and_one_beyond_refused() {
        assert_eq!(check(&nested(DER_DEPTH_MAX)), Ok(()));
        assert_eq!(check(&nested(DER_DEPTH_MAX + 1)), Err(DerError::TooDeep));
    }

    #[test]
    fn each_breach_of_der_is_refused() {
        for (bytes, reason) in [
            (
                &[0x30, 0x80, 0, 0][..],
                DerError::Element(Asn1Error::Length),
            ),
            (&[0x04, 0x02, 0x00], DerError::Element(Asn1Error::Truncated)),
            (
                &[0x01, 0x01, 0x01],
                DerError::Element(Asn1Error::Value("BOOLEAN")),
            ),
            (&[0x02, 0x02, 0x00, 0x01], DerError::Value(tag::INTEGER)),
            (&[0x02, 0x02, 0xff, 0x81], DerError::Value(tag::INTEGER)),
            (&[0x05, 0x01, 0x00], DerError::Value(tag::NULL)),
            (&[0x24, 0x03, 0x04, 0x01, 0x41], DerError::Value(0x24)),
            (
                &[0x31, 0x06, 0x02, 0x01, 0x02, 0x02, 0x01, 0x01],
                DerError::SetOrder,
            ),
        ] {
            assert_eq!(check(bytes), Err(reason), "{bytes:02x?}");
        }
    }
}

//! Definite lengths for files that are not DER: NSS and Java write indefinite ones, and strings in
//! pieces.
//!
//! What is DER in its lengths is borrowed, so that no copy of a secret is made of an ordinary file.

use std::borrow::Cow;

use super::error::Pkcs12Error;
use crate::asn1::{Asn1Error, Walker, tag};
use crate::cms;
use crate::limits::DER_DEPTH_MAX;

/// The bit that marks a constructed encoding.
const CONSTRUCTED: u8 = 0x20;

/// The first element of some octets, in definite lengths.
pub(crate) struct Definite<'a> {
    /// In definite lengths.
    pub(crate) octets: Cow<'a, [u8]>,
    /// How many octets stood behind it.
    pub(super) trailing: usize,
}

impl Definite<'_> {
    /// Whether the octets were written anew.
    pub(super) const fn is_rewritten(&self) -> bool {
        matches!(self.octets, Cow::Owned(_))
    }
}

/// Takes the first element of `octets`.
pub(crate) fn definite(octets: &[u8]) -> Result<Definite<'_>, Pkcs12Error> {
    let mut walker = Walker::new(octets);
    if let Ok(first) = walker.any()
        && is_definite(first.tag, first.content, DER_DEPTH_MAX)
    {
        return Ok(Definite {
            octets: Cow::Borrowed(first.full),
            trailing: walker.rest().len(),
        });
    }
    let (rewritten, used) = cms::to_definite(octets)?;
    Ok(Definite {
        octets: Cow::Owned(rewritten),
        trailing: octets.len() - used,
    })
}

fn is_definite(found: u8, content: &[u8], depth: usize) -> bool {
    if found & CONSTRUCTED == 0 {
        return true;
    }
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    if found == tag::OCTET_STRING | CONSTRUCTED {
        return false;
    }
    let mut walker = Walker::new(content);
    while !walker.is_empty() {
        match walker.any() {
            Ok(inner) if is_definite(inner.tag, inner.content, depth) => {}
            _ => return false,
        }
    }
    true
}

/// Reads `[number] IMPLICIT OCTET STRING`, in one piece or in several.
pub(super) fn implicit_octets<'a>(
    walker: &mut Walker<'a>,
    number: u8,
) -> Result<Cow<'a, [u8]>, Asn1Error> {
    if let Some(whole) = walker.optional(tag::context_primitive(number))? {
        return Ok(Cow::Borrowed(whole.content));
    }
    let mut pieces = walker.enter(tag::context(number))?;
    let mut joined = Vec::new();
    while !pieces.is_empty() {
        joined.extend_from_slice(pieces.expect(tag::OCTET_STRING)?.content);
    }
    Ok(Cow::Owned(joined))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn der_is_borrowed_and_ber_is_written_anew() {
        let der = [0x30, 3, 2, 1, 5, 0xff];
        let found = definite(&der).expect("DER");
        assert!(!found.is_rewritten());
        assert_eq!((&*found.octets, found.trailing), (&der[..5], 1));
        for ber in [
            &[0x30, 0x80, 2, 1, 5, 0, 0][..],
            &[0x30, 0x81, 3, 2, 1, 5],
            &[0x30, 4, 0x30, 0x80, 0, 0],
            &[0x30, 5, 0x24, 3, 4, 1, 7],
        ] {
            let found = definite(ber).expect("BER");
            assert!(found.is_rewritten(), "{ber:02x?}");
            assert_eq!(found.trailing, 0);
        }
        assert!(definite(&[0x30, 0x80, 2, 1]).is_err());
        assert!(definite(&[]).is_err());
    }

    #[test]
    fn nesting_at_the_limit_is_taken_and_one_beyond_refused() {
        let nested = |levels: usize| {
            (0..levels).fold(Vec::new(), |inner, _| crate::asn1::sequence(&[&inner]))
        };
        let deepest = nested(DER_DEPTH_MAX);
        assert!(
            !definite(&deepest)
                .expect("as deep as may be")
                .is_rewritten()
        );
        assert!(definite(&nested(DER_DEPTH_MAX + 1)).is_err());
    }

    #[test]
    fn a_string_may_come_in_pieces() {
        for octets in [&[0x80, 2, 7, 8][..], &[0xa0, 6, 4, 1, 7, 4, 1, 8]] {
            let mut walker = Walker::new(octets);
            assert_eq!(&*implicit_octets(&mut walker, 0).expect("octets"), [7, 8]);
        }
    }
}

//! Turns the BER that old signing tools write into DER, for the lenient reader only.
//!
//! Takes indefinite lengths, long-form lengths and strings in pieces (X.690 §8); knows no structure. SETs are not
//! sorted here: only who recomputes a signature may know which order was signed.

use super::der::{CONSTRUCTED, DerError};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::limits::DER_DEPTH_MAX;

/// Rewrites the first element of `bytes` in DER lengths, and says how many bytes it took.
///
/// # Errors
/// When the bytes are no BER either, or nested too deeply.
pub(crate) fn to_definite(bytes: &[u8]) -> Result<(Vec<u8>, usize), DerError> {
    let mut out = Vec::with_capacity(bytes.len());
    let used = element(bytes, DER_DEPTH_MAX, &mut out)?;
    Ok((out, used))
}

fn element(bytes: &[u8], depth: usize, out: &mut Vec<u8>) -> Result<usize, DerError> {
    let depth = depth.checked_sub(1).ok_or(DerError::TooDeep)?;
    let (&identifier, rest) = bytes.split_first().ok_or(Asn1Error::Truncated)?;
    if identifier & 0x1f == 0x1f {
        return Err(Asn1Error::LongTag.into());
    }
    let (header, length) = length_of(rest)?;
    let start = 1 + header;
    let constructed = identifier & CONSTRUCTED != 0;
    if !constructed {
        let length = length.ok_or(Asn1Error::Length)?;
        let end = start.checked_add(length).ok_or(Asn1Error::Length)?;
        let value = bytes.get(start..end).ok_or(Asn1Error::Truncated)?;
        push_header(out, identifier, value.len());
        out.extend_from_slice(value);
        return Ok(end);
    }
    let mut value = Vec::new();
    let end = contents(bytes, start, length, depth, &mut value)?;
    if identifier == tag::OCTET_STRING | CONSTRUCTED {
        let joined = join_pieces(&value)?;
        push_header(out, tag::OCTET_STRING, joined.len());
        out.extend_from_slice(&joined);
    } else {
        push_header(out, identifier, value.len());
        out.extend_from_slice(&value);
    }
    Ok(end)
}

/// Rewrites the elements inside a constructed one; returns the offset after it.
fn contents(
    bytes: &[u8],
    start: usize,
    length: Option<usize>,
    depth: usize,
    out: &mut Vec<u8>,
) -> Result<usize, DerError> {
    let mut at = start;
    if let Some(length) = length {
        let end = start.checked_add(length).ok_or(Asn1Error::Length)?;
        let inside = bytes.get(..end).ok_or(Asn1Error::Truncated)?;
        while at < end {
            at += element(&inside[at..], depth, out)?;
        }
        return Ok(end);
    }
    loop {
        match bytes.get(at..) {
            Some([0, 0, ..]) => return Ok(at + 2),
            Some(rest) => at += element(rest, depth, out)?,
            None => return Err(Asn1Error::Truncated.into()),
        }
    }
}

fn push_header(out: &mut Vec<u8>, identifier: u8, length: usize) {
    out.push(identifier);
    asn1::write_length(out, length);
}

/// Octets of the length field, and the length when it is definite.
fn length_of(bytes: &[u8]) -> Result<(usize, Option<usize>), DerError> {
    let (&first, rest) = bytes.split_first().ok_or(Asn1Error::Truncated)?;
    match first {
        0..=0x7f => Ok((1, Some(usize::from(first)))),
        0x80 => Ok((1, None)),
        _ => {
            let octets = usize::from(first & 0x7f);
            let digits = rest.get(..octets).ok_or(Asn1Error::Truncated)?;
            if octets > 4 {
                return Err(Asn1Error::Length.into());
            }
            let length = digits
                .iter()
                .fold(0_usize, |sum, &octet| (sum << 8) | usize::from(octet));
            Ok((1 + octets, Some(length)))
        }
    }
}

/// Joins the pieces of a constructed OCTET STRING, already rewritten.
fn join_pieces(pieces: &[u8]) -> Result<Vec<u8>, DerError> {
    let mut joined = Vec::with_capacity(pieces.len());
    let mut walk = Walker::new(pieces);
    while !walk.is_empty() {
        joined.extend_from_slice(walk.expect(tag::OCTET_STRING)?.content);
    }
    Ok(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indefinite_lengths_and_strings_in_pieces_become_der() {
        let ber = [
            0x30, 0x80, 0x24, 0x80, 0x04, 0x01, b'a', 0x04, 0x81, 0x01, b'b', 0, 0, 0x05, 0, 0, 0,
            0xff,
        ];
        let (der, used) = to_definite(&ber).expect("BER");
        assert_eq!(der, [0x30, 0x06, 0x04, 0x02, b'a', b'b', 0x05, 0x00]);
        assert_eq!(used, ber.len() - 1);
    }

    #[test]
    fn broken_ber_is_refused() {
        assert_eq!(
            to_definite(&[0x30, 0x80, 0x05, 0x00]),
            Err(Asn1Error::Truncated.into())
        );
        assert_eq!(
            to_definite(&[0x04, 0x80, 0, 0]),
            Err(Asn1Error::Length.into())
        );
        let deep: Vec<u8> = [0x30, 0x80].repeat(DER_DEPTH_MAX + 1);
        assert_eq!(to_definite(&deep), Err(DerError::TooDeep));
    }
}

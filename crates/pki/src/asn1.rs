//! A small DER walker and writer.
//!
//! Certificates must come back byte for byte from their parsed fields, so the reader here takes
//! only what has one encoding (definite, minimal lengths; X.690 section 10) and keeps the order of
//! what it met. It knows tags and lengths, and no structure above them.

use const_oid::ObjectIdentifier;

/// Universal tags that X.509 uses.
pub mod tag {
    /// BOOLEAN.
    pub const BOOLEAN: u8 = 0x01;
    /// INTEGER.
    pub const INTEGER: u8 = 0x02;
    /// BIT STRING.
    pub const BIT_STRING: u8 = 0x03;
    /// OCTET STRING.
    pub const OCTET_STRING: u8 = 0x04;
    /// NULL.
    pub const NULL: u8 = 0x05;
    /// OBJECT IDENTIFIER.
    pub const OID: u8 = 0x06;
    /// ENUMERATED.
    pub const ENUMERATED: u8 = 0x0a;
    /// UTF8String.
    pub const UTF8_STRING: u8 = 0x0c;
    /// NumericString.
    pub const NUMERIC_STRING: u8 = 0x12;
    /// PrintableString.
    pub const PRINTABLE_STRING: u8 = 0x13;
    /// TeletexString, also called T61String.
    pub const TELETEX_STRING: u8 = 0x14;
    /// IA5String.
    pub const IA5_STRING: u8 = 0x16;
    /// UTCTime.
    pub const UTC_TIME: u8 = 0x17;
    /// GeneralizedTime.
    pub const GENERALIZED_TIME: u8 = 0x18;
    /// VisibleString.
    pub const VISIBLE_STRING: u8 = 0x1a;
    /// UniversalString.
    pub const UNIVERSAL_STRING: u8 = 0x1c;
    /// BMPString.
    pub const BMP_STRING: u8 = 0x1e;
    /// SEQUENCE and SEQUENCE OF.
    pub const SEQUENCE: u8 = 0x30;
    /// SET and SET OF.
    pub const SET: u8 = 0x31;

    /// Returns the tag `[number]` of a constructed context-specific value.
    #[must_use]
    pub const fn context(number: u8) -> u8 {
        0xa0 | number
    }

    /// Returns the tag `[number]` of a primitive context-specific value.
    #[must_use]
    pub const fn context_primitive(number: u8) -> u8 {
        0x80 | number
    }
}

/// Why bytes are not the DER that was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Asn1Error {
    /// A value says that it is longer than the bytes that hold it.
    #[error("a DER value ends before its stated length")]
    Truncated,
    /// An indefinite, padded or oversized length.
    #[error("a DER length is not in its shortest definite form")]
    Length,
    /// A tag number above 30, which no structure here uses.
    #[error("a DER tag of several octets")]
    LongTag,
    /// Another tag than the structure asks for.
    #[error("expected DER tag {expected:#04x}, found {found:#04x}")]
    Tag {
        /// What the structure asks for.
        expected: u8,
        /// What stands there.
        found: u8,
    },
    /// Bytes after the end of a structure.
    #[error("bytes after the end of a DER structure")]
    Trailing,
    /// The right tag with contents that its type does not allow.
    #[error("not a valid {0}")]
    Value(&'static str),
}

/// One tag, its contents, and the two together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// The identifier octet.
    pub tag: u8,
    /// The contents octets.
    pub content: &'a [u8],
    /// Identifier, length and contents.
    pub full: &'a [u8],
}

/// Walks over the values that stand one after another in a slice.
#[derive(Clone, Debug)]
pub struct Walker<'a> {
    rest: &'a [u8],
}

impl<'a> Walker<'a> {
    /// Starts at the first value of `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Tells whether all values have been taken.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Returns the bytes not taken yet.
    #[must_use]
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Returns the tag of the next value without taking it.
    #[must_use]
    pub fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Takes the next value, whatever it is.
    ///
    /// # Errors
    ///
    /// When no whole DER value stands there.
    pub fn any(&mut self) -> Result<Tlv<'a>, Asn1Error> {
        let bytes = self.rest;
        let tag = *bytes.first().ok_or(Asn1Error::Truncated)?;
        if tag & 0x1f == 0x1f {
            return Err(Asn1Error::LongTag);
        }
        let (length, header) = read_length(bytes)?;
        let end = header.checked_add(length).ok_or(Asn1Error::Length)?;
        let full = bytes.get(..end).ok_or(Asn1Error::Truncated)?;
        self.rest = &bytes[end..];
        Ok(Tlv {
            tag,
            content: &full[header..],
            full,
        })
    }

    /// Takes the next value, which must have the tag `expected`.
    ///
    /// # Errors
    ///
    /// When another value, or no whole value, stands there.
    pub fn expect(&mut self, expected: u8) -> Result<Tlv<'a>, Asn1Error> {
        match self.peek() {
            Some(found) if found != expected => Err(Asn1Error::Tag { expected, found }),
            _ => self.any(),
        }
    }

    /// Takes the next value when it has the tag `wanted`.
    ///
    /// # Errors
    ///
    /// When the value has that tag and is not whole.
    pub fn optional(&mut self, wanted: u8) -> Result<Option<Tlv<'a>>, Asn1Error> {
        if self.peek() == Some(wanted) {
            self.any().map(Some)
        } else {
            Ok(None)
        }
    }

    /// Takes a constructed value and returns a walker over what is inside.
    ///
    /// # Errors
    ///
    /// As [`Walker::expect`].
    pub fn enter(&mut self, expected: u8) -> Result<Walker<'a>, Asn1Error> {
        self.expect(expected).map(|tlv| Walker::new(tlv.content))
    }

    /// Takes an OBJECT IDENTIFIER.
    ///
    /// # Errors
    ///
    /// When something else stands there, or an identifier that is malformed or longer than 39 octets.
    pub fn oid(&mut self) -> Result<ObjectIdentifier, Asn1Error> {
        let tlv = self.expect(tag::OID)?;
        ObjectIdentifier::from_bytes(tlv.content).map_err(|_| Asn1Error::Value("OBJECT IDENTIFIER"))
    }

    /// Takes an INTEGER from 0 to `u64::MAX`.
    ///
    /// # Errors
    ///
    /// When something else stands there.
    pub fn unsigned(&mut self) -> Result<u64, Asn1Error> {
        unsigned(self.expect(tag::INTEGER)?.content)
    }

    /// Ends the walk: nothing may be left.
    ///
    /// # Errors
    ///
    /// When something is.
    pub const fn finish(&self) -> Result<(), Asn1Error> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(Asn1Error::Trailing)
        }
    }
}

/// Reads the single value that fills `bytes` and has the tag `expected`.
///
/// # Errors
///
/// When it is another value, or more follows it.
pub fn only(bytes: &[u8], expected: u8) -> Result<Tlv<'_>, Asn1Error> {
    let mut walker = Walker::new(bytes);
    let tlv = walker.expect(expected)?;
    walker.finish()?;
    Ok(tlv)
}

/// Reads the contents of an INTEGER as an unsigned number.
///
/// # Errors
///
/// When it is negative, padded or above `u64::MAX`.
pub fn unsigned(content: &[u8]) -> Result<u64, Asn1Error> {
    const BAD: Asn1Error = Asn1Error::Value("INTEGER");
    if matches!(content, [] | [0x80..=0xff, ..] | [0, 0..=0x7f, ..]) {
        return Err(BAD);
    }
    let digits = content.strip_prefix(&[0]).unwrap_or(content);
    if digits.len() > 8 {
        return Err(BAD);
    }
    Ok(digits
        .iter()
        .fold(0, |value, octet| value << 8 | u64::from(*octet)))
}

/// Reads the contents of a BOOLEAN; DER knows 00 and FF only.
///
/// # Errors
///
/// For any other contents.
pub const fn boolean(content: &[u8]) -> Result<bool, Asn1Error> {
    match content {
        [0] => Ok(false),
        [0xff] => Ok(true),
        _ => Err(Asn1Error::Value("BOOLEAN")),
    }
}

fn read_length(bytes: &[u8]) -> Result<(usize, usize), Asn1Error> {
    let first = *bytes.get(1).ok_or(Asn1Error::Truncated)?;
    if first < 0x80 {
        return Ok((usize::from(first), 2));
    }
    let count = usize::from(first & 0x7f);
    if count == 0 || count > 4 {
        return Err(Asn1Error::Length);
    }
    let digits = bytes.get(2..2 + count).ok_or(Asn1Error::Truncated)?;
    let length = digits
        .iter()
        .fold(0usize, |value, octet| value << 8 | usize::from(*octet));
    if digits[0] == 0 || length < 0x80 {
        return Err(Asn1Error::Length);
    }
    Ok((length, 2 + count))
}

/// Writes one value.
#[must_use]
pub fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() + 6);
    out.push(tag);
    write_length(&mut out, content.len());
    out.extend_from_slice(content);
    out
}

/// Appends a length in its shortest form.
pub fn write_length(out: &mut Vec<u8>, length: usize) {
    if length < 0x80 {
        out.extend(u8::try_from(length));
        return;
    }
    let octets = length.to_be_bytes();
    let skip = octets.iter().take_while(|octet| **octet == 0).count();
    let digits = &octets[skip..];
    out.extend(u8::try_from(digits.len()).map(|count| 0x80 | count));
    out.extend_from_slice(digits);
}

/// Writes a value whose contents are the parts one after another.
#[must_use]
pub fn join(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    tlv(tag, &parts.concat())
}

/// Writes a SEQUENCE.
#[must_use]
pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    join(tag::SEQUENCE, parts)
}

/// Writes a SET OF, its members sorted as DER asks (X.690 section 11.6).
#[must_use]
pub fn set_of(mut members: Vec<Vec<u8>>) -> Vec<u8> {
    members.sort();
    tlv(tag::SET, &members.concat())
}

/// Writes an OBJECT IDENTIFIER.
#[must_use]
pub fn oid(oid: &ObjectIdentifier) -> Vec<u8> {
    tlv(tag::OID, oid.as_bytes())
}

/// Writes an OCTET STRING.
#[must_use]
pub fn octet_string(content: &[u8]) -> Vec<u8> {
    tlv(tag::OCTET_STRING, content)
}

/// Writes a BIT STRING of whole octets.
#[must_use]
pub fn bit_string(content: &[u8]) -> Vec<u8> {
    join(tag::BIT_STRING, &[&[0], content])
}

/// Writes a non-negative INTEGER from its big-endian octets.
#[must_use]
pub fn integer_octets(magnitude: &[u8]) -> Vec<u8> {
    let skip = magnitude.iter().take_while(|octet| **octet == 0).count();
    let digits = &magnitude[skip..];
    match digits.first() {
        None => tlv(tag::INTEGER, &[0]),
        Some(first) if first & 0x80 != 0 => join(tag::INTEGER, &[&[0], digits]),
        Some(_) => tlv(tag::INTEGER, digits),
    }
}

/// Writes a non-negative INTEGER.
#[must_use]
pub fn integer(value: u64) -> Vec<u8> {
    integer_octets(&value.to_be_bytes())
}

/// Writes a BOOLEAN.
#[must_use]
pub fn boolean_der(value: bool) -> Vec<u8> {
    tlv(tag::BOOLEAN, &[if value { 0xff } else { 0 }])
}

/// Writes NULL.
#[must_use]
pub fn null() -> Vec<u8> {
    vec![tag::NULL, 0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_one_form() {
        for length in [0usize, 1, 127, 128, 255, 256, 65_535, 65_536] {
            let bytes = tlv(tag::OCTET_STRING, &vec![7; length]);
            let read = only(&bytes, tag::OCTET_STRING).expect("own encoding reads");
            assert_eq!(read.content.len(), length);
        }
        assert_eq!(only(&[4, 0x81, 1, 0], 4), Err(Asn1Error::Length));
        assert_eq!(only(&[4, 0x82, 0, 0x80], 4), Err(Asn1Error::Length));
        assert_eq!(only(&[0x30, 0x80, 0, 0], 0x30), Err(Asn1Error::Length));
        assert_eq!(only(&[4, 0x85, 1, 0, 0, 0, 0], 4), Err(Asn1Error::Length));
        assert_eq!(only(&[4, 1, 0, 0], 4), Err(Asn1Error::Trailing));
        assert_eq!(only(&[4, 2, 0], 4), Err(Asn1Error::Truncated));
        assert_eq!(only(&[0x1f, 1, 0], 0x1f), Err(Asn1Error::LongTag));
    }

    #[test]
    fn integers_have_one_form() {
        for value in [0u64, 1, 127, 128, 255, 256, u64::MAX] {
            let bytes = integer(value);
            assert_eq!(Walker::new(&bytes).unsigned(), Ok(value));
        }
        for bad in [&[][..], &[0x80], &[0, 1], &[1; 9]] {
            assert!(unsigned(bad).is_err(), "{bad:?}");
        }
    }
}

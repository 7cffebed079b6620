//! Serial numbers (RFC 5280, section 4.1.2.2) as the world writes them: long, negative, padded.

use std::fmt;

use super::CertificateError;
use crate::asn1::{self, tag};
use crate::limits;

/// The contents octets of the INTEGER of a serial number.
///
/// Two are equal when their octets are, as revocation lists compare them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SerialNumber {
    content: Vec<u8>,
}

impl SerialNumber {
    /// Takes the contents octets of an INTEGER as they were read.
    ///
    /// # Errors
    ///
    /// When there are none, or more than [`limits::SERIAL_OCTETS_MAX`].
    pub fn from_content(content: &[u8]) -> Result<Self, CertificateError> {
        if (1..=limits::SERIAL_OCTETS_MAX).contains(&content.len()) {
            Ok(Self {
                content: content.to_vec(),
            })
        } else {
            Err(CertificateError::Serial {
                octets: content.len(),
            })
        }
    }

    /// Makes the positive number with these big-endian octets: a zero octet is put before a high
    /// bit, none is masked.
    ///
    /// # Errors
    ///
    /// When the number is zero or too long.
    pub fn from_magnitude(octets: &[u8]) -> Result<Self, CertificateError> {
        let digits = strip_zeros(octets);
        match digits.first() {
            None => Err(CertificateError::Serial { octets: 0 }),
            Some(first) if first & 0x80 != 0 => Self::from_content(&[&[0], digits].concat()),
            Some(_) => Self::from_content(digits),
        }
    }

    /// Reads what [`fmt::Display`] writes; letters of either case, spaces and colons between them.
    ///
    /// # Errors
    ///
    /// When the text is no positive hexadecimal number, or too long a one.
    pub fn parse(text: &str) -> Result<Self, CertificateError> {
        let mut digits: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != ':')
            .collect();
        if digits.len() % 2 == 1 {
            digits.insert(0, '0');
        }
        Self::from_magnitude(&hex::decode(digits).map_err(|_| CertificateError::SerialText)?)
    }

    /// Returns the contents octets of the INTEGER.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// Tells whether the number is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.content.first().is_some_and(|first| first & 0x80 != 0)
    }

    /// Tells whether the number is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.content.iter().all(|octet| *octet == 0)
    }

    /// Tells whether the INTEGER has more octets than its number needs.
    #[must_use]
    pub fn is_padded(&self) -> bool {
        matches!(
            self.content[..],
            [0, 0..=0x7f, ..] | [0xff, 0x80..=0xff, ..]
        )
    }

    /// Writes the INTEGER.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        asn1::tlv(tag::INTEGER, &self.content)
    }
}

impl fmt::Display for SerialNumber {
    /// Writes lower-case hexadecimal digits, two for each octet, without leading zero octets; a
    /// negative number as `-` and its magnitude, as OpenSSL does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut octets = self.content.clone();
        if self.is_negative() {
            f.write_str("-")?;
            // Two's complement: invert, then add one from the right.
            let mut carry = true;
            for octet in octets.iter_mut().rev() {
                let (sum, overflow) = (!*octet).overflowing_add(u8::from(carry));
                (*octet, carry) = (sum, overflow);
            }
        }
        match strip_zeros(&octets) {
            [] => f.write_str("00"),
            digits => f.write_str(&hex::encode(digits)),
        }
    }
}

fn strip_zeros(octets: &[u8]) -> &[u8] {
    let count = octets.iter().take_while(|octet| **octet == 0).count();
    &octets[count..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(content: &[u8], shown: &str) {
        let serial = SerialNumber::from_content(content).expect("a serial number");
        assert_eq!(serial.to_string(), shown);
        if !serial.is_negative() && !serial.is_zero() && !serial.is_padded() {
            assert_eq!(SerialNumber::parse(shown).as_ref(), Ok(&serial));
            assert_eq!(SerialNumber::parse(&shown.to_uppercase()), Ok(serial));
        }
    }

    #[test]
    fn serials_are_shown_as_openssl_shows_them() {
        check(&[0], "00");
        check(&[1], "01");
        check(&[0, 0x80], "80");
        check(&[0x0a, 0xbc], "0abc");
        check(&[0xff], "-01");
        check(&[0x80], "-80");
        check(&[0xff, 0x00], "-0100");
        check(&[0, 0, 1], "01");
    }

    #[test]
    fn high_bits_are_kept_and_lengths_limited() {
        let serial = SerialNumber::from_magnitude(&[0x80; 16]).expect("17 octets");
        assert_eq!(serial.content(), [&[0][..], &[0x80; 16]].concat());
        assert_eq!(
            SerialNumber::from_magnitude(&[0; 3]),
            Err(CertificateError::Serial { octets: 0 })
        );
        assert!(SerialNumber::from_content(&[1; limits::SERIAL_OCTETS_MAX]).is_ok());
        assert!(SerialNumber::from_content(&[1; limits::SERIAL_OCTETS_MAX + 1]).is_err());
        assert!(SerialNumber::from_content(&[]).is_err());
        assert_eq!(SerialNumber::parse("xy"), Err(CertificateError::SerialText));
        assert_eq!(
            SerialNumber::parse("0A:BC"),
            SerialNumber::from_content(&[0x0a, 0xbc])
        );
        assert_eq!(
            SerialNumber::parse("abc"),
            SerialNumber::from_content(&[0x0a, 0xbc])
        );
    }
}

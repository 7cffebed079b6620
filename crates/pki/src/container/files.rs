//! The small files of a container: `name.key`, `masks.key`, `primary.key`.
//!
//! A file may be followed by anything (tokens have files of a fixed size), and older writers used
//! lengths that are not DER: one root element is taken, in either form.

use zeroize::Zeroizing;

use super::{ContainerError, FileRole, charset};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::cms;
use crate::limits::{CONTAINER_FILE_OCTETS_MAX, CONTAINER_NAME_OCTETS_MAX};

/// Octets of the salt in `masks.key`.
pub(super) const SALT_SIZE: usize = 12;
/// Octets of every imitovstavka.
pub(super) const MAC_SIZE: usize = 4;

/// The six files of a container.
pub struct Files {
    /// `name.key`.
    pub name: Vec<u8>,
    /// `header.key`.
    pub header: Vec<u8>,
    /// `masks.key` and `primary.key`.
    pub main: PairFiles,
    /// `masks2.key` and `primary2.key`.
    pub reserve: PairFiles,
}

/// The two files that hold the private keys, or their reserve copy.
pub struct PairFiles {
    /// `masks.key` or `masks2.key`.
    pub masks: Zeroizing<Vec<u8>>,
    /// `primary.key` or `primary2.key`.
    pub primary: Zeroizing<Vec<u8>>,
}

/// `masks.key ::= SEQUENCE { mask OCTET STRING, salt OCTET STRING (12), mac OCTET STRING (4) }`.
pub(super) struct Masks {
    pub(super) mask: Zeroizing<Vec<u8>>,
    pub(super) salt: [u8; SALT_SIZE],
    pub(super) mac: [u8; MAC_SIZE],
}

/// `primary.key ::= SEQUENCE { first OCTET STRING, second [0] IMPLICIT OCTET STRING OPTIONAL }`.
pub(super) struct Primary {
    pub(super) first: Zeroizing<Vec<u8>>,
    pub(super) second: Option<Zeroizing<Vec<u8>>>,
}

/// Reads `name.key`, `SEQUENCE { name IA5String }` with the octets of Windows-1251. The name is
/// nothing but text: control characters, which could do something to a screen, are replaced.
///
/// # Errors
/// When the file is too large or malformed, or the name is empty or too long.
pub fn read_name(file: &[u8]) -> Result<String, ContainerError> {
    let octets = read_root(FileRole::Name, file, |content| {
        let mut walker = Walker::new(content);
        let name = walker.expect(tag::IA5_STRING)?.content;
        walker.finish()?;
        Ok(name.to_vec())
    })?;
    if (1..=CONTAINER_NAME_OCTETS_MAX).contains(&octets.len()) {
        Ok(charset::from_1251(&octets).replace(char::is_control, "\u{fffd}"))
    } else {
        Err(ContainerError::Name)
    }
}

/// Writes `name.key`.
///
/// # Errors
/// When the name is empty, longer than [`CONTAINER_NAME_OCTETS_MAX`], or has a control character or
/// one that Windows-1251 does not have.
pub fn write_name(name: &str) -> Result<Vec<u8>, ContainerError> {
    let octets = charset::to_1251(name)
        .filter(|octets| (1..=CONTAINER_NAME_OCTETS_MAX).contains(&octets.len()))
        .filter(|_| !name.contains(char::is_control))
        .ok_or(ContainerError::Name)?;
    Ok(asn1::sequence(&[&asn1::tlv(tag::IA5_STRING, &octets)]))
}

impl Masks {
    pub(super) fn read(file: &[u8]) -> Result<Self, ContainerError> {
        read_root(FileRole::Masks, file, |content| {
            let mut walker = Walker::new(content);
            let mask = Zeroizing::new(walker.expect(tag::OCTET_STRING)?.content.to_vec());
            let salt = sized(walker.expect(tag::OCTET_STRING)?.content)?;
            let mac = sized(walker.expect(tag::OCTET_STRING)?.content)?;
            walker.finish()?;
            Ok(Self { mask, salt, mac })
        })
    }

    pub(super) fn write(&self) -> Zeroizing<Vec<u8>> {
        let mask = Zeroizing::new(asn1::octet_string(&self.mask));
        let (salt, mac) = (
            asn1::octet_string(&self.salt),
            asn1::octet_string(&self.mac),
        );
        wiped_sequence(&[&mask, &salt, &mac])
    }
}

impl Primary {
    pub(super) fn read(file: &[u8]) -> Result<Self, ContainerError> {
        read_root(FileRole::Primary, file, |content| {
            let mut walker = Walker::new(content);
            let first = Zeroizing::new(walker.expect(tag::OCTET_STRING)?.content.to_vec());
            let second = walker.optional(tag::context_primitive(0))?;
            walker.finish()?;
            Ok(Self {
                first,
                second: second.map(|tlv| Zeroizing::new(tlv.content.to_vec())),
            })
        })
    }

    pub(super) fn write(&self) -> Zeroizing<Vec<u8>> {
        let first = Zeroizing::new(asn1::octet_string(&self.first));
        let second = self.second.as_ref();
        let second = second.map(|key| Zeroizing::new(asn1::tlv(tag::context_primitive(0), key)));
        let second = second.as_ref().map_or(&[][..], |octets| octets);
        wiped_sequence(&[&first, second])
    }
}

/// Reads the contents of the one SEQUENCE that a file begins with: as DER, and as BER where that
/// fails.
pub(super) fn read_root<T>(
    role: FileRole,
    file: &[u8],
    read: impl Fn(&[u8]) -> Result<T, Asn1Error>,
) -> Result<T, ContainerError> {
    if file.len() > CONTAINER_FILE_OCTETS_MAX {
        return Err(ContainerError::TooLarge(role));
    }
    let as_der = |bytes: &[u8]| read(Walker::new(bytes).expect(tag::SEQUENCE)?.content);
    as_der(file).or_else(|error| {
        let malformed = |source| ContainerError::Malformed { file: role, source };
        // What is no BER either is wrong in the way that the strict reader found.
        let (definite, _) = cms::to_definite(file).map_err(|_| malformed(error.into()))?;
        let definite = Zeroizing::new(definite);
        as_der(&definite).map_err(|error| malformed(error.into()))
    })
}

/// Takes octets that must have exactly the size of the array.
pub(super) fn sized<const SIZE: usize>(octets: &[u8]) -> Result<[u8; SIZE], Asn1Error> {
    octets
        .try_into()
        .map_err(|_| Asn1Error::Value("OCTET STRING of this size"))
}

fn wiped_sequence(parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let content = Zeroizing::new(parts.concat());
    Zeroizing::new(asn1::tlv(tag::SEQUENCE, &content))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_windows_1251_and_return() {
        for name in [
            "g2012256",
            "Ключ № 1",
            &"я".repeat(CONTAINER_NAME_OCTETS_MAX),
        ] {
            let file = write_name(name).expect("it can be written");
            assert_eq!(read_name(&file).expect("it can be read"), name);
        }
    }

    #[test]
    fn the_length_of_a_name_has_its_limits() {
        let long = "я".repeat(CONTAINER_NAME_OCTETS_MAX + 1);
        for name in ["", "🔑", "two\nlines", &long] {
            assert!(
                matches!(write_name(name), Err(ContainerError::Name)),
                "{name}"
            );
        }
        let file = asn1::sequence(&[&asn1::tlv(tag::IA5_STRING, long.as_bytes())]);
        assert!(matches!(read_name(&file), Err(ContainerError::Name)));
    }

    #[test]
    fn what_follows_the_root_and_lengths_of_ber_are_tolerated() {
        let plain = write_name("name").expect("it can be written");
        let followed = [&plain[..], &[0xff; 300]].concat();
        assert_eq!(read_name(&followed).expect("read"), "name");
        let indefinite = b"\x30\x80\x16\x81\x04name\x00\x00\x00\x00";
        assert_eq!(read_name(indefinite).expect("read"), "name");
        let endless = b"\x30\x80\x16\x04name";
        assert!(matches!(
            read_name(endless),
            Err(ContainerError::Malformed {
                file: FileRole::Name,
                ..
            })
        ));
    }

    #[test]
    fn a_file_has_its_largest_size() {
        let mut file = write_name("name").expect("it can be written");
        file.resize(CONTAINER_FILE_OCTETS_MAX, 0);
        assert!(read_name(&file).is_ok());
        file.push(0);
        assert!(matches!(
            read_name(&file),
            Err(ContainerError::TooLarge(FileRole::Name))
        ));
    }
}

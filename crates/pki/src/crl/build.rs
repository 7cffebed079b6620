//! Writes a revocation list in two passes: measure, then write once into a buffer of the right size.

use rand_core::CryptoRng;
use time::OffsetDateTime;

use super::CrlError;
use super::read::{Reason, RevokedEntry};
use crate::algorithm::KeyAlgorithm;
use crate::asn1::{self, tag};
use crate::certificate::Certificate;
use crate::extension::{AuthorityKeyIdentifier, Extension, Extensions};
use crate::key::{SignError, Signer};
use crate::limits::CRL_ENTRIES_MAX;
use crate::oid;
use crate::time::{Time, whole_seconds};

/// Octets set aside before the signed part for the outer header.
const HEADER_ROOM: usize = 6;

/// What a revocation list says besides its entries.
#[derive(Clone, Debug)]
pub struct CrlBuilder<'a> {
    issuer: &'a Certificate,
    number: u64,
    this_update: OffsetDateTime,
    next_update: OffsetDateTime,
    extensions: Vec<Extension>,
    sorted: bool,
}

impl<'a> CrlBuilder<'a> {
    /// Begins list `number` of `issuer`, made at `this_update`, to be replaced by `next_update` at the
    /// latest. Times are cut to whole seconds.
    #[must_use]
    pub fn new(
        issuer: &'a Certificate,
        number: u64,
        this_update: OffsetDateTime,
        next_update: OffsetDateTime,
    ) -> Self {
        Self {
            issuer,
            number,
            this_update: whole_seconds(this_update),
            next_update: whole_seconds(next_update),
            extensions: Vec::new(),
            sorted: false,
        }
    }

    /// Adds an extension of the list, such as issuingDistributionPoint or expiredCertsOnCRL.
    #[must_use]
    pub fn extension(mut self, extension: Extension) -> Self {
        self.extensions.push(extension);
        self
    }

    /// Writes the entries in ascending order of their serial numbers, and refuses one that occurs
    /// twice; without this they stand as given.
    #[must_use]
    pub const fn sorted(mut self) -> Self {
        self.sorted = true;
        self
    }

    /// Makes the list and returns it as DER.
    ///
    /// # Errors
    /// When the key is not the issuer's, the issuer has no key identifier, the times are in the wrong
    /// order, there are too many entries, a serial number occurs twice in a sorted list, or the signer
    /// fails.
    pub fn sign<'e, I>(
        &self,
        entries: I,
        signer: &dyn Signer,
        rng: &mut dyn CryptoRng,
    ) -> Result<Vec<u8>, CrlError>
    where
        I: IntoIterator<Item = &'e RevokedEntry>,
        I::IntoIter: Clone,
    {
        if self.issuer.public_key().map_err(CrlError::Key)? != *signer.public_key() {
            return Err(CrlError::SignerNotOfIssuer);
        }
        let algorithm = signer.public_key().algorithm();
        if let KeyAlgorithm::Gost2001(_) = algorithm {
            return Err(CrlError::Sign(SignError::VerifyOnly(algorithm.name())));
        }
        if self.next_update <= self.this_update {
            return Err(CrlError::UpdateOrder);
        }
        let entries = entries.into_iter();
        if self.sorted {
            let mut ordered: Vec<&RevokedEntry> = entries.collect();
            ordered.sort_by(|a, b| serial_order(a).cmp(&serial_order(b)));
            if let Some(twice) = ordered
                .windows(2)
                .find(|two| two[0].serial == two[1].serial)
            {
                return Err(CrlError::DoubledSerial(twice[0].serial.clone()));
            }
            self.write(ordered.into_iter(), signer, rng)
        } else {
            self.write(entries, signer, rng)
        }
    }

    fn write<'e>(
        &self,
        entries: impl Iterator<Item = &'e RevokedEntry> + Clone,
        signer: &dyn Signer,
        rng: &mut dyn CryptoRng,
    ) -> Result<Vec<u8>, CrlError> {
        let algorithm = signer.public_key().algorithm().signature_algorithm();
        let algorithm = crate::cms::encode_algorithm(&algorithm.algorithm_identifier());
        let head = self.head(&algorithm);
        let tail = asn1::tlv(tag::context(0), &self.extensions()?);
        // First pass: lengths only.
        let (mut listed, mut count) = (0, 0);
        for entry in entries.clone() {
            listed += element_length(entry_length(entry));
            count += 1;
        }
        if count > CRL_ENTRIES_MAX {
            return Err(CrlError::TooManyEntries);
        }
        let list_length = if count == 0 {
            0
        } else {
            element_length(listed)
        };
        let tbs_length = head.len() + list_length + tail.len();
        // Second pass: one buffer, with room for the signature and for the header put before it later.
        let mut out = Vec::with_capacity(HEADER_ROOM + element_length(tbs_length) + 1_100);
        out.resize(HEADER_ROOM, 0);
        push_header(&mut out, tag::SEQUENCE, tbs_length);
        out.extend_from_slice(&head);
        if count > 0 {
            push_header(&mut out, tag::SEQUENCE, listed);
            entries.for_each(|entry| push_entry(&mut out, entry));
        }
        out.extend_from_slice(&tail);
        let signature = signer
            .sign(&out[HEADER_ROOM..], rng)
            .map_err(CrlError::Sign)?;
        out.extend_from_slice(&algorithm);
        out.extend_from_slice(&asn1::bit_string(&signature));
        let mut header = Vec::with_capacity(HEADER_ROOM);
        push_header(&mut header, tag::SEQUENCE, out.len() - HEADER_ROOM);
        out.splice(..HEADER_ROOM, header);
        Ok(out)
    }

    /// Everything before the entries.
    fn head(&self, algorithm: &[u8]) -> Vec<u8> {
        [
            &asn1::integer(1),
            algorithm,
            self.issuer.subject().der(),
            &Time::new(self.this_update).to_der(),
            &Time::new(self.next_update).to_der(),
        ]
        .concat()
    }

    fn extensions(&self) -> Result<Vec<u8>, CrlError> {
        let key = crate::path::subject_key_identifier(self.issuer)
            .ok_or(CrlError::IssuerWithoutKeyIdentifier)?;
        let authority = AuthorityKeyIdentifier {
            key_identifier: Some(key),
            issuer: None,
            serial: None,
        };
        let mut all = Extensions::new().with(&authority, false);
        all.push(Extension::new(
            oid::CRL_NUMBER,
            false,
            asn1::integer(self.number),
        ));
        self.extensions
            .iter()
            .cloned()
            .for_each(|extension| all.push(extension));
        Ok(all.to_der())
    }
}

/// Serial numbers are non-negative INTEGERs in their shortest form: a longer one is greater.
fn serial_order(entry: &RevokedEntry) -> (usize, &[u8]) {
    (entry.serial.content().len(), entry.serial.content())
}

fn push_header(out: &mut Vec<u8>, identifier: u8, length: usize) {
    out.push(identifier);
    asn1::write_length(out, length);
}

/// The octets of an element whose value has `length` octets.
fn element_length(length: usize) -> usize {
    let digits = length
        .to_be_bytes()
        .iter()
        .skip_while(|&&octet| octet == 0)
        .count();
    length + if length < 0x80 { 2 } else { 2 + digits }
}

/// RFC 5280 §5.3.1: unspecified is said by leaving the reason out.
fn reason_of(entry: &RevokedEntry) -> Option<Reason> {
    entry.reason.filter(|reason| *reason != Reason::Unspecified)
}

fn entry_length(entry: &RevokedEntry) -> usize {
    let date = if uses_utc_time(entry.date) { 15 } else { 17 };
    let reason = if reason_of(entry).is_some() {
        REASON_TEMPLATE.len()
    } else {
        0
    };
    element_length(entry.serial.content().len()) + date + reason
}

fn uses_utc_time(at: OffsetDateTime) -> bool {
    (1950..2050).contains(&at.to_offset(time::UtcOffset::UTC).year())
}

/// `SEQUENCE { SEQUENCE { id-ce-cRLReasons, OCTET STRING { ENUMERATED … } } }`; the last octet is the reason.
const REASON_TEMPLATE: [u8; 14] = [
    0x30, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01, 0x00,
];

fn push_entry(out: &mut Vec<u8>, entry: &RevokedEntry) {
    push_header(out, tag::SEQUENCE, entry_length(entry));
    let serial = entry.serial.content();
    push_header(out, tag::INTEGER, serial.len());
    out.extend_from_slice(serial);
    push_time(out, entry.date);
    if let Some(reason) = reason_of(entry) {
        let mut extensions = REASON_TEMPLATE;
        extensions[13] = reason.code();
        out.extend_from_slice(&extensions);
    }
}

/// Writes a time as [`Time`] does, without its allocations: there can be a million.
fn push_time(out: &mut Vec<u8>, at: OffsetDateTime) {
    let at = at.to_offset(time::UtcOffset::UTC);
    let mut digits = [0_u8; 14];
    let year = at.year();
    let parts = [
        u8::try_from(year.div_euclid(100).clamp(0, 99)).unwrap_or(0),
        u8::try_from(year.rem_euclid(100)).unwrap_or(0),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
    ];
    for (pair, part) in digits.chunks_exact_mut(2).zip(parts) {
        pair[0] = b'0' + part / 10;
        pair[1] = b'0' + part % 10;
    }
    let (identifier, written) = if uses_utc_time(at) {
        (tag::UTC_TIME, &digits[2..])
    } else {
        (tag::GENERALIZED_TIME, &digits[..])
    };
    push_header(out, identifier, written.len() + 1);
    out.extend_from_slice(written);
    out.push(b'Z');
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::certificate::SerialNumber;

    #[test]
    fn an_entry_has_the_length_that_was_measured() {
        for date in [
            datetime!(1970-01-01 0:00 UTC),
            datetime!(2049-12-31 23:59:59 UTC),
            datetime!(2050-01-01 0:00 UTC),
        ] {
            for reason in [None, Some(Reason::Unspecified), Some(Reason::AaCompromise)] {
                for length in [1, 20, 60] {
                    let serial = SerialNumber::from_content(&vec![0x41; length]).expect("serial");
                    let entry = RevokedEntry {
                        serial,
                        date,
                        reason,
                    };
                    let mut out = Vec::new();
                    push_entry(&mut out, &entry);
                    assert_eq!(out.len(), element_length(entry_length(&entry)));
                    let mut time = Vec::new();
                    push_time(&mut time, date);
                    assert_eq!(time, Time::new(date).to_der());
                }
            }
        }
    }
}

//! Reads a revocation list by walking over it.
//!
//! ```text
//! CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signatureValue BIT STRING }
//! TBSCertList ::= SEQUENCE {
//!   version INTEGER OPTIONAL, signature AlgorithmIdentifier, issuer Name,
//!   thisUpdate Time, nextUpdate Time OPTIONAL,
//!   revokedCertificates SEQUENCE OF SEQUENCE {
//!     userCertificate INTEGER, revocationDate Time, crlEntryExtensions Extensions OPTIONAL } OPTIONAL,
//!   crlExtensions [0] EXPLICIT Extensions OPTIONAL }
//! ```

use std::fmt;
use std::ops::Range;

use der::Decode;
use spki::AlgorithmIdentifierOwned;
use time::OffsetDateTime;

use super::CrlError;
use crate::algorithm::SignatureAlgorithm;
use crate::asn1::{self, Asn1Error, Tlv, Walker, tag};
use crate::certificate::SerialNumber;
use crate::extension::Extensions;
use crate::key::PublicKey;
use crate::limits::{CRL_ENTRIES_MAX, CRL_OCTETS_MAX};
use crate::name::Name;
use crate::time::Time;
use crate::{oid, pem};

const LIST: &str = "signed part";
const ENTRIES: &str = "list of entries";

/// Why a certificate was revoked (RFC 5280 §5.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// No reason is said.
    Unspecified,
    /// The private key is known to others, or may be.
    KeyCompromise,
    /// The authority's key is.
    CaCompromise,
    /// The holder's data or position changed.
    AffiliationChanged,
    /// A new certificate took its place.
    Superseded,
    /// It is no longer needed.
    CessationOfOperation,
    /// It is suspended.
    CertificateHold,
    /// It leaves a delta list; never in a full one.
    RemoveFromCrl,
    /// A right that it certified was withdrawn.
    PrivilegeWithdrawn,
    /// An attribute authority's key is known to others.
    AaCompromise,
}

impl Reason {
    const ALL: [(Self, u8); 10] = [
        (Self::Unspecified, 0),
        (Self::KeyCompromise, 1),
        (Self::CaCompromise, 2),
        (Self::AffiliationChanged, 3),
        (Self::Superseded, 4),
        (Self::CessationOfOperation, 5),
        (Self::CertificateHold, 6),
        (Self::RemoveFromCrl, 8),
        (Self::PrivilegeWithdrawn, 9),
        (Self::AaCompromise, 10),
    ];

    /// Returns the number that stands in a CRL.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Unspecified => 0,
            Self::KeyCompromise => 1,
            Self::CaCompromise => 2,
            Self::AffiliationChanged => 3,
            Self::Superseded => 4,
            Self::CessationOfOperation => 5,
            Self::CertificateHold => 6,
            Self::RemoveFromCrl => 8,
            Self::PrivilegeWithdrawn => 9,
            Self::AaCompromise => 10,
        }
    }

    /// Finds the reason with this number.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, number)| *number == code)
            .map(|(reason, _)| *reason)
    }

    /// Returns the name of RFC 5280, as OpenSSL and our command line write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "keyCompromise",
            Self::CaCompromise => "cACompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessationOfOperation",
            Self::CertificateHold => "certificateHold",
            Self::RemoveFromCrl => "removeFromCRL",
            Self::PrivilegeWithdrawn => "privilegeWithdrawn",
            Self::AaCompromise => "aACompromise",
        }
    }

    /// Finds the reason with this name, whatever the case of its letters.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .map(|(reason, _)| reason)
            .find(|r| r.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One revoked certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevokedEntry {
    /// Its serial number.
    pub serial: SerialNumber,
    /// Since when it is revoked.
    pub date: OffsetDateTime,
    /// Why; none when the list does not say.
    pub reason: Option<Reason>,
}

/// A revocation list that was read; its signature is not verified yet.
#[derive(Clone)]
pub struct CertificateRevocationList {
    der: Vec<u8>,
    tbs: Range<usize>,
    entries: Range<usize>,
    entry_count: usize,
    foreign_entry_extension: bool,
    algorithm: AlgorithmIdentifierOwned,
    signature: Range<usize>,
    issuer: Name,
    this_update: OffsetDateTime,
    next_update: Option<OffsetDateTime>,
    extensions: Extensions,
}

impl fmt::Debug for CertificateRevocationList {
    /// Leaves out the entries, which can be a million.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CertificateRevocationList")
            .field("issuer", &self.issuer)
            .field("this_update", &self.this_update)
            .field("next_update", &self.next_update)
            .field("entry_count", &self.entry_count)
            .finish_non_exhaustive()
    }
}

impl CertificateRevocationList {
    /// Reads a list, and walks over all its entries once, so that later walks cannot fail.
    ///
    /// # Errors
    /// When the bytes are too many, or no revocation list.
    pub fn from_der(bytes: &[u8]) -> Result<Self, CrlError> {
        if bytes.len() > CRL_OCTETS_MAX {
            return Err(CrlError::TooLarge(bytes.len()));
        }
        let malformed = CrlError::malformed("outer sequence");
        let outer = asn1::only(bytes, tag::SEQUENCE).map_err(&malformed)?;
        let mut outer = Walker::new(outer.content);
        let tbs = outer
            .expect(tag::SEQUENCE)
            .map_err(CrlError::malformed(LIST))?;
        let algorithm = outer.expect(tag::SEQUENCE).map_err(&malformed)?;
        let signature = outer.expect(tag::BIT_STRING).map_err(&malformed)?;
        outer.finish().map_err(&malformed)?;
        let [0, signature @ ..] = signature.content else {
            return Err(CrlError::Malformed {
                part: "signature",
                source: BIT_STRING,
            });
        };
        let head = read_head(&tbs)?;
        if head.algorithm != algorithm.full {
            return Err(CrlError::AlgorithmMismatch);
        }
        Ok(Self {
            tbs: range_of(bytes, tbs.full),
            entries: range_of(bytes, head.entries),
            entry_count: head.entry_count,
            foreign_entry_extension: head.foreign_entry_extension,
            algorithm: AlgorithmIdentifierOwned::from_der(algorithm.full).map_err(|_| {
                CrlError::Malformed {
                    part: "signature algorithm",
                    source: ALGORITHM,
                }
            })?,
            signature: range_of(bytes, signature),
            issuer: Name::from_der(head.issuer).map_err(CrlError::Issuer)?,
            this_update: head.this_update,
            next_update: head.next_update,
            extensions: head.extensions,
            der: bytes.to_vec(),
        })
    }

    /// Reads a list as DER, or as the first `X509 CRL` block of PEM text.
    ///
    /// # Errors
    /// As [`CertificateRevocationList::from_der`], and when PEM text cannot be read.
    pub fn from_der_or_pem(bytes: &[u8]) -> Result<Self, CrlError> {
        if !pem::is_pem(bytes) {
            return Self::from_der(bytes);
        }
        let der = pem::decode(bytes, &[pem::CRL])
            .ok()
            .flatten()
            .ok_or(CrlError::Pem)?;
        Self::from_der(&der)
    }

    /// Returns the whole list as it was read.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Returns the issuer's name.
    #[must_use]
    pub const fn issuer(&self) -> &Name {
        &self.issuer
    }

    /// Returns when the list was made.
    #[must_use]
    pub const fn this_update(&self) -> OffsetDateTime {
        self.this_update
    }

    /// Returns when the next list is due at the latest.
    #[must_use]
    pub const fn next_update(&self) -> Option<OffsetDateTime> {
        self.next_update
    }

    /// Returns the extensions of the list.
    #[must_use]
    pub const fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// Returns the CRL number: the contents octets of its INTEGER.
    #[must_use]
    pub fn number(&self) -> Option<&[u8]> {
        let value = self.extensions.find(&oid::CRL_NUMBER)?.value();
        asn1::only(value, tag::INTEGER).ok().map(|tlv| tlv.content)
    }

    /// Returns the signature algorithm.
    #[must_use]
    pub const fn signature_algorithm(&self) -> &AlgorithmIdentifierOwned {
        &self.algorithm
    }

    /// Returns how many certificates are listed.
    #[must_use]
    pub const fn entry_count(&self) -> usize {
        self.entry_count
    }

    /// Tells whether an entry has a critical extension that is not understood here; such a list must
    /// not be used to call a certificate good (RFC 5280 §5.3).
    #[must_use]
    pub const fn has_foreign_entry_extension(&self) -> bool {
        self.foreign_entry_extension
    }

    /// Walks over the entries in their order.
    pub fn entries(&self) -> impl Iterator<Item = RevokedEntry> + '_ {
        self.walk().filter_map(|raw| raw.decode())
    }

    /// Finds the entry of a serial number; walks, takes no memory.
    #[must_use]
    pub fn find(&self, serial: &SerialNumber) -> Option<RevokedEntry> {
        self.walk()
            .find(|raw| raw.serial == serial.content())?
            .decode()
    }

    /// Verifies the signature with the issuer's key.
    ///
    /// # Errors
    /// When the algorithm is unknown or the signature wrong.
    pub fn verify_signed_by(&self, issuer: &PublicKey) -> Result<(), CrlError> {
        let algorithm = SignatureAlgorithm::from_algorithm_identifier(&self.algorithm)
            .map_err(CrlError::Algorithm)?;
        issuer
            .verify(
                algorithm,
                &self.der[self.tbs.clone()],
                &self.der[self.signature.clone()],
            )
            .map_err(CrlError::Signature)
    }

    fn walk(&self) -> impl Iterator<Item = RawEntry<'_>> {
        let mut walker = Walker::new(&self.der[self.entries.clone()]);
        // All entries were walked when the list was read, so none fails here.
        std::iter::from_fn(move || RawEntry::read(&mut walker).ok())
    }
}

const BIT_STRING: Asn1Error = Asn1Error::Value("BIT STRING");
const ALGORITHM: Asn1Error = Asn1Error::Value("AlgorithmIdentifier");

/// The fields of the signed part.
struct Head<'a> {
    algorithm: &'a [u8],
    issuer: &'a [u8],
    this_update: OffsetDateTime,
    next_update: Option<OffsetDateTime>,
    entries: &'a [u8],
    entry_count: usize,
    foreign_entry_extension: bool,
    extensions: Extensions,
}

fn read_head<'a>(tbs: &Tlv<'a>) -> Result<Head<'a>, CrlError> {
    let malformed = CrlError::malformed(LIST);
    let mut walker = Walker::new(tbs.content);
    let version = match walker.optional(tag::INTEGER).map_err(&malformed)? {
        None => 0,
        Some(tlv) => asn1::unsigned(tlv.content).map_err(&malformed)?,
    };
    if version > 1 {
        return Err(CrlError::Version(version));
    }
    let algorithm = walker.expect(tag::SEQUENCE).map_err(&malformed)?.full;
    let issuer = walker.expect(tag::SEQUENCE).map_err(&malformed)?.full;
    let this_update = read_time(&walker.any().map_err(&malformed)?)?;
    let next_update = match walker.peek() {
        Some(tag::UTC_TIME | tag::GENERALIZED_TIME) => {
            Some(read_time(&walker.any().map_err(&malformed)?)?)
        }
        _ => None,
    };
    let entries = walker.optional(tag::SEQUENCE).map_err(&malformed)?;
    let entries = entries.map_or(&[][..], |tlv| tlv.content);
    let extensions = match walker.optional(tag::context(0)).map_err(&malformed)? {
        None => Extensions::default(),
        Some(tlv) => Extensions::from_der(tlv.content).map_err(CrlError::Extensions)?,
    };
    walker.finish().map_err(&malformed)?;
    let (entry_count, foreign_entry_extension) = check_entries(entries)?;
    Ok(Head {
        algorithm,
        issuer,
        this_update,
        next_update,
        entries,
        entry_count,
        foreign_entry_extension,
        extensions,
    })
}

fn read_time(tlv: &Tlv<'_>) -> Result<OffsetDateTime, CrlError> {
    Time::from_content(tlv.tag, tlv.content)
        .map(|time| time.instant())
        .map_err(CrlError::malformed("time of update"))
}

/// Walks over all entries: how many there are, and whether one has a critical extension unknown here.
fn check_entries(entries: &[u8]) -> Result<(usize, bool), CrlError> {
    let malformed = CrlError::malformed(ENTRIES);
    let mut walker = Walker::new(entries);
    let (mut count, mut foreign) = (0_usize, false);
    while !walker.is_empty() {
        if count == CRL_ENTRIES_MAX {
            return Err(CrlError::TooManyEntries);
        }
        count += 1;
        let raw = RawEntry::read(&mut walker).map_err(&malformed)?;
        raw.check_date().map_err(&malformed)?;
        if !raw.extensions.is_empty() {
            foreign |= raw.has_foreign_extension().map_err(&malformed)?;
        }
    }
    Ok((count, foreign))
}

/// One entry, borrowed.
struct RawEntry<'a> {
    serial: &'a [u8],
    date: Tlv<'a>,
    /// Contents octets of the SEQUENCE OF Extension.
    extensions: &'a [u8],
}

impl<'a> RawEntry<'a> {
    fn read(walker: &mut Walker<'a>) -> Result<Self, Asn1Error> {
        let mut entry = walker.enter(tag::SEQUENCE)?;
        let serial = entry.expect(tag::INTEGER)?.content;
        let date = entry.any()?;
        let extensions = entry
            .optional(tag::SEQUENCE)?
            .map_or(&[][..], |tlv| tlv.content);
        entry.finish()?;
        Ok(Self {
            serial,
            date,
            extensions,
        })
    }

    fn check_date(&self) -> Result<(), Asn1Error> {
        // The usual form is checked without building a time, a million times over.
        match self.date.content {
            [digits @ .., b'Z'] if self.date.tag == tag::UTC_TIME && digits.len() == 12 => {
                if plausible(digits) {
                    Ok(())
                } else {
                    Err(Asn1Error::Value("time"))
                }
            }
            _ => Time::from_content(self.date.tag, self.date.content).map(|_| ()),
        }
    }

    /// Goes through the extensions of the entry.
    fn each_extension(&self, mut see: impl FnMut(&[u8], bool, &'a [u8])) -> Result<(), Asn1Error> {
        let mut walker = Walker::new(self.extensions);
        while !walker.is_empty() {
            let mut extension = walker.enter(tag::SEQUENCE)?;
            let id = extension.expect(tag::OID)?.content;
            let critical = match extension.optional(tag::BOOLEAN)? {
                None => false,
                Some(tlv) => asn1::boolean(tlv.content)?,
            };
            let value = extension.expect(tag::OCTET_STRING)?.content;
            extension.finish()?;
            see(id, critical, value);
        }
        Ok(())
    }

    fn has_foreign_extension(&self) -> Result<bool, Asn1Error> {
        let known = [oid::CRL_REASON, oid::INVALIDITY_DATE];
        let mut foreign = false;
        self.each_extension(|id, critical, _| {
            foreign |= critical && !known.iter().any(|oid| oid.as_bytes() == id);
        })?;
        Ok(foreign)
    }

    fn decode(&self) -> Option<RevokedEntry> {
        let mut reason = None;
        self.each_extension(|id, _, value| {
            if id == oid::CRL_REASON.as_bytes() {
                reason = read_reason(value);
            }
        })
        .ok()?;
        Some(RevokedEntry {
            serial: SerialNumber::from_content(self.serial).ok()?,
            date: Time::from_content(self.date.tag, self.date.content)
                .ok()?
                .instant(),
            reason,
        })
    }
}

fn read_reason(value: &[u8]) -> Option<Reason> {
    match asn1::only(value, tag::ENUMERATED).ok()?.content {
        [code] => Reason::from_code(*code),
        _ => None,
    }
}

/// Tells whether twelve characters can be the digits of a UTCTime: month, day, hour, minute, second in
/// range. The 31st of a short month passes here and fails when the entry is decoded.
fn plausible(digits: &[u8]) -> bool {
    let pair = |at: usize| (digits[at].wrapping_sub(b'0')) * 10 + digits[at + 1].wrapping_sub(b'0');
    digits.iter().all(u8::is_ascii_digit)
        && (1..=12).contains(&pair(2))
        && (1..=31).contains(&pair(4))
        && pair(6) < 24
        && pair(8) < 60
        && pair(10) < 60
}

/// Where `part`, a slice of `whole`, stands in it.
fn range_of(whole: &[u8], part: &[u8]) -> Range<usize> {
    if part.is_empty() {
        return 0..0;
    }
    let start = part.as_ptr().addr() - whole.as_ptr().addr();
    start..start + part.len()
}

//! A PKCS#12 file as it is without its password: `PFX` and `AuthenticatedSafe` (RFC 7292, section
//! 4).

use zeroize::Zeroizing;

use super::bag::{Bag, BagReader};
use super::ber::{self, Definite, definite};
use super::deviation::Deviation;
use super::error::Pkcs12Error;
use super::mac::Mac;
use super::scheme::Scheme;
use super::unlocking::Notes;
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::{limits, oid, pem};

/// A PKCS#12 file that was parsed and not opened.
///
/// Nothing of it is trusted: [`Pkcs12::open`] looks first whether it is whole.
pub struct Pkcs12 {
    pub(super) parts: Vec<Part>,
    pub(super) mac: Option<Mac>,
    /// What the code of authenticity is over; holds keys where they are not encrypted.
    pub(super) content: Zeroizing<Vec<u8>>,
    pub(super) bags: BagReader,
}

/// One element of `AuthenticatedSafe`.
pub(super) enum Part {
    Clear(Vec<Bag>),
    Encrypted { scheme: Scheme, sealed: Vec<u8> },
}

impl Pkcs12 {
    /// Reads a file in DER or BER. Octets behind the structure are passed over.
    ///
    /// # Errors
    ///
    /// When the bytes are no PKCS#12, too large, protected otherwise than with a password, or with
    /// an unknown scheme or parameters out of the limits.
    pub fn from_der(bytes: &[u8]) -> Result<Self, Pkcs12Error> {
        if bytes.len() > limits::PFX_OCTETS_MAX {
            return Err(Pkcs12Error::TooLarge);
        }
        let mut bags = BagReader::default();
        let file = noted(bytes, &mut bags.notes)?;
        let mut pfx = Walker::new(asn1::only(&file.octets, tag::SEQUENCE)?.content);
        let version = pfx.unsigned()?;
        if version != 3 {
            return Err(Pkcs12Error::Version(version));
        }
        let mut safe = pfx.enter(tag::SEQUENCE)?;
        let mac = pfx.optional(tag::SEQUENCE)?;
        pfx.finish()?;
        let kind = safe.oid()?;
        if kind != oid::CMS_DATA {
            return Err(refused(kind));
        }
        let mut inside = safe.enter(tag::context(0))?;
        safe.finish()?;
        let content = Zeroizing::new(inside.expect(tag::OCTET_STRING)?.content.to_vec());
        inside.finish()?;
        let parts = read_parts(&content, &mut bags)?;
        let mac = mac.map(|data| Mac::read(Walker::new(data.content)));
        Ok(Self {
            parts,
            mac: mac.transpose()?,
            content,
            bags,
        })
    }

    /// Reads a file in DER or BER, or the first block `PKCS12` of a PEM text, as GnuTLS writes it.
    ///
    /// # Errors
    ///
    /// As [`Pkcs12::from_der`], and when a PEM text is broken or holds no such block.
    pub fn from_der_or_pem(bytes: &[u8]) -> Result<Self, Pkcs12Error> {
        if !pem::is_pem(bytes) {
            return Self::from_der(bytes);
        }
        let der = pem::decode(bytes, &[pem::PKCS12])?;
        Self::from_der(&Zeroizing::new(der.ok_or(Pkcs12Error::NotInPem)?))
    }

    /// Tells whether the file has a code of authenticity, by which a wrong password is found out.
    #[must_use]
    pub const fn has_mac(&self) -> bool {
        self.mac.is_some()
    }
}

fn noted<'a>(octets: &'a [u8], notes: &mut Notes) -> Result<Definite<'a>, Pkcs12Error> {
    let found = definite(octets)?;
    if found.is_rewritten() {
        notes.add(Deviation::BerEncoding);
    }
    if found.trailing > 0 {
        notes.add(Deviation::TrailingOctets);
    }
    Ok(found)
}

/// `AuthenticatedSafe ::= SEQUENCE OF ContentInfo`.
fn read_parts(content: &[u8], bags: &mut BagReader) -> Result<Vec<Part>, Pkcs12Error> {
    let safe = noted(content, &mut bags.notes)?;
    let mut list = Walker::new(asn1::only(&safe.octets, tag::SEQUENCE)?.content);
    let mut parts = Vec::new();
    while !list.is_empty() {
        if parts.len() == limits::PFX_PARTS_MAX {
            return Err(Pkcs12Error::TooMany("parts"));
        }
        let mut part = list.enter(tag::SEQUENCE)?;
        let kind = part.oid()?;
        let mut inside = part.enter(tag::context(0))?;
        part.finish()?;
        parts.push(match kind {
            oid::CMS_DATA => {
                let octets = inside.expect(tag::OCTET_STRING)?.content;
                Part::Clear(bags.read(octets)?)
            }
            oid::CMS_ENCRYPTED_DATA => read_encrypted(inside.enter(tag::SEQUENCE)?)?,
            other => return Err(refused(other)),
        });
        inside.finish()?;
    }
    Ok(parts)
}

/// `EncryptedData ::= SEQUENCE { version, encryptedContentInfo, unprotectedAttrs [1] OPTIONAL }`
/// (RFC 5652, section 8).
fn read_encrypted(mut data: Walker<'_>) -> Result<Part, Pkcs12Error> {
    data.unsigned()?;
    let mut info = data.enter(tag::SEQUENCE)?;
    data.optional(tag::context(1))?;
    data.finish()?;
    let kind = info.oid()?;
    if kind != oid::CMS_DATA {
        return Err(refused(kind));
    }
    let scheme = Scheme::read(&mut info)?;
    let sealed = ber::implicit_octets(&mut info, 0)?.into_owned();
    info.finish()?;
    Ok(Part::Encrypted { scheme, sealed })
}

/// What is said of a type of content that is not read.
fn refused(kind: const_oid::ObjectIdentifier) -> Pkcs12Error {
    match kind {
        oid::CMS_SIGNED_DATA | oid::CMS_ENVELOPED_DATA => Pkcs12Error::PublicKeyMode(kind),
        _ => Asn1Error::Value("type of the contents of a PKCS#12 file").into(),
    }
}

//! `header.key`: what a container is, without its password.
//!
//! ```text
//! header.key ::= SEQUENCE { content KeyContainerContent, mac OCTET STRING (4) }
//! KeyContainerContent ::= SEQUENCE {
//!   containerAlgorithm   [0] EXPLICIT OBJECT IDENTIFIER OPTIONAL,
//!   containerName        IA5String OPTIONAL,
//!   attributes           BIT STRING,
//!   primaryParameters    PrivateKeyParameters,
//!   hmacPassword         [2] IMPLICIT OCTET STRING OPTIONAL,
//!   secondaryEncKey      [3] OPTIONAL,
//!   secondaryParameters  [4] IMPLICIT PrivateKeyParameters OPTIONAL,
//!   primaryCertificate   [5] IMPLICIT OCTET STRING OPTIONAL,
//!   secondaryCertificate [6] IMPLICIT OCTET STRING OPTIONAL,
//!   encryptionContainer  [7] OPTIONAL,
//!   primaryCertLink      [8] OPTIONAL,
//!   secondaryCertLink    [9] OPTIONAL,
//!   primaryFP            [10] IMPLICIT OCTET STRING (8),
//!   secondaryFP          [11] IMPLICIT OCTET STRING (8) OPTIONAL,
//!   passwordPolicy       OBJECT IDENTIFIER OPTIONAL,
//!   securityLevel        INTEGER OPTIONAL,
//!   extensions           [12] IMPLICIT SEQUENCE OF Extension OPTIONAL,
//!   secondEncContainer   [13] OPTIONAL }
//! ```

use const_oid::ObjectIdentifier;
use smena_gost::cryptopro_kdf::ContainerHash;
use smena_gost::gost28147::SBox;
use subtle::ConstantTimeEq as _;
use time::{Date, Month, OffsetDateTime};

use super::arithmetic::imitovstavka;
use super::files::{MAC_SIZE, read_root, sized};
use super::record::{FINGERPRINT_SIZE, KeyParameters};
use super::{ContainerError, FileRole, Flags, KeyRecord, KeyRole, KeySlot};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::limits::EXTENSIONS_MAX;
use crate::time::{Time, whole_seconds};

/// The containers that are read here (V2-Full), as the writer names them.
const V2_FULL: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.2.2.37.2.1");
/// The extension with the end of a signature key.
const SIGNATURE_KEY_END: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.2.2.37.3.9");
/// The extension with the end of an exchange key.
const EXCHANGE_KEY_END: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.2.2.37.3.10");

/// `attributes`: the container has a password.
const SOFT_PASSWORD: usize = 0;
/// `attributes`: the keys are in the device.
const DEVICE_SHARED: usize = 3;
/// What the CSP writes there, without and with a password: `reservePrimary` beside it.
const ATTRIBUTES: [[u8; 2]; 2] = [[6, 0x40], [6, 0xc0]];

/// How long the CSP lets a new key sign.
const KEY_MONTHS: i32 = 15;

// Fields without a meaning here, by their tags; they come back where they stood.
const AFTER_PASSWORD: [u8; 2] = [0x83, 0xa3];
const AFTER_CERTIFICATES: [u8; 4] = [0x87, 0xa7, 0xa8, 0xa9];
const AFTER_FINGERPRINTS: [u8; 2] = [tag::OID, tag::INTEGER];
const AFTER_EXTENSIONS: [u8; 1] = [0x8d];

/// The header of a container whose imitovstavka was right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    container_type: Option<ObjectIdentifier>,
    /// The whole element.
    inner_name: Option<Vec<u8>>,
    pub(super) attributes: Flags,
    pub(super) first: KeyRecord,
    pub(super) password_mac: Option<[u8; MAC_SIZE]>,
    pub(super) second: Option<KeyRecord>,
    /// Whole elements.
    kept: Vec<Vec<u8>>,
    /// The whole extensions.
    extensions: Option<Vec<Vec<u8>>>,
}

impl Header {
    /// Makes the header of a new container; [`Header::seal`] completes it with the keys.
    ///
    /// `until` is the end of the keys' use.
    #[must_use]
    pub fn new(first: KeyRecord, second: Option<KeyRecord>, until: OffsetDateTime) -> Self {
        let mut roles = vec![first.role];
        roles.extend(second.as_ref().map(|record| record.role));
        roles.dedup();
        let extensions = roles.iter().map(|role| key_end_extension(*role, until));
        Self {
            container_type: Some(V2_FULL),
            inner_name: None,
            attributes: Flags::new(&ATTRIBUTES[0]),
            first,
            // Zeros stand for no password.
            password_mac: Some([0; MAC_SIZE]),
            second,
            kept: Vec::new(),
            extensions: Some(extensions.collect()),
        }
    }

    /// Reads `header.key` and checks its imitovstavka.
    ///
    /// # Errors
    /// [`ContainerError::UnsupportedType`] and [`ContainerError::BoundToDevice`] for containers that
    /// are sound and not for us, else what is wrong with the file.
    pub fn from_file(file: &[u8]) -> Result<Self, ContainerError> {
        match read_root(FileRole::Header, file, Root::read)? {
            Root::OtherType(other) => Err(ContainerError::UnsupportedType(other)),
            Root::Known {
                content,
                fields,
                mac,
            } => {
                let header = Self::from_fields(*fields)?;
                if bool::from(header.mac(&content).ct_eq(&mac)) {
                    Ok(header)
                } else {
                    Err(ContainerError::HeaderChecksum)
                }
            }
        }
    }

    /// Writes `header.key` with its imitovstavka.
    #[must_use]
    pub fn to_file(&self) -> Vec<u8> {
        let content = self.content();
        let mac = self.mac(&content);
        asn1::sequence(&[&content, &asn1::octet_string(&mac)])
    }

    /// What is recorded of a key.
    #[must_use]
    pub const fn key(&self, slot: KeySlot) -> Option<&KeyRecord> {
        match slot {
            KeySlot::First => Some(&self.first),
            KeySlot::Second => self.second.as_ref(),
        }
    }

    /// What is recorded of a key, to be changed.
    pub const fn key_mut(&mut self, slot: KeySlot) -> Option<&mut KeyRecord> {
        match slot {
            KeySlot::First => Some(&mut self.first),
            KeySlot::Second => self.second.as_mut(),
        }
    }

    /// Whether a password is needed to open the keys.
    #[must_use]
    pub fn has_password(&self) -> bool {
        self.password_mac.is_some_and(|mac| mac != [0; MAC_SIZE])
    }

    /// The flags of the container: 0 password, 1 reserve copy, 2 no primary, 3 shared with a device.
    #[must_use]
    pub const fn attributes(&self) -> &Flags {
        &self.attributes
    }

    /// The end of a key's use, where one is recorded.
    #[must_use]
    pub fn key_end(&self, slot: KeySlot) -> Option<OffsetDateTime> {
        let wanted = key_end_type(self.key(slot)?.role);
        let extensions = self.extensions.iter().flatten();
        extensions
            .filter_map(|extension| extension_parts(extension).ok())
            .find(|(oid, _)| *oid == wanted)
            .and_then(|(_, value)| read_key_end(value).ok())
    }

    /// The hash that belongs to the keys.
    pub(super) const fn hash(&self) -> ContainerHash {
        if self.first.is_of_2001 {
            ContainerHash::Gost94
        } else {
            ContainerHash::Streebog256
        }
    }

    /// The substitution of the cipher that belongs to the keys.
    pub(super) const fn sbox(&self) -> SBox {
        if self.first.is_of_2001 {
            SBox::CryptoProA
        } else {
            SBox::ParamZ
        }
    }

    /// Sets whether there is a password, in the flag and in the value that recognises it.
    pub(super) fn set_password_mac(&mut self, mac: Option<[u8; MAC_SIZE]>) {
        let has_password = mac.is_some();
        if self.attributes.has(SOFT_PASSWORD) != has_password {
            self.attributes = Flags::new(&ATTRIBUTES[usize::from(has_password)]);
        }
        // A header without the field says by this that there is none.
        self.password_mac = mac.or(self.password_mac.map(|_| [0; MAC_SIZE]));
    }

    fn mac(&self, content: &[u8]) -> [u8; MAC_SIZE] {
        // Under a key that everybody knows: against accidents only.
        imitovstavka(self.sbox(), &[0; 32], content)
    }

    fn from_fields(fields: Fields) -> Result<Self, ContainerError> {
        if fields.attributes.has(DEVICE_SHARED) {
            return Err(ContainerError::BoundToDevice);
        }
        let mut first = KeyRecord::from_parameters(fields.first)?;
        first.certificate = fields.first_certificate;
        first.fingerprint = fields.first_fingerprint;
        let second = match (fields.second, fields.second_fingerprint) {
            (None, None) => None,
            (Some(parameters), Some(fingerprint)) => {
                let mut record = KeyRecord::from_parameters(parameters)?;
                record.certificate = fields.second_certificate;
                record.fingerprint = fingerprint;
                Some(record)
            }
            _ => return Err(malformed(Asn1Error::Value("second key of a container"))),
        };
        if let Some(second) = &second {
            // One mask and one cipher serve both.
            let kind = |record: &KeyRecord| (record.is_of_2001, record.set.curve().size());
            if kind(second) != kind(&first) {
                return Err(malformed(Asn1Error::Value("pair of keys of a container")));
            }
        }
        Ok(Self {
            container_type: fields.container_type,
            inner_name: fields.inner_name,
            attributes: fields.attributes,
            first,
            password_mac: fields.password_mac,
            second,
            kept: fields.kept,
            extensions: fields.extensions,
        })
    }

    fn content(&self) -> Vec<u8> {
        let kept = |tags: &[u8]| -> Vec<u8> {
            let with_tag = |element: &&Vec<u8>| element.first().is_some_and(|t| tags.contains(t));
            self.kept
                .iter()
                .filter(with_tag)
                .flatten()
                .copied()
                .collect()
        };
        let octets = |number: u8, octets: Option<&[u8]>| {
            octets.map_or_else(Vec::new, |o| asn1::tlv(tag::context_primitive(number), o))
        };
        let second = self.second.as_ref();
        let certificate = |record: Option<&KeyRecord>, number| {
            octets(
                number,
                record.and_then(|record| record.certificate.as_deref()),
            )
        };
        let container_type = self.container_type.as_ref();
        let extensions = self.extensions.as_ref();
        asn1::sequence(&[
            &container_type
                .map_or_else(Vec::new, |oid| asn1::tlv(tag::context(0), &asn1::oid(oid))),
            self.inner_name.as_deref().unwrap_or_default(),
            &self.attributes.to_der(),
            &asn1::tlv(tag::SEQUENCE, &self.first.parameters_content()),
            &octets(2, self.password_mac.as_ref().map(|mac| &mac[..])),
            &kept(&AFTER_PASSWORD),
            &second.map_or_else(Vec::new, |record| {
                asn1::tlv(tag::context(4), &record.parameters_content())
            }),
            &certificate(Some(&self.first), 5),
            &certificate(second, 6),
            &kept(&AFTER_CERTIFICATES),
            &octets(10, Some(&self.first.fingerprint)),
            &octets(11, second.map(|record| &record.fingerprint[..])),
            &kept(&AFTER_FINGERPRINTS),
            &extensions.map_or_else(Vec::new, |all| asn1::tlv(tag::context(12), &all.concat())),
            &kept(&AFTER_EXTENSIONS),
        ])
    }
}

/// What stands in `header.key`.
enum Root {
    /// A container of another type, whose structure is not known.
    OtherType(ObjectIdentifier),
    Known {
        /// The whole element, over which the imitovstavka is computed.
        content: Vec<u8>,
        fields: Box<Fields>,
        mac: [u8; MAC_SIZE],
    },
}

impl Root {
    fn read(root: &[u8]) -> Result<Self, Asn1Error> {
        let mut walker = Walker::new(root);
        let content = walker.expect(tag::SEQUENCE)?;
        let mut inside = Walker::new(content.content);
        let container_type = container_type(&mut inside)?;
        if let Some(other) = container_type.filter(|found| *found != V2_FULL) {
            return Ok(Self::OtherType(other));
        }
        let fields = Fields::read(container_type, &mut inside)?;
        let mac = sized(walker.expect(tag::OCTET_STRING)?.content)?;
        walker.finish()?;
        Ok(Self::Known {
            content: content.full.to_vec(),
            fields: Box::new(fields),
            mac,
        })
    }
}

/// The fields of `KeyContainerContent`.
struct Fields {
    container_type: Option<ObjectIdentifier>,
    inner_name: Option<Vec<u8>>,
    attributes: Flags,
    first: KeyParameters,
    password_mac: Option<[u8; MAC_SIZE]>,
    second: Option<KeyParameters>,
    first_certificate: Option<Vec<u8>>,
    second_certificate: Option<Vec<u8>>,
    first_fingerprint: [u8; FINGERPRINT_SIZE],
    second_fingerprint: Option<[u8; FINGERPRINT_SIZE]>,
    extensions: Option<Vec<Vec<u8>>>,
    kept: Vec<Vec<u8>>,
}

impl Fields {
    fn read(
        container_type: Option<ObjectIdentifier>,
        walker: &mut Walker<'_>,
    ) -> Result<Self, Asn1Error> {
        let mut kept = Vec::new();
        let mut keep = |walker: &mut Walker<'_>, tags: &[u8]| {
            for tag in tags {
                kept.extend(walker.optional(*tag)?.map(|tlv| tlv.full.to_vec()));
            }
            Ok::<(), Asn1Error>(())
        };
        let inner_name = walker
            .optional(tag::IA5_STRING)?
            .map(|tlv| tlv.full.to_vec());
        let attributes = Flags::read(walker)?;
        let first = KeyParameters::read(walker.expect(tag::SEQUENCE)?.content)?;
        let password_mac = optional_octets(walker, 2)?.map(sized).transpose()?;
        keep(walker, &AFTER_PASSWORD)?;
        let second = walker.optional(tag::context(4))?;
        let second = second
            .map(|tlv| KeyParameters::read(tlv.content))
            .transpose()?;
        let first_certificate = optional_octets(walker, 5)?.map(<[u8]>::to_vec);
        let second_certificate = optional_octets(walker, 6)?.map(<[u8]>::to_vec);
        keep(walker, &AFTER_CERTIFICATES)?;
        let first_fingerprint = sized(walker.expect(tag::context_primitive(10))?.content)?;
        let second_fingerprint = optional_octets(walker, 11)?.map(sized).transpose()?;
        keep(walker, &AFTER_FINGERPRINTS)?;
        let extensions = walker.optional(tag::context(12))?;
        let extensions = extensions
            .map(|tlv| read_extensions(tlv.content))
            .transpose()?;
        keep(walker, &AFTER_EXTENSIONS)?;
        walker.finish()?;
        Ok(Self {
            container_type,
            inner_name,
            attributes,
            first,
            password_mac,
            second,
            first_certificate,
            second_certificate,
            first_fingerprint,
            second_fingerprint,
            extensions,
            kept,
        })
    }
}

/// The end that the CSP gives a key made at `created`: fifteen months later, in whole seconds.
#[must_use]
pub fn key_end_for(created: OffsetDateTime) -> OffsetDateTime {
    months_later(whole_seconds(created), KEY_MONTHS)
}

/// When a key with this end was made, as far as the usual period tells.
#[must_use]
pub fn made_before_key_end(end: OffsetDateTime) -> OffsetDateTime {
    months_later(whole_seconds(end), -KEY_MONTHS)
}

pub(super) fn malformed(source: Asn1Error) -> ContainerError {
    ContainerError::Malformed {
        file: FileRole::Header,
        source: source.into(),
    }
}

fn container_type(walker: &mut Walker<'_>) -> Result<Option<ObjectIdentifier>, Asn1Error> {
    let explicit = walker.optional(tag::context(0))?;
    explicit
        .map(|tlv| Walker::new(tlv.content).oid())
        .transpose()
}

fn optional_octets<'a>(walker: &mut Walker<'a>, number: u8) -> Result<Option<&'a [u8]>, Asn1Error> {
    let found = walker.optional(tag::context_primitive(number))?;
    Ok(found.map(|tlv| tlv.content))
}

fn read_extensions(content: &[u8]) -> Result<Vec<Vec<u8>>, Asn1Error> {
    let mut walker = Walker::new(content);
    let mut extensions = Vec::new();
    while !walker.is_empty() {
        if extensions.len() == EXTENSIONS_MAX {
            return Err(Asn1Error::Value("list of extensions: too many"));
        }
        let extension = walker.expect(tag::SEQUENCE)?.full;
        extension_parts(extension)?;
        extensions.push(extension.to_vec());
    }
    Ok(extensions)
}

fn extension_parts(extension: &[u8]) -> Result<(ObjectIdentifier, &[u8]), Asn1Error> {
    let mut walker = Walker::new(asn1::only(extension, tag::SEQUENCE)?.content);
    let oid = walker.oid()?;
    walker.optional(tag::BOOLEAN)?;
    let value = walker.expect(tag::OCTET_STRING)?.content;
    walker.finish()?;
    Ok((oid, value))
}

const fn key_end_type(role: KeyRole) -> ObjectIdentifier {
    match role {
        KeyRole::Signature => SIGNATURE_KEY_END,
        KeyRole::Exchange => EXCHANGE_KEY_END,
    }
}

/// Reads `SEQUENCE { notAfter [1] IMPLICIT GeneralizedTime }`; a start would stand at [0].
fn read_key_end(value: &[u8]) -> Result<OffsetDateTime, Asn1Error> {
    let mut walker = Walker::new(asn1::only(value, tag::SEQUENCE)?.content);
    walker.optional(tag::context_primitive(0))?;
    let end = walker.expect(tag::context_primitive(1))?.content;
    walker.finish()?;
    Time::from_content(tag::GENERALIZED_TIME, end).map(|time| time.instant())
}

fn key_end_extension(role: KeyRole, until: OffsetDateTime) -> Vec<u8> {
    let end = asn1::tlv(
        tag::context_primitive(1),
        Time::generalized(until).content(),
    );
    let value = asn1::octet_string(&asn1::sequence(&[&end]));
    asn1::sequence(&[&asn1::oid(&key_end_type(role)), &value])
}

/// The same day and hour some months on, or the last day of a shorter month.
fn months_later(at: OffsetDateTime, months: i32) -> OffsetDateTime {
    let counted = at.year() * 12 + i32::from(u8::from(at.month())) - 1 + months;
    let month = u8::try_from(counted.rem_euclid(12) + 1).ok();
    let month = month.and_then(|month| Month::try_from(month).ok());
    let moved = month.and_then(|month| {
        let year = counted.div_euclid(12);
        let day = at.day().min(month.length(year));
        Date::from_calendar_date(year, month, day).ok()
    });
    // Only years beyond the calendar stay where they are.
    moved.map_or(at, |date| at.replace_date(date))
}

//! Distinguished names (RFC 5280, section 4.1.2.4; order 795 for the Russian attributes).
//!
//! A [`Name`] keeps its exact DER, because names are compared as bytes when certificates are
//! chained: issuers differ in the order of their attributes. It knows no rule about which
//! attributes a holder must have; that is the profile's.

use std::fmt::{self, Write as _};

use const_oid::ObjectIdentifier;

use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::{limits, oid};

/// Why bytes are no name, or a value cannot stand in one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Not the DER of a name.
    #[error("a name is malformed")]
    Malformed(#[from] Asn1Error),
    /// More attributes than [`limits::NAME_ATTRIBUTES_MAX`].
    #[error("a name has more than {} attributes", limits::NAME_ATTRIBUTES_MAX)]
    TooManyAttributes,
    /// A text with characters that the string type of its attribute does not have.
    #[error("the value of {attribute} has characters that {kind:?} cannot hold")]
    Characters {
        /// The attribute.
        attribute: ObjectIdentifier,
        /// Its string type.
        kind: StringKind,
    },
    /// A value without a single character.
    #[error("the value of {0} is empty")]
    Empty(ObjectIdentifier),
}

/// The string type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StringKind {
    /// UTF8String.
    Utf8,
    /// NumericString: digits and space.
    Numeric,
    /// PrintableString.
    Printable,
    /// IA5String: ASCII.
    Ia5,
    /// VisibleString: ASCII without control characters.
    Visible,
    /// TeletexString, read as Latin-1.
    Teletex,
    /// BMPString: UTF-16 without surrogates, big-endian.
    Bmp,
    /// UniversalString: UTF-32, big-endian.
    Universal,
    /// Something that is no string; the tag.
    Other(u8),
}

impl StringKind {
    /// Returns the kind with this tag.
    #[must_use]
    pub const fn from_tag(found: u8) -> Self {
        match found {
            tag::UTF8_STRING => Self::Utf8,
            tag::NUMERIC_STRING => Self::Numeric,
            tag::PRINTABLE_STRING => Self::Printable,
            tag::IA5_STRING => Self::Ia5,
            tag::VISIBLE_STRING => Self::Visible,
            tag::TELETEX_STRING => Self::Teletex,
            tag::BMP_STRING => Self::Bmp,
            tag::UNIVERSAL_STRING => Self::Universal,
            other => Self::Other(other),
        }
    }

    /// Returns the tag of the kind.
    #[must_use]
    pub const fn tag(self) -> u8 {
        match self {
            Self::Utf8 => tag::UTF8_STRING,
            Self::Numeric => tag::NUMERIC_STRING,
            Self::Printable => tag::PRINTABLE_STRING,
            Self::Ia5 => tag::IA5_STRING,
            Self::Visible => tag::VISIBLE_STRING,
            Self::Teletex => tag::TELETEX_STRING,
            Self::Bmp => tag::BMP_STRING,
            Self::Universal => tag::UNIVERSAL_STRING,
            Self::Other(other) => other,
        }
    }

    /// Tells whether a string of this kind can hold `text`.
    #[must_use]
    pub fn holds(self, text: &str) -> bool {
        match self {
            Self::Utf8 | Self::Universal => true,
            Self::Numeric => text
                .bytes()
                .all(|octet| octet.is_ascii_digit() || octet == b' '),
            Self::Printable => text
                .bytes()
                .all(|octet| octet.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&octet)),
            Self::Ia5 => text.is_ascii(),
            Self::Visible => text.bytes().all(|octet| (0x20..0x7f).contains(&octet)),
            Self::Teletex => text.chars().all(|c| u32::from(c) < 0x100),
            Self::Bmp => text.chars().all(|c| u32::from(c) < 0x1_0000),
            Self::Other(_) => false,
        }
    }

    /// Reads the contents octets of a string of this kind.
    #[must_use]
    pub fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Utf8 => String::from_utf8(bytes.to_vec()).ok(),
            Self::Numeric | Self::Printable | Self::Ia5 | Self::Visible => {
                // The letters outside of each alphabet that issuers do write (`@`, `*`, `_`) are
                // read; the linter names them.
                bytes
                    .is_ascii()
                    .then(|| String::from_utf8_lossy(bytes).into_owned())
            }
            Self::Teletex => Some(bytes.iter().map(|octet| char::from(*octet)).collect()),
            Self::Bmp => {
                let (pairs, rest) = bytes.as_chunks::<2>();
                let units = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
                let text = char::decode_utf16(units).collect::<Result<_, _>>().ok();
                if rest.is_empty() { text } else { None }
            }
            Self::Universal => {
                let (quads, rest) = bytes.as_chunks::<4>();
                let text = quads
                    .iter()
                    .map(|quad| char::from_u32(u32::from_be_bytes(*quad)))
                    .collect();
                if rest.is_empty() { text } else { None }
            }
            Self::Other(_) => None,
        }
    }
}

/// One attribute of a name: its type and its value as it stands there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Attribute {
    oid: ObjectIdentifier,
    kind: StringKind,
    bytes: Vec<u8>,
}

impl Attribute {
    /// Makes an attribute in the string type that order 795 and RFC 5280 give it.
    ///
    /// # Errors
    ///
    /// When the text is empty or has characters that this type cannot hold.
    pub fn new(oid: ObjectIdentifier, text: &str) -> Result<Self, NameError> {
        Self::with_kind(oid, string_kind(&oid), text)
    }

    /// Makes an attribute in the given string type.
    ///
    /// # Errors
    ///
    /// When the text is empty or has characters that this type cannot hold.
    pub fn with_kind(
        oid: ObjectIdentifier,
        kind: StringKind,
        text: &str,
    ) -> Result<Self, NameError> {
        if text.is_empty() {
            return Err(NameError::Empty(oid));
        }
        if !kind.holds(text) {
            return Err(NameError::Characters {
                attribute: oid,
                kind,
            });
        }
        let bytes = match kind {
            StringKind::Bmp => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            StringKind::Universal => text
                .chars()
                .flat_map(|c| u32::from(c).to_be_bytes())
                .collect(),
            StringKind::Teletex => text.chars().filter_map(|c| u8::try_from(c).ok()).collect(),
            _ => text.as_bytes().to_vec(),
        };
        Ok(Self { oid, kind, bytes })
    }

    /// Returns the type of the attribute.
    #[must_use]
    pub const fn oid(&self) -> ObjectIdentifier {
        self.oid
    }

    /// Returns the string type of the value.
    #[must_use]
    pub const fn kind(&self) -> StringKind {
        self.kind
    }

    /// Returns the contents octets of the value.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the value as text, or nothing when it is no string or a broken one.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.kind.decode(&self.bytes)
    }

    /// Returns the short name of the type (`CN`, `SNILS`), or nothing for an unknown one.
    #[must_use]
    pub fn short_name(&self) -> Option<&'static str> {
        short_name(&self.oid)
    }

    fn from_walker(walker: &mut Walker<'_>) -> Result<Self, Asn1Error> {
        let mut inside = walker.enter(tag::SEQUENCE)?;
        let oid = inside.oid()?;
        let value = inside.any()?;
        inside.finish()?;
        let kind = StringKind::from_tag(value.tag);
        Ok(Self {
            oid,
            kind,
            bytes: value.content.to_vec(),
        })
    }

    fn to_der(&self) -> Vec<u8> {
        let value = asn1::tlv(self.kind.tag(), &self.bytes);
        asn1::sequence(&[&asn1::oid(&self.oid), &value])
    }
}

/// A distinguished name that keeps its exact DER.
///
/// Two names are equal when their DER is: that is how certificates are chained here.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    der: Vec<u8>,
    rdns: Vec<Vec<Attribute>>,
}

impl Name {
    /// Reads a name.
    ///
    /// # Errors
    ///
    /// When the bytes are no single DER value of that shape, or hold too many attributes.
    pub fn from_der(bytes: &[u8]) -> Result<Self, NameError> {
        let mut walker = Walker::new(asn1::only(bytes, tag::SEQUENCE)?.content);
        let mut rdns = Vec::new();
        let mut count = 0;
        while !walker.is_empty() {
            let mut set = walker.enter(tag::SET)?;
            let mut rdn = Vec::new();
            while !set.is_empty() {
                count += 1;
                if count > limits::NAME_ATTRIBUTES_MAX {
                    return Err(NameError::TooManyAttributes);
                }
                rdn.push(Attribute::from_walker(&mut set)?);
            }
            if rdn.is_empty() {
                return Err(Asn1Error::Value("RelativeDistinguishedName").into());
            }
            rdns.push(rdn);
        }
        Ok(Self {
            der: bytes.to_vec(),
            rdns,
        })
    }

    /// Returns a name without attributes.
    #[must_use]
    pub fn empty() -> Self {
        NameBuilder::new().build()
    }

    /// Returns the DER as it was read.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Tells whether the name has no attribute.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rdns.is_empty()
    }

    /// Returns the relative names, each a set of attributes, in the order of the encoding.
    #[must_use]
    pub fn rdns(&self) -> &[Vec<Attribute>] {
        &self.rdns
    }

    /// Goes through all attributes in the order of the encoding.
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.rdns.iter().flatten()
    }

    /// Returns the first attribute of a type.
    #[must_use]
    pub fn find(&self, oid: &ObjectIdentifier) -> Option<&Attribute> {
        self.attributes().find(|attribute| attribute.oid == *oid)
    }

    /// Returns the text of the first attribute of a type.
    #[must_use]
    pub fn text(&self, oid: &ObjectIdentifier) -> Option<String> {
        self.find(oid)?.text()
    }

    /// Writes the name anew from its attributes.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        let rdn = |attributes: &Vec<Attribute>| {
            let members: Vec<u8> = attributes.iter().flat_map(Attribute::to_der).collect();
            asn1::tlv(tag::SET, &members)
        };
        asn1::tlv(
            tag::SEQUENCE,
            &self.rdns.iter().flat_map(rdn).collect::<Vec<u8>>(),
        )
    }
}

impl fmt::Display for Name {
    /// Writes the string of RFC 4514: last relative name first, Russian attributes by their
    /// short names.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, rdn) in self.rdns.iter().rev().enumerate() {
            if index > 0 {
                f.write_char(',')?;
            }
            for (index, attribute) in rdn.iter().enumerate() {
                if index > 0 {
                    f.write_char('+')?;
                }
                write_attribute(f, attribute)?;
            }
        }
        Ok(())
    }
}

fn write_attribute(f: &mut fmt::Formatter<'_>, attribute: &Attribute) -> fmt::Result {
    match (attribute.short_name(), attribute.text()) {
        (Some(short), Some(text)) => {
            write!(f, "{short}=")?;
            write_escaped(f, &text)
        }
        (short, _) => {
            match short {
                Some(short) => write!(f, "{short}=#")?,
                None => write!(f, "{}=#", attribute.oid)?,
            }
            let value = asn1::tlv(attribute.kind.tag(), &attribute.bytes);
            f.write_str(&hex::encode(value))
        }
    }
}

/// Escapes as RFC 4514, section 2.4; characters that draw nothing are written as octets.
fn write_escaped(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let last = text.chars().count().saturating_sub(1);
    for (index, c) in text.chars().enumerate() {
        match c {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => write!(f, "\\{c}")?,
            '#' if index == 0 => f.write_str("\\#")?,
            ' ' if index == 0 || index == last => f.write_str("\\ ")?,
            c if c.is_control() || draws_nothing(c) => {
                for octet in c.encode_utf8(&mut [0; 4]).bytes() {
                    write!(f, "\\{octet:02X}")?;
                }
            }
            c => f.write_char(c)?,
        }
    }
    Ok(())
}

/// Tells whether a character is a direction or width control that could hide or reorder text.
const fn draws_nothing(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Builds a name with one attribute in each relative name, in the order of the calls.
#[derive(Clone, Debug, Default)]
pub struct NameBuilder {
    rdns: Vec<Vec<Attribute>>,
}

impl NameBuilder {
    /// Starts an empty name.
    #[must_use]
    pub const fn new() -> Self {
        Self { rdns: Vec::new() }
    }

    /// Adds an attribute in the string type that order 795 gives it.
    ///
    /// # Errors
    ///
    /// As [`Attribute::new`].
    pub fn push(mut self, oid: ObjectIdentifier, text: &str) -> Result<Self, NameError> {
        self.rdns.push(vec![Attribute::new(oid, text)?]);
        Ok(self)
    }

    /// Adds an attribute that is ready.
    #[must_use]
    pub fn push_attribute(mut self, attribute: Attribute) -> Self {
        self.rdns.push(vec![attribute]);
        self
    }

    /// Makes the name.
    #[must_use]
    pub fn build(self) -> Name {
        let mut name = Name {
            der: Vec::new(),
            rdns: self.rdns,
        };
        name.der = name.to_der();
        name
    }
}

/// Returns the string type in which an attribute is written: country PrintableString, e-mail
/// and domain IA5String, numbers of registers NumericString, all other text UTF8String.
#[must_use]
pub fn string_kind(attribute: &ObjectIdentifier) -> StringKind {
    match *attribute {
        oid::COUNTRY_NAME | oid::SERIAL_NUMBER_ATTRIBUTE => StringKind::Printable,
        oid::EMAIL_ADDRESS | oid::DOMAIN_COMPONENT | oid::UNSTRUCTURED_NAME => StringKind::Ia5,
        oid::OGRN | oid::SNILS | oid::INNLE | oid::OGRNIP | oid::INN => StringKind::Numeric,
        _ => StringKind::Utf8,
    }
}

/// Returns the most characters that RFC 5280, appendix A, or order 795 allow a value to have.
///
/// Readers take any length; the linter and the tolerated deviations ask here.
#[must_use]
pub fn longest(attribute: &ObjectIdentifier) -> Option<usize> {
    Some(match *attribute {
        oid::COMMON_NAME
        | oid::SURNAME
        | oid::SERIAL_NUMBER_ATTRIBUTE
        | oid::ORGANIZATION_NAME
        | oid::ORGANIZATIONAL_UNIT_NAME
        | oid::TITLE
        | oid::GIVEN_NAME => 64,
        oid::COUNTRY_NAME => 2,
        oid::LOCALITY_NAME | oid::STATE_OR_PROVINCE_NAME | oid::STREET_ADDRESS => 128,
        oid::EMAIL_ADDRESS => 255,
        oid::OGRN => 13,
        oid::SNILS => 11,
        oid::INNLE => 10,
        oid::OGRNIP => 15,
        oid::INN => 12,
        _ => return None,
    })
}

const SHORT_NAMES: [(ObjectIdentifier, &str); 29] = [
    (oid::COMMON_NAME, "CN"),
    (oid::SURNAME, "SN"),
    (oid::GIVEN_NAME, "G"),
    (oid::SERIAL_NUMBER_ATTRIBUTE, "serialNumber"),
    (oid::COUNTRY_NAME, "C"),
    (oid::LOCALITY_NAME, "L"),
    (oid::STATE_OR_PROVINCE_NAME, "ST"),
    (oid::STREET_ADDRESS, "STREET"),
    (oid::ORGANIZATION_NAME, "O"),
    (oid::ORGANIZATIONAL_UNIT_NAME, "OU"),
    (oid::TITLE, "T"),
    (oid::DESCRIPTION, "description"),
    (oid::BUSINESS_CATEGORY, "businessCategory"),
    (oid::POSTAL_ADDRESS, "postalAddress"),
    (oid::POSTAL_CODE, "postalCode"),
    (oid::INITIALS, "initials"),
    (oid::PSEUDONYM, "pseudonym"),
    (oid::ORGANIZATION_IDENTIFIER, "organizationIdentifier"),
    (oid::USER_ID, "UID"),
    (oid::DOMAIN_COMPONENT, "DC"),
    (oid::EMAIL_ADDRESS, "E"),
    (oid::UNSTRUCTURED_NAME, "unstructuredName"),
    (oid::OGRN, "OGRN"),
    (oid::SNILS, "SNILS"),
    (oid::INNLE, "INNLE"),
    (oid::OGRNIP, "OGRNIP"),
    (oid::INN, "INN"),
    (oid::RNS_FSS, "RNSFSS"),
    (oid::KP_FSS, "KPFSS"),
];

/// Returns the short name of an attribute type.
#[must_use]
pub fn short_name(attribute: &ObjectIdentifier) -> Option<&'static str> {
    SHORT_NAMES
        .iter()
        .find(|(oid, _)| oid == attribute)
        .map(|(_, short)| *short)
}

/// Returns the attribute type with this short name, letters of either case.
#[must_use]
pub fn attribute_type(short: &str) -> Option<ObjectIdentifier> {
    SHORT_NAMES
        .iter()
        .find(|(_, name)| name.eq_ignore_ascii_case(short))
        .map(|(oid, _)| *oid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_in_the_types_of_the_order() {
        let name = NameBuilder::new()
            .push(oid::COMMON_NAME, "Иванов, Иван")
            .and_then(|name| name.push(oid::COUNTRY_NAME, "RU"))
            .and_then(|name| name.push(oid::SNILS, "11111111145"))
            .and_then(|name| name.push(oid::EMAIL_ADDRESS, "a@b.example"))
            .expect("all values fit their types")
            .build();
        let kinds: Vec<_> = name.attributes().map(Attribute::kind).collect();
        assert_eq!(
            kinds,
            [
                StringKind::Utf8,
                StringKind::Printable,
                StringKind::Numeric,
                StringKind::Ia5
            ]
        );
        assert_eq!(
            name.to_string(),
            "E=a@b.example,SNILS=11111111145,C=RU,CN=Иванов\\, Иван"
        );
        let read = Name::from_der(name.der()).expect("own encoding reads");
        assert_eq!(read, name);
        assert_eq!(read.to_der(), name.der());
        assert_eq!(read.text(&oid::SNILS).as_deref(), Some("11111111145"));
    }

    #[test]
    fn what_the_type_cannot_hold_is_refused() {
        assert!(matches!(
            Attribute::new(oid::SNILS, "111-111-111 45"),
            Err(NameError::Characters { .. })
        ));
        assert!(matches!(
            Attribute::new(oid::COUNTRY_NAME, "РФ"),
            Err(NameError::Characters { .. })
        ));
        assert_eq!(
            Attribute::new(oid::COMMON_NAME, ""),
            Err(NameError::Empty(oid::COMMON_NAME))
        );
    }

    #[test]
    fn every_string_type_is_read() {
        for kind in [StringKind::Utf8, StringKind::Bmp, StringKind::Universal] {
            let attribute =
                Attribute::with_kind(oid::COMMON_NAME, kind, "Ёж").expect("the type holds it");
            let name = NameBuilder::new().push_attribute(attribute).build();
            let read = Name::from_der(name.der()).expect("own encoding reads");
            assert_eq!(
                read.text(&oid::COMMON_NAME).as_deref(),
                Some("Ёж"),
                "{kind:?}"
            );
        }
        let teletex = Attribute::with_kind(oid::COMMON_NAME, StringKind::Teletex, "é")
            .expect("Latin-1 holds it");
        assert_eq!(
            (teletex.bytes(), teletex.text().as_deref()),
            (&[0xe9][..], Some("é"))
        );
    }

    #[test]
    fn special_and_invisible_characters_are_escaped() {
        let check = |text: &str, expected: &str| {
            let name = NameBuilder::new()
                .push(oid::COMMON_NAME, text)
                .expect("UTF-8")
                .build();
            assert_eq!(name.to_string(), expected);
        };
        check(" #a ", "CN=\\ #a\\ ");
        check("#a", "CN=\\#a");
        check("a+b=\"c\"", "CN=a\\+b=\\\"c\\\"");
        check("a\u{202e}b", "CN=a\\E2\\80\\AEb");
        check("a\nb", "CN=a\\0Ab");
    }

    #[test]
    fn the_number_of_attributes_is_limited() {
        let build = |count| {
            (0..count)
                .try_fold(NameBuilder::new(), |name, _| {
                    name.push(oid::COMMON_NAME, "x")
                })
                .expect("UTF-8")
                .build()
        };
        assert!(Name::from_der(build(limits::NAME_ATTRIBUTES_MAX).der()).is_ok());
        assert_eq!(
            Name::from_der(build(limits::NAME_ATTRIBUTES_MAX + 1).der()),
            Err(NameError::TooManyAttributes)
        );
    }
}

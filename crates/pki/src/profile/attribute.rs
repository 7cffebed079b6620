//! Attributes of a qualified certificate's subject: identifiers, string types and sizes.
//!
//! Source: order of the ФСБ of 27.12.2011 № 795 (form of a qualified certificate) over RFC 5280
//! appendix A; ИННЮЛ since the amendment of 2021. The order of the variants of [`AttributeKind`] is
//! the order in which this project writes them; certificates of others come in any order.

use const_oid::ObjectIdentifier;

use crate::name::StringKind;
use crate::oid;

/// An attribute of the profile. The order of the variants is the order of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttributeKind {
    /// countryName.
    Country,
    /// stateOrProvinceName: region code and name.
    State,
    /// localityName.
    Locality,
    /// streetAddress.
    Street,
    /// organizationName.
    Organisation,
    /// organizationalUnitName.
    Unit,
    /// title.
    Title,
    /// commonName.
    CommonName,
    /// surname.
    Surname,
    /// givenName: first name and patronymic.
    GivenName,
    /// ОГРН.
    Ogrn,
    /// ОГРНИП.
    Ogrnip,
    /// СНИЛС.
    Snils,
    /// ИННЮЛ: an organisation's ИНН.
    InnOrganisation,
    /// ИНН: a person's.
    Inn,
    /// emailAddress.
    Email,
}

/// What the profile says of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Syntax {
    /// The type that is written.
    pub string: StringKind,
    /// Fewest characters.
    pub size_min: usize,
    /// Most characters.
    pub size_max: usize,
}

impl AttributeKind {
    /// All attributes, in the order of writing.
    pub const ALL: [Self; 16] = [
        Self::Country,
        Self::State,
        Self::Locality,
        Self::Street,
        Self::Organisation,
        Self::Unit,
        Self::Title,
        Self::CommonName,
        Self::Surname,
        Self::GivenName,
        Self::Ogrn,
        Self::Ogrnip,
        Self::Snils,
        Self::InnOrganisation,
        Self::Inn,
        Self::Email,
    ];

    /// Returns the attribute with this identifier.
    #[must_use]
    pub fn from_oid(oid: &ObjectIdentifier) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|attribute| attribute.oid() == *oid)
    }

    /// Returns the identifier.
    #[must_use]
    pub const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Country => oid::COUNTRY_NAME,
            Self::State => oid::STATE_OR_PROVINCE_NAME,
            Self::Locality => oid::LOCALITY_NAME,
            Self::Street => oid::STREET_ADDRESS,
            Self::Organisation => oid::ORGANIZATION_NAME,
            Self::Unit => oid::ORGANIZATIONAL_UNIT_NAME,
            Self::Title => oid::TITLE,
            Self::CommonName => oid::COMMON_NAME,
            Self::Surname => oid::SURNAME,
            Self::GivenName => oid::GIVEN_NAME,
            Self::Ogrn => oid::OGRN,
            Self::Ogrnip => oid::OGRNIP,
            Self::Snils => oid::SNILS,
            Self::InnOrganisation => oid::INNLE,
            Self::Inn => oid::INN,
            Self::Email => oid::EMAIL_ADDRESS,
        }
    }

    /// Returns the stable id of the attribute, as findings and the described tree use it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Country => "country-name",
            Self::State => "state-or-province-name",
            Self::Locality => "locality-name",
            Self::Street => "street-address",
            Self::Organisation => "organization-name",
            Self::Unit => "organizational-unit-name",
            Self::Title => "title",
            Self::CommonName => "common-name",
            Self::Surname => "surname",
            Self::GivenName => "given-name",
            Self::Ogrn => "ogrn",
            Self::Ogrnip => "ogrnip",
            Self::Snils => "snils",
            Self::InnOrganisation => "inn-organisation",
            Self::Inn => "inn",
            Self::Email => "email-address",
        }
    }

    /// Returns the type and sizes that are written.
    #[must_use]
    pub const fn syntax(self) -> Syntax {
        let (string, size_min, size_max) = match self {
            Self::Country => (StringKind::Printable, 2, 2),
            Self::State | Self::Locality | Self::Street => (StringKind::Utf8, 1, 128),
            Self::Organisation
            | Self::Unit
            | Self::Title
            | Self::CommonName
            | Self::Surname
            | Self::GivenName => (StringKind::Utf8, 1, 64),
            Self::Ogrn => (StringKind::Numeric, 13, 13),
            Self::Ogrnip => (StringKind::Numeric, 15, 15),
            Self::Snils => (StringKind::Numeric, 11, 11),
            Self::InnOrganisation => (StringKind::Numeric, 10, 10),
            Self::Inn => (StringKind::Numeric, 12, 12),
            Self::Email => (StringKind::Ia5, 1, 255),
        };
        Syntax {
            string,
            size_min,
            size_max,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::string_kind;

    #[test]
    fn all_is_in_the_order_of_the_variants_and_identifiers_lead_back() {
        assert!(AttributeKind::ALL.windows(2).all(|pair| pair[0] < pair[1]));
        for attribute in AttributeKind::ALL {
            assert_eq!(AttributeKind::from_oid(&attribute.oid()), Some(attribute));
            assert_eq!(attribute.syntax().string, string_kind(&attribute.oid()));
        }
    }
}

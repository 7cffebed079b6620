//! Kinds of holders and the subject attributes that each must and may have.
//!
//! Source: order of the ФСБ № 795 and article 17 of the law 63-ФЗ. The last three kinds are the
//! certificate types that the Treasury's portal offers.

use super::attribute::AttributeKind::{
    self, CommonName, Country, Email, GivenName, Inn, InnOrganisation, Locality, Ogrn, Ogrnip,
    Organisation, Snils, State, Street, Surname, Title, Unit,
};

/// Whom a certificate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HolderKind {
    /// ФЛ: a natural person.
    Person,
    /// ИП: a sole proprietor.
    SoleProprietor,
    /// ЮЛ: an organisation together with the person who acts for it without a power of attorney.
    OrganisationWithPerson,
    /// ЮЛ without ФИО: an organisation, for automatic signing (63-ФЗ article 17 part 3).
    OrganisationOnly,
    /// Должностное лицо: an official of a state body.
    Official,
}

impl HolderKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::Person,
        Self::SoleProprietor,
        Self::OrganisationWithPerson,
        Self::OrganisationOnly,
        Self::Official,
    ];

    /// Returns the stable id, as procedures and findings use it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::SoleProprietor => "sole-proprietor",
            Self::OrganisationWithPerson => "organisation-with-person",
            Self::OrganisationOnly => "organisation-only",
            Self::Official => "official",
        }
    }

    /// Returns the kind with this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }

    /// Returns the attributes without which a subject of this kind is not complete.
    #[must_use]
    pub const fn required(self) -> &'static [AttributeKind] {
        match self {
            Self::Person => &[Country, CommonName, Surname, GivenName, Snils, Inn],
            Self::SoleProprietor => &[Country, CommonName, Surname, GivenName, Ogrnip, Snils, Inn],
            Self::OrganisationWithPerson | Self::Official => &[
                Country,
                State,
                Locality,
                Street,
                Organisation,
                Title,
                CommonName,
                Surname,
                GivenName,
                Ogrn,
                Snils,
                InnOrganisation,
                Inn,
            ],
            Self::OrganisationOnly => &[
                Country,
                State,
                Locality,
                Street,
                Organisation,
                CommonName,
                Ogrn,
                InnOrganisation,
            ],
        }
    }

    /// Returns the attributes that a subject of this kind may have besides.
    #[must_use]
    pub const fn optional(self) -> &'static [AttributeKind] {
        match self {
            Self::Person => &[State, Locality, Email],
            Self::SoleProprietor => &[State, Locality, Organisation, Email],
            Self::OrganisationWithPerson | Self::OrganisationOnly | Self::Official => {
                &[Unit, Email]
            }
        }
    }

    /// Tells whether a subject of this kind may have the attribute.
    #[must_use]
    pub fn allows(self, attribute: AttributeKind) -> bool {
        self.required().contains(&attribute) || self.optional().contains(&attribute)
    }

    /// Guesses the kind from the attributes that are there.
    ///
    /// An organisation's certificate names the organisation in commonName, an official's the
    /// person: that is the only difference between the two.
    #[must_use]
    pub fn guess(has: impl Fn(AttributeKind) -> bool, common_name_is_organisation: bool) -> Self {
        let person = has(Surname) || has(Snils);
        let organisation = has(Organisation) && (has(Ogrn) || has(InnOrganisation));
        match (person, organisation) {
            _ if has(Ogrnip) => Self::SoleProprietor,
            (true, true) if common_name_is_organisation => Self::OrganisationWithPerson,
            (true, true) => Self::Official,
            (false, _) if has(Organisation) || has(Ogrn) => Self::OrganisationOnly,
            _ => Self::Person,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_guessed_from_its_required_attributes() {
        for kind in HolderKind::ALL {
            let common_name_is_organisation = matches!(
                kind,
                HolderKind::OrganisationWithPerson | HolderKind::OrganisationOnly
            );
            let guess = HolderKind::guess(
                |attribute| kind.required().contains(&attribute),
                common_name_is_organisation,
            );
            assert_eq!(guess, kind);
            assert_eq!(HolderKind::from_id(kind.id()), Some(kind));
        }
    }

    #[test]
    fn no_attribute_is_required_and_optional_at_once() {
        for kind in HolderKind::ALL {
            assert!(
                kind.optional()
                    .iter()
                    .all(|other| !kind.required().contains(other))
            );
        }
    }
}

//! The holder as the subject of a certificate: a typed value that becomes a name.
//!
//! [`Subject::to_name`] writes one attribute to each relative name, in the order of
//! [`AttributeKind`], after all problems of the value have been found; nothing incomplete is ever
//! written. Reading the names of others is the business of [`super::reading`].

use thiserror::Error;

use super::attribute::AttributeKind;
use super::character::{self, RefusedCharacter};
use super::holder::HolderKind;
use super::number::{Inn, InnKind, Ogrn, Ogrnip, Snils};
use super::region;
use crate::name::{Name, NameBuilder, NameError};

/// The only country that qualified certificates name.
pub const COUNTRY: &str = "RU";

/// A subject: what the holder's kind asks for, as typed values.
#[derive(Clone, PartialEq, Eq)]
pub struct Subject {
    /// Whom the certificate is for.
    pub kind: HolderKind,
    /// Country, two letters.
    pub country: String,
    /// Region code and name.
    pub state: Option<String>,
    /// Settlement.
    pub locality: Option<String>,
    /// Street, house, room.
    pub street: Option<String>,
    /// Name of the organisation.
    pub organisation: Option<String>,
    /// Name of the unit.
    pub unit: Option<String>,
    /// Position of the person.
    pub title: Option<String>,
    /// Full name of the person, or the name of the organisation.
    pub common_name: String,
    /// Surname.
    pub surname: Option<String>,
    /// First name and patronymic.
    pub given_name: Option<String>,
    /// Register number of the organisation.
    pub ogrn: Option<Ogrn>,
    /// Register number of the sole proprietor.
    pub ogrnip: Option<Ogrnip>,
    /// Pension account of the person.
    pub snils: Option<Snils>,
    /// Taxpayer's number of the organisation, 10 digits.
    pub inn_organisation: Option<Inn>,
    /// Taxpayer's number of the person, 12 digits.
    pub inn: Option<Inn>,
    /// E-mail address.
    pub email: Option<String>,
}

/// A reason for which a subject cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SubjectProblem {
    /// The holder's kind asks for the attribute.
    #[error("{} is missing", .0.id())]
    Missing(AttributeKind),
    /// The holder's kind does not have the attribute.
    #[error("{} does not belong to this kind of holder", .0.id())]
    Unexpected(AttributeKind),
    /// Too short or too long.
    #[error("{} has {found} characters", .attribute.id())]
    Size {
        /// The attribute.
        attribute: AttributeKind,
        /// Characters found.
        found: usize,
    },
    /// The attribute's string type does not hold these characters.
    #[error("{} has characters that its string type does not hold", .0.id())]
    Alphabet(AttributeKind),
    /// A character that no signed value may have.
    #[error("{} holds a refused character", .attribute.id())]
    Character {
        /// The attribute.
        attribute: AttributeKind,
        /// The character.
        #[source]
        source: RefusedCharacter,
    },
    /// Not in Normalisation Form C, or with spaces at an end.
    #[error("{} is not normalised", .0.id())]
    NotNormalised(AttributeKind),
    /// An ИНН of the other kind.
    #[error("{} is the number of another kind of taxpayer", .0.id())]
    InnKind(AttributeKind),
    /// Another country than [`COUNTRY`].
    #[error("the country is not {COUNTRY}")]
    Country,
    /// The region does not open with a known code.
    #[error("the region does not open with a known code")]
    Region,
}

/// Why a subject was not written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SubjectError {
    /// All the reasons at once.
    #[error("the subject has {} problem(s)", .0.len())]
    Problems(Vec<SubjectProblem>),
    /// The name could not be built.
    #[error("the name could not be written")]
    Name(#[source] NameError),
}

impl Subject {
    /// Starts a subject with nothing but its kind, country and common name.
    #[must_use]
    pub fn new(kind: HolderKind, common_name: impl Into<String>) -> Self {
        Self {
            kind,
            country: COUNTRY.to_owned(),
            state: None,
            locality: None,
            street: None,
            organisation: None,
            unit: None,
            title: None,
            common_name: common_name.into(),
            surname: None,
            given_name: None,
            ogrn: None,
            ogrnip: None,
            snils: None,
            inn_organisation: None,
            inn: None,
            email: None,
        }
    }

    /// Returns the value of an attribute as the certificate carries it.
    #[must_use]
    pub fn value(&self, attribute: AttributeKind) -> Option<&str> {
        match attribute {
            AttributeKind::Country => Some(&self.country),
            AttributeKind::State => self.state.as_deref(),
            AttributeKind::Locality => self.locality.as_deref(),
            AttributeKind::Street => self.street.as_deref(),
            AttributeKind::Organisation => self.organisation.as_deref(),
            AttributeKind::Unit => self.unit.as_deref(),
            AttributeKind::Title => self.title.as_deref(),
            AttributeKind::CommonName => Some(&self.common_name),
            AttributeKind::Surname => self.surname.as_deref(),
            AttributeKind::GivenName => self.given_name.as_deref(),
            AttributeKind::Ogrn => self.ogrn.as_ref().map(Ogrn::digits),
            AttributeKind::Ogrnip => self.ogrnip.as_ref().map(Ogrnip::digits),
            AttributeKind::Snils => self.snils.as_ref().map(Snils::digits),
            AttributeKind::InnOrganisation => self.inn_organisation.as_ref().map(Inn::digits),
            AttributeKind::Inn => self.inn.as_ref().map(Inn::digits),
            AttributeKind::Email => self.email.as_deref(),
        }
    }

    /// Goes through the attributes that are there, in the order of writing.
    pub fn attributes(&self) -> impl Iterator<Item = (AttributeKind, &str)> {
        AttributeKind::ALL
            .into_iter()
            .filter_map(|kind| Some((kind, self.value(kind)?)))
    }

    /// Returns all reasons for which the subject cannot be written.
    #[must_use]
    pub fn problems(&self) -> Vec<SubjectProblem> {
        let mut problems: Vec<_> = self
            .kind
            .required()
            .iter()
            .filter(|required| self.value(**required).is_none())
            .map(|missing| SubjectProblem::Missing(*missing))
            .collect();
        for (attribute, value) in self.attributes() {
            if !self.kind.allows(attribute) {
                problems.push(SubjectProblem::Unexpected(attribute));
            }
            problems.extend(value_problem(attribute, value));
        }
        if self.country != COUNTRY {
            problems.push(SubjectProblem::Country);
        }
        if self
            .state
            .as_deref()
            .is_some_and(|state| region::of_state(state).is_none())
        {
            problems.push(SubjectProblem::Region);
        }
        if self
            .inn
            .as_ref()
            .is_some_and(|inn| inn.kind() != InnKind::Person)
        {
            problems.push(SubjectProblem::InnKind(AttributeKind::Inn));
        }
        if self
            .inn_organisation
            .as_ref()
            .is_some_and(|inn| inn.kind() != InnKind::Organisation)
        {
            problems.push(SubjectProblem::InnKind(AttributeKind::InnOrganisation));
        }
        problems
    }

    /// Returns the attributes in which Latin and Cyrillic letters meet inside one word: a warning,
    /// not a problem.
    #[must_use]
    pub fn mixed_scripts(&self) -> Vec<AttributeKind> {
        self.attributes()
            .filter(|(_, value)| !character::mixed_scripts(value).is_empty())
            .map(|(attribute, _)| attribute)
            .collect()
    }

    /// Writes the name: one attribute to each relative name, in the order of [`AttributeKind`].
    ///
    /// # Errors
    /// Returns all problems of the subject at once.
    pub fn to_name(&self) -> Result<Name, SubjectError> {
        let problems = self.problems();
        if !problems.is_empty() {
            return Err(SubjectError::Problems(problems));
        }
        self.attributes()
            .try_fold(NameBuilder::new(), |name, (attribute, value)| {
                name.push(attribute.oid(), value)
            })
            .map(NameBuilder::build)
            .map_err(SubjectError::Name)
    }
}

impl core::fmt::Debug for Subject {
    /// Prints the kind and which attributes are there, and no value: they are personal data.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let names: Vec<_> = self
            .attributes()
            .map(|(attribute, _)| attribute.id())
            .collect();
        f.debug_struct("Subject")
            .field("kind", &self.kind)
            .field("attributes", &names)
            .finish_non_exhaustive()
    }
}

fn value_problem(attribute: AttributeKind, value: &str) -> Option<SubjectProblem> {
    let syntax = attribute.syntax();
    if let Err(source) = character::check(value) {
        return Some(SubjectProblem::Character { attribute, source });
    }
    if !syntax.string.holds(value) {
        return Some(SubjectProblem::Alphabet(attribute));
    }
    if !character::is_normalised(value) || value.trim() != value {
        return Some(SubjectProblem::NotNormalised(attribute));
    }
    let found = value.chars().count();
    (found < syntax.size_min || found > syntax.size_max)
        .then_some(SubjectProblem::Size { attribute, found })
}

#[cfg(test)]
mod tests {
    use super::super::number::FakeNumbers;
    use super::*;

    fn person() -> Subject {
        Subject {
            surname: Some("Сёмина".into()),
            given_name: Some("Анна Петровна".into()),
            snils: Snils::parse("112-233-445 95", FakeNumbers::Refused).ok(),
            inn: Inn::parse("990100003310", FakeNumbers::Refused).ok(),
            ..Subject::new(HolderKind::Person, "Сёмина Анна Петровна")
        }
    }

    #[test]
    fn a_complete_person_becomes_a_name_in_the_fixed_order() {
        let name = person().to_name().expect("complete");
        let kinds: Vec<_> = name
            .attributes()
            .filter_map(|attribute| AttributeKind::from_oid(&attribute.oid()))
            .collect();
        let written: Vec<_> = person().attributes().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, written);
        assert!(kinds.is_sorted());
        assert!(name.rdns().iter().all(|rdn| rdn.len() == 1));
    }

    #[test]
    fn all_problems_are_named_at_once() {
        let subject = Subject {
            surname: None,
            title: Some("Директор".into()),
            given_name: Some("Анна\u{200b}".into()),
            state: Some("Москва".into()),
            email: Some("почта@example.org".into()),
            country: "KZ".into(),
            inn: Inn::parse("7710568760", FakeNumbers::Refused).ok(),
            ..person()
        };
        let problems = subject.problems();
        for expected in [
            SubjectProblem::Missing(AttributeKind::Surname),
            SubjectProblem::Unexpected(AttributeKind::Title),
            SubjectProblem::Country,
            SubjectProblem::Region,
            SubjectProblem::Alphabet(AttributeKind::Email),
            SubjectProblem::InnKind(AttributeKind::Inn),
        ] {
            assert!(
                problems.contains(&expected),
                "{expected:?} is not in {problems:?}"
            );
        }
        assert!(problems.iter().any(|problem| matches!(
            problem,
            SubjectProblem::Character {
                attribute: AttributeKind::GivenName,
                ..
            }
        )));
        assert_eq!(subject.to_name(), Err(SubjectError::Problems(problems)));
    }

    #[test]
    fn sizes_hold_at_the_limit_and_not_one_beyond() {
        let named = |length: usize| Subject {
            common_name: "я".repeat(length),
            ..person()
        };
        assert_eq!(named(64).problems(), []);
        let size = |found| SubjectProblem::Size {
            attribute: AttributeKind::CommonName,
            found,
        };
        assert_eq!(named(65).problems(), [size(65)]);
        assert_eq!(named(0).problems(), [size(0)]);
    }

    #[test]
    fn a_value_that_is_not_normalised_is_refused() {
        let subject = Subject {
            surname: Some("И\u{306}".into()),
            ..person()
        };
        assert_eq!(
            subject.problems(),
            [SubjectProblem::NotNormalised(AttributeKind::Surname)]
        );
    }

    #[test]
    fn a_latin_letter_in_a_cyrillic_name_is_a_warning() {
        let subject = Subject {
            surname: Some("Cёмина".into()),
            ..person()
        };
        assert_eq!(subject.problems(), []);
        assert_eq!(subject.mixed_scripts(), [AttributeKind::Surname]);
    }

    #[test]
    fn debug_prints_no_value() {
        assert!(!format!("{:?}", person()).contains("Сёмина"));
    }
}

//! Reading a subject leniently from the name of a certificate, whoever issued it.
//!
//! Nothing is refused: what does not fit the profile is read as far as possible and listed as a
//! [`Deviation`], so that a renewal can show what the new certificate will have otherwise. Known
//! from certificates in use: an organisation's ИНН with two leading zeros in the attribute of a
//! person's, names longer than 64 characters, other string types, several attributes in one
//! relative name, attributes that the profile does not have.

use const_oid::ObjectIdentifier;

use super::attribute::AttributeKind;
use super::holder::HolderKind;
use super::number::{FakeNumbers, Inn, InnKind, NumberError, Ogrn, Ogrnip, Snils};
use super::subject::Subject;
use crate::name::{Attribute, Name};

/// How a name that was read differs from one that this project writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deviation {
    /// An organisation's ИНН of 10 digits stands with two zeros in the attribute of a person's.
    InnWithTwoZeros,
    /// Shorter or longer than the profile allows.
    Size {
        /// The attribute.
        attribute: AttributeKind,
        /// Characters found.
        found: usize,
    },
    /// Not the string type that the profile gives.
    StringType(AttributeKind),
    /// The same attribute again; the first one was read.
    Repeated(AttributeKind),
    /// Several attributes in one relative name.
    SeveralInOne,
    /// A number that breaks its own rules; it was not read.
    Number {
        /// The attribute.
        attribute: AttributeKind,
        /// The rule it breaks.
        error: NumberError,
    },
    /// A value that is no text; it was not read.
    NotText(ObjectIdentifier),
    /// An attribute that the profile does not have.
    Unknown(ObjectIdentifier),
    /// The holder's kind asks for an attribute that is not there.
    Missing(AttributeKind),
}

/// A subject as it was read, with all that is odd about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What the profile knows. May be incomplete.
    pub subject: Subject,
    /// What differs from the profile.
    pub deviations: Vec<Deviation>,
}

/// Reads a name; the holder's kind is guessed from the attributes.
#[must_use]
pub fn read(name: &Name, fakes: FakeNumbers) -> Reading {
    let mut reading = Reading {
        subject: Subject {
            country: String::new(),
            ..Subject::new(HolderKind::Person, "")
        },
        deviations: Vec::new(),
    };
    if name.rdns().iter().any(|rdn| rdn.len() > 1) {
        reading.deviations.push(Deviation::SeveralInOne);
    }
    let mut seen = Vec::new();
    for attribute in name.attributes() {
        reading.take(attribute, &mut seen, fakes);
    }
    let subject = &mut reading.subject;
    let same_name = subject.organisation.as_deref().is_some_and(|organisation| {
        super::character::comparable(organisation)
            == super::character::comparable(&subject.common_name)
    });
    subject.kind = HolderKind::guess(|kind| seen.contains(&kind), same_name);
    let missing: Vec<_> = subject
        .kind
        .required()
        .iter()
        .filter(|kind| subject.value(**kind).is_none_or(str::is_empty))
        .map(|kind| Deviation::Missing(*kind))
        .collect();
    reading.deviations.extend(missing);
    reading
}

impl Reading {
    fn take(&mut self, attribute: &Attribute, seen: &mut Vec<AttributeKind>, fakes: FakeNumbers) {
        let Some(kind) = AttributeKind::from_oid(&attribute.oid()) else {
            return self.deviations.push(Deviation::Unknown(attribute.oid()));
        };
        if seen.contains(&kind) {
            return self.deviations.push(Deviation::Repeated(kind));
        }
        seen.push(kind);
        let Some(text) = attribute.text() else {
            return self.deviations.push(Deviation::NotText(attribute.oid()));
        };
        let syntax = kind.syntax();
        if attribute.kind() != syntax.string {
            self.deviations.push(Deviation::StringType(kind));
        }
        let found = text.chars().count();
        if found < syntax.size_min || found > syntax.size_max {
            self.deviations.push(Deviation::Size {
                attribute: kind,
                found,
            });
        }
        if let Err(error) = self.store(kind, text, fakes) {
            self.deviations.push(Deviation::Number {
                attribute: kind,
                error,
            });
        }
    }

    fn store(
        &mut self,
        kind: AttributeKind,
        text: String,
        fakes: FakeNumbers,
    ) -> Result<(), NumberError> {
        let subject = &mut self.subject;
        match kind {
            AttributeKind::Country => subject.country = text,
            AttributeKind::CommonName => subject.common_name = text,
            AttributeKind::State => subject.state = Some(text),
            AttributeKind::Locality => subject.locality = Some(text),
            AttributeKind::Street => subject.street = Some(text),
            AttributeKind::Organisation => subject.organisation = Some(text),
            AttributeKind::Unit => subject.unit = Some(text),
            AttributeKind::Title => subject.title = Some(text),
            AttributeKind::Surname => subject.surname = Some(text),
            AttributeKind::GivenName => subject.given_name = Some(text),
            AttributeKind::Email => subject.email = Some(text),
            AttributeKind::Ogrn => subject.ogrn = Some(Ogrn::parse(&text, fakes)?),
            AttributeKind::Ogrnip => subject.ogrnip = Some(Ogrnip::parse(&text, fakes)?),
            AttributeKind::Snils => subject.snils = Some(Snils::parse(&text, fakes)?),
            AttributeKind::InnOrganisation => {
                subject.inn_organisation =
                    Some(Inn::parse_of(InnKind::Organisation, &text, fakes)?);
            }
            AttributeKind::Inn => return self.store_inn(&text, fakes),
        }
        Ok(())
    }

    /// No region has the code 00, so two leading zeros always mean an organisation's number.
    fn store_inn(&mut self, text: &str, fakes: FakeNumbers) -> Result<(), NumberError> {
        if text.starts_with("00") {
            let inn = Inn::parse_with_two_zeros(text, fakes)?;
            self.subject.inn_organisation.get_or_insert(inn);
            self.deviations.push(Deviation::InnWithTwoZeros);
        } else {
            self.subject.inn = Some(Inn::parse_of(InnKind::Person, text, fakes)?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{NameBuilder, StringKind};
    use crate::oid;

    fn name(attributes: &[(ObjectIdentifier, &str)]) -> Name {
        attributes
            .iter()
            .try_fold(NameBuilder::new(), |name, (oid, text)| {
                name.push(*oid, text)
            })
            .expect("values fit their types")
            .build()
    }

    #[test]
    fn an_old_organisation_is_read_through_its_oddities() {
        let long = "Государственное казённое учреждение Тюменской области «Центр информационных технологий»";
        let name = name(&[
            (oid::INN, "007710474375"),
            (oid::OGRN, "1047702026701"),
            (oid::COMMON_NAME, long),
            (oid::ORGANIZATION_NAME, long),
            (oid::COUNTRY_NAME, "RU"),
            (oid::UNSTRUCTURED_NAME, "INN=7710474375"),
        ]);
        let reading = read(&name, FakeNumbers::Refused);
        assert_eq!(reading.subject.kind, HolderKind::OrganisationOnly);
        assert_eq!(
            reading.subject.inn_organisation.as_ref().map(Inn::digits),
            Some("7710474375")
        );
        assert_eq!(reading.subject.inn, None);
        assert_eq!(reading.subject.common_name, long);
        for expected in [
            Deviation::InnWithTwoZeros,
            Deviation::Size {
                attribute: AttributeKind::CommonName,
                found: long.chars().count(),
            },
            Deviation::Unknown(oid::UNSTRUCTURED_NAME),
            Deviation::Missing(AttributeKind::Street),
        ] {
            assert!(reading.deviations.contains(&expected), "{expected:?}");
        }
    }

    #[test]
    fn a_written_subject_reads_back_without_deviations() {
        let subject = Subject {
            surname: Some("Орлов".into()),
            given_name: Some("Пётр".into()),
            snils: Snils::parse("11223344595", FakeNumbers::Refused).ok(),
            inn: Inn::parse("990100003310", FakeNumbers::Refused).ok(),
            ..Subject::new(HolderKind::Person, "Орлов Пётр")
        };
        let reading = read(&subject.to_name().expect("complete"), FakeNumbers::Refused);
        assert_eq!(
            reading,
            Reading {
                subject,
                deviations: vec![]
            }
        );
    }

    #[test]
    fn other_string_types_and_repetitions_are_read_and_listed() {
        let printable =
            Attribute::with_kind(oid::COMMON_NAME, StringKind::Bmp, "Орлов").expect("fits");
        let again = Attribute::new(oid::COMMON_NAME, "Другой").expect("fits");
        let name = NameBuilder::new()
            .push_attribute(printable)
            .push_attribute(again)
            .build();
        let reading = read(&name, FakeNumbers::Refused);
        assert_eq!(reading.subject.common_name, "Орлов");
        assert!(
            reading
                .deviations
                .contains(&Deviation::StringType(AttributeKind::CommonName))
        );
        assert!(
            reading
                .deviations
                .contains(&Deviation::Repeated(AttributeKind::CommonName))
        );
    }

    #[test]
    fn a_wrong_number_is_left_out_and_named() {
        let reading = read(&name(&[(oid::SNILS, "11223344596")]), FakeNumbers::Refused);
        assert_eq!(reading.subject.snils, None);
        assert!(reading.deviations.contains(&Deviation::Number {
            attribute: AttributeKind::Snils,
            error: NumberError::CheckDigit,
        }));
        let reading = read(&name(&[(oid::SNILS, "11223344596")]), FakeNumbers::Allowed);
        assert!(reading.subject.snils.is_some());
    }
}

//! What the kind of a certificate makes of the data (F10): which of them stand in it, which it cannot do without, and
//! whose name it carries.
//!
//! The holder's answers are kept as he gave them; what a certificate of the chosen kind says is computed from them, so
//! that another choice brings back what this one leaves out. Source of the sets: order of the ФСБ № 795 and article 17
//! of the law 63-ФЗ, part 3 for the certificate without a person.

use crate::certificate::CertificateKind;
use crate::procedure::Field;
use crate::renewal::DataRow;

/// What each kind that names an organisation cannot do without.
const ORGANISATION: &[Field] = &[
    Field::CommonName,
    Field::Organisation,
    Field::OrganisationInn,
    Field::Ogrn,
    Field::Country,
    Field::Region,
    Field::Locality,
    Field::Street,
];

/// An organisation with the person who acts in it or for it.
const ORGANISATION_AND_PERSON: &[Field] = &[
    Field::CommonName,
    Field::Surname,
    Field::GivenName,
    Field::Snils,
    Field::Inn,
    Field::Title,
    Field::Organisation,
    Field::OrganisationInn,
    Field::Ogrn,
    Field::Country,
    Field::Region,
    Field::Locality,
    Field::Street,
];

/// A person and nothing else.
const PERSON: &[Field] = &[
    Field::CommonName,
    Field::Surname,
    Field::GivenName,
    Field::Snils,
    Field::Inn,
    Field::Country,
];

impl CertificateKind {
    /// The data without which a certificate of this kind is not complete.
    #[must_use]
    pub const fn required(self) -> &'static [Field] {
        match self {
            Self::Person => PERSON,
            Self::Official | Self::LegalEntity => ORGANISATION_AND_PERSON,
            Self::LegalEntityWithoutPerson => ORGANISATION,
        }
    }

    /// Tells whether the datum may stand in a certificate that is newly made one of this kind.
    #[must_use]
    pub fn bears(self, field: Field) -> bool {
        let besides: &[Field] = match self {
            Self::Person => &[Field::Region, Field::Locality, Field::Email],
            Self::Official | Self::LegalEntity | Self::LegalEntityWithoutPerson => {
                &[Field::Department, Field::Email, Field::FssNumber]
            }
        };
        self.required().contains(&field) || besides.contains(&field)
    }

    /// Tells whether the common name is the organisation's; else it is the person's.
    #[must_use]
    pub const fn is_named_after_organisation(self) -> bool {
        matches!(self, Self::LegalEntity | Self::LegalEntityWithoutPerson)
    }
}

/// The rows as a certificate of another kind than the old one says them: what does not stand in it is empty, and the
/// common name is that of the one whom it names, unless the holder typed another.
pub(super) fn rows_as(
    rows: &[DataRow],
    old: CertificateKind,
    chosen: CertificateKind,
) -> Vec<DataRow> {
    let renamed = old.is_named_after_organisation() != chosen.is_named_after_organisation();
    let value = |row: &DataRow| {
        if !chosen.bears(row.field) {
            return None;
        }
        if row.field == Field::CommonName && renamed && !row.is_changed() {
            return name_of(rows, chosen);
        }
        row.value.clone()
    };
    rows.iter()
        .map(|row| DataRow {
            value: value(row),
            ..row.clone()
        })
        .collect()
}

/// The name of the organisation, or surname, first name and patronymic of the person.
fn name_of(rows: &[DataRow], kind: CertificateKind) -> Option<String> {
    let value = |field| {
        let row = rows.iter().find(|row| row.field == field)?;
        row.value.as_deref()
    };
    if kind.is_named_after_organisation() {
        return value(Field::Organisation).map(str::to_owned);
    }
    let (surname, given_name) = (value(Field::Surname)?, value(Field::GivenName)?);
    Some(format!("{surname} {given_name}"))
}

#[cfg(test)]
mod tests {
    use super::rows_as;
    use crate::certificate::CertificateKind;
    use crate::procedure::Field;
    use crate::renewal::DataRow;

    fn rows(common_name: &str) -> Vec<DataRow> {
        [
            (Field::CommonName, common_name),
            (Field::Surname, "Соколова"),
            (Field::GivenName, "Анна Петровна"),
            (Field::Snils, "98765432082"),
            (Field::Inn, "990012345668"),
            (Field::Email, "sokolova@example.org"),
            (Field::Title, "Главный бухгалтер"),
            (Field::Organisation, "Учреждение «Пример»"),
            (Field::OrganisationInn, "9900123450"),
            (Field::Ogrn, "1029900123450"),
            (Field::Ogrnip, "304990012345674"),
            (Field::Region, "77 г. Москва"),
            (Field::Locality, "г. Москва"),
            (Field::Street, "ул. Примерная, д. 1"),
        ]
        .into_iter()
        .map(|(field, value)| DataRow::unchanged(field, Some(value.to_owned())))
        .collect()
    }

    fn changes(rows: &[DataRow]) -> Vec<(Field, Option<&str>)> {
        rows.iter()
            .filter(|row| row.is_changed())
            .map(|row| (row.field, row.value.as_deref()))
            .collect()
    }

    #[test]
    fn without_a_person_nothing_of_the_person_stands_there() {
        let official = rows("Соколова Анна Петровна");
        let found = rows_as(
            &official,
            CertificateKind::Official,
            CertificateKind::LegalEntityWithoutPerson,
        );
        assert_eq!(
            changes(&found),
            [
                (Field::CommonName, Some("Учреждение «Пример»")),
                (Field::Surname, None),
                (Field::GivenName, None),
                (Field::Snils, None),
                (Field::Inn, None),
                (Field::Title, None),
                (Field::Ogrnip, None),
            ]
        );
    }

    #[test]
    fn without_an_organisation_nothing_of_the_organisation_stands_there() {
        let entity = rows("Учреждение «Пример»");
        let found = rows_as(
            &entity,
            CertificateKind::LegalEntity,
            CertificateKind::Person,
        );
        assert_eq!(
            changes(&found),
            [
                (Field::CommonName, Some("Соколова Анна Петровна")),
                (Field::Title, None),
                (Field::Organisation, None),
                (Field::OrganisationInn, None),
                (Field::Ogrn, None),
                (Field::Ogrnip, None),
                (Field::Street, None),
            ]
        );
    }

    #[test]
    fn a_common_name_that_the_holder_typed_stays_and_so_does_that_of_the_same_one() {
        let (official, entity, alone) = (
            CertificateKind::Official,
            CertificateKind::LegalEntity,
            CertificateKind::LegalEntityWithoutPerson,
        );
        let mut typed = rows("Соколова Анна Петровна");
        if let Some(row) = typed.first_mut() {
            row.value = Some("Учреждение".to_owned());
        }
        let found = rows_as(&typed, official, entity);
        assert_eq!(changes(&found)[0].1, Some("Учреждение"));
        // The short name in the old certificate is the organisation's too.
        let found = rows_as(&rows("Пример"), entity, alone);
        assert_eq!(found[0].value.as_deref(), Some("Пример"));
    }

    #[test]
    fn a_person_without_a_surname_gives_no_name() {
        let mut entity = rows("Учреждение «Пример»");
        entity.retain(|row| row.field != Field::Surname);
        let found = rows_as(
            &entity,
            CertificateKind::LegalEntity,
            CertificateKind::Official,
        );
        assert_eq!(found[0].value, None);
    }
}

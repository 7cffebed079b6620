//! What the holder gives and confirms before the application.

use crate::certificate::CertificateKind;
use crate::organisation::Region;
use crate::procedure::Slug;

/// What the holder gives and confirms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gathering {
    /// The holder types the SNILS of the person the certificate is for (T3 to T5).
    pub asks_snils: bool,
    /// Powers of attorney without which nothing begins, by name (C12).
    pub required_powers: Vec<Slug>,
    /// The rows of the data table, in order (T7), and what a change of each leads to.
    pub fields: Vec<FieldRule>,
    /// Whether and when the identity document is asked for (K12, F12).
    pub identity_document: IdentityDocumentPolicy,
    /// Offices to choose from (F7, F8); none: not asked.
    pub offices: Vec<Office>,
    /// Kinds of certificate to choose from (F10); none: the old one's kind stays.
    pub kinds: Vec<CertificateKind>,
    /// Powers in information systems to choose from (F14).
    pub system_powers: Vec<SystemPower>,
    /// Documents to attach (F21).
    pub documents: Vec<RequiredDocument>,
    /// Contacts to give (F23, F24).
    pub contacts: Contacts,
}

impl Gathering {
    /// The rule of one row, if the procedure shows it.
    #[must_use]
    pub fn rule(&self, field: Field) -> Option<&FieldRule> {
        self.fields.iter().find(|rule| rule.field == field)
    }
}

crate::bytes::words!(
    /// A datum of the certificate.
    Field {
        /// «Общее имя».
        CommonName = "common-name",
        /// «Фамилия».
        Surname = "surname",
        /// «Имя и отчество».
        GivenName = "given-name",
        /// «СНИЛС».
        Snils = "snils",
        /// «ИНН» of the person.
        Inn = "inn",
        /// «Электронная почта».
        Email = "email",
        /// «Должность».
        Title = "title",
        /// «Подразделение».
        Department = "department",
        /// «Организация».
        Organisation = "organisation",
        /// «ИНН» of the organisation.
        OrganisationInn = "organisation-inn",
        /// «ОГРН».
        Ogrn = "ogrn",
        /// «ОГРНИП».
        Ogrnip = "ogrnip",
        /// «РНС ФСС».
        FssNumber = "fss-number",
        /// «Страна».
        Country = "country",
        /// «Регион».
        Region = "region",
        /// «Населённый пункт».
        Locality = "locality",
        /// «Адрес».
        Street = "street",
    }
);

impl Field {
    /// Tells whether the datum says who the person is: changed, it is another person, always on paper or in
    /// the office.
    #[must_use]
    pub fn names_person(self) -> bool {
        matches!(self, Self::Snils | Self::Inn)
    }

    /// Tells whether the datum is the person's name: changed from afar, it needs the registers and an operator.
    #[must_use]
    pub fn is_name_of_person(self) -> bool {
        matches!(self, Self::Surname | Self::GivenName)
    }
}

crate::bytes::words!(
    /// What a changed datum leads to, from the mildest to the strictest.
    ChangeRule {
        /// The application signed with the old certificate carries it (K18).
        Remote = "remote",
        /// An application printed and signed by hand (K17).
        Paper = "paper",
        /// Nothing here: the office (K19, T12).
        Office = "office",
    }
);

/// One row of the data table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldRule {
    /// The datum.
    pub field: Field,
    /// What its change leads to.
    pub change: ChangeRule,
    /// Whether it may not be absent.
    pub required: bool,
}

crate::bytes::words!(
    /// Whether and when the identity document is asked for.
    IdentityDocumentPolicy {
        /// Never.
        NotAsked = "not-asked",
        /// Only if it changed since the last request (F12).
        WhenChanged = "when-changed",
        /// Always, with birth date, birth place, sex, and for another document than a passport the
        /// citizenship (K12).
        Always = "always",
    }
);

/// An office that a request can go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Its name in this procedure; words under `office-<name>`.
    pub name: Slug,
    /// The region it serves.
    pub region: Region,
}

/// A power in an information system, written into the certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemPower {
    /// Its name in this procedure; words under `system-power-<name>`.
    pub name: Slug,
    /// Its object identifier, dotted.
    pub oid: String,
}

/// A document to attach: its name, date, number and scan are asked for (F21).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredDocument {
    /// Its name in this procedure; words under `document-<name>`.
    pub name: Slug,
    /// Kinds of certificate for which it is required; none: for all.
    pub kinds: Vec<CertificateKind>,
}

/// Contacts to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contacts {
    /// A phone number is required.
    pub phone: bool,
    /// An e-mail address is required.
    pub email: bool,
}

impl Contacts {
    /// Tells whether any contact is asked for.
    #[must_use]
    pub fn any(self) -> bool {
        self.phone || self.email
    }
}

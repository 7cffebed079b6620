//! What the holder gave and confirmed, kept while the renewal is drafted and after.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::calendar::Moment;
use crate::certificate::CertificateKind;
use crate::procedure::{Field, Medium, Slug};

crate::bytes::byte_newtype!(
    /// Names a stored document; random.
    DocumentId,
    16
);

/// One row of the data table.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataRow {
    /// The datum.
    pub field: Field,
    /// Its value in the old certificate.
    pub was: Option<String>,
    /// Its value for the new one.
    pub value: Option<String>,
}

impl DataRow {
    /// A row as it stands in the old certificate.
    #[must_use]
    pub fn unchanged(field: Field, value: Option<String>) -> Self {
        Self {
            field,
            was: value.clone(),
            value,
        }
    }

    /// Tells whether the values differ, byte for byte: folding is for registers, never for issuing.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.was != self.value
    }
}

/// A new value for a row; none empties it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataChange {
    /// The datum.
    pub field: Field,
    /// The new value.
    pub value: Option<String>,
}

crate::bytes::words!(
    /// The kind of an identity document.
    IdentityDocumentKind {
        /// A passport of the Russian Federation.
        Passport = "passport",
        /// Another document; then the citizenship is stated too (K12).
        Other = "other",
    }
);

crate::bytes::words!(
    /// Sex, as the identity document states it.
    Sex {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
    }
);

/// An identity document (K12, F12).
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityDocument {
    /// Its kind.
    pub kind: IdentityDocumentKind,
    /// Series and number, as written.
    pub number: String,
    /// When it was issued.
    pub issued_on: Date,
    /// The holder's birth date.
    pub birth_date: Date,
    /// The holder's birth place.
    pub birth_place: String,
    /// The holder's sex.
    pub sex: Sex,
    /// The citizenship, for another document than a passport.
    pub citizenship: Option<String>,
}

/// A document with its name, date, number and scan (F21).
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachedDocument {
    /// Which of the procedure's documents it is.
    pub kind: Slug,
    /// Its name.
    pub name: String,
    /// Its date.
    pub date: Date,
    /// Its number.
    pub number: String,
    /// The scan.
    pub scan: DocumentId,
}

/// Contacts as given (F23, F24).
// Stored: a change needs a migration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactsGiven {
    /// The phone number.
    pub phone: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// When the phone number was changed within this renewal: for a day it confirms nothing.
    pub phone_changed_at: Option<Moment>,
    /// The holder said that these are right.
    pub given: bool,
}

/// Where and how the key is to be made (F6, F15, K24, T17).
// Stored: a change needs a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyOptions {
    /// The medium.
    pub medium: Medium,
    /// The private key may leave it.
    pub exportable: bool,
    /// A password of the container is set.
    pub password: bool,
}

/// What the holder gave and confirmed.
// Stored: a change needs a migration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gathered {
    /// The data table as the holder gave it; [`super::Renewal::rows`] says what of it the new certificate bears.
    pub rows: Vec<DataRow>,
    /// The computer was found in order.
    pub workplace_ready: bool,
    /// The SNILS was typed and is the holder's.
    pub snils_given: bool,
    /// The identity document, when another one was given.
    pub identity_document: Option<IdentityDocument>,
    /// The question of the identity document was answered.
    pub identity_document_given: bool,
    /// The office.
    pub office: Option<Slug>,
    /// The kind of certificate.
    pub kind: Option<CertificateKind>,
    /// The powers in information systems.
    pub system_powers: Option<Vec<Slug>>,
    /// The documents.
    pub documents: Vec<AttachedDocument>,
    /// The contacts.
    pub contacts: ContactsGiven,
    /// The key's medium and options.
    pub key_options: Option<KeyOptions>,
    /// What the operator asked when returning the renewal.
    pub question: Option<String>,
}

impl Gathered {
    /// The row of a datum, as the holder gave it.
    #[must_use]
    pub fn row(&self, field: Field) -> Option<&DataRow> {
        self.rows.iter().find(|row| row.field == field)
    }
}

//! What one authority asks for when a certificate is renewed: the values of a procedure file.
//!
//! A procedure is data. `server/config` reads `procedures/*.toml` into these types; this module knows neither
//! TOML nor any authority by name. Whatever the types cannot say wrongly they do not: a key made after the
//! approval always names what binds it to the application, for example.

mod admission;
mod aftercare;
mod examination;
mod gathering;
mod key;

pub use admission::{
    Admission, Exclusion, ExpiredPath, SignInMethod, UnplannedReason, ValidAt, WorkplaceCheck,
};
pub use aftercare::{Aftercare, BackupPolicy, Notices, OldKeyPolicy, Pressure, Rung, SwitchRule};
pub use examination::{ApprovalPolicy, CodePolicy, Examination, IssuePolicy};
pub use gathering::{
    ChangeRule, Contacts, Field, FieldRule, Gathering, IdentityDocumentPolicy, Office,
    RequiredDocument, SystemPower,
};
pub use key::{Binding, Exportable, KeyMade, KeyPolicy, Medium, PasswordPolicy};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calendar::WorkingCalendar;
use crate::certificate::ContentHash;

/// The name of a procedure or of something that it lists: lower-case letters, digits and hyphens.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// The name of a procedure, equal to the name of its file.
pub use Slug as ProcedureName;

impl Slug {
    /// Longest name, in characters.
    pub const CHARS_MAX: usize = 64;

    /// Reads a name; `None` when it is empty, too long, or has another character.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let sound = !text.is_empty()
            && text.len() <= Self::CHARS_MAX
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-');
        sound.then(|| Self(text.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Slug {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a name in lower-case letters, digits and hyphens")
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A whole procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    /// Its name.
    pub name: ProcedureName,
    /// Its version, raised with each change that matters to a running renewal.
    pub version: u32,
    /// SHA-256 of the file: applications are bound to it.
    pub hash: ContentHash,
    /// The certificate profile that the server issues under.
    pub profile: Slug,
    /// Who and what is let in.
    pub admission: Admission,
    /// What the holder gives and confirms.
    pub gathering: Gathering,
    /// How the key is made.
    pub key: KeyPolicy,
    /// The application.
    pub application: ApplicationPolicy,
    /// What happens between the application and the decision.
    pub examination: Examination,
    /// What happens between the decision and the certificate.
    pub issue: IssuePolicy,
    /// What happens after the certificate.
    pub aftercare: Aftercare,
    /// When the holder is reminded.
    pub notices: Notices,
    /// The working days that its terms count.
    pub calendar: WorkingCalendar,
    /// Its own words.
    pub text: Text,
}

impl Procedure {
    /// The reference that a renewal keeps.
    #[must_use]
    pub fn reference(&self) -> ProcedureReference {
        ProcedureReference {
            name: self.name.clone(),
            version: self.version,
            hash: self.hash.clone(),
        }
    }
}

/// Which procedure, at which version, a renewal was begun under.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcedureReference {
    /// Its name.
    pub name: ProcedureName,
    /// Its version.
    pub version: u32,
    /// SHA-256 of its file.
    pub hash: ContentHash,
}

crate::bytes::words!(
    /// Whether signing the application also hands it in.
    Submission {
        /// The signed application is handed in with its arrival.
        WithSignature = "with-signature",
        /// The holder looks through the documents after signing and hands in by an act of its own.
        Separate = "separate",
    }
);

/// The application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApplicationPolicy {
    /// Whether signing is handing in.
    pub submission: Submission,
    /// Minutes that the signer's clock may differ from the server's.
    pub clock_skew_minutes_max: u32,
}

/// The words of a procedure in each language: title, summary, where the office is, and a name for each thing
/// that the procedure lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Russian.
    pub ru: BTreeMap<String, String>,
    /// English, with the same keys.
    pub en: BTreeMap<String, String>,
}

impl Text {
    /// Keys that each procedure gives.
    pub const REQUIRED: &'static [&'static str] = &["title", "summary", "office"];

    /// The text in English under a key, or the key itself when it stands nowhere.
    #[must_use]
    pub fn english<'a>(&'a self, key: &'a str) -> &'a str {
        self.en.get(key).map_or(key, String::as_str)
    }

    /// The text in Russian under a key, or the key itself when it stands nowhere.
    #[must_use]
    pub fn russian<'a>(&'a self, key: &'a str) -> &'a str {
        self.ru.get(key).map_or(key, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::Slug;

    #[test]
    fn a_name_is_refused_one_character_beyond_its_limit() {
        assert!(Slug::parse(&"a".repeat(Slug::CHARS_MAX)).is_some());
        assert!(Slug::parse(&"a".repeat(Slug::CHARS_MAX + 1)).is_none());
        for text in ["", "-a", "a-", "A", "a_b", "а"] {
            assert!(Slug::parse(text).is_none(), "{text}");
        }
    }
}

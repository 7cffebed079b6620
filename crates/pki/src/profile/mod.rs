//! The profile of qualified certificates, as code: who the holder is and what the certificate says.
//!
//! From the inside out: [`number`] reads СНИЛС, ИНН, ОГРН and ОГРНИП; [`region`] knows the regions;
//! [`character`] says which characters a signed value may have; [`attribute`] and [`holder`] say
//! which attributes a kind of holder has; [`subject`] writes a name and [`reading`] reads the names
//! of others; [`sign_tool`] holds the classes of signature tools; [`description`] turns a described
//! profile into extensions. No authority is named here: what differs between authorities comes in
//! as values. Held against: order of the ФСБ of 27.12.2011 № 795, RFC 5280, RFC 9215.

pub mod attribute;
pub mod authority;
pub mod character;
pub mod description;
pub mod holder;
pub mod number;
mod places;
pub mod reading;
pub mod region;
pub mod sign_tool;
pub mod subject;

pub use self::attribute::{AttributeKind, Syntax};
pub use self::authority::{AuthorityFacts, AuthorityProfile};
pub use self::description::{
    CertificateProfile, IssueFacts, ProfileError, ProfileProblem, QualifiedTools, Shape,
    VALIDITY_DAYS_MAX,
};
pub use self::holder::HolderKind;
pub use self::number::{FakeNumbers, Inn, InnKind, NumberError, Ogrn, Ogrnip, Snils};
pub use self::places::Places;
pub use self::reading::{Deviation, Reading, read};
pub use self::sign_tool::SignToolClass;
pub use self::subject::{COUNTRY, Subject, SubjectError, SubjectProblem};

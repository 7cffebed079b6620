//! The typed arguments that a refusal hands to its pair of messages.

use crate::calendar::Moment;
use crate::certificate::{CertificateKind, RevocationReason, Thumbprint};
use crate::organisation::Region;
use crate::permission::{Act, Involvement, Role};
use crate::procedure::{Field, Medium, SignInMethod, Slug, UnplannedReason, WorkplaceCheck};
use crate::renewal::{CommandName, Duty, RenewalId, RightsEnd, StageName};

/// An argument of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// An instant, to be shown in the reader's zone.
    Moment(Moment),
    /// A count.
    Number(i64),
    /// Text to be shown as it is: a name of a source, a thumbprint.
    Text(String),
    /// A word of the model in kebab-case, which has a message of its own.
    Word(String),
    /// Several such words of one sort.
    Words(Vec<String>),
}

/// Data that a refusal names together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields(pub Vec<Field>);

impl std::fmt::Display for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, field) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{field}")?;
        }
        Ok(())
    }
}

impl From<&Fields> for Argument {
    fn from(fields: &Fields) -> Self {
        Self::Words(fields.0.iter().map(Field::to_string).collect())
    }
}

macro_rules! argument_from {
    ($variant:ident: $($type:ty),+) => {
        $(impl From<&$type> for Argument {
            fn from(value: &$type) -> Self {
                Self::$variant(value.to_string())
            }
        })+
    };
}

argument_from!(Text: String, RenewalId, Region, Thumbprint);
argument_from!(Word: Act, CertificateKind, CommandName, Duty, Field, Involvement, Medium, RevocationReason, RightsEnd, Role,
    SignInMethod, Slug, StageName, UnplannedReason, WorkplaceCheck);

impl From<&Moment> for Argument {
    fn from(moment: &Moment) -> Self {
        Self::Moment(*moment)
    }
}

impl From<&i64> for Argument {
    fn from(number: &i64) -> Self {
        Self::Number(*number)
    }
}

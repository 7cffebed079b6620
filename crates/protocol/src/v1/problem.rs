//! What a refusal or a failure looks like on the wire.
//!
//! In the manner of [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457): a code for programs, and a pair of
//! sentences for people, what happened and what to do, in the language of the request. Which HTTP status
//! belongs to it is the server's matter.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::moment::Moment;
use crate::limits::NAME_CHARACTERS_MAX;

/// Media type of a problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// Answer of any route that did not do what was asked.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// What happened, for programs.
    pub code: ProblemCode,
    /// What happened, for people.
    pub message: String,
    /// What to do, for people.
    pub remedy: String,
    /// The number by which the server's log knows a failure of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The server's clock, where time is the matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_time: Option<Moment>,
    /// What the sentences speak of, for programs that say it in their own words.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

/// A code of lower-case letters, digits and hyphens. It is never renamed.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProblemCode(String);

/// A text that is not a problem's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code has lower-case letters, digits and hyphens only")]
pub struct ProblemCodeError;

impl ProblemCode {
    /// Reads a code.
    ///
    /// # Errors
    /// [`ProblemCodeError`] when it has other characters, is empty or too long.
    pub fn parse(text: &str) -> Result<Self, ProblemCodeError> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let good =
            !text.is_empty() && text.len() <= NAME_CHARACTERS_MAX && text.bytes().all(allowed);
        if good {
            Ok(Self(text.to_owned()))
        } else {
            Err(ProblemCodeError)
        }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProblemCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for ProblemCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ProblemCode({})", self.0)
    }
}

impl FromStr for ProblemCode {
    type Err = ProblemCodeError;

    fn from_str(text: &str) -> Result<Self, ProblemCodeError> {
        Self::parse(text)
    }
}

impl Serialize for ProblemCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ProblemCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_word_for_programs() {
        let longest = "a".repeat(NAME_CHARACTERS_MAX);
        for text in ["outside-window", "a", "clock-off-24h", &longest] {
            assert!(ProblemCode::parse(text).is_ok(), "{text}");
        }
        let too_long = format!("{longest}a");
        for text in ["", "Outside", "a b", "a_b", "окно", &too_long] {
            assert_eq!(ProblemCode::parse(text), Err(ProblemCodeError), "{text}");
        }
    }
}

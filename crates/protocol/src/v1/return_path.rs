//! The path by which a browser goes back to the portal.
//!
//! An errand never names an address, only a path; the agent joins it to the origin of its own trust entry.
//! So a forged or mistaken errand cannot send anybody elsewhere.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use zeroize::Zeroizing;

use super::octets::{ErrandId, ReturnCode};
use super::origin::Origin;
use crate::limits::RETURN_PATH_CHARACTERS_MAX;

/// A path of the portal: `/` and 1 to 200 characters of `A-Z a-z 0-9 / _ -`, without `//`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnPath(String);

/// A text that is not a return path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the return path is not / followed by 1 to 200 of the characters A-Z a-z 0-9 / _ - without //"
)]
pub struct ReturnPathError;

impl ReturnPath {
    /// Reads a path.
    ///
    /// # Errors
    /// [`ReturnPathError`] when the text is anything else.
    pub fn parse(text: &str) -> Result<Self, ReturnPathError> {
        let rest = text.strip_prefix('/').ok_or(ReturnPathError)?;
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-');
        let good = !rest.is_empty()
            && rest.len() <= RETURN_PATH_CHARACTERS_MAX
            && rest.bytes().all(allowed)
            && !text.contains("//");
        if good {
            Ok(Self(text.to_owned()))
        } else {
            Err(ReturnPathError)
        }
    }

    /// The path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address that takes the result back: `origin + path + "?e=" + errand + "&rc=" + return code`.
    #[must_use]
    pub fn address(
        &self,
        origin: &Origin,
        errand: &ErrandId,
        code: &ReturnCode,
    ) -> Zeroizing<String> {
        Zeroizing::new(format!(
            "{origin}{}?e={errand}&rc={}",
            self.0,
            code.reveal().as_str()
        ))
    }
}

impl fmt::Display for ReturnPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl FromStr for ReturnPath {
    type Err = ReturnPathError;

    fn from_str(text: &str) -> Result<Self, ReturnPathError> {
        Self::parse(text)
    }
}

impl Serialize for ReturnPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ReturnPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_path_is_read() {
        let longest = format!("/{}", "a".repeat(RETURN_PATH_CHARACTERS_MAX));
        for text in ["/errands/return", "/a", "/A_b-9/c/", &longest] {
            assert!(ReturnPath::parse(text).is_ok(), "{text}");
        }
        let too_long = format!("{longest}a");
        for text in [
            "",
            "/",
            "//evil",
            "/\\evil",
            "https://evil",
            "evil",
            "/a//b",
            "/a\r\nb",
            "/a?b",
            "/a#b",
            "/a.b",
            "/a%2fb",
            "/ж",
            " /a",
            &too_long,
        ] {
            assert_eq!(ReturnPath::parse(text), Err(ReturnPathError), "{text}");
        }
    }

    #[test]
    fn the_address_is_joined_to_the_origin_of_the_trust_entry() {
        let origin = Origin::parse("https://ca.example").expect("an origin");
        let path = ReturnPath::parse("/return").expect("a path");
        let code = ReturnCode::from_slice(&[0; 32]).expect("32 octets");
        assert_eq!(
            path.address(&origin, &ErrandId::new([1; 16]), &code)
                .as_str(),
            format!(
                "https://ca.example/return?e={}&rc={}",
                "01".repeat(16),
                "A".repeat(43)
            )
        );
    }
}

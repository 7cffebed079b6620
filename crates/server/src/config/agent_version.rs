//! Versions of the agent: three numbers, compared one after the other (Semantic Versioning 2.0, 11).

use std::fmt;

/// A version of the agent. What stands behind its three numbers is not compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AgentVersion([u32; 3]);

impl AgentVersion {
    /// Reads `1.2.3`, with or without something behind `-` or `+`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let numbers = text.split(['-', '+']).next()?;
        let mut parts = numbers.split('.').map(number);
        let version = [parts.next()??, parts.next()??, parts.next()??];
        parts.next().is_none().then_some(Self(version))
    }
}

/// Digits alone: `parse` of the library would take a sign too.
fn number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

impl fmt::Display for AgentVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.0;
        write!(f, "{major}.{minor}.{patch}")
    }
}

#[cfg(test)]
mod tests {
    use super::AgentVersion;

    fn version(text: &str) -> AgentVersion {
        AgentVersion::parse(text).expect("a version")
    }

    #[test]
    fn versions_are_compared_number_by_number() {
        assert!(version("0.9.9") < version("0.10.0"));
        assert!(version("1.0.0") > version("0.99.99"));
        assert_eq!(version("1.2.3-rc.1+linux"), version("1.2.3"));
        assert_eq!(version("0.1.0").to_string(), "0.1.0");
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for wrong in [
            "",
            "1",
            "1.2",
            "1.2.3.4",
            "1.2.x",
            "v1.2.3",
            "1..3",
            "+1.2.3",
            "1.2.4294967296",
        ] {
            assert_eq!(AgentVersion::parse(wrong), None, "{wrong}");
        }
    }
}

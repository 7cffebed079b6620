//! What `server.toml` says about the pages for holders: the zone of the times on them, the port at which agents wait,
//! and where the program is downloaded. All of it may be left out.

use time::UtcOffset;

use super::{agent_version::AgentVersion, mistake::MistakeKind, section::Section};

/// Where agents wait for a browser (door B of the security design, 1.2).
const AGENT_PORT: u16 = 17_817;
/// The zone of Moscow, in which most authorities state their terms.
const ZONE_HOURS: i8 = 3;

/// What is configured about the pages for holders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalFile {
    /// The zone in which instants are shown.
    pub zone: UtcOffset,
    /// The port of door B.
    pub agent_port: u16,
    /// The lowest version of the agent that errands are given to; none takes every one.
    pub agent_minimum: Option<AgentVersion>,
    /// Where the agent is downloaded, one for each system.
    pub downloads: Vec<Download>,
    /// Where questions go: a telephone number or an address, in words.
    pub support: Option<String>,
}

/// A file that holders download.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Download {
    /// The system that it is for, as people name it.
    pub system: String,
    /// Its address.
    pub url: String,
    /// Its SHA-256, in hex.
    pub sha256: String,
}

impl Default for PortalFile {
    fn default() -> Self {
        Self {
            zone: UtcOffset::from_hms(ZONE_HOURS, 0, 0).unwrap_or(UtcOffset::UTC),
            agent_port: AGENT_PORT,
            agent_minimum: None,
            downloads: Vec::new(),
            support: None,
        }
    }
}

impl PortalFile {
    /// Reads the sections `portal` and `agent`, as far as they are there.
    pub(super) fn read(root: &Section<'_>) -> Self {
        let mut file = Self::default();
        if let Some(portal) = root.optional_section("portal") {
            if portal.has("zone") {
                file.zone = zone(&portal, file.zone);
            }
            if portal.has("support") {
                file.support = Some(portal.text("support"));
            }
            portal.finish();
        }
        if let Some(agent) = root.optional_section("agent") {
            if agent.has("port") {
                file.agent_port = agent.number("port", 1, u16::MAX);
            }
            if agent.has("minimum_version") {
                file.agent_minimum = minimum(&agent);
            }
            file.downloads = agent.sections("download").iter().map(download).collect();
            agent.finish();
        }
        file
    }
}

/// A whole zone like `+03:00`.
fn zone(section: &Section<'_>, usual: UtcOffset) -> UtcOffset {
    const EXPECTED: &str = "expected-zone";
    let found = section.text("zone");
    parse_zone(&found).unwrap_or_else(|| {
        let expected = EXPECTED;
        section.report("zone", MistakeKind::Value { found, expected });
        usual
    })
}

fn minimum(section: &Section<'_>) -> Option<AgentVersion> {
    let found = section.text("minimum_version");
    let version = AgentVersion::parse(&found);
    if version.is_none() {
        let expected = "expected-version";
        section.report("minimum_version", MistakeKind::Value { found, expected });
    }
    version
}

fn parse_zone(text: &str) -> Option<UtcOffset> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let two = |text: &str| -> Option<i8> {
        let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten()
    };
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    if minutes > 59 || hours > 14 {
        return None;
    }
    UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok()
}

fn download(section: &Section<'_>) -> Download {
    let download = Download {
        system: section.text("system"),
        url: section.text("url"),
        sha256: section.text("sha256"),
    };
    if !download.url.starts_with("https://") && !download.url.is_empty() {
        section.report(
            "url",
            MistakeKind::Value {
                found: download.url.clone(),
                expected: "expected-https-address",
            },
        );
    }
    let sound = download.sha256.len() == 64
        && download
            .sha256
            .bytes()
            .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !sound && !download.sha256.is_empty() {
        section.report(
            "sha256",
            MistakeKind::Value {
                found: download.sha256.clone(),
                expected: "expected-sha256",
            },
        );
    }
    section.finish();
    download
}

#[cfg(test)]
mod tests {
    use time::macros::offset;

    use super::parse_zone;

    #[test]
    fn a_zone_is_a_sign_two_hours_and_two_minutes() {
        assert_eq!(parse_zone("+03:00"), Some(offset!(+3)));
        assert_eq!(parse_zone("-03:30"), Some(offset!(-3:30)));
        assert_eq!(parse_zone("+14:00"), Some(offset!(+14)));
        for wrong in ["", "3", "+3:00", "+15:00", "+03:60", "03:00", "+03", "МСК"] {
            assert_eq!(parse_zone(wrong), None, "{wrong}");
        }
    }
}

//! The address of an authority: scheme, host and port, nothing else.
//!
//! One authority has one spelling, so that equality of texts is equality of authorities: `https`, an ASCII
//! host in lower case (a name, an IPv4 or a bracketed IPv6 literal), a port only where it is not the scheme's
//! own, no user part, path, query or fragment. Plain `http` is read for loopback hosts alone.
//! The serialisation is that of [RFC 6454](https://www.rfc-editor.org/rfc/rfc6454), 6.2.
//!
//! Warnings about look-alike hosts are not this module's: it only says what is an origin.

use core::net::{Ipv4Addr, Ipv6Addr};
use std::fmt;
use std::str::FromStr;

use der::{DecodeValue, EncodeValue, FixedTag, Header, Length, Reader, Tag, Writer};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::limits::{HOST_BYTES_MAX, HOST_LABEL_BYTES_MAX};

/// An authority's origin.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    text: String,
    host_end: usize,
}

/// Why a text is not an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OriginError {
    /// Another scheme than `https` (or `http`), or no scheme.
    #[error("the address does not begin with https://")]
    Scheme,
    /// `http` for a host that is not the machine itself.
    #[error("plain http is only for this machine itself")]
    PlainHttp,
    /// A character that no ASCII host has; for a name in another script the `xn--` form is due.
    #[error("the host has a character that is not allowed in it")]
    HostCharacter,
    /// An empty or overlong host or label, a hyphen at an edge of a label, or a number that is no address.
    #[error("the host is not well formed")]
    Host,
    /// A port that is not a number from 1 to 65535 without leading zeros.
    #[error("the port is not a number from 1 to 65535")]
    Port,
    /// The port that the scheme has anyway.
    #[error("the port is the one of the scheme and must be left out")]
    DefaultPort,
    /// A user part, a path, a query or a fragment.
    #[error("the address has more than scheme, host and port")]
    More,
}

impl Origin {
    /// Reads an origin in its one spelling.
    ///
    /// # Errors
    /// [`OriginError`], one variant for each rule.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let (secure, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return Err(OriginError::Scheme),
        };
        if rest.contains(['/', '?', '#', '@', '\\']) {
            return Err(OriginError::More);
        }
        let (host, port) = split_port(rest)?;
        check_host(host)?;
        if let Some(port) = port {
            check_port(port, secure)?;
        }
        if !secure && !is_loopback(host) {
            return Err(OriginError::PlainHttp);
        }
        Ok(Self {
            text: text.to_owned(),
            host_end: text.len() - rest.len() + host.len(),
        })
    }

    /// The serialisation that is shown, compared and signed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host, with brackets where it is an IPv6 literal.
    #[must_use]
    pub fn host(&self) -> &str {
        let start = self.text.find("://").map_or(0, |at| at + 3);
        &self.text[start..self.host_end]
    }

    /// The port, the scheme's own where none is written.
    #[must_use]
    pub fn port(&self) -> u16 {
        let own = if self.is_secure() { 443 } else { 80 };
        self.text
            .get(self.host_end + 1..)
            .and_then(|port| port.parse().ok())
            .unwrap_or(own)
    }

    /// Whether the scheme is `https`.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.text.starts_with("https://")
    }

    /// The address of a path below this origin; the path begins with a slash.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.text)
    }
}

fn split_port(rest: &str) -> Result<(&str, Option<&str>), OriginError> {
    if rest.starts_with('[') {
        let end = rest.find(']').ok_or(OriginError::Host)? + 1;
        let (host, after) = rest.split_at(end);
        return match after.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if after.is_empty() => Ok((host, None)),
            None => Err(OriginError::Host),
        };
    }
    match rest.split_once(':') {
        Some((host, port)) => Ok((host, Some(port))),
        None => Ok((rest, None)),
    }
}

fn check_host(host: &str) -> Result<(), OriginError> {
    if let Some(inner) = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
    {
        let address: Ipv6Addr = inner.parse().map_err(|_| OriginError::Host)?;
        return if address.to_string() == inner {
            Ok(())
        } else {
            Err(OriginError::Host)
        };
    }
    let allowed = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'.'
    };
    if !host.bytes().all(allowed) {
        return Err(OriginError::HostCharacter);
    }
    if host.is_empty() || host.len() > HOST_BYTES_MAX {
        return Err(OriginError::Host);
    }
    let label_is_good = |label: &str| {
        !label.is_empty()
            && label.len() <= HOST_LABEL_BYTES_MAX
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if !host.split('.').all(label_is_good) {
        return Err(OriginError::Host);
    }
    // Browsers take a host whose last label is a number for an IPv4 address, in whatever base it is written:
    // only the plain form of four numbers has one meaning.
    let last = host.rsplit('.').next().unwrap_or(host);
    let numeric = last.bytes().all(|byte| byte.is_ascii_digit())
        || last
            .strip_prefix("0x")
            .is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if numeric
        && host
            .parse::<Ipv4Addr>()
            .map_or(true, |address| address.to_string() != host)
    {
        return Err(OriginError::Host);
    }
    Ok(())
}

fn check_port(port: &str, secure: bool) -> Result<(), OriginError> {
    if port.is_empty() || port.starts_with('0') || !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(OriginError::Port);
    }
    let number: u16 = port.parse().map_err(|_| OriginError::Port)?;
    if number == if secure { 443 } else { 80 } {
        Err(OriginError::DefaultPort)
    } else {
        Ok(())
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host == "[::1]"
        || host
            .parse::<Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Origin({})", self.text)
    }
}

impl FromStr for Origin {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Self, OriginError> {
        Self::parse(text)
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Origin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl FixedTag for Origin {
    const TAG: Tag = Tag::Utf8String;
}

impl EncodeValue for Origin {
    fn value_len(&self) -> der::Result<Length> {
        Length::try_from(self.text.len())
    }

    fn encode_value(&self, writer: &mut impl Writer) -> der::Result<()> {
        writer.write(self.text.as_bytes())
    }
}

impl<'a> DecodeValue<'a> for Origin {
    type Error = der::Error;

    fn decode_value<R: Reader<'a>>(reader: &mut R, header: Header) -> der::Result<Self> {
        let text = String::decode_value(reader, header)?;
        Self::parse(&text).map_err(|_| Tag::Utf8String.value_error().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<(&str, u16), OriginError>) {
        let found = Origin::parse(text);
        match expected {
            Ok((host, port)) => {
                let origin = found.unwrap_or_else(|error| panic!("{text}: {error}"));
                assert_eq!((origin.host(), origin.port()), (host, port), "{text}");
                assert_eq!(origin.as_str(), text);
            }
            Err(error) => assert_eq!(found.map(|origin| origin.text), Err(error), "{text}"),
        }
    }

    #[test]
    fn one_spelling_of_an_origin_is_read() {
        check("https://ca.example", Ok(("ca.example", 443)));
        check("https://ca.example:8443", Ok(("ca.example", 8443)));
        check(
            "https://xn--80ak6aa92e.example",
            Ok(("xn--80ak6aa92e.example", 443)),
        );
        check("https://192.0.2.1", Ok(("192.0.2.1", 443)));
        check("https://[2001:db8::1]:8443", Ok(("[2001:db8::1]", 8443)));
        check("http://localhost:8080", Ok(("localhost", 8080)));
        check("http://127.0.0.1:1", Ok(("127.0.0.1", 1)));
        check("http://[::1]:65535", Ok(("[::1]", 65535)));
    }

    #[test]
    fn everything_else_is_refused_with_its_reason() {
        use OriginError::{DefaultPort, Host, HostCharacter, More, PlainHttp, Port, Scheme};
        check("", Err(Scheme));
        check("ca.example", Err(Scheme));
        check("HTTPS://ca.example", Err(Scheme));
        check("javascript:alert(1)", Err(Scheme));
        check("ftp://ca.example", Err(Scheme));
        check("http://ca.example", Err(PlainHttp));
        check("http://localhost.example", Err(PlainHttp));
        check("http://192.0.2.1", Err(PlainHttp));
        check("https://Ca.example", Err(HostCharacter));
        check("https://cа.example", Err(HostCharacter)); // a Cyrillic letter
        check("https://ca_1.example", Err(HostCharacter));
        check("https://ca.example\r\n", Err(HostCharacter));
        check("https://ca%2eexample", Err(HostCharacter));
        check("https://", Err(Host));
        check("https://ca.example.", Err(Host));
        check("https://ca..example", Err(Host));
        check("https://-ca.example", Err(Host));
        check("https://ca-.example", Err(Host));
        check("https://127.1", Err(Host));
        check("https://0x7f000001", Err(Host));
        check("https://2130706433", Err(Host));
        check("https://192.0.2.01", Err(Host));
        check("https://[2001:DB8::1]", Err(Host));
        check("https://[::1", Err(Host));
        check("https://[::1]x", Err(Host));
        check("https://ca.example:", Err(Port));
        check("https://ca.example:0", Err(Port));
        check("https://ca.example:08443", Err(Port));
        check("https://ca.example:65536", Err(Port));
        check("https://ca.example:+1", Err(Port));
        check("https://ca.example:443", Err(DefaultPort));
        check("http://localhost:80", Err(DefaultPort));
        check("https://ca.example/", Err(More));
        check("https://ca.example?q", Err(More));
        check("https://ca.example#f", Err(More));
        check("https://user@ca.example", Err(More));
        check("https:///ca.example", Err(More));
        check("https://ca.example\\@evil", Err(More));
    }

    #[test]
    fn a_host_and_its_labels_have_the_sizes_of_the_name_system() {
        let label = "a".repeat(HOST_LABEL_BYTES_MAX);
        check(
            &format!("https://{label}.example"),
            Ok((&format!("{label}.example"), 443)),
        );
        check(&format!("https://{label}a.example"), Err(OriginError::Host));
        let host = format!(
            "{label}.{label}.{label}.{}",
            "b".repeat(HOST_BYTES_MAX - 3 * 64)
        );
        assert_eq!(host.len(), HOST_BYTES_MAX);
        check(&format!("https://{host}"), Ok((&host, 443)));
        check(&format!("https://{host}b"), Err(OriginError::Host));
    }
}

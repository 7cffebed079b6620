//! What `server.toml` says about those who ask over HTTP: whose word counts on where a request comes from, and how much
//! is answered to all together. All of it may be left out.

use std::net::IpAddr;

use ipnet::IpNet;

use super::{mistake::MistakeKind, section::Section};

/// Requests a second where nothing else is said: what one server of small size answers from SQLite without falling behind.
const REQUESTS_A_SECOND: u32 = 200;
/// A budget above this bounds nothing: milliseconds are what buckets are counted in.
const REQUESTS_A_SECOND_MAX: u32 = 1_000;

/// What is configured about those who ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpFile {
    /// The networks of the web servers in front, whose `X-Forwarded-For` is believed; none believes nobody's.
    pub trusted_proxies: Vec<IpNet>,
    /// Requests for pages, forms and codes a second, of everybody together.
    pub requests_a_second: u32,
}

impl Default for HttpFile {
    fn default() -> Self {
        Self {
            trusted_proxies: Vec::new(),
            requests_a_second: REQUESTS_A_SECOND,
        }
    }
}

impl HttpFile {
    /// Reads the section `http`, if it is there.
    pub(super) fn read(root: &Section<'_>) -> Self {
        let mut file = Self::default();
        let Some(section) = root.optional_section("http") else {
            return file;
        };
        for found in section.texts("trusted_proxies") {
            if let Some(trusted) = network(&found) {
                file.trusted_proxies.push(trusted);
            } else {
                let expected = "expected-network";
                section.report("trusted_proxies", MistakeKind::Value { found, expected });
            }
        }
        if section.has("requests_a_second") {
            file.requests_a_second = section.number("requests_a_second", 1, REQUESTS_A_SECOND_MAX);
        }
        section.finish();
        file
    }

    /// Whether what this address says of others is believed; one of IPv4 that is written as IPv6 counts as it would by
    /// itself.
    #[must_use]
    pub fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let mut networks = self.trusted_proxies.iter();
        networks.any(|network| network.contains(&address))
    }
}

/// Reads a network in the notation of RFC 4632: `127.0.0.1/32`, `2001:db8::/32`. An address within one, such as
/// `10.0.0.1/8`, is none: it is not clear which of the two was meant.
fn network(text: &str) -> Option<IpNet> {
    let network: IpNet = text.parse().ok()?;
    (network.addr() == network.network()).then_some(network)
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::{HttpFile, network};

    fn lies_in(address: &str, named: &str) -> bool {
        let address: IpAddr = address.parse().expect("an address");
        let file = HttpFile {
            trusted_proxies: vec![network(named).expect("a network")],
            ..HttpFile::default()
        };
        file.trusts(address)
    }

    #[test]
    fn a_network_holds_its_addresses_and_no_others() {
        for (address, network, inside) in [
            ("127.0.0.1", "127.0.0.1/32", true),
            ("127.0.0.2", "127.0.0.1/32", false),
            ("10.255.255.255", "10.0.0.0/8", true),
            ("11.0.0.0", "10.0.0.0/8", false),
            ("::ffff:10.1.2.3", "10.0.0.0/8", true),
            ("203.0.113.9", "0.0.0.0/0", true),
            ("2001:db8::1", "0.0.0.0/0", false),
            ("2001:db8:ffff::1", "2001:db8::/32", true),
            ("2001:db9::1", "2001:db8::/32", false),
            ("2001:db9::1", "::/0", true),
            ("0.0.0.1", "::/0", false),
        ] {
            assert_eq!(lies_in(address, network), inside, "{address} in {network}");
        }
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for wrong in [
            "",
            "127.0.0.1",
            "127.0.0.1/",
            "127.0.0.1/33",
            "127.0.0.1/+8",
            "127.0.0.1/-1",
            "10.0.0.1/8",
            "2001:db8::/129",
            "2001:db8::1/32",
            "localhost/32",
        ] {
            assert_eq!(network(wrong), None, "{wrong}");
        }
    }
}

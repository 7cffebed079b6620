//! What `server.toml` says about those who ask over HTTP: whose word counts on where a request comes from, and how much
//! is answered to all together. All of it may be left out.

use std::net::IpAddr;

use super::{mistake::MistakeKind, section::Section};

/// Requests a second where nothing else is said: what one server of small size answers from SQLite without falling behind.
const REQUESTS_A_SECOND: u32 = 200;
/// A budget above this bounds nothing: milliseconds are what buckets are counted in.
const REQUESTS_A_SECOND_MAX: u32 = 1_000;

/// What is configured about those who ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpFile {
    /// The networks of the web servers in front, whose `X-Forwarded-For` is believed; none believes nobody's.
    pub trusted_proxies: Vec<Network>,
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
            if let Some(network) = Network::parse(&found) {
                file.trusted_proxies.push(network);
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

    /// Whether what this address says of others is believed.
    #[must_use]
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.trusted_proxies
            .iter()
            .any(|network| network.contains(address))
    }
}

/// A network in the notation of RFC 4632: `127.0.0.1/32`, `2001:db8::/32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    bits: u32,
}

impl Network {
    /// Reads a network. An address within one, such as `10.0.0.1/8`, is none: it is not clear which of the two was meant.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (first, bits) = text.split_once('/')?;
        let first: IpAddr = first.parse().ok()?;
        let bits = (!bits.starts_with('+'))
            .then(|| bits.parse().ok())
            .flatten()?;
        let network = Self { first, bits };
        (bits <= length(first) && network.masked(first) == number(first)).then_some(network)
    }

    /// Whether an address lies in this network; one of IPv4 that is written as IPv6 does as it would by itself.
    #[must_use]
    pub fn contains(self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        length(address) == length(self.first) && self.masked(address) == number(self.first)
    }

    fn masked(self, address: IpAddr) -> u128 {
        let free = length(address).saturating_sub(self.bits);
        let mask = u128::MAX.checked_shl(free).unwrap_or(0);
        number(address) & mask
    }
}

/// Bits of an address.
const fn length(address: IpAddr) -> u32 {
    match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::Network;

    fn lies_in(address: &str, network: &str) -> bool {
        let address: IpAddr = address.parse().expect("an address");
        Network::parse(network)
            .expect("a network")
            .contains(address)
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
            assert_eq!(Network::parse(wrong), None, "{wrong}");
        }
    }
}

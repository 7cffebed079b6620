//! What `server.toml` says about the gateway that sends messages to telephones. Without the section no code is sent.

use std::path::{Path, PathBuf};

use super::{mistake::MistakeKind, section::Section};

/// Messages a day where nothing else is said: a bound for what a mistake or an attack may cost.
const MESSAGES_A_DAY: u32 = 1_000;
/// The country to which messages go where nothing else is said.
const COUNTRY: &str = "7";

/// The gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmsFile {
    /// Where messages are sent: `https`, or `http` on this computer.
    pub url: String,
    /// The file with the secret that signs what is sent.
    pub secret_file: PathBuf,
    /// The countries to which messages go, by the first digits of their numbers.
    pub countries: Vec<String>,
    /// Messages a day at most.
    pub messages_a_day: u32,
}

impl SmsFile {
    /// Reads the section `sms`, if it is there.
    pub(super) fn read(root: &Section<'_>, folder: &Path) -> Option<Self> {
        let section = root.optional_section("sms")?;
        let url = section.text("url");
        if !is_gateway(&url) {
            let expected = "expected-gateway";
            let found = url.clone();
            section.report("url", MistakeKind::Value { found, expected });
        }
        let countries = if section.has("countries") {
            section.texts("countries")
        } else {
            vec![COUNTRY.to_owned()]
        };
        let bad = countries
            .iter()
            .find(|country| country.is_empty() || !country.bytes().all(|b| b.is_ascii_digit()));
        if let Some(found) = bad.cloned() {
            let expected = "expected-country";
            section.report("countries", MistakeKind::Value { found, expected });
        }
        let file = Self {
            secret_file: folder.join(section.text("secret_file")),
            messages_a_day: if section.has("messages_a_day") {
                section.number("messages_a_day", 1, 1_000_000)
            } else {
                MESSAGES_A_DAY
            },
            url,
            countries,
        };
        section.finish();
        Some(file)
    }
}

fn is_gateway(url: &str) -> bool {
    let local = ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"];
    url.starts_with("https://") || local.iter().any(|start| url.starts_with(start))
}

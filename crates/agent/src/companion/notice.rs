//! What the companion says, in the user's words.

use smena_pki::{certificate::Certificate, oid};
use smena_protocol::v1::Origin;
use smena_ui::{Catalogue, Language, Message, format};

/// A notice for the desktop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it is about.
    pub summary: String,
    /// What happens when, and what to do.
    pub body: String,
}

/// Says that a certificate ends. `portal` is where it is renewed; without it the command is named.
pub(super) fn ending(
    catalogue: Catalogue,
    language: Language,
    certificate: &Certificate,
    days_left: i64,
    portal: Option<&Origin>,
) -> Notice {
    let holder = certificate.subject().text(&oid::COMMON_NAME);
    let body = Message::new("companion-ends")
        .with("holder", holder.unwrap_or_default())
        .with("serial", certificate.serial().to_string())
        .with(
            "until",
            format::date(language, certificate.not_after().date()),
        )
        .with("days", days_left.max(0).to_string());
    let next = match portal {
        Some(origin) => Message::new("companion-renew-at").with("address", origin.as_str()),
        None => Message::new("companion-renew"),
    };
    Notice {
        summary: catalogue.word(language, "companion-ends-summary"),
        body: [body, next]
            .map(|message| catalogue.text(language, &message))
            .join("\n"),
    }
}

/// Says that the check of the workplace has found something new.
pub(super) fn workplace(catalogue: Catalogue, language: Language, found: &[String]) -> Notice {
    let next = catalogue.word(language, "companion-workplace");
    let mut lines = found.to_vec();
    lines.push(next);
    Notice {
        summary: catalogue.word(language, "companion-workplace-summary"),
        body: lines.join("\n"),
    }
}

//! `smena trust URL`: decides once to trust an authority.

use std::io::Write as _;

use serde_json::json;
use smena_protocol::v1::Sha256;
use smena_ui::{Message, format};

use super::{
    Common, place, renew,
    terminal::{Answers, Terminal},
};
use crate::{
    client::Client,
    clock::SystemClock,
    failure::{Failure, Kind},
    flow::{self, FlowError, Introduced},
    output::{Printer, Report},
    state::TrustEntry,
};

/// What `smena trust` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(value_name = "URL")]
    url: String,
    #[arg(long, value_name = "SHA256")]
    root: Option<String>,
}

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    let origin = renew::origin(&arguments.url)?;
    let expected = arguments.root.as_deref().map(thumbprint).transpose()?;
    let opened = place::open(common)?;
    let _lock = opened.home.lock()?;
    let client = Client::new(&origin, printer.language());
    let introduced =
        flow::introduce(&client, &origin, &SystemClock).map_err(FlowError::into_failure)?;
    let known = opened
        .home
        .trusted()?
        .into_iter()
        .find(|entry| entry.origin == origin);
    decide(&introduced, known.as_ref(), expected, printer)?;
    opened
        .home
        .authority_folder(&origin)?
        .keep_trust(&introduced.entry)?;

    let text = printer.text(
        &Message::new("trust-done")
            .with("name", introduced.entry.name.clone())
            .with("origin", origin.as_str()),
    );
    let value = json!({
        "origin": origin,
        "name": introduced.entry.name,
        "root": introduced.root_thumbprint(),
    });
    Ok(Report { text, value })
}

/// The same root as before, or the one that was named, or the one that a person has compared.
fn decide(
    introduced: &Introduced,
    known: Option<&TrustEntry>,
    expected: Option<Sha256>,
    printer: &Printer,
) -> Result<(), Failure> {
    let shown = introduced.root_thumbprint();
    if let Some(expected) = expected {
        return if expected == shown {
            Ok(())
        } else {
            Err(FlowError::OtherRoot.into())
        };
    }
    if known.is_some_and(|entry| entry.root_key == introduced.entry.root_key) {
        return Ok(());
    }
    let key = if known.is_some() {
        "trust-changed"
    } else {
        "trust-compare"
    };
    let facts = Message::new(key)
        .with("name", introduced.entry.name.clone())
        .with("origin", introduced.entry.origin.as_str())
        .with("root", introduced.root.subject().to_string())
        .with("thumbprint", format::grouped_hex(shown.as_bytes()));
    // Where nothing can be shown, nothing can be compared: the question that follows then is answered with no.
    let _ = writeln!(std::io::stderr(), "{}", printer.text(&facts));
    let answers = Answers::default();
    let terminal = Terminal::new(printer, &answers);
    match terminal.agrees(&Message::new("ask-trust")) {
        Ok(true) => Ok(()),
        Ok(false) => Err(FlowError::Declined.into()),
        Err(_) => Err(Failure::new(Kind::Refused, "trust-not-compared")),
    }
}

fn thumbprint(text: &str) -> Result<Sha256, Failure> {
    let digits: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ':')
        .collect::<String>()
        .to_lowercase();
    digits
        .parse()
        .map_err(|_| Failure::new(Kind::Usage, "thumbprint").with("thumbprint", text))
}

//! `smena status`: where the holder's renewals stand.

use std::fmt::Write as _;

use serde_json::json;
use smena_ui::{Message, format};
use time::UtcOffset;

use super::{
    Common, place, renew,
    terminal::{Answers, Terminal},
};
use crate::{
    failure::Failure,
    flow::{self, FlowError},
    output::{Printer, Report},
};

/// What `smena status` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(long, value_name = "ID")]
    certificate: Option<String>,
    #[arg(long, value_name = "URL")]
    authority: Option<String>,
    #[command(flatten)]
    answers: Answers,
}

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    let opened = place::open(common)?;
    let _lock = opened.home.lock()?;
    let certificate = place::certificate(&opened, arguments.certificate.as_deref())?;
    let person = Terminal::new(printer, &arguments.answers);
    let context = renew::context(&opened, arguments.authority.as_deref(), &person, printer)?;
    let renewals = flow::overview(&context, &certificate).map_err(FlowError::into_failure)?;
    let mut text = String::new();
    for renewal in &renewals {
        let mut line = |message: &Message| {
            writeln!(text, "{}", printer.text(message)).expect("writing to a String cannot fail");
        };
        line(
            &Message::new("status-renewal")
                .with("id", renewal.id.to_string())
                .with("procedure", renewal.procedure.title.clone())
                .with("stage", renewal.stage_text.clone()),
        );
        for obligation in &renewal.obligations {
            let message = match obligation.due {
                None => Message::new("renew-owed"),
                Some(due) => Message::new("status-owed-until").with(
                    "due",
                    format::instant(printer.language(), due.time(), UtcOffset::UTC),
                ),
            };
            line(&message.with("what", obligation.text.clone()));
        }
    }
    if text.is_empty() {
        text = printer.word("status-none");
    }
    Ok(Report {
        text,
        value: json!({ "renewals": renewals }),
    })
}

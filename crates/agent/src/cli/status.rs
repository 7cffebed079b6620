//! `smena status`: where the holder's renewals stand.

use std::fmt::Write as _;

use serde_json::json;
use smena_protocol::v1::RenewalStatus;
use smena_ui::{Message, format};
use time::UtcOffset;

use super::{
    Common,
    renew::{self, Arguments},
};
use crate::{
    failure::Failure,
    flow::{self, FlowError},
    output::{Printer, Report},
};

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    renew::with_authority(common, arguments, printer, |_, context, certificate| {
        let renewals = flow::overview(context, certificate).map_err(FlowError::into_failure)?;
        Ok(report(&renewals, printer))
    })
}

fn report(renewals: &[RenewalStatus], printer: &Printer) -> Report {
    let mut text = String::new();
    for renewal in renewals {
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
    Report {
        text,
        value: json!({ "renewals": renewals }),
    }
}

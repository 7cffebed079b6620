//! `crl`: publishes a revocation list, and writes it to a file where one is named.

use std::path::PathBuf;

use smena_ui::{Message, format};
use time::UtcOffset;

use super::{Common, Failure, Kind, Printer, Report, open};
use crate::app::{Actor, revocation::publish_list};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) async fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    let app = open(common).await?;
    let list = publish_list(&app, &app.ctx(Actor::Admin)).await?;
    app.store.close().await;
    if let Some(path) = &arguments.out {
        std::fs::write(path, &list.der).map_err(|error| {
            Failure::new(Kind::OtherSide, "file-unwritable")
                .with("file", path.display().to_string())
                .caused_by(&error)
        })?;
    }
    let next = format::instant(printer.language(), list.next_update, UtcOffset::UTC);
    let text = printer.text(
        &Message::new("crl-done")
            .with("number", list.number.to_string())
            .with("next", next),
    );
    let value = serde_json::json!({
        "number": list.number,
        "this_update": list.this_update.unix_timestamp(),
        "next_update": list.next_update.unix_timestamp(),
        "size_bytes": list.der.len(),
    });
    Ok(Report { text, value })
}

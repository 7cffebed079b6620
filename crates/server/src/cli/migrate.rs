//! `migrate`: brings the tables of the database to the form that this program expects.

use smena_store::Store;
use smena_ui::Message;

use super::{Common, Failure, Printer, Report, failure::database};
use crate::config;

pub(super) async fn run(common: &Common, printer: &Printer) -> Result<Report, Failure> {
    let server = config::load(&common.config)?.server;
    let store = Store::open(&server.database)
        .await
        .map_err(|error| database(&error))?;
    store.migrate().await.map_err(|error| database(&error))?;
    let statements = store
        .prepare_all()
        .await
        .map_err(|error| database(&error))?;
    store.close().await;
    Ok(Report {
        text: printer.text(&Message::new("migrate-done")),
        value: serde_json::json!({ "statements": statements }),
    })
}

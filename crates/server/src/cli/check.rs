//! `check`: reads everything that the server would read and reports all mistakes at once. Nothing is changed.

use smena_pki::certificate::Certificate;
use smena_store::Store;
use smena_ui::Message;

use super::{Common, Failure, Kind, Printer, Report, failure, mistakes};
use crate::{
    app::{Authority, authority::AuthorityFiles},
    compose::SystemRandomness,
    config::{self, ConfigError, Configuration},
    randomness::Randomness as _,
};

pub(super) async fn run(common: &Common, printer: &Printer) -> Result<Report, Failure> {
    let configuration = match config::load(&common.config) {
        Ok(configuration) => configuration,
        Err(ConfigError::Mistakes(found)) => return Err(mistakes::failure(&found, printer)),
        Err(error) => return Err(error.into()),
    };
    let authority = open_authority(&configuration)?;
    let store = Store::open(&configuration.server.database)
        .await
        .map_err(|error| failure::database(&error))?;
    let statements = store.prepare_all().await.map_err(|error| {
        Failure::new(Kind::OtherSide, "database-not-migrated").caused_by(&error)
    })?;
    store.close().await;
    let text = printer.text(
        &Message::new("check-done")
            .with("procedures", configuration.procedures.len().to_string())
            .with("statements", statements.to_string()),
    );
    let value = serde_json::json!({
        "procedures": configuration.procedures.keys().map(ToString::to_string).collect::<Vec<_>>(),
        "profiles": configuration.server.profiles.keys().map(ToString::to_string).collect::<Vec<_>>(),
        "statements": statements,
        "root": hex::encode(authority.thumbprint()),
    });
    Ok(Report { text, value })
}

/// The keys are opened as the server would open them; gives the root's certificate.
fn open_authority(configuration: &Configuration) -> Result<Certificate, Failure> {
    let server = &configuration.server;
    let password = server
        .issuing_password_file
        .as_deref()
        .map(config::read_password)
        .transpose()?;
    let files = AuthorityFiles {
        folder: &server.authority,
        root: config::read_certificate(&config::root_certificate_path(&server.authority))?,
        issuing_password: password,
    };
    let authority = Authority::open(files, SystemRandomness.generator())?;
    Ok(authority.root().clone())
}

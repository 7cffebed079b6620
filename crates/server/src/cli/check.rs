//! `check`: reads everything that the server would read and reports all mistakes at once. Nothing is changed.

use smena_store::Store;
use smena_ui::Message;

use super::{Common, Failure, Kind, Printer, Report, failure, mistakes};
use crate::{
    app::{Authority, authority::AuthorityFiles},
    clock::Clock as _,
    compose::{SystemClock, SystemRandomness},
    config::{self, ConfigError, Configuration},
    outbound::status_list,
    randomness::Randomness as _,
};

pub(super) async fn run(common: &Common, printer: &Printer) -> Result<Report, Failure> {
    let configuration = match config::load(&common.config) {
        Ok(configuration) => configuration,
        Err(ConfigError::Mistakes(found)) => return Err(mistakes::failure(&found, printer)),
        Err(error) => return Err(error.into()),
    };
    let authority = open_authority(&configuration)?;
    read_status_list(&configuration, &authority).await?;
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
        "root": hex::encode(authority.root().thumbprint()),
    });
    Ok(Report { text, value })
}

/// The list of the other system, where one is named, is read as the server would read it now.
async fn read_status_list(
    configuration: &Configuration,
    authority: &Authority,
) -> Result<(), Failure> {
    let Some(path) = &configuration.server.status_list else {
        return Ok(());
    };
    let now = SystemClock.now();
    status_list::read(path, authority.issuing(), authority.issuing_key(), now)
        .await
        .map(drop)
        .map_err(|error| {
            Failure::new(Kind::OtherSide, "status-list-unusable")
                .with("file", path.display().to_string())
                .caused_by(&error)
        })
}

/// The keys are opened as the server would open them.
fn open_authority(configuration: &Configuration) -> Result<Authority, Failure> {
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
    Ok(Authority::open(files, SystemRandomness.generator())?)
}

//! `holder import`: makes a holder known by a certificate that this authority issued.

use std::path::{Path, PathBuf};

use smena_domain::procedure::Slug;
use smena_ui::Message;
use toml_edit::DocumentMut;

use super::{Common, Failure, Kind, Printer, Report, open};
use crate::{
    app::{
        Actor,
        holders::{ImportedFacts, import},
    },
    config,
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
}

pub(super) async fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    let certificate = config::read_certificate(&arguments.file)?;
    let given = match &arguments.data {
        Some(path) => read_data(path)?,
        None => ImportedFacts::default(),
    };
    let app = open(common).await?;
    let ctx = app.ctx(Actor::Admin);
    let imported = import(&app, &ctx, &certificate, given).await?;
    app.store.close().await;
    let key = if imported.stored {
        "holder-import-done"
    } else {
        "holder-import-known"
    };
    let text = printer.text(
        &Message::new(key)
            .with("name", &imported.name)
            .with("thumbprint", imported.thumbprint.to_string()),
    );
    let value = serde_json::json!({
        "holder": imported.holder.to_string(),
        "name": imported.name,
        "thumbprint": imported.thumbprint.to_string(),
        "serial": certificate.serial().to_string(),
        "stored": imported.stored,
    });
    Ok(Report { text, value })
}

/// The data beside a certificate: `email`, `phone`, `procedure`, each optional.
fn read_data(path: &Path) -> Result<ImportedFacts, Failure> {
    let text = config::read_text(path)?;
    let faulty = |detail: String| {
        Failure::new(Kind::Refused, "import-data-faulty")
            .with("file", path.display().to_string())
            .with("detail", detail)
    };
    let document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| faulty(error.message().to_owned()))?;
    let mut facts = ImportedFacts::default();
    for (key, item) in document.iter() {
        let value = item
            .as_str()
            .ok_or_else(|| faulty(key.to_owned()))?
            .to_owned();
        match key {
            "email" => facts.email = Some(value),
            "phone" => facts.phone = Some(value),
            "procedure" => {
                facts.procedure = Some(Slug::parse(&value).ok_or_else(|| faulty(value))?);
            }
            unknown => return Err(faulty(unknown.to_owned())),
        }
    }
    Ok(facts)
}
